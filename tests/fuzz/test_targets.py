"""A short run of every target, the same each time: `make fuzz` goes on for as long as it is let."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from fuzz.target import CORPUS, Target
from fuzz.targets import TARGETS

SLOW = {"growth": 2, "feeds": 20, "links": 20, "texts": 20, "subjects": 20}
"""Inputs of targets that take their time."""
CASES = [
    pytest.param(target, path, id=f"{target.name}-{path.name}")
    for target in TARGETS
    for path in target.corpus
]


@pytest.mark.parametrize(("target", "path"), CASES)
def test_what_is_in_the_corpus_keeps_the_law(target: Target, path: Path) -> None:
    target.law(path.read_bytes())


@pytest.mark.parametrize(
    "target",
    [pytest.param(target, id=target.name) for target in TARGETS],
)
def test_inputs_of_any_kind_keep_the_law(target: Target) -> None:
    @settings(
        max_examples=SLOW.get(target.name, 60),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(target.inputs())
    def keeps_the_law(data: bytes) -> None:
        target.law(data)

    keeps_the_law()


def test_the_corpus_is_of_the_targets() -> None:
    names = {target.name.replace(" ", "-") for target in TARGETS}
    assert {path.name for path in CORPUS.iterdir()} == names
    assert len(names) == len(TARGETS)
