"""The drawing of a timeline: nothing overlaps, nothing leaves it, everything is in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.views.timeline.events import Event
from kernlog_site.views.timeline.geometry import NARROWEST, Flag, Point, Timeline, draw
from kernlog_site.views.timeline.label_widths import width

START = datetime(2009, 12, 3, 12, tzinfo=UTC)

Box = tuple[float, float, float]
"""Left and right end, and baseline, in em of the narrowest drawing."""


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def tag(number: float, label: str, kind: str = "candidate") -> Event:
    return Event(day(number), kind, label, label)


def article(number: float, title: str = "Networking", part: int | None = 1) -> Event:
    return Event(day(number), "article", title, title, "a/", part)


def in_order(events: Sequence[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.moment)


def drawn(*events: Event) -> Timeline:
    timeline = draw(in_order(events))
    assert timeline is not None
    return timeline


RELEASE_2_6_33 = [
    tag(0, "2.6.32", "opening"),
    *(tag(n, f"rc{i}") for i, n in enumerate((15, 22, 34, 41, 50, 58, 66, 72), 1)),
    tag(84, "2.6.33", "release"),
    article(44, "Networking", 1),
    article(55, "File systems and storage", 2),
    article(64, "Graphics", 3),
    article(72, "Architecture and virtualisation", 4),
    article(73, "2.6.33-rc8 is out: the final release draws near", None),
    article(85, "What's new in 2.6.33", None),
]
FIVE_YEARS = [
    *(tag(7 * n, f"rc{n}") for n in range(1, 9)),
    tag(70, "6.1", "release"),
    *(tag(70 + 9 * n, f"6.1.{n}", "update") for n in range(1, 201)),
]
AHEAD = [
    tag(0, "2.6.33", "opening"),
    tag(13, "rc1"),
    Event(date(2009, 12, 20), "today"),
    Event(date(2010, 1, 20), "plan", "Graphics", "Graphics", part=3),
    Event(date(2010, 2, 20), "expected", "2.6.34", "2.6.34"),
]

DEGENERATE = {
    "a release as it is": RELEASE_2_6_33,
    "one tag": [tag(0, "rc1")],
    "one article": [article(0)],
    "no tag": [article(0), article(9), article(10)],
    "all on one day": [tag(0, f"rc{n}") for n in range(1, 10)] + [article(0) for _ in range(5)],
    "thirty tags": [tag(3 * n, f"rc{n}") for n in range(1, 31)],
    "forty articles": [article(2 * n, f"Article number {n}", n) for n in range(40)],
    "forty articles on a day": [article(0, f"Article number {n}", n) for n in range(40)],
    "five years": FIVE_YEARS,
    "much ahead": AHEAD,
    "all is ahead": AHEAD[3:],
    "long names": [tag(n, "a-tag-of-somebody-with-words" * 2, "tag") for n in (0, 40)],
    "the end of time": [
        Event(datetime(1, 1, 1, tzinfo=UTC), "tag", "v1", "v1"),
        Event(date(9999, 12, 31), "expected", "6.1", "6.1"),
    ],
}

KINDS = ("candidate", "release", "update", "tag", "opening", "article", "plan", "expected", "today")
EVENTS = st.lists(
    st.builds(
        Event,
        st.datetimes(datetime(2009, 1, 1), datetime(2014, 1, 1), timezones=st.just(UTC)),
        st.sampled_from(KINDS),
        st.text("ai .0123456789Mé虚", max_size=40),
        part=st.none() | st.integers(1, 120),
    ),
    min_size=1,
    max_size=60,
).map(in_order)


def boxes(timeline: Timeline) -> Iterator[Box]:
    """The room of all labels, and of the marks of articles."""
    for flag in timeline.flags:
        yield em(flag.x), em(flag.x) + flag.reach, flag.y
    for point in timeline.points:
        if point.y:
            yield below(point)
    for tick in timeline.ticks:
        yield em(tick.x), em(tick.x) + width("Jan 2010"), timeline.scale
    window = timeline.merge_window
    if window and window.y:
        middle, half = em(window.middle), width("Merge window") / 2
        yield middle - half, middle + half, window.y


def below(point: Point) -> Box:
    room = width("Today" if point.event.kind == "today" else point.label)
    start = em(point.x) - {"start": 0, "middle": room / 2, "end": room}[point.anchor]
    return start, start + room, point.y


def em(percent: float) -> float:
    return percent / 100 * NARROWEST


def check(events: Sequence[Event]) -> None:
    timeline = drawn(*events)
    found = list(boxes(timeline))
    for start, end, y in found:
        assert -0.01 <= start <= end <= NARROWEST + 0.01
        assert 1 <= y <= timeline.height
    for (_, end, y), (start, _, other) in pairwise(sorted(found, key=lambda box: (box[2], box[0]))):
        assert y != other or end <= start
        assert y == other or other - y > 1.2
    for flag in timeline.flags:
        assert not [pole for pole in timeline.flags if crosses(pole, flag)]
    places = [one.x for one in timeline.points], [one.x for one in timeline.flags]
    assert all(list(xs) == sorted(xs) for xs in places)
    its = [*timeline.points, *timeline.flags]
    assert len(its) + timeline.left_out == len(events)


def crosses(pole: Flag, flag: Flag) -> bool:
    """Whether a pole, which reaches down to the line, goes through another flag's label."""
    return flag.x < pole.x and em(pole.x) < em(flag.x) + flag.reach and pole.y <= flag.y


