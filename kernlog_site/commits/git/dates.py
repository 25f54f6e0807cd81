"""Dates of commits and tags: from what git has, any number, to what the store can hold.

git is asked for them as they are, `1262304000 +0100`: how it writes them out differs from version
to version, and of some dates it dies. An object that no git made may have any date, or none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

RAW = "--date=raw"
"""Has git tell them so, where a format asks for `%ad` and `%cd`."""

_RAW = re.compile(r"([0-9]{1,19}) ([+-])([0-9]{1,9})([0-9]{2})")
"""Seconds, and the offset by sign, hours and minutes."""
_EPOCH = datetime.fromtimestamp(0, UTC)
"""What git itself shows in place of a date that it cannot read."""


def first_date(*raw: str) -> datetime:
    """The first of some dates that can be read and written with four digits of a year.

    One with an offset that no clock has is the same moment in UTC. Without any it is the epoch.
    """
    return next(filter(None, map(_date, raw)), _EPOCH)


def exact_date(raw: str) -> datetime | None:
    """A date as it is; None if it cannot be read, or if no clock shows it."""
    fields = _RAW.fullmatch(raw)
    if fields is None:
        return None
    offset = int(fields[3]) * 60 + int(fields[4])
    return _at(int(fields[1]), -offset if fields[2] == "-" else offset)


def _date(raw: str) -> datetime | None:
    fields = _RAW.fullmatch(raw)
    return exact_date(raw) or _at(int(fields[1]), 0) if fields else None


def _at(seconds: int, offset: int) -> datetime | None:
    """A moment on clocks that are so many minutes ahead; None if none can be, or none so late."""
    try:
        return datetime.fromtimestamp(seconds, timezone(timedelta(minutes=offset)))
    except (OverflowError, ValueError, OSError):
        return None
