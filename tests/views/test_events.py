"""What happened on the way to a release, and what is ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from record_factories import version

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.model import Release, ReleaseStatus, Source, Tag
from kernlog_site.views.timeline.events import Event, events

TODAY = date(2010, 2, 12)


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2010, month, day, hour, tzinfo=UTC)


def release(
    text: str = "2.6.34", *tags: tuple[str, datetime], expected: date | None = None
) -> Release:
    found = tuple(Tag(name, when, LINUX.of_tag(name)) for name, when in tags)
    return Release(version(text), Source(""), tags=found, expected=expected)


def told(*arguments: object, today: date = TODAY) -> list[tuple[str, str]]:
    its, predecessor, texts = arguments
    found = events(its, predecessor, texts, today)  # type: ignore[arg-type]
    return [(event.kind, event.label) for event in found]


def test_tags_are_called_by_what_sets_them_apart() -> None:
    its = release(
        "2.6.33",
        ("v2.6.33-rc1-dontuse", at(1, 1)),
        ("v2.6.33", at(1, 2)),
        ("v2.6.33.1", at(1, 3)),
        ("v2.6.33-final-fixes", at(1, 4)),
    )
    assert told(its, None, []) == [
        ("candidate", "rc1-dontuse"),
        ("release", "2.6.33"),
        ("update", "2.6.33.1"),
        ("tag", "v2.6.33-final-fixes"),
    ]


def test_what_is_ahead_comes_after_today_in_order_of_time() -> None:
    plan = Event(date(2010, 2, 20), "plan", "Graphics", "Graphics", part=3)
    article = Event(at(2, 12, 23), "article", "Networking", "Networking", "a/")
    its = release("2.6.34", ("v2.6.34-rc1", at(2, 1)), expected=date(2010, 3, 1))
    assert told(its, None, [plan, article]) == [
        ("candidate", "rc1"),
        ("article", "Networking"),
        ("today", ""),
        ("plan", "Graphics"),
        ("expected", "2.6.34"),
    ]


def test_a_release_that_is_out_knows_no_today_and_expects_nothing() -> None:
    its = release("2.6.34", ("v2.6.34", at(2, 1)), expected=date(2010, 3, 1))
    assert told(its, None, []) == [("release", "2.6.34")]


@pytest.mark.parametrize(
    ("later", "is_told"), [(timedelta(days=44), True), (timedelta(days=45), False)]
)
def test_today_is_left_out_when_nothing_has_been_heard_for_long(
    later: timedelta, is_told: bool
) -> None:
    its = release("2.6.34", ("v2.6.34-rc1", at(2, 1, 0)), ("v2.6.34-rc2", at(2, 15, 0)))
    kinds = [
        kind for kind, _ in told(its, None, [], today=at(2, 15).date() + later - timedelta(days=1))
    ]
    assert ("today" in kinds) is is_told


@pytest.mark.parametrize(
    ("predecessor", "is_told"),
    [
        (("2.6.33", ("v2.6.33", at(1, 20))), True),
        (("2.6.33", ("v2.6.33-rc8", at(1, 20))), False),
        (("2.6.33", ("v2.6.33", at(2, 3))), False),
        (("2.6.27", ("v2.6.27", datetime(2008, 10, 9, tzinfo=UTC))), False),
    ],
)
def test_the_predecessor_opens_the_merge_window_if_it_is_the_one_before(
    predecessor: tuple[str, tuple[str, datetime]], is_told: bool
) -> None:
    its = release("2.6.34", ("v2.6.34-rc1", at(2, 2)), ("v2.6.34", at(2, 3)))
    kinds = [kind for kind, _ in told(its, release(*predecessor), [])]
    assert kinds == (["opening"] if is_told else []) + ["candidate", "release"]


def test_a_merge_window_may_be_open_before_there_is_a_tag() -> None:
    its = release("2.6.34", expected=date(2010, 2, 14))
    before = release("2.6.33", ("v2.6.33", at(2, 10)))
    assert told(its, before, []) == [
        ("opening", "2.6.33"),
        ("today", ""),
        ("expected", "2.6.34"),
    ]


def test_nothing_known_is_nothing_told() -> None:
    status = ReleaseStatus.DEVELOPMENT
    assert events(Release(version("6.1"), Source(""), status=status), None, [], TODAY) == ()
