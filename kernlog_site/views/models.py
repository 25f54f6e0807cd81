"""View models: prepared values, so that a template only loops and asks.

URLs are relative to the root of the site; templates make them relative to the page with `| url`.
The rows of lists of commits are HTML already: there are too many of them for templates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from kernlog_site.citations.commit_rows import CVE, Outcome
from kernlog_site.core.commit import REVERTED
from kernlog_site.core.fingerprinted import fingerprinted, left_out
from kernlog_site.core.model import Article, Release, Series, Tag, Update, WebLink
from kernlog_site.core.versions import Version
from kernlog_site.views.comparison import Figures
from kernlog_site.views.headlines import Lead
from kernlog_site.views.timeline.events import Event
from kernlog_site.views.timeline.geometry import Timeline

_SHOWN = 8
_AROUND = 2


@fingerprinted
@dataclass(frozen=True, slots=True)
class ReleaseLink:
    """A release by name."""

    version: Version
    url: str


@fingerprinted
@dataclass(frozen=True, slots=True)
class AuthorLink:
    """Someone who writes, with the addresses of pages elsewhere. Not everyone has a page here."""

    name: str
    url: str = ""
    elsewhere: tuple[str, ...] = ()


@fingerprinted
@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic by name. One that makes no address has none."""

    name: str
    url: str = ""


@fingerprinted
@dataclass(frozen=True, slots=True)
class Teaser:
    """An article in a list."""

    headline: str
    title: str
    url: str
    date: dt.datetime | None
    summary: str
    authors: tuple[AuthorLink, ...]
    is_draft: bool
    series: str = ""
    part: int | None = None
    release: ReleaseLink | None = None


@fingerprinted
@dataclass(frozen=True, slots=True)
class PartView:
    """A line of a series: an article, a plan or a gap (`state` published, planned, missing)."""

    number: int
    title: str
    state: str
    url: str = ""
    date: dt.datetime | None = None
    expected: dt.date | None = None
    summary: str = ""
    is_current: bool = False
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Parts of a series that follow each other; folded away where a list would be too long."""

    parts: Sequence[PartView]
    is_folded: bool


@fingerprinted
@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series with its parts."""

    series: Series
    url: str
    parts: Sequence[PartView]
    release: ReleaseLink | None

    @property
    def runs(self) -> list[Run]:
        """All parts, but of many only the first, the last, and those around the current one open.

        A single part is never folded: the fold would take as much room.
        """
        last = len(self.parts) - 1
        current = next((n for n, part in enumerate(self.parts) if part.is_current), 0)
        ends = (0, last)
        shown = [
            last < _SHOWN or number in ends or abs(number - current) <= _AROUND
            for number in range(last + 1)
        ]
        for number in range(1, last):
            shown[number] |= shown[number - 1] and shown[number + 1]
        runs = groupby(zip(shown, self.parts, strict=True), key=itemgetter(0))
        return [Run([part for _, part in run], not is_shown) for is_shown, run in runs]

    @property
    def published(self) -> int:
        """The number of published parts."""
        return sum(part.state == "published" for part in self.parts)

    @property
    def is_under_way(self) -> bool:
        """Whether parts are published and others are still to come."""
        return 0 < self.published < len(self.parts)


@fingerprinted
@dataclass(frozen=True, slots=True)
class Share:
    """A link with which readers pass an article on."""

    name: str
    url: str


@fingerprinted
class Aged(NamedTuple):
    """A commit that an article cites, and the weighty things that became of it, newest first.

    `anchor` is the first place in the text that cites it.
    """

    anchor: str
    subject: str
    outcomes: Sequence[Outcome]


@fingerprinted
@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page. `commits` are the items of a list, in HTML, `aged` is newest first."""

    article: Article
    headline: str
    lead: Lead | None
    authors: tuple[AuthorLink, ...]
    topics: tuple[TopicLink, ...]
    release: ReleaseLink | None
    current_tag: Tag | None
    series: SeriesView | None
    previous: PartView | None
    next: PartView | None
    updates: tuple[Update, ...]
    aged: Sequence[Aged]
    commits: Sequence[str]
    shares: Sequence[Share]
    permalink: str
    mail: str
    is_draft: bool
    is_scheduled: bool

    @property
    def reverted(self) -> int:
        """The number of commits cited that were reverted."""
        return sum(any(its.kind == REVERTED for its in one.outcomes) for one in self.aged)

    @property
    def cves(self) -> int:
        """The number of CVEs that commits cited introduced."""
        return len({its.key for one in self.aged for its in one.outcomes if its.kind == CVE})


@fingerprinted
class Fate(NamedTuple):
    """What became of a commit on a tracking page, as far as it is of one kind: in words, and the
    anchor of its row."""

    kind: str
    anchor: str
    subject: str
    how: str


@fingerprinted
@dataclass(frozen=True, slots=True)
class Area:
    """Commits of one area, as the items of a list in HTML; the name of the rest is empty."""

    name: str
    commits: Sequence[str]
    fates: Sequence[Fate] = ()


@fingerprinted
@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release's tracking page.

    `fates` tell what became of the commits by kind, the weightiest first; `aged` is the number of
    commits that something became of.
    """

    release: Release
    url: str
    state: ReleaseState
    events: Sequence[Event]
    timeline: Timeline | None = field(metadata=left_out("it is drawn from the events"))
    series: Sequence[SeriesView]
    articles: Sequence[Teaser]
    areas: Sequence[Area]
    commits: int
    fates: Sequence[tuple[str, Sequence[Fate]]]
    aged: int
    figures: Figures | None
    links: tuple[WebLink, ...]
    previous: ReleaseLink | None
    next: ReleaseLink | None


@fingerprinted
@dataclass(frozen=True, slots=True)
class ReleaseState:
    """The state of a release: its newest tag, and whether more are to come."""

    link: ReleaseLink
    codename: str
    status: str
    newest: Tag | None
    expected: dt.date | None
    articles: int


@fingerprinted
@dataclass(frozen=True, slots=True)
class CitedOn:
    """A release with the numbers of articles and of commits they cite, for the look-up."""

    release: ReleaseLink
    articles: int
    commits: int


@fingerprinted
@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    articles: Sequence[Teaser]
    archive: str
    development: Sequence[ReleaseState]
    series: Sequence[SeriesView]
