"""What a build may use of those before it."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from kernlog_site.build.markdown.result import RenderResult
from kernlog_site.content.content_reader import Read
from kernlog_site.incremental.cache import Cache

Reads = dict[str, tuple[bytes, Read]]
"""What files say, by path, each beside a digest of what it was read from."""

RenderResults = MutableMapping[bytes, RenderResult]
"""Render results, by the key of the text."""


@dataclass(frozen=True)
class Memory:
    """What a process still knows from its last build. All values tell what they were made from."""

    reads: Reads = field(default_factory=dict)
    results: RenderResults = field(default_factory=dict)


@dataclass(frozen=True)
class Reuse:
    """What earlier builds may have left.

    `made_with` is a digest of what all texts are made with: the configuration and the programs.
    """

    cache: Cache
    made_with: bytes
    memory: Memory = field(default_factory=Memory)
