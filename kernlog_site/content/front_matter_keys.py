"""The keys of every kind of front matter, and how a wrong one is reported."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from kernlog_site.content.fields import (
    Conventions,
    Day,
    ListOf,
    Name,
    Number,
    ReleaseVersion,
    SeriesId,
    Text,
    Time,
    WebAddress,
    choice,
)
from kernlog_site.content.front_matter import Value
from kernlog_site.core.model import ReleaseStatus, Source, Status
from kernlog_site.core.problems import Problem, did_you_mean


class Matter(BaseModel):
    """What all kinds of front matter share: no unknown keys, an empty value is an absent one."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_values(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {key: value for key, value in values.items() if value != ""}


class UpdateMatter(Matter):
    """An entry of `updated`."""

    date: Time
    note: Text


class ArticleMatter(Matter):
    """The keys of an article."""

    title: Text | None = None
    series: SeriesId | None = None
    part: Number | None = None
    release: ReleaseVersion | None = None
    date: Time | None = None
    updated: ListOf[UpdateMatter] = []
    authors: ListOf[Name] = []
    summary: Text = ""
    topics: ListOf[Name] = []
    tree: Name | None = None
    also: ListOf[ReleaseVersion] = []
    status: Annotated[Status, BeforeValidator(choice(Status))] = Status.PUBLISHED
    aliases: ListOf[Text] = []


class PlannedMatter(Matter):
    """An entry of `planned`."""

    part: Number
    title: Text = ""
    expected: Day | None = None


class SeriesMatter(Matter):
    """The keys of a series."""

    title: Text | None = None
    release: ReleaseVersion | None = None
    summary: Text = ""
    planned: ListOf[PlannedMatter] = []


class LinkMatter(Matter):
    """An entry of `links`."""

    title: Text
    url: WebAddress


class TagMatter(Matter):
    """An entry of `tags`."""

    name: Text
    date: Time


class ReleaseMatter(Matter):
    """The keys of a release."""

    version: ReleaseVersion | None = None
    codename: Text = ""
    status: Annotated[ReleaseStatus | None, BeforeValidator(choice(ReleaseStatus))] = None
    expected: Day | None = None
    previous: ReleaseVersion | None = None
    links: ListOf[LinkMatter] = []
    tags: ListOf[TagMatter] = []


class PersonMatter(Matter):
    """The keys of a person."""

    name: Text
    bio: Text = ""
    links: ListOf[LinkMatter] = []


_M = TypeVar("_M", bound=Matter)


def validate(
    schema: type[_M], values: Mapping[str, Value], source: Source, conventions: Conventions
) -> tuple[_M | None, tuple[Problem, ...], Source]:
    """Type front matter by its schema; all problems at once.

    Keys and entries with a problem are left out of the result, so that one mistake does not lose
    the others. Entries behind them move up, and do so in the source that comes with the result.
    The result is None only where a schema has required keys and they are the ones at fault.
    """
    try:
        return schema.model_validate(dict(values), context=conventions), (), source
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = tuple(_problem(schema, detail, source) for detail in details)
    left = replace(source, lines=_lines_of_valid_entries(source.lines, details))
    try:
        return schema.model_validate(_sound(values, details), context=conventions), problems, left
    except ValidationError:
        return None, problems, left


def _sound(values: Mapping[str, Value], details: list[ErrorDetails]) -> dict[str, Value]:
    """The values without the entries and keys at fault."""
    locations = [detail["loc"] for detail in details]
    keys = {location[0] for location in locations if len(location) == 1}
    entries = {location[:2] for location in locations}
    return {
        key: [entry for index, entry in enumerate(value) if (key, index) not in entries]
        if isinstance(value, list)
        else value
        for key, value in values.items()
        if key not in keys
    }


def _lines_of_valid_entries(
    lines: Mapping[str, int], details: Iterable[ErrorDetails]
) -> dict[str, int]:
    """The lines of keys without those of entries at fault, whose places the next ones take."""
    entries = {detail["loc"][:2] for detail in details}
    at_fault: dict[str, list[int]] = defaultdict(list)
    for name, *indices in entries:
        at_fault[str(name)] += (index for index in indices if isinstance(index, int))
    for numbers in at_fault.values():
        numbers.sort()
    valid: dict[str, int] = {}
    for key, line in lines.items():
        name, _, below = key.partition(".")
        number, dot, rest = below.partition(".")
        if name not in at_fault or not number.isdecimal():
            valid[key] = line
        elif (name, index := int(number)) not in entries:
            moved = index - bisect_left(at_fault[name], index)
            valid[f"{name}.{moved}{dot}{rest}"] = line
    return valid


def _problem(schema: type[Matter], detail: ErrorDetails, source: Source) -> Problem:
    *around, name = [str(step) for step in detail["loc"]]
    line = source.line(".".join([*around, name]))
    shown, where = _name_of_place(detail["loc"])
    if detail["type"] == "extra_forbidden":
        keys = _keys_at(schema, detail["loc"][:-1])
        hint = did_you_mean(name, keys) or f"Known keys are {', '.join(sorted(keys))}."
        return Problem(f"Unknown key '{name}'{where}.", hint).at(source.path, line)
    if detail["type"] == "missing":
        problem = Problem(f"The key '{name}'{where} is missing.", f"Add {name}: ...")
        return problem.at(source.path, line)
    if detail["type"] == "kernlog":
        message, hint = detail["ctx"]["message"], detail["ctx"]["hint"]
        return Problem(f"{shown}{where} {message}", hint).at(source.path, line)
    problem = Problem(f"{shown}{where} has the wrong type.", _expected(detail))
    return problem.at(source.path, line)


def _name_of_place(location: tuple[int | str, ...]) -> tuple[str, str]:
    """How a place such as `links`, 0, `url` is called: the key 'url', in entry 1 of 'links'."""
    *around, last = location
    if isinstance(last, int):
        return f"Entry {last + 1}", f" of '{around[-1]}'"
    if not around:
        return f"The key '{last}'", ""
    return f"The key '{last}'", f" in entry {int(around[-1]) + 1} of '{around[-2]}'"


def _expected(detail: ErrorDetails) -> str:
    if detail["type"] in ("model_type", "dict_type", "model_attributes_type"):
        return "Write a mapping in braces: {key: value}."
    return detail["msg"]


def _keys_at(schema: type[Matter], location: tuple[int | str, ...]) -> list[str]:
    """The keys allowed at a place such as `planned`, 0."""
    model: Any = schema
    for step in location:
        if isinstance(step, str):
            annotation = model.model_fields[step].annotation
            model = next(iter(getattr(annotation, "__args__", ())), annotation)
    return list(model.model_fields)
