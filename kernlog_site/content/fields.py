"""Types of front-matter fields: text becomes what it means, or says why it cannot.

Every field receives text (or lists and mappings of text). A refusal carries what is wrong and what
to write instead; `front_matter_keys` turns it into a problem with file and line. Dates and times
are one moment each.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.names import composed
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.routes import LONGEST_NAME, is_series_id, is_too_long, is_web_address
from kernlog_site.core.versions import NoVersion, Version, VersionScheme

_WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_E = TypeVar("_E", bound=enum.Enum)

_T = TypeVar("_T")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WITH_ZONE = re.compile(r"(?P<local>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?)\s*(?P<zone>[^\s\d:.].*)")
_FIRST_YEAR, _LAST_YEAR = 1970, 2099
_FARTHEST = timedelta(hours=14)
"""No clock on earth is farther from UTC."""


@fingerprinted
@dataclass(frozen=True, slots=True)
class Conventions:
    """What front matter leaves open: the timezone of dates without one, and what is a version."""

    timezone: tzinfo
    versions: VersionScheme = LINUX


def refuse(message: str, hint: str) -> PydanticCustomError:
    """The exception with which a field refuses a value."""
    return PydanticCustomError("kernlog", "{message}\n{hint}", {"message": message, "hint": hint})


def _as_text(value: Any) -> str:
    if not isinstance(value, str):
        kind = "a list" if isinstance(value, list) else "a mapping"
        raise refuse(f"is {kind}, but should be text.", "Write it on one line after the colon.")
    return value.strip()


def _as_name(value: Any) -> str:
    return composed(_as_text(value))


def _as_number(value: Any) -> int:
    text = _as_text(value)
    if not _WHOLE_NUMBER.fullmatch(text):
        raise refuse(f"is '{text}', which is no whole number.", "Write a number from 1 to 999.")
    return int(text)


def _conventions(info: ValidationInfo) -> Conventions:
    assert isinstance(info.context, Conventions)
    return info.context


def _as_version(value: Any, info: ValidationInfo) -> Version:
    text, versions = _as_text(value), _conventions(info).versions
    try:
        return versions.parse(text)
    except NoVersion as error:
        hint = f"Write it as in {versions.told_examples}."
        if error.meant:
            without_v = " it without the v:" if text == f"v{error.meant}" else ""
            hint = f"Write{without_v} {error.meant}."
        raise refuse(f"is '{text}', which is no {versions.called('version')}.", hint) from error


def _as_release(value: Any, info: ValidationInfo) -> Version:
    version = _as_version(value, info)
    if version.is_candidate:
        raise refuse(
            f"is '{version}', a candidate and no release.", f"Write the release: {version.release}."
        )
    return version


def _as_time(value: Any, info: ValidationInfo) -> datetime:
    try:
        return parse_time(_as_text(value), _conventions(info).timezone)
    except NoTime as error:
        raise refuse(str(error), error.hint) from error


def _as_day(value: Any) -> date:
    try:
        return parse_day(_as_text(value))
    except NoTime as error:
        raise refuse(str(error), error.hint) from error


def _as_series_id(value: Any) -> str:
    text = _as_name(value)
    if is_too_long(text):
        size = len(text.encode())
        raise refuse(f"has {size} bytes.", f"Use at most {LONGEST_NAME}, as many plain letters.")
    if not is_series_id(text):
        raise refuse(
            f"is '{text}', which cannot be part of an address.",
            "Use letters, digits, dots, hyphens and underscores, as in coming-in-2.6.33.",
        )
    return text


def _as_web_address(value: Any) -> str:
    text = _as_text(value)
    if not is_web_address(text):
        raise refuse(f"is '{text}', which is no web address.", "Start it with https://.")
    return text


def _as_list(value: Any) -> Any:
    if not isinstance(value, list):
        shown = value if isinstance(value, str) else "..."
        raise refuse("should be a list.", f"Write it in brackets: [{shown}].")
    return value


def choice(kind: type[_E]) -> Callable[[Any], _E]:
    """A validator for the values of an enumeration."""

    def as_member(value: Any) -> _E:
        text = _as_text(value)
        names = [str(member.value) for member in kind]
        if text not in names:
            hint = f"Write {', '.join(names[:-1])} or {names[-1]}."
            raise refuse(f"is '{text}'.", f"{did_you_mean(text, names)} {hint}".strip())
        return kind(text)

    return as_member


Text = Annotated[str, BeforeValidator(_as_text)]


Name = Annotated[str, BeforeValidator(_as_name)]
"""Text that something else is found by."""


Number = Annotated[int, BeforeValidator(_as_number)]


ReleaseVersion = Annotated[Version, BeforeValidator(_as_release)]


Time = Annotated[datetime, BeforeValidator(_as_time)]


Day = Annotated[date, BeforeValidator(_as_day)]


SeriesId = Annotated[str, BeforeValidator(_as_series_id)]


WebAddress = Annotated[str, BeforeValidator(_as_web_address)]


ListOf = Annotated[list[_T], BeforeValidator(_as_list)]


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
            f"They are put forward then: write {as_written(shown.replace(tzinfo=None))}.",
        )
    raise NoTime(
        f"is '{text}', a time that the clocks of {zone} show twice.",
        f"Write {as_written(first)} or {as_written(second)}.",
    )


def _refuse_zone(text: str) -> None:
    """Tell about a timezone that is not written as an offset, or that is none."""
    match = _WITH_ZONE.fullmatch(text)
    if not match:
        return
    message = f"is '{text}', and '{match['zone']}' is no offset from UTC."
    raise NoTime(message, f"Write it as in {_with_offset(match['local'], match['zone'])}.")


def _with_offset(local: str, zone: str) -> str:
    """A time with the offset of a timezone that goes by name, where it is known."""
    try:
        return as_written(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)))
    except (ValueError, OSError, KeyError):
        return "2010-02-12 15:51+01:00"


def as_written(when: datetime) -> str:
    """A time as front matter has it; with an offset where it has one."""
    return when.isoformat(" ", "minutes")
