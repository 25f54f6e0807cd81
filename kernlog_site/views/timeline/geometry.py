"""The geometry of a timeline: events in, positions out.

A timeline is as wide as its page. Positions in time are hundredths of that width, all else is in em
of the drawing's letters, so that letters have the same size on every screen. Labels are laid out
for a drawing of `NARROWEST` em; in a wider one they only get more room.

Articles are flags above the line, tags are points on it with labels below. Flags fly to the right,
and a flag that would be crossed by the pole of a later one is hoisted above that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kernlog_site.views.timeline.events import Event
from kernlog_site.views.timeline.label_widths import shortened, width
from kernlog_site.views.timeline.time_scale import Tick, TimeScale

NARROWEST = 70.0

_MARGIN = 2.5
_GAP = 0.8
_TOP = 1.2

_POLE = 0.9
_LONGEST_ON_FLAG = 18.0
_LANE = 1.7
_LANES = 8

_BELOW = 1.85
_ROW = 1.25
_ROWS = 2
_LONGEST_BELOW = 12.0

# Of words that the template adds, in whatever language.
_TODAY = 6.5
_EXPECTED = 6.0
_MERGE_WINDOW = 10.0
_MONTH = 6.0

_TEXTS = frozenset(("article", "plan"))
_FIRST = {"today": 0, "release": 1, "expected": 2, "opening": 3}


class Flag(NamedTuple):
    """An article or a plan; without `label` there is only room for its mark. `reach` is the width
    of both."""

    x: float
    y: float
    event: Event
    label: str
    reach: float


class Point(NamedTuple):
    """A point on the line; without `label` there is no room for one. `anchor` is the label's."""

    x: float
    event: Event
    label: str
    anchor: str
    y: float


class Span(NamedTuple):
    """A stretch of the line; `y` is that of its label, if it has room for one."""

    start: float
    end: float
    y: float | None = None

    @property
    def middle(self) -> float:
        """The middle, in hundredths of the width."""
        return round((self.start + self.end) / 2, 2)


class Timeline(NamedTuple):
    """A drawing, `height` em high, with its line at `axis` and the names of months at `scale`."""

    height: float
    axis: float
    scale: float
    flags: tuple[Flag, ...]
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    past: Span
    ahead: Span | None
    merge_window: Span | None
    left_out: int


def draw(events: Sequence[Event]) -> Timeline | None:
    """The timeline of events in order; there is none without events."""
    if not events:
        return None
    time = _scale(events)
    texts = [event for event in events if event.kind in _TEXTS]
    hoisted = _hoist(texts, time)
    axis = _TOP + _LANE * (1 + max((flag.lane for flag in hoisted), default=-1))
    rows = _Rows(axis)
    points = _points([event for event in events if event.kind not in _TEXTS], time, rows)
    merge_window = _merge_window(events, time, rows)
    happened = [event.moment for event in events if not event.is_ahead]
    start, end = (time.at(events[number].moment) for number in (0, -1))
    now = time.at(happened[-1]) if happened else start
    scale = rows.bottom + 1.7
    return Timeline(
        height=round(scale + 0.6, 2),
        axis=round(axis, 2),
        scale=round(scale, 2),
        flags=tuple(flag.above(axis) for flag in hoisted),
        points=points,
        ticks=tuple(_ticks(events[0], time)),
        past=Span(_percent(start), _percent(now)),
        ahead=Span(_percent(now), _percent(end)) if end > now else None,
        merge_window=merge_window,
        left_out=len(texts) - len(hoisted),
    )


def _scale(events: Sequence[Event]) -> TimeScale:
    """As wide as it may be with room for all flags at its end."""
    first, last = events[0].moment, events[-1].moment
    time = TimeScale.between(first, last, _MARGIN, NARROWEST - _MARGIN)
    ends = [time.end]
    for event in events:
        passed = time.passed(event.moment)
        if event.kind in _TEXTS and passed > 0:
            room = NARROWEST - _POLE - _width_on_flag(event) - _MARGIN
            ends.append(_MARGIN + room / passed)
    return time._replace(end=min(ends))


class _Hoisted(NamedTuple):
    event: Event
    x: float
    lane: int
    label: str
    reach: float

    def above(self, axis: float) -> Flag:
        y = axis - _LANE * (self.lane + 0.9)
        return Flag(_percent(self.x), round(y, 2), self.event, self.label, round(self.reach, 2))


