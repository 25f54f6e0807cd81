"""What a sync remembers of a tree, so that the next one reads only what is new.

It is a convenience: deleted, damaged or of another version, everything is read again. What it says
is taken as git's answer, so a digest proves every letter of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kernlog_site.commits.git.followups import Judgement

_VERSION = 2
"""With 1, first tags may have come from `git name-rev`, and be wrong."""


@dataclass(frozen=True, slots=True)
class SyncMemory:
    """The ends of the history by name, what its messages say, and the store made from them.

    `store` is the digest of the store as it was written; of another store it remembers nothing.
    """

    ends: Mapping[str, str] = field(default_factory=dict)
    judgements: Sequence[Judgement] = ()
    store: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A memory as it is in its file."""

    version: int
    proof: str
    memory: SyncMemory


_MEMORY, _KEPT = TypeAdapter(SyncMemory), TypeAdapter(_Kept)


def recall(path: Path) -> SyncMemory:
    """What was remembered; an empty memory if that cannot be trusted."""
    try:
        kept = _KEPT.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return SyncMemory()
    is_proven = kept.version == _VERSION and kept.proof == _proof(kept.memory)
    return kept.memory if is_proven else SyncMemory()


def remember(path: Path, memory: SyncMemory) -> None:
    """Keep a memory for the next time, if there is a place to."""
    kept = _KEPT.dump_json(_Kept(_VERSION, _proof(memory), memory))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.write_bytes(kept)
        unfinished.replace(path)
    except OSError:
        return  # on a full or read-only disk the next sync reads everything again


def _proof(memory: SyncMemory) -> str:
    return sha256(_MEMORY.dump_json(memory)).hexdigest()
