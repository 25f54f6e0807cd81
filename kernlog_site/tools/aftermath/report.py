"""The aftermath by article: what became of the commits that each cites, and on which lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin

from kernlog_site.commits.followups.aftermath import DEEDS, Change, Deed, changes
from kernlog_site.commits.hashes import ABBREVIATED
from kernlog_site.commits.store.comparison import compare, lines_on
from kernlog_site.commits.store.reader import COMMITS, read_commits
from kernlog_site.core.commit import Commit, CommitId
from kernlog_site.tools.aftermath.states import NoStates, States
from kernlog_site.tools.references.citing import FEWEST, Citers, CitingLine, CitingPlace, citers
from kernlog_site.tools.settings import Settings

_SUMMED_UP = {
    Deed.REVERTED: "reverted",
    Deed.INTRODUCED_CVE: "introduced a CVE",
    Deed.FIXED: "fixed",
    Deed.FIXED_CVE: "fixed a CVE",
    Deed.CVE_FIXED_IN: "with a CVE fixed in further releases",
    Deed.BACKPORTED: "backported",
}
"""What a number of commits is followed by."""
_SUMMED_UP_GONE = "of which something was taken back"


@dataclass(frozen=True, slots=True)
class CommitAftermath:
    """What became of a commit, the weightiest first, and the places in one article that cite it.

    `url` is its address in the git web; None where `mkdocs.yml` no longer has its tree.
    """

    commit: Commit
    changes: tuple[Change, ...]
    places: tuple[CitingPlace, ...]
    url: str | None

    @property
    def is_weighty(self) -> bool:
        """Whether readers of the article would want to know it."""
        return any(change.is_weighty for change in self.changes)

    @property
    def text(self) -> str:
        """All that became of it."""
        return "; ".join(change.text for change in self.changes)


@dataclass(frozen=True, slots=True)
class ArticleAftermath:
    """What became of the commits that an article cites, the weightiest first, then as written.

    `path` is that of its file from the folder of `mkdocs.yml`, `draft` whether readers see it yet.
    """

    headline: str
    part: int | None
    path: str
    url: str
    draft: bool
    commits: tuple[CommitAftermath, ...]

    @property
    def summary(self) -> str:
        """All of it in figures: `Part 2: 3 commits reverted, 1 introduced a CVE`."""
        text = summed_up(self.commits)
        return text if self.part is None else f"Part {self.part}: {text}"


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What became of the commits that articles cite, between two states of the store.

    `warnings` are sentences on lines of the store that could not be read.
    """

    states: States
    articles: tuple[ArticleAftermath, ...]
    warnings: tuple[str, ...]


def aftermath(site: Settings, states: States) -> Aftermath:
    """Compare two states of the store, and find who cites what has changed.

    Raises `NoStates` for an earlier state that cannot be read, and `OSError`.
    """
    comparison = compare(states.before.data, states.now.data)
    if comparison.unread[0] and comparison.unread[0] >= _count(states.before.data):
        raise NoStates(
            f"Of the commit store of {states.before.name}, no line is a record of a commit. Choose "
            "another state: --since."
        )
    changed = {
        difference.now.id: (difference.now, found)
        for difference in comparison.differences
        if (found := changes(difference.before, difference.now))
    }
    articles = _by_article(site, states.now.data, changed) if changed else ()
    return Aftermath(states, tuple(articles), tuple(_warnings(states, comparison.unread)))


def summed_up(commits: Iterable[CommitAftermath]) -> str:
    """What became of some commits, in figures: `3 commits reverted, 1 introduced a CVE`."""
    counts = Counter(
        deed
        for its in commits
        for deed in {None if change.gone else change.deed for change in its.changes}
    )
    told = [(counts[deed], _SUMMED_UP[deed]) for deed in DEEDS if counts[deed]]
    if counts[None]:
        told.append((counts[None], _SUMMED_UP_GONE))
    (first, deed), *others = told
    noun = "commit" if first == 1 else "commits"
    return ", ".join([f"{first} {noun} {deed}", *(f"{count} {what}" for count, what in others)])


_Changed = Mapping[CommitId, tuple[Commit, tuple[Change, ...]]]


def _by_article(site: Settings, store: bytes, changed: _Changed) -> Iterator[ArticleAftermath]:
    hashes = {sha for _, sha in changed}
    beginnings = {sha[:FEWEST].encode() for sha in hashes}
    nearby, _ = read_commits(COMMITS, b"\n".join(lines_on(store, beginnings)))
    found = citers(site, hashes, nearby)
    told = [its for its in found.lines if its.citation.commit in changed]
    for _, lines in groupby(told, key=lambda citing: citing.article.path):
        yield _of_article(list(lines), found, changed)


def _of_article(lines: Sequence[CitingLine], found: Citers, changed: _Changed) -> ArticleAftermath:
    places: dict[CommitId, list[CitingPlace]] = {}
    for citing in lines:
        places.setdefault(citing.citation.commit, []).append(found.place(citing))
    commits = [
        CommitAftermath(*changed[its_id], tuple(cited), _address(its_id, found.site))
        for its_id, cited in places.items()
    ]
    article, first = lines[0].article, next(iter(places.values()))[0]
    return ArticleAftermath(
        headline=first.headline,
        part=article.part if article.series else None,
        path=first.path,
        url=urljoin(found.site.site_url or "/", found.site.routes.url(article.path)),
        draft=first.draft,
        commits=tuple(sorted(commits, key=_weight)),
    )


def _weight(its: CommitAftermath) -> tuple[bool, int]:
    """What commits are sorted by: the weightiest thing that became of each."""
    first = its.changes[0]
    return first.gone, DEEDS.index(first.deed)


def _address(commit: CommitId, site: Settings) -> str | None:
    tree = site.options.trees.get(commit[0])
    return tree.commit(commit[1]) if tree else None


def _count(store: bytes) -> int:
    """How many lines a store has."""
    return sum(bool(line.strip()) for line in store.split(b"\n"))


def _warnings(states: States, unread: tuple[int, int]) -> Iterator[str]:
    for state, count in zip((states.before, states.now), unread, strict=True):
        if count:
            noun = "line that is no record" if count == 1 else "lines that are no records"
            yield (
                f"The commit store of {state.name} has {count} {noun} of a commit; passed over. "
                "Restore the file from version control."
            )


def line_of(its: CommitAftermath, place: CitingPlace) -> str:
    """A line for people and editors: `x.md:12: 7c68af6e32c7 subject: reverted in 2.6.34`."""
    where = place.path if place.line is None else f"{place.path}:{place.line}"
    return f"{where}: {its.commit.sha[:ABBREVIATED]} {its.commit.subject}: {its.text}"
