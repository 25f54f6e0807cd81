"""Filters for templates: how a time is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime

_LOCALE = "en_GB"


def day(value: date | datetime) -> str:
    """12 February 2010"""
    return format_date(value, "d MMMM y", locale=_LOCALE)


def moment(value: datetime) -> str:
    """12 February 2010, 15:51"""
    return format_datetime(value, "d MMMM y, HH:mm", tzinfo=value.tzinfo, locale=_LOCALE)


def zone(value: datetime) -> str:
    """The offset of a time as readers know it: GMT, or UTC+01:00."""
    name = value.tzname() or ""
    return name if name.isalpha() else f"UTC{value.strftime('%z')[:3]}:{value.strftime('%z')[3:]}"


def machine(value: date | datetime) -> str:
    """2010-02-12T15:51:00+00:00, for <time datetime>"""
    return value.isoformat()


FILTERS: Mapping[str, Callable[..., Any]] = {
    "day": day,
    "moment": moment,
    "zone": zone,
    "machine": machine,
}
