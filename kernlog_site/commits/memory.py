"""What a sync remembers of a tree, so that the next one reads only what is new.

It is a convenience: deleted, damaged or of another version, everything is read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kernlog_site.commits.fates import Judgement
from kernlog_site.commits.messages import Mention, Verdict

_VERSION = 2
"""With 1, first tags may have come from `git name-rev`, and be wrong."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The ends of the history by name, what its messages say, and the store made from them.

    `store` is the digest of the store as it was written; of another store it remembers nothing.
    """

    ends: Mapping[str, str] = field(default_factory=dict)
    judgements: Sequence[Judgement] = ()
    store: str = ""


def recall(path: Path) -> Memory:
    """What was remembered; an empty memory if that cannot be trusted."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        if stored["version"] != _VERSION:
            return Memory()
        judged = [_judgement(record) for record in stored["judgements"]]
        return Memory({str(k): str(v) for k, v in stored["ends"].items()}, judged, stored["store"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Memory()


def remember(path: Path, memory: Memory) -> None:
    """Keep a memory for the next time, if there is a place to."""
    stored = {
        "version": _VERSION,
        "store": memory.store,
        "ends": dict(memory.ends),
        "judgements": [asdict(judgement) for judgement in memory.judgements],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(stored), "utf-8")
        unfinished.replace(path)
    except OSError:
        return  # on a full or read-only disk the next sync reads everything again


def _judgement(record: dict[str, Any]) -> Judgement:
    said = record["verdict"]
    found = Verdict(
        reverts=tuple(Mention(**mention) for mention in said["reverts"]),
        quoted=said["quoted"],
        merge=said["merge"],
        base=said["base"],
        fixes=tuple(Mention(**mention) for mention in said["fixes"]),
    )
    undoes = tuple(record["undoes"])
    return Judgement(record["sha"], record["committed"], record["subject"], found, undoes)
