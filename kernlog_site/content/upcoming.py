"""What is still to come: drafts, scheduled articles, planned parts, releases."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from kernlog_site.content.library import Library
from kernlog_site.core.model import Article, Part, Series, Status


class DueKind(enum.Enum):
    """The kinds of what is to come."""

    SCHEDULED = "scheduled"
    DRAFT = "draft"
    PLANNED = "planned"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to come, when, and where it is written.

    `when` is a moment for articles and a day for what is expected; None for a draft without a date.
    `ahead` says how far off that is. An expected day may be overdue, a draft has all the time.
    """

    kind: DueKind
    title: str
    path: str
    line: int | None
    when: datetime | date | None = None
    ahead: timedelta | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed and it has not come."""
        is_expected = self.kind in {DueKind.PLANNED, DueKind.RELEASE}
        return is_expected and self.ahead is not None and self.ahead < timedelta(0)


def upcoming(library: Library, now: datetime, zone: tzinfo) -> tuple[Due, ...]:
    """Everything that is to come, by time; last what has none.

    The timezone is that in which moments are told, and which says what day it is.
    """
    local = now.astimezone(zone)
    dues = {*_articles(library, local), *_parts(library, local), *_releases(library, local.date())}

    def order(due: Due) -> tuple[object, ...]:
        return due.when is None, due.when and _end(due.when, zone), due.path, due.line or 0

    return tuple(sorted(dues, key=order))


def _end(when: datetime | date, zone: tzinfo) -> datetime:
    """The moment by which something has come. What is expected on a day has until its end."""
    return when if isinstance(when, datetime) else datetime.combine(when, time.max, zone)


def _articles(library: Library, now: datetime) -> Iterator[Due]:
    for article in library.articles:
        if article.is_withheld(now):
            is_draft = article.status is Status.DRAFT
            when = article.date.astimezone(now.tzinfo) if article.date else None
            yield Due(
                kind=DueKind.DRAFT if is_draft else DueKind.SCHEDULED,
                title=_title(article, library),
                path=article.path,
                line=article.source.line("status" if is_draft else "date"),
                when=when,
                ahead=when - now if when else None,
            )


def _title(article: Article, library: Library) -> str:
    if article.series is None:
        return article.title
    return f"{library.series[article.series].title}, part {article.part}: {article.title}"


def _parts(library: Library, now: datetime) -> Iterator[Due]:
    """The planned parts that readers cannot see, be they written or not."""
    for series in library.series.values():
        for part in library.parts(series.id):
            is_public = part.article is not None and part.article.is_public(now)
            if not is_public:
                yield from _expected(series, part, now.date())


def _expected(series: Series, part: Part, today: date) -> Iterator[Due]:
    plan = part.planned
    if plan is not None and plan.expected is not None:
        index = next(i for i, other in enumerate(series.planned) if other is plan)
        yield Due(
            kind=DueKind.PLANNED,
            title=f"{series.title}, part {plan.part}{': ' if plan.title else ''}{plan.title}",
            path=series.source.path,
            line=series.source.line(f"planned.{index}.expected"),
            when=plan.expected,
            ahead=plan.expected - today,
        )


def _releases(library: Library, today: date) -> Iterator[Due]:
    for release in library.releases.values():
        if release.expected is not None and release.in_development:
            yield Due(
                kind=DueKind.RELEASE,
                title=release.version.named,
                path=release.source.path,
                line=release.source.line("expected"),
                when=release.expected,
                ahead=release.expected - today,
            )
