"""Old addresses: which files of the site lead to which articles, and which cannot be had.

An old address as a writer gives it becomes the file that answers there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

from kernlog_site.content.library import Library
from kernlog_site.core.model import Article
from kernlog_site.core.names import alike
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import (
    EVENT_FEED,
    EXPORTS,
    FEED,
    JSON_FEED,
    LONGEST_FILE_NAME,
    LONGEST_PATH,
    ROBOTS,
    SEARCH_INDEX,
    SITEMAP,
    Routes,
    file_at,
)

_FEEDS = (FEED, JSON_FEED, EVENT_FEED)
_FILES = ("404.html", ROBOTS, SITEMAP, f"{SITEMAP}.gz", *_FEEDS)
"""What every site has beside its pages."""
_FOLDERS = (EXPORTS, SEARCH_INDEX)
_REMOVE = "Remove it from aliases."

_SCHEME = re.compile(r"https?:(?=//)", re.IGNORECASE)
_DRIVE = re.compile(r"/*[A-Za-z]:")
"""Where the path of a file begins anew on Windows, however it is encoded in an address."""
_ELSEWHERE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]*:")
_WRITE = "Write it from the root of the site, as in open/features/old.html."


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
    library: Library, routes: Routes, site_url: str, sources: Mapping[str, str]
) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
    """The pages at the old addresses of all articles, and what is wrong with other addresses.

    `sources` has the files of the site by path, each with the path of its source, which is empty
    for what kernlog makes by itself. They win, and of two articles the older one does.
    """
    claims, problems = _claims(library, site_url)
    places = _Places(sources if claims else {})
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
        if others := sorted({other.article.path for other in claims} - {path}):
            hint = "Leave it to one of them."
            yield claim.problem(f"is also one of {' and '.join(others)}.", hint)
        elif path in seen:
            message = "stands there twice; some hosts do not tell upper from lower case."
            yield claim.problem(message, "Remove one of them.")
        seen.add(path)


class _Places:
    """Which paths of the site are in use, as files and as folders."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._files: dict[str, str] = dict.fromkeys(_FILES, "")
        self._folders: dict[str, str] = {}
        for path, source in sources.items():
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
            inside = _file_name(self._folders[file])
            return claim.problem(f"is that of a folder, in which {inside} is.", _REMOVE)
        for path in (file, *folders):
            if path in self._files or path.rpartition("/")[2] in _FEEDS:
                whose = _file_name(self._files.get(path, ""))
                return claim.problem(f"is that of {whose}, which stays there.", _REMOVE)
        return None


def _located(problem: Problem, article: Article, index: int) -> Problem:
    return problem.at(article.path, article.source.line(f"aliases.{index}"))


def _file_name(source: str) -> str:
    return source or "a file that kernlog makes"


def _with_folders(path: str) -> Iterator[str]:
    return accumulate(alike(path).split("/"), "{}/{}".format)


class BadAlias(ValueError):
    """Raised for an old address at which no file can be; says why."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.problem = Problem(message, hint)


def file_of(alias: str, site_url: str = "") -> str:
    """The file that answers at an old address, from the root of the site. Raises `BadAlias`.

    The address may be given in full if it begins with that of the site.
    """
    if not alias.strip():
        raise BadAlias("An old address is empty.", _WRITE)
    path = _decoded(_below(alias.strip(), site_url), alias)
    names = _names(path, alias)
    if any(name.startswith(".") for name in names):
        raise _refused(alias, "has a name that begins with a dot, which hosts hide.", _REMOVE)
    sizes = [len(name.encode()) for name in names]
    if max(sizes, default=0) > LONGEST_FILE_NAME or sum(sizes) + len(sizes) > LONGEST_PATH:
        raise _refused(alias, "is longer than a file can be called.", _REMOVE)
    return file_at("/".join([*names, ""] if names and path.endswith("/") else names))


def _below(address: str, site_url: str) -> str:
    """An address from the root of the site on, whether it begins with http or https or neither."""
    site, bare = (_SCHEME.sub("", text).rstrip("/") for text in (site_url, address))
    rest = bare[len(site) :]
    if site and bare.lower().startswith(site.lower()) and rest[:1] in ("", "/", "?", "#"):
        return rest or "/"
    if _ELSEWHERE.match(address):
        raise _refused(address, "is outside the site.", _WRITE)
    return address


def _decoded(address: str, alias: str) -> str:
    """The path of an address, letter by letter."""
    for mark, name in (("#", "fragment"), ("?", "query")):
        before, sign, _ = address.partition(mark)
        if sign:
            hint = f"Write {before}: it answers with any {name}." if before.strip("/") else _REMOVE
            raise _refused(alias, f"has a {name}, which no file can have.", hint)
    try:
        path = unquote(address, errors="strict")
    except UnicodeDecodeError as error:
        hint = "Write its letters as they are."
        raise _refused(alias, "is not encoded in UTF-8.", hint) from error
    if _DRIVE.match(path):
        raise _refused(alias, "is outside the site.", _WRITE)
    if not path.isprintable() or "\\" in path or "\ufffd" in path:
        raise _refused(alias, "has characters that no address has.", _WRITE)
    return path


def _names(path: str, alias: str) -> list[str]:
    """The folders and the file of a path, as a browser would ask for them."""
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if not names:
                raise _refused(alias, "is outside the site.", _WRITE)
            names.pop()
        elif name not in ("", "."):
            names.append(name)
    return names


def _refused(alias: str, message: str, hint: str) -> BadAlias:
    return BadAlias(f"The old address '{alias}' {message}", hint)
