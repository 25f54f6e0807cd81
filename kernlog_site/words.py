"""The words of the interface in the language of the site, and how that writes dates and numbers.

Messages are English and are their own ids, as gettext has it. `languages/` has a catalogue for each
other language, which is read as its translator wrote it: there is nothing to compile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal

_T = TypeVar("_T")

CATALOGUES = Path(__file__).parent / "languages"
_ENGLISH = Locale("en", "GB")
_LOCALES = {"en": _ENGLISH, "sh": Locale("sr", script="Latn")}
"""Names of languages in Material that say another thing to babel, or nothing."""
_ITEM = "\0"


@dataclass(frozen=True)
class Words:
    """One language. Its messages are English where it has no catalogue."""

    locale: Locale = _ENGLISH
    catalogue: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)
    _days: dict[tuple[int, int, int], str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def are_known(self) -> bool:
        """Whether the messages are in the language, and not its dates and numbers alone."""
        return self.locale.language == "en" or isinstance(self.catalogue, GNUTranslations)

    def gettext(self, message: str) -> str:
        """A message. Values may be put in with `% {"name": value}` where it has `%(name)s`."""
        return self.catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """A message about a number of things."""
        return self.catalogue.ngettext(singular, plural, number)

    def day(self, value: date | datetime) -> str:
        """12 February 2010"""
        # The same days stand on many pages, and babel takes its time.
        key = value.year, value.month, value.day
        if key not in self._days:
            self._days[key] = format_date(date(*key), "long", locale=self.locale)
        return self._days[key]

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

    def number(self, value: int) -> str:
        """1,234,567"""
        return format_decimal(value, locale=self.locale)

    def enumerated(self, items: Iterable[_T]) -> Iterator[tuple[str, _T]]:
        """Items of a sentence, each after the text that precedes it: Anna, Ben and Carla."""
        items = list(items)
        between = format_list([_ITEM] * len(items), locale=self.locale).split(_ITEM)
        return zip(between, items, strict=False)


ENGLISH = Words()


@cache
def words_of(language: str) -> Words:
    """The words of a language by its name in Material, such as `de` or `pt-BR`."""
    locale = _locale(language)
    catalogues = filter(None, map(_catalogue, (str(locale), locale.language)))
    return Words(locale, next(catalogues, NullTranslations()))


def _locale(language: str) -> Locale:
    """What babel knows of a language; of one that it does not know at all, as of English."""
    for name in (language, language.partition("-")[0]):
        try:
            return _LOCALES.get(name) or Locale.parse(name, sep="-")
        except (ValueError, UnknownLocaleError):
            pass
    return _ENGLISH


def _catalogue(name: str) -> GNUTranslations | None:
    path = CATALOGUES / f"{name}.po"
    if not path.is_file():
        return None
    # Sites in English, and programs that only read content, do without.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=name))
    compiled.seek(0)
    return GNUTranslations(compiled)
