"""Dates, times, numbers and lists of names as the language of the site writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_name,
)
from babel.lists import format_list
from babel.numbers import format_decimal

_T = TypeVar("_T")

_ENGLISH = Locale("en", "GB")
_LOCALES = {"en": _ENGLISH, "sh": Locale("sr", script="Latn")}
"""Names of languages in Material that say another thing to babel, or nothing."""
_ITEM = "\0"
_A_DAY = timedelta(days=1)
_ROUNDED_FROM = 3
"""Weeks that are told as weeks; fewer are told in days, and so on for every unit."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of one language."""

    locale: Locale = _ENGLISH
    _days: dict[tuple[int, int, int], str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, language: str) -> Formats:
        """The formats of a language by its name in Material, English ones if nobody knows it."""
        for name in (language, language.partition("-")[0]):
            try:
                return cls(_LOCALES.get(name) or Locale.parse(name, sep="-"))
            except (ValueError, UnknownLocaleError):
                pass
        return cls()

    @property
    def with_country(self) -> str:
        """The language with a country, as networks want it: en_GB; of de the likely de_DE."""
        likely = get_global("likely_subtags")
        known = likely.get(str(self.locale)) or likely.get(self.locale.language) or ""
        country = self.locale.territory or known.rpartition("_")[2]
        return f"{self.locale.language}_{country}" if country.isalpha() else self.locale.language

    @property
    def direction(self) -> str:
        """The direction of lines: ltr or rtl."""
        return self.locale.text_direction

    def day(self, value: date | datetime) -> str:
        """12 February 2010"""
        # The same days stand on many pages, and babel takes its time.
        key = value.year, value.month, value.day
        if key not in self._days:
            self._days[key] = format_date(date(*key), "long", locale=self.locale)
        return self._days[key]

    def month(self, value: date | datetime) -> str:
        """Feb"""
        return format_date(value, "LLL", locale=self.locale)

    def month_and_year(self, value: date | datetime) -> str:
        """February 2010"""
        return format_skeleton("yMMMM", value, locale=self.locale)

    def moment(self, value: datetime) -> str:
        """12 February 2010, 15:51"""
        time = format_time(value, "short", locale=self.locale)
        pattern = str(self.locale.datetime_formats["medium"])
        return pattern.replace("'", "").replace("{0}", time).replace("{1}", self.day(value))

    def zone(self, value: datetime) -> str:
        """The timezone of a time as readers know it: GMT, MEZ, or UTC+01:00."""
        names = get_timezone_name(value, "short", locale=self.locale), value.tzname() or ""
        offset = value.strftime("%z")
        return next(filter(str.isalpha, names), f"UTC{offset[:3]}:{offset[3:]}")

    def span(self, value: timedelta) -> str:
        """20 days, or 5 hours"""
        if value % _A_DAY:
            return format_timedelta(value, threshold=_ROUNDED_FROM, locale=self.locale)
        return format_timedelta(value, "day", threshold=_ROUNDED_FROM, locale=self.locale)

    def number(self, value: int) -> str:
        """1,234,567"""
        return format_decimal(value, locale=self.locale)

    def enumerated(self, items: Iterable[_T]) -> Iterator[tuple[str, _T]]:
        """Items of a sentence, each after the text that precedes it: Anna, Ben and Carla."""
        items = list(items)
        before = format_list([_ITEM] * len(items), locale=self.locale).split(_ITEM)
        return zip(before, items, strict=False)
