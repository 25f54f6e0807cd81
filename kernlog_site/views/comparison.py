"""The figures of a release beside those of its predecessors, each with the length of its bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Numbers
from kernlog_site.core.versions import Version

_COUNTED = ("days", "commits", "non_merges", "authors", "files", "insertions", "deletions")
_BY_STEP = 2


@fingerprinted
class Counted(NamedTuple):
    """A release in numbers, and its page."""

    version: Version
    url: str
    numbers: Numbers


@fingerprinted
class Bar(NamedTuple):
    """A number, and how long it is in hundredths of the longest beside it."""

    value: int
    length: float


@fingerprinted
class StepBars(NamedTuple):
    """What came with one candidate of each release, None where there was no such candidate. The
    last step, with the release itself, has no `name`."""

    name: str
    bars: tuple[Bar | None, ...]


@fingerprinted
class Figures(NamedTuple):
    """Of each release, the newest first: its measures in the order of `Numbers`, and its steps as
    far as somebody counted them. The bars of a measure compare, and those of all steps."""

    releases: tuple[Counted, ...]
    measures: tuple[tuple[Bar, ...], ...]
    by_step: tuple[Counted, ...]
    steps: tuple[StepBars, ...]


def compare(releases: Sequence[Counted]) -> Figures | None:
    """The figures of releases side by side, the newest first; None without any."""
    if not releases:
        return None
    by_step = tuple(one for one in releases[:_BY_STEP] if one.numbers.candidates)
    return Figures(
        releases=tuple(releases),
        measures=tuple(
            _bars([getattr(one.numbers, name) for one in releases]) for name in _COUNTED
        ),
        by_step=by_step,
        steps=_steps(by_step),
    )


def _steps(releases: Sequence[Counted]) -> tuple[StepBars, ...]:
    counted = [_by_candidate(one) for one in releases]
    longest = max((count for by_candidate in counted for count in by_candidate.values()), default=0)
    return tuple(
        StepBars(
            f"{step.stage}{step.candidate}" if step.is_candidate else "",
            tuple(
                _bar(by_candidate[step], longest) if step in by_candidate else None
                for by_candidate in counted
            ),
        )
        for step in sorted({step for by_candidate in counted for step in by_candidate})
    )


def _by_candidate(release: Counted) -> dict[Version, int]:
    """The commits that came with each candidate, whosever it is, and with the release itself."""
    counts: Counter[Version] = Counter()
    for step in release.numbers.candidates:
        if step.version is not None:
            counts[step.version.step] += step.non_merges
    return {**counts, release.version.step: max(release.numbers.non_merges - counts.total(), 0)}


def _bars(values: Sequence[int]) -> tuple[Bar, ...]:
    return tuple(_bar(value, max(values)) for value in values)


def _bar(value: int, longest: int) -> Bar:
    return Bar(value, round(value / (longest or 1) * 100, 2))
