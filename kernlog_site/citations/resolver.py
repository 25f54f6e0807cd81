"""What citations lead to: the commits of the store, tags and ranges, pages of the site, schemes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kernlog_site.citations import grammar
from kernlog_site.citations.targets import Link, Resolve, Target
from kernlog_site.commits.hashes import ABBREVIATED, LONGER, SHORTER, abbreviated, is_too_long
from kernlog_site.commits.web.link_schemes import ORDINARY_SCHEMES, OWN_SCHEMES, address
from kernlog_site.commits.web.trees import Tree
from kernlog_site.content.library import Library
from kernlog_site.core.characters import printable
from kernlog_site.core.commit import Commit
from kernlog_site.core.fingerprinted import contribution
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.model import Article
from kernlog_site.core.names import composed, known_as
from kernlog_site.core.problems import Problem, Severity, did_you_mean
from kernlog_site.core.routes import Routes, relative
from kernlog_site.core.versions import NoVersion, Version

_SYNC = "Check it, or run `kernlog sync`."
_CANDIDATES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Place:
    """The page that cites: its URL, and the article if it is one."""

    url: str
    article: Article | None = None


@dataclass(frozen=True)
class Resolver:
    """The resolver of targets, by the library, the trees and the schemes."""

    library: Library
    trees: Mapping[str, Tree]
    schemes: Mapping[str, str]
    routes: Routes
    words: Words = ENGLISH

    def at(self, place: Place) -> Resolve:
        """The resolve function for the citations of one page."""
        own: Mapping[str, Callable[[Target, Place], Link | Problem]] = {
            "commit": self._commit,
            "part": self._part,
            "release": self._release,
            "series": self._series,
        }

        def resolve(target: Target) -> Link | Problem | None:
            if not target.value and target.scheme not in ORDINARY_SCHEMES:
                return Problem(f"The link '{target}' leads nowhere.", "Write what it leads to.")
            if target.scheme in own:
                return own[target.scheme](target, place)
            return self._link_in_scheme(target)

        return resolve

    def dependencies(self, target: Target, place: Place) -> bytes:
        """The bytes that the answer to a target depends on, configuration and article aside.

        Whoever kept an answer with its dependencies knows by them whether it still holds. That
        of a commit is cheap: nothing of the store is parsed for it.
        """
        if target.scheme == grammar.COMMIT:
            return self._dependencies_of_commit(target, place)
        is_about_a_page = target.scheme in OWN_SCHEMES
        return contribution(self.at(place)(target)) if is_about_a_page else b""

    def _dependencies_of_commit(self, target: Target, place: Place) -> bytes:
        cited = grammar.target(target.value, self.library.versions)
        if cited is None:
            return b""
        tree = tree_name(cited, place, self.library)
        if isinstance(cited, grammar.Hash):
            return self._state_of_release(place.article) + self._lines_of_commit(tree, cited.digits)
        ends = (cited.name,) if isinstance(cited, grammar.TagName) else (cited.start, cited.end)
        return b"".join(self._dependencies_of_end(tree, end) for end in ends)

    def _dependencies_of_end(self, tree: str, revision: str) -> bytes:
        if not isinstance(grammar.target(revision), grammar.Hash):
            return b"known\n" if self.library.knows_tag(tree, revision) else b"unknown\n"
        return self._lines_of_commit(tree, revision.lower()) + b"\n"

    def _lines_of_commit(self, tree: str, digits: str) -> bytes:
        store = self.library.store
        return b"no store\n" if store is None else store.lines(tree, digits)

    def _state_of_release(self, article: Article | None) -> bytes:
        """The release that the commits of an article belong to, and whether that is out."""
        version = self.library.release_of(article) if article else None
        return b"" if version is None else self._states_of_releases[version]

    @cached_property
    def _states_of_releases(self) -> Mapping[Version, bytes]:
        return {
            version: f"{version} {'in development' if release.in_development else 'out'}\n".encode()
            for version, release in self.library.releases.items()
        }

    def _link_in_scheme(self, target: Target) -> Link | Problem | None:
        if target.scheme in self.schemes:
            return Link(address(self.schemes[target.scheme], target.value))
        if target.scheme in ORDINARY_SCHEMES:
            return None
        names = (*self.schemes, *OWN_SCHEMES)
        hint = did_you_mean(target.scheme, names) or f"Known are {', '.join(sorted(names))}."
        return Problem(f"Unknown link scheme '{target.scheme}'.", hint)

    def _part(self, target: Target, place: Place) -> Link | Problem:
        if place.article is None or place.article.series is None:
            return Problem(
                f"'{target}' stands in a page that belongs to no series.",
                "Link the article's file instead.",
            )
        series = self.library.series[place.article.series]
        number = int(target.value) if re.fullmatch(r"[0-9]{1,6}", target.value) else 0
        part = self.library.part(series.id, number)
        if part is None:
            published = {p.number for p in self.library.parts(series.id) if p.article}
            hint = f"Published are the parts {', '.join(map(str, sorted(published)))}."
            return Problem(f"The series '{series.id}' has no part {target.value}.", hint)
        if part.article is None:
            return Problem(
                f"Part {number} is planned, but not published.",
                "Name it without a link until then.",
            )
        url = self.routes.url(part.article.path)
        title = self.words.gettext("Part %(number)s: %(title)s")
        return Link(relative(url, place.url), title % {"number": number, "title": part.title})

    def _release(self, target: Target, place: Place) -> Link | Problem:
        try:
            version = self.library.versions.parse(target.value)
        except NoVersion as error:
            hint = f"Write it as in release:{self.library.versions.example}."
            return Problem(f"{error}.", hint)
        if version not in self.library.releases and version.release in self.library.releases:
            return Problem(f"{version} has no page.", f"Write release:{version.release}.")
        if version not in self.library.releases:
            hint = f"Create {self.routes.release_source(version.release)}."
            return Problem(f"No page is about the release {version}.", hint)
        url = self.routes.url(self.routes.release_source(version))
        return Link(relative(url, place.url), version.named)

    def _series(self, target: Target, place: Place) -> Link | Problem:
        name = known_as(composed(target.value), self.library.series)
        series = self.library.series[name] if name else None
        if series is None:
            hint = did_you_mean(target.value, self.library.series)
            missing = f"Create {self.routes.series_source(target.value)}."
            return Problem(f"Unknown series '{target.value}'.", hint or missing)
        url = self.routes.url(self.routes.series_source(series.id))
        return Link(relative(url, place.url), series.title)

    def _commit(self, target: Target, place: Place) -> Link | Problem:
        parsed = grammar.target(target.value, self.library.versions)
        if parsed is None:
            return Problem(
                f"'{target.value}' is not hexadecimal, and neither a tag nor a range.",
                "Write the first 12 digits of the commit's hash.",
            )
        name = tree_name(parsed, place, self.library)
        tree = self.trees.get(name)
        if tree is None:
            hint = did_you_mean(name, self.trees) or f"Known are {', '.join(sorted(self.trees))}."
            return Problem(f"Unknown tree '{name}'.", hint)
        if isinstance(parsed, grammar.TagName):
            return self._tag(tree, parsed.name)
        if isinstance(parsed, grammar.Range):
            return self._range(tree, parsed)
        return self._hash(tree, parsed.digits, target.subject, place)

    def _tag(self, tree: Tree, tag: str) -> Link | Problem:
        if not self.library.knows_tag(tree.name, tag):
            return Problem(f"Unknown tag '{tag}' in the tree '{tree.name}'.", _SYNC)
        href = tree.tag(tag)
        if href is None:
            return _no_template(tree, "tag")
        return Link(href, tag)

    def _range(self, tree: Tree, ends: grammar.Range) -> Link | Problem:
        for end in (ends.start, ends.end):
            if not isinstance(grammar.target(end), grammar.Hash):
                if not self.library.knows_tag(tree.name, end):
                    return Problem(f"Unknown tag '{end}' in the tree '{tree.name}'.", _SYNC)
            elif isinstance(found := self._find(tree, end.lower()), Problem):
                return found
        href = tree.range(ends.start, ends.end)
        if href is None:
            return _no_template(tree, "range")
        return Link(href, f"{ends.start}..{ends.end}")

    def _hash(self, tree: Tree, digits: str, subject: str | None, place: Place) -> Link | Problem:
        commit = self._find(tree, digits)
        if isinstance(commit, Problem):
            return commit
        problems = []
        if len(digits) < ABBREVIATED:
            longer = f"Write {commit.abbreviation}." if commit else "Write the first 12 digits."
            message = f"'{digits}' has fewer than 12 digits."
            problems.append(Problem(message, longer, Severity.WARNING))
        if commit is None:
            return Link(tree.commit(digits), problems=tuple(problems), proven=False)
        if place.article:
            problems += self._of_another_release(commit, place.article)
        if subject is not None and not _are_alike(subject, commit.subject):
            problems.append(
                Problem(
                    f"The subject of {commit.abbreviation} is not the one given.",
                    f"The store has: {commit.subject}",
                )
            )
        return Link(tree.commit(commit.sha), commit=commit, problems=tuple(problems))

    def _find(self, tree: Tree, digits: str) -> Commit | Problem | None:
        """The commit, what is wrong with its hash, or None if there is no store to ask."""
        if is_too_long(digits):
            most = SHORTER if len(digits) < LONGER else LONGER
            return Problem(f"'{digits}' has {len(digits)} digits.", f"A hash has {most} at most.")
        if self.library.store is None:
            return None
        candidates = self.library.store.find(tree.name, digits)
        if not candidates:
            no_clone = f"Check it, or give trees.{tree.name} a clone to sync from."
            hint = _SYNC if tree.clone else no_clone
            return Problem(f"Unknown commit '{digits}' in the tree '{tree.name}'.", hint)
        if len(candidates) > 1:
            return ambiguous(digits, candidates)
        return candidates[0]

    def _of_another_release(self, commit: Commit, article: Article) -> list[Problem]:
        version = self.library.release_of(article)
        if version is None:
            return []
        if commit.first_tag is None:
            if self.library.releases[version].in_development:
                return []
            return [
                Problem(
                    f"Commit {commit.abbreviation} is in no release, and {version} is out.",
                    "Check the hash, or run `kernlog sync`.",
                )
            ]
        landed = self.library.versions.release_of_tag(commit.first_tag)
        if landed is None or landed == version or landed in article.also:
            return []
        return [
            Problem(
                f"Commit {commit.abbreviation} is not in {version}: it landed in "
                f"{commit.first_tag}.",
                f"Correct the hash, or add also: [{landed}] to the front matter.",
            )
        ]


def tree_name(target: grammar.CommitTarget, place: Place, library: Library) -> str:
    """The tree that a target is in: as written, else the article's, else the site's."""
    own = place.article.tree if place.article else None
    return target.tree or own or library.tree


def _are_alike(subject: str, other: str) -> bool:
    """Whether two subjects differ at most in white space and in what cannot be shown."""
    return subject == other or printable(subject).split() == printable(other).split()


def ambiguous(digits: str, candidates: Sequence[Commit]) -> Problem:
    """The problem of a hash that several commits begin with; its hint names the first of them."""
    hashes = abbreviated([commit.sha for commit in candidates])
    both = zip(hashes[:_CANDIDATES_SHOWN], candidates, strict=False)
    shown = ", ".join(f"{sha} ({commit.subject})" for sha, commit in both)
    rest = len(candidates) - _CANDIDATES_SHOWN
    more = f" and {rest} more" if rest > 0 else ""
    return Problem(f"'{digits}' is ambiguous.", f"Write one of {shown}{more}.")


def _no_template(tree: Tree, shape: str) -> Problem:
    return Problem(
        f"The tree '{tree.name}' has no address for a {shape}.",
        f"Add a {shape} template to trees.{tree.name}.",
    )
