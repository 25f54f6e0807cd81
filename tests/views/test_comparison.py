"""A release in numbers beside its predecessors."""

from __future__ import annotations

from record_factories import version

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.model import Numbers, Step
from kernlog_site.views.comparison import Counted, compare


def counted(text: str, commits: int, *candidates: tuple[str, int]) -> Counted:
    steps = tuple(Step(*step, LINUX.of_tag(step[0])) for step in candidates)
    numbers = Numbers(84, commits, commits, 10, 10, 0, 0, steps)
    return Counted(version(text), f"releases/{text}/", numbers)


def test_bars_are_as_long_as_their_numbers_beside_the_largest() -> None:
    figures = compare([counted("2.6.33", 30), counted("2.6.32", 40)])
    assert figures is not None
    days, commits, *_, removed = figures.measures
    assert [bar.length for bar in days] == [100, 100]
    assert [bar.length for bar in commits] == [75, 100]
    assert [bar.length for bar in removed] == [0, 0]


def test_steps_are_side_by_side_and_what_came_after_the_last_is_with_the_release() -> None:
    figures = compare(
        [
            counted("2.6.33", 100, ("v2.6.33-rc1", 80), ("v2.6.33-rc10", 5)),
            counted("2.6.32", 90, ("v2.6.32-rc1", 60), ("v2.6.32-rc2", 0)),
            counted("2.6.31", 90, ("v2.6.31-rc1", 90)),
        ]
    )
    assert figures is not None
    assert [str(one.version) for one in figures.by_step] == ["2.6.33", "2.6.32"]
    values = [[bar and bar.value for bar in step.bars] for step in figures.steps]
    assert [step.name for step in figures.steps] == ["rc1", "rc2", "rc10", ""]
    assert values == [[80, 60], [None, 0], [5, None], [15, 30]]
    first, *_ = figures.steps
    assert [bar and bar.length for bar in first.bars] == [100, 75]


def test_a_candidate_is_beside_that_of_the_same_number_whatever_follows() -> None:
    figures = compare(
        [
            counted("5.12", 100, ("v5.12-rc1-dontuse", 80), ("v5.12-rc2", 5)),
            counted("5.11", 90, ("v5.11-rc1", 60), ("v5.11-rc1-again", 1), ("v5.11-rc2", 2)),
        ]
    )
    assert figures is not None
    values = [[bar and bar.value for bar in step.bars] for step in figures.steps]
    assert [step.name for step in figures.steps] == ["rc1", "rc2", ""]
    assert values == [[80, 61], [5, 2], [15, 27]]


def test_a_release_that_nobody_counted_by_candidates_has_no_steps() -> None:
    figures = compare([counted("2.6.33", 30), counted("2.6.32", 40, ("v2.6.32-rc1", 30))])
    assert figures is not None
    assert [str(one.version) for one in figures.by_step] == ["2.6.32"]
    assert compare([]) is None