@pytest.mark.parametrize("name", DEGENERATE)
def test_labels_have_room_for_themselves(name: str) -> None:
    check(in_order(DEGENERATE[name]))


@given(EVENTS)
def test_labels_have_room_whatever_happens(events: list[Event]) -> None:
    check(events)


def test_there_is_no_timeline_of_nothing() -> None:
    assert draw([]) is None


def test_what_matters_has_a_label_in_a_usual_release() -> None:
    timeline = drawn(*RELEASE_2_6_33)
    assert [point.label for point in timeline.points] == [
        "2.6.32",
        *(f"rc{n}" for n in range(1, 9)),
        "2.6.33",
    ]
    assert [flag.label for flag in timeline.flags] == [
        "Networking",
        "File systems and storage",
        "Graphics",
        "Architecture and virtualisation",
        "2.6.33-rc8 is out: the final…",
        "What's new in 2.6.33",
    ]
    assert timeline.left_out == 0


def test_the_release_itself_has_a_label_among_two_hundred_tags() -> None:
    labels = [point.label for point in drawn(*FIVE_YEARS).points]
    assert {"6.1", "6.1.200"} <= set(labels)
    assert sum(map(bool, labels)) > 10


def test_articles_without_room_for_a_title_keep_their_mark_as_long_as_there_is_room() -> None:
    timeline = drawn(*DEGENERATE["forty articles"])
    assert timeline.left_out == 0
    assert "" in [flag.label for flag in timeline.flags]
    assert drawn(*DEGENERATE["forty articles on a day"]).left_out > 0


def test_the_line_is_drawn_to_today_and_hinted_at_from_there_on() -> None:
    timeline = drawn(*AHEAD)
    today = next(point for point in timeline.points if point.event.kind == "today")
    expected = timeline.points[-1]
    assert timeline.ahead is not None
    assert (timeline.past.end, timeline.ahead.start, timeline.ahead.end) == (
        today.x,
        today.x,
        expected.x,
    )
    assert drawn(*RELEASE_2_6_33).ahead is None


def test_the_merge_window_is_between_the_predecessor_and_the_first_candidate() -> None:
    timeline = drawn(*RELEASE_2_6_33)
    assert timeline.merge_window is not None
    opening, closing = timeline.points[:2]
    assert (timeline.merge_window.start, timeline.merge_window.end) == (opening.x, closing.x)
    assert timeline.merge_window.y is not None
    assert drawn(*RELEASE_2_6_33[1:]).merge_window is None


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (5, ["2009-12"]),
        (85, ["2009-12", "2010-1", "2010-2"]),
        (400, ["2010-1", "2010-3", "2010-5", "2010-7", "2010-9", "2010-11"]),
        (1800, [f"{year}-{month}" for year in range(2010, 2015) for month in (1, 7)]),
    ],
)
def test_months_are_named_as_far_as_there_is_room(days: int, names: list[str]) -> None:
    ticks = drawn(tag(0, "rc1"), tag(days, "rc2")).ticks
    assert [f"{tick.month.year}-{tick.month.month}" for tick in ticks] == names
    assert [tick.month.year for tick in ticks if tick.is_new_year] == sorted(
        {tick.month.year for tick in ticks}
    )