def _hoist(events: Sequence[Event], time: TimeScale) -> list[_Hoisted]:
    """The flags that have room: with their labels, else without.

    From the last to the first: a flag has to be above all poles that stand in its way.
    """
    hoisted: list[_Hoisted] = []
    for event in reversed(events):
        x = time.at(event.moment)
        for label, reach in ((_label(event), _POLE + _width_on_flag(event)), ("", _POLE - _GAP)):
            in_the_way = (later.lane for later in hoisted if later.x <= x + reach + _GAP)
            lane = 1 + max(in_the_way, default=-1)
            if lane < _LANES:
                hoisted.append(_Hoisted(event, x, lane, label, reach))
                break
    return hoisted[::-1]


class _Rows:
    """The rows of labels below the line, filled one label after the other."""

    def __init__(self, axis: float) -> None:
        self._axis = axis
        self._labels: list[list[tuple[float, float]]] = [[] for _ in range(_ROWS)]
        """Of each row the start and the end of its labels."""

    def take(self, start: float, end: float, height: int = 1, rows: int = _ROWS) -> float | None:
        """The first row with room for a label `height` rows high; None if there is none."""
        for row in range(rows - height + 1):
            wanted = self._labels[row : row + height]
            in_the_way = (
                left < end + _GAP and start < right + _GAP
                for labels in wanted
                for left, right in labels
            )
            if not any(in_the_way):
                for labels in wanted:
                    labels.append((start, end))
                return self._baseline(row)
        return None

    @property
    def bottom(self) -> float:
        """The baseline of the lowest row that has a label."""
        used = [row for row, labels in enumerate(self._labels) if labels]
        return self._baseline(max(used, default=0))

    def _baseline(self, row: int) -> float:
        return round(self._axis + _BELOW + _ROW * row, 2)


def _points(events: Sequence[Event], time: TimeScale, rows: _Rows) -> tuple[Point, ...]:
    """What is on the line, labels given to the most important first, then to the newest."""
    order = sorted(
        range(len(events)),
        key=lambda number: (_FIRST.get(events[number].kind, 9), number != len(events) - 1, number),
    )
    points: dict[int, Point] = {}
    for number in order:
        event = events[number]
        x, room = time.at(event.moment), _width_below(event)
        anchor, start = _anchored(x, room)
        y = None
        if room <= _LONGEST_BELOW:
            height = 2 if event.kind == "expected" else 1
            # One row of updates says enough: they are many and alike.
            y = rows.take(start, start + room, height, 1 if event.kind == "update" else _ROWS)
        label = event.label if y is not None else ""
        points[number] = Point(_percent(x), event, label, anchor, y or 0.0)
    return tuple(points[number] for number in range(len(events)))


def _anchored(x: float, room: float) -> tuple[str, float]:
    """How a label is bound to its point so that it stays in the drawing, and where it starts."""
    if x - room / 2 < 0:
        return "start", x
    return ("end", x - room) if x + room / 2 > NARROWEST else ("middle", x - room / 2)


def _merge_window(events: Sequence[Event], time: TimeScale, rows: _Rows) -> Span | None:
    """From the predecessor to the first candidate."""
    opening = next((event for event in events if event.kind == "opening"), None)
    closing = next((event for event in events if event.kind == "candidate"), None)
    if opening is None or closing is None:
        return None
    start, end = time.at(opening.moment), time.at(closing.moment)
    middle, room = (start + end) / 2, _MERGE_WINDOW / 2
    y = rows.take(middle - room, middle + room) if end - start >= room else None
    return Span(_percent(start), _percent(end), y)


def _ticks(first: Event, time: TimeScale) -> Iterator[Tick]:
    """The months whose names stay in the drawing."""
    for tick in time.ticks(first.moment.date(), _MONTH):
        if tick.x + _MONTH <= NARROWEST:
            yield tick._replace(x=_percent(tick.x))


def _percent(x: float) -> float:
    return round(x / NARROWEST * 100, 2)


def _number(event: Event) -> str:
    return f"{event.part} " if event.part is not None else ""


def _label(event: Event) -> str:
    return shortened(event.label, _LONGEST_ON_FLAG - width(_number(event)))


def _width_on_flag(event: Event) -> float:
    return width(_number(event)) + width(_label(event))


def _width_below(event: Event) -> float:
    if event.kind == "today":
        return _TODAY
    return max(width(event.label), _EXPECTED if event.kind == "expected" else 0)
