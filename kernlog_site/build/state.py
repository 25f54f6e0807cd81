"""What earlier builds leave to the next one: the cache on the disk, and memory."""

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
    """Records and render results of the last build in this process, by what they come from."""

    reads: Reads = field(default_factory=dict)
    results: RenderResults = field(default_factory=dict)


@dataclass(frozen=True)
class Reuse:
    """The cache and the memory, with the fingerprint of all texts.

    `made_with` is a digest of what all texts are made with: the configuration and the programs.
    """

    cache: Cache
    made_with: bytes
    memory: Memory = field(default_factory=Memory)
