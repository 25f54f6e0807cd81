"""Types of front-matter fields: text becomes what it means, or says why it cannot.

Every field receives text (or lists and mappings of text). A refusal carries what is wrong and what
to write instead; `schemas` turns it into a problem with file and line.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from kernlog_site.content.times import NoTime, parse_day, parse_time
from kernlog_site.core.names import composed
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.routes import LONGEST_NAME, is_series_id, is_too_long, is_web_address
from kernlog_site.core.versions import KernelVersion, NoKernelVersion

_WHOLE_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_E = TypeVar("_E", bound=enum.Enum)


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


def _as_version(value: Any) -> KernelVersion:
    text = _as_text(value)
    try:
        return KernelVersion.parse(text)
    except NoKernelVersion as error:
        hint = "Write it as in 2.6.33, 2.6.33.1, 6.10 or 6.10.3."
        if error.meant:
            hint = f"Write it without the v: {error.meant}."
        raise refuse(f"is '{text}', which is no kernel version.", hint) from error


def _as_release(value: Any) -> KernelVersion:
    version = _as_version(value)
    if version.is_candidate:
        raise refuse(
            f"is '{version}', a candidate and no release.", f"Write the release: {version.release}."
        )
    return version


def _as_time(value: Any, info: ValidationInfo) -> datetime:
    assert info.context is not None
    zone: tzinfo = info.context["timezone"]
    try:
        return parse_time(_as_text(value), zone)
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
        raise refuse(f"has {len(text)} letters.", f"Use at most {LONGEST_NAME}.")
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
ReleaseVersion = Annotated[KernelVersion, BeforeValidator(_as_release)]
Time = Annotated[datetime, BeforeValidator(_as_time)]
Day = Annotated[date, BeforeValidator(_as_day)]
SeriesId = Annotated[str, BeforeValidator(_as_series_id)]
WebAddress = Annotated[str, BeforeValidator(_as_web_address)]

_T = TypeVar("_T")
ListOf = Annotated[list[_T], BeforeValidator(_as_list)]
