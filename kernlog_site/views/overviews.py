"""What pages show that lead to articles by topic, by author and by date.

As for all views, URLs are relative to the root of the site.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kernlog_site.core.model import Person
from kernlog_site.views.models import Teaser


@dataclass(frozen=True, slots=True)
class Period:
    """The articles of a year or a month, newest first; `first` is its first day.

    `anchor` is its id in the page. Both are empty for articles without a date. The first `led`
    articles are shown with their summaries, the others in a line each.
    """

    anchor: str
    first: dt.date | None
    articles: Sequence[Teaser]
    led: int = 0
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class TopicView:
    """The page of a topic. `index` is the page of all."""

    name: str
    index: str
    articles: int
    years: Sequence[Period]


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic in the list of all: how many articles it has, and when the newest came."""

    name: str
    url: str
    articles: int
    newest: dt.datetime | None


class Letter(NamedTuple):
    """The topics below a letter; few have none and stand in one list."""

    letter: str
    topics: Sequence[TopicEntry]


@dataclass(frozen=True, slots=True)
class TopicIndexView:
    """All topics."""

    letters: Sequence[Letter]


@dataclass(frozen=True, slots=True)
class AuthorView:
    """The page of someone who writes. `index` is the page of all."""

    person: Person
    index: str
    articles: int
    years: Sequence[Period]


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """Someone in the list of all who write."""

    person: Person
    url: str
    articles: int
    newest: Teaser


@dataclass(frozen=True, slots=True)
class AuthorIndexView:
    """All who write."""

    authors: Sequence[AuthorEntry]


@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    """A month of the archive, which may have no articles."""

    first: dt.date
    url: str
    articles: int


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """A year of the archive and its months, January first."""

    first: dt.date
    url: str
    articles: int
    months: Sequence[ArchiveMonth]


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The archive: the ways to all years, newest first, and the newest months in full.

    `rest` is the year in which they end before all is shown. `topics` and `authors` are the other
    ways in.
    """

    years: Sequence[ArchiveYear]
    months: Sequence[Period]
    rest: ArchiveYear | None
    topics: str
    authors: str


@dataclass(frozen=True, slots=True)
class YearView:
    """The page of a year. `index` is that of the archive."""

    year: ArchiveYear
    index: str
    months: Sequence[Period]
    previous: ArchiveYear | None
    next: ArchiveYear | None
