"""The figures of a release beside those of its predecessors, each with the length of its bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kernlog_site.model import Numbers
from kernlog_site.versions import KernelVersion

_COUNTED = ("days", "commits", "non_merges", "authors", "files", "insertions", "deletions")
_COURSES = 2


class Bar(NamedTuple):
    """A number, and how long it is in hundredths of the longest beside it."""

    value: int
    length: float


class Counted(NamedTuple):
    """A release whose commits were counted, and its page."""

    version: KernelVersion
    url: str
    numbers: Numbers


class Row(NamedTuple):
    """The figures of a release, in the order of `Numbers`."""

    version: KernelVersion
    url: str
    bars: tuple[Bar, ...]


class Course(NamedTuple):
    """How commits came in with one tag of a release after the other, each by its short name."""

    version: KernelVersion
    steps: tuple[tuple[str, Bar], ...]


class Figures(NamedTuple):
    """Releases, the newest first; the bars of a column, and those of all courses, compare."""

    rows: tuple[Row, ...]
    courses: tuple[Course, ...]


def compare(found: Sequence[Counted]) -> Figures | None:
    """The figures of releases side by side, the newest first; None without any."""
    if not found:
        return None
    columns = [_bars([getattr(one.numbers, name) for one in found]) for name in _COUNTED]
    rows = (
        Row(one.version, one.url, bars)
        for one, bars in zip(found, zip(*columns, strict=True), strict=True)
    )
    return Figures(tuple(rows), _courses(found))


def _courses(found: Sequence[Counted]) -> tuple[Course, ...]:
    """The courses of the first releases, as far as somebody counted by candidates."""
    steps = [
        (one.version, list(_steps(one.version, one.numbers)))
        for one in found[:_COURSES]
        if one.numbers.candidates
    ]
    bars = iter(_bars([count for _, its in steps for _, count in its]))
    return tuple(
        Course(version, tuple((name, next(bars)) for name, _ in its)) for version, its in steps
    )


def _steps(version: KernelVersion, numbers: Numbers) -> Iterator[tuple[str, int]]:
    rest = numbers.non_merges
    for step in numbers.candidates:
        its = step.version
        yield f"{its.stage}{its.candidate}" if its else step.tag, step.non_merges
        rest -= step.non_merges
    yield str(version), max(rest, 0)


def _bars(values: Sequence[int]) -> tuple[Bar, ...]:
    longest = max(values, default=0) or 1
    return tuple(Bar(value, round(value / longest * 100, 2)) for value in values)
