"""The memory of a sync of one tree, so that the next one reads only what is new.

It is a convenience: deleted, damaged or of another version, everything is read again. What it says
is taken as git's answer, so a digest proves every letter of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kernlog_site.commits.followups.reverts_and_fixes import Judgement

_VERSION = 3
"""With 1, first tags may have come from `git name-rev`, and be wrong; with 2, lines say nothing of
pulls, stable trees and backports."""


@dataclass(frozen=True, slots=True)
class ClaimsMemory:
    """The commits between two sets of ends, `before` left out, that say that they take over others:
    by hash, the digits of those. `followed` are the ends of the tree that is followed."""

    ends: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SyncMemory:
    """The ends of the history by name, what its messages say, and the store made from them.

    `store` is the digest of the store as it was written; of another store it remembers nothing. A
    tree that follows another has `claims`.
    """

    ends: Mapping[str, str] = field(default_factory=dict)
    judgements: Sequence[Judgement] = ()
    store: str = ""
    claims: ClaimsMemory = field(default_factory=ClaimsMemory)


@dataclass(frozen=True, slots=True)
class _MemoryFile:
    """The content of the file that a memory is kept in."""

    version: int
    proof: str
    memory: SyncMemory


_MEMORY, _FILE = TypeAdapter(SyncMemory), TypeAdapter(_MemoryFile)


def recall(path: Path) -> SyncMemory:
    """The memory in a file; an empty one if that cannot be trusted."""
    try:
        file = _FILE.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return SyncMemory()
    is_proven = file.version == _VERSION and file.proof == _proof(file.memory)
    return file.memory if is_proven else SyncMemory()


def remember(path: Path, memory: SyncMemory) -> None:
    """Keep a memory for the next time, if there is a place to."""
    data = _FILE.dump_json(_MemoryFile(_VERSION, _proof(memory), memory))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError:
        return  # on a full or read-only disk the next sync reads everything again


def _proof(memory: SyncMemory) -> str:
    return sha256(_MEMORY.dump_json(memory)).hexdigest()
