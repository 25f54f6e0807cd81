"""Dates and times as writers write them: one moment each, or what to write instead."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WITH_ZONE = re.compile(r"(?P<local>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?)\s*(?P<zone>[^\s\d:.].*)")
_FIRST_YEAR, _LAST_YEAR = 1970, 2099
_FARTHEST = timedelta(hours=14)
"""No clock on earth is farther from UTC."""


class NoTime(ValueError):
    """Raised for text that is no date: what it is, and in `hint` what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def parse_time(text: str, zone: tzinfo) -> datetime:
    """The moment that a text stands for. `zone` is that of texts without one.

    A day alone is its first moment. A time that the clocks of the zone pass over or show twice
    is none: nobody could tell when the article is to come out.
    """
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        _refuse_zone(text)
        raise NoTime(
            f"is '{text}', which is no date.",
            "Write it as in 2010-02-12 15:51 or 2010-02-12 15:51+01:00.",
        ) from error
    _check_year(text, when)
    if when.tzinfo is None:
        return _local(text, when, zone)
    if abs(when.utcoffset() or timedelta(0)) > _FARTHEST:
        _refuse_zone(text)
    return when


def parse_day(text: str) -> date:
    """The day that a text stands for."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NoTime(f"is '{text}', which is no day.", "Write it as in 2010-02-20.") from error
    _check_year(text, day)
    return day


def _check_year(text: str, when: date) -> None:
    """Keep out years that are slips of the pen, and that programs calculate wrongly with."""
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        raise NoTime(
            f"is '{text}', a year that cannot be meant.",
            f"Write a year from {_FIRST_YEAR} to {_LAST_YEAR}.",
        )


def _local(text: str, when: datetime, zone: tzinfo) -> datetime:
    first, second = when.replace(tzinfo=zone), when.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    shown = first.astimezone(UTC).astimezone(zone)
    if _DAY.fullmatch(text):
        return shown
    if shown.replace(tzinfo=None) != when:
        raise NoTime(
            f"is '{text}', a time that the clocks of {zone} pass over.",
            f"They are put forward then: write {_shown(shown.replace(tzinfo=None))}.",
        )
    raise NoTime(
        f"is '{text}', a time that the clocks of {zone} show twice.",
        f"Write {_shown(first)} or {_shown(second)}.",
    )


def _refuse_zone(text: str) -> None:
    """Tell about a timezone that is not written as an offset, or that is none."""
    found = _WITH_ZONE.fullmatch(text)
    if not found:
        return
    message = f"is '{text}', and '{found['zone']}' is no offset from UTC."
    raise NoTime(message, f"Write it as in {_with_offset(found['local'], found['zone'])}.")


def _with_offset(local: str, zone: str) -> str:
    """A time with the offset of a timezone that goes by name, where it is known."""
    try:
        return _shown(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)))
    except (ValueError, OSError, KeyError):
        return "2010-02-12 15:51+01:00"


def _shown(when: datetime) -> str:
    return when.isoformat(" ", "minutes")
