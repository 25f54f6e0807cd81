"""What a program is at while it builds, told by a look at it every few milliseconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench import sampling
from bench.processes import run


def profile(command: Sequence[str], folder: Path, log: Path) -> dict[str, float]:
    """The share of each kind of work in a command, which is `python -m MODULE ...`.

    It is kept to one processor, so that it does all itself. Raises `Failed`.
    """
    python, _, *module = command
    notes = folder.with_suffix(".notes")
    looked_at = [python, sampling.__file__, str(notes), *module]
    run(looked_at, folder, log, one_processor=True)
    seen: dict[str, int] = json.loads(notes.read_text("utf-8"))
    looks = sum(seen.values())
    return {work: round(times / looks, 4) for work, times in seen.items()}
