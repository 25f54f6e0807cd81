"""Old addresses: which files of the site lead to which articles, and which cannot be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

from kernlog_site.content.library import Library
from kernlog_site.content.x_aliases import BadAlias, file_of
from kernlog_site.core.model import Article
from kernlog_site.core.names import alike
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import (
    EXPORTS,
    FEED,
    JSON_FEED,
    ROBOTS,
    SEARCH_INDEX,
    SITEMAP,
    Routes,
    file_at,
)

_FEEDS = (FEED, JSON_FEED)
_FILES = ("404.html", ROBOTS, SITEMAP, f"{SITEMAP}.gz", *_FEEDS)
"""What every site has beside its pages."""
_FOLDERS = (EXPORTS, SEARCH_INDEX)
_REMOVE = "Remove it from aliases."


@dataclass(frozen=True, slots=True)
class Redirect:
    """A file of the site, and the article to which it leads."""

    path: str
    article: Article


@dataclass(frozen=True, slots=True)
class _Claim:
    """An old address as an article claims it, and the file that would answer there."""

    article: Article
    index: int
    path: str

    def problem(self, message: str, hint: str) -> Problem:
        """What is wrong with it."""
        problem = Problem(f"The old address '{self.article.aliases[self.index]}' {message}", hint)
        return _located(problem, self.article, self.index)


def redirects(
    library: Library, routes: Routes, site_url: str, taken: Mapping[str, str]
) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
    """The pages at the old addresses of all articles, and what is wrong with other addresses.

    `taken` has the files of the site by path, each with the path of its source, which is empty for
    what kernlog makes by itself. They win, and of two articles the older one does.
    """
    claims, problems = _claims(library, site_url)
    places = _Places(taken if claims else {})
    pages: list[Redirect] = []
    for same in claims:
        problems += _disputes(same)
        first = same[0]
        own = file_at(unquote(routes.url(first.article.path)))
        if refusal := places.refusal(first, own):
            problems.append(refusal)
        else:
            places.take(first.path, f"an old address of {first.article.path}")
            pages.append(Redirect(first.path, first.article))
    return tuple(pages), tuple(problems)


def _claims(library: Library, site_url: str) -> tuple[list[list[_Claim]], list[Problem]]:
    """The claims on each file, from the oldest article on, and old addresses that are none."""
    problems: list[Problem] = []
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for article in reversed(library.articles):
        for index, alias in enumerate(article.aliases):
            try:
                path = file_of(alias, site_url)
            except BadAlias as bad:
                problems.append(_located(bad.problem, article, index))
            else:
                claims[alike(path)].append(_Claim(article, index, path))
    return list(claims.values()), problems


def _disputes(claims: Sequence[_Claim]) -> Iterator[Problem]:
    """What is wrong where one file is claimed more than once."""
    seen: set[str] = set()
    for claim in claims:
        path = claim.article.path
        if others := sorted({its.article.path for its in claims} - {path}):
            hint = "Leave it to one of them."
            yield claim.problem(f"is also one of {' and '.join(others)}.", hint)
        elif path in seen:
            message = "stands there twice; some hosts do not tell upper from lower case."
            yield claim.problem(message, "Remove one of them.")
        seen.add(path)


class _Places:
    """Which paths of the site are in use, as files and as folders."""

    def __init__(self, taken: Mapping[str, str]) -> None:
        self._files: dict[str, str] = dict.fromkeys(_FILES, "")
        self._folders: dict[str, str] = {}
        for path, source in taken.items():
            self.take(path, source)

    def take(self, path: str, source: str) -> None:
        """Note a file, what it is, and the folders it is in."""
        *folders, file = _with_folders(path)
        self._files.setdefault(file, source)
        for folder in folders:
            self._folders.setdefault(folder, source)

    def refusal(self, claim: _Claim, own: str) -> Problem | None:
        """Why there can be no page at an old address of an article, whose own file is given."""
        *folders, file = _with_folders(claim.path)
        if file == alike(own):
            return claim.problem("is the address of the article itself.", _REMOVE)
        if folders and folders[0] in _FOLDERS:
            return claim.problem(f"is in the folder {folders[0]}, which kernlog fills.", _REMOVE)
        if file in self._folders:
            inside = _called(self._folders[file])
            return claim.problem(f"is that of a folder, in which {inside} is.", _REMOVE)
        for path in (file, *folders):
            if path in self._files or path.rpartition("/")[2] in _FEEDS:
                whose = _called(self._files.get(path, ""))
                return claim.problem(f"is that of {whose}, which stays there.", _REMOVE)
        return None


def _located(problem: Problem, article: Article, index: int) -> Problem:
    return problem.at(article.path, article.source.line(f"aliases.{index}"))


def _called(source: str) -> str:
    return source or "a file that kernlog makes"


def _with_folders(path: str) -> Iterator[str]:
    return accumulate(alike(path).split("/"), "{}/{}".format)
