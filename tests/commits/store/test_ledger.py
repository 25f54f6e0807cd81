"""The lines that a sync writes: keys that say nothing leave a line or never come into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kernlog_site.commits.store.writer import Ledger


def ledger(path: Path) -> Ledger[str]:
    return Ledger(path, lambda record: str(record["sha"]), ("sha", "fate", "pull"), ("pull",))


@pytest.mark.parametrize("nothing", [None, []])
def test_an_optional_key_without_a_value_is_not_written(tmp_path: Path, nothing: object) -> None:
    path = tmp_path / "commits.jsonl"
    lines = ledger(path)
    lines.update({"pull": nothing, "sha": "a", "fate": []})
    lines.update({"pull": {"sha": "b"}, "sha": "c", "fate": []})
    lines.save()

    kept = [{"sha": "a", "fate": []}, {"sha": "c", "fate": [], "pull": {"sha": "b"}}]
    assert path.read_text() == "".join(f"{json.dumps(line)}\n" for line in kept)

    lines = ledger(path)
    lines.update({"sha": "c", "pull": nothing})
    lines.save()

    assert path.read_text() == '{"sha": "a", "fate": []}\n{"sha": "c", "fate": []}\n'


@pytest.mark.parametrize("value", ["", 0, {}, "x"])
def test_anything_else_is_a_value(tmp_path: Path, value: Any) -> None:
    lines = ledger(tmp_path / "commits.jsonl")
    lines.update({"sha": "a", "pull": value})

    assert lines.get("a") == {"sha": "a", "pull": value}


def test_a_line_that_nobody_touches_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "commits.jsonl"
    path.write_text('{"sha": "a", "pull": null}\n{"sha": "b"}\n')
    lines = ledger(path)
    lines.update({"sha": "b", "fate": []})
    lines.save()

    assert path.read_text() == '{"sha": "a", "pull": null}\n{"sha": "b", "fate": []}\n'
