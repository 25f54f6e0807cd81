"""The scale of a timeline: moments in, positions out, and the months along it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_DAYS_OF_MONTH = 28.0
_SHORTEST = 14.0
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
_LAST_MONTH = 9999 * 12 + 11


class Tick(NamedTuple):
    """The beginning of a month; the first may have begun before.

    `step` is that to the next, in months, and `is_new_year` tells the first of each year.
    """

    x: float
    month: date
    step: int
    has_begun: bool
    is_new_year: bool


class TimeScale(NamedTuple):
    """A linear scale from moments to positions between `start` and `end`.

    Times are in days, for there are more of them than Python has dates.
    """

    first: float
    last: float
    start: float
    end: float

    @classmethod
    def between(cls, first: datetime, last: datetime, start: float, end: float) -> TimeScale:
        """A scale for moments of this time; of a very short one too."""
        begin = _days(first)
        return cls(begin, max(_days(last), begin + _SHORTEST), start, end)

    def passed(self, moment: datetime) -> float:
        """The share of the time that has passed at a moment, from 0 to 1."""
        return (_days(moment) - self.first) / (self.last - self.first)

    def at(self, moment: datetime) -> float:
        """The position of a moment."""
        return self.start + self.passed(moment) * (self.end - self.start)

    def ticks(self, opening: date, room: float) -> Iterator[Tick]:
        """Months from that of `opening` on, as many as have `room` for their names."""
        per_day = (self.end - self.start) / (self.last - self.first)
        step = next(step for step in _STEPS if step * per_day * _DAYS_OF_MONTH >= room)
        begun = opening.year * 12 + opening.month - 1
        ticks = [(self.start, begun)]
        for count in range((begun // step + 1) * step, _LAST_MONTH, step):
            x = self.at(_start_of(count))
            if x > self.end:
                break
            ticks.append((x, count))
        if len(ticks) > 1 and ticks[1][0] - self.start < room:
            del ticks[0]
        year = None
        for x, count in ticks:
            month = _start_of(count).date()
            yield Tick(x, month, step, count == begun, month.year != year)
            year = month.year


def _days(moment: datetime) -> float:
    return (moment - _EPOCH) / _DAY


def _start_of(month: int) -> datetime:
    """The beginning of a month, counted from the year 0."""
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)
