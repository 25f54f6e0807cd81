"""Objects for a clone, made here and handed to git in one pack.

What goes into a tree is put there by its bytes, so no name is ever read as a command, and nothing
but objects comes of it: a ref is for the caller to change.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping
from datetime import datetime

from kernlog_site.commits.git.client import Clone

_KINDS = {b"commit": 1, b"tree": 2, b"blob": 3}
_FEW = 1000
"""Fewer objects than that are kept one by one, without those that are there already."""

_FILE = b"100644"
_FOLDER = b"40000"
_ALGORITHMS = {40: "sha1", 64: "sha256"}
"""How a clone hashes its objects, by the digits of a hash."""


def hash_of(data: bytes, digits: int, kind: bytes = b"blob") -> bytes:
    """The hash, of so many digits, under which a clone keeps an object."""
    return _hashed(b"%s %d\0" % (kind, len(data)) + data, digits)


class Pack:
    """Objects to be handed over together, each known by its hash in raw bytes."""

    def __init__(self, digits: int) -> None:
        """`digits` is how many a hash of the clone has."""
        self._digits = digits
        self._entries: dict[bytes, bytes] = {}

    def blob(self, data: bytes) -> bytes:
        """A file; gives its hash, as do the others."""
        return self._add(b"blob", data)

    def tree(self, files: Mapping[bytes, bytes]) -> bytes:
        """A folder of files."""
        return self._tree(_FILE, files)

    def tree_of_trees(self, folders: Mapping[bytes, bytes]) -> bytes:
        """A folder of folders."""
        return self._tree(_FOLDER, folders)

    def commit(self, tree: bytes, parent: str | None, who: str, when: datetime, text: str) -> bytes:
        """A commit by somebody without an address."""
        person = f"{who} <> {int(when.timestamp())} +0000"
        lines = [f"tree {tree.hex()}", *([f"parent {parent}"] if parent else [])]
        lines += [f"author {person}", f"committer {person}", "", text, ""]
        return self._add(b"commit", "\n".join(lines).encode())

    def hand_over(self, clone: Clone) -> None:
        """Put all objects into a clone. Raises `GitFailed`."""
        packed = struct.pack(">4sLL", b"PACK", 2, len(self._entries))
        packed += b"".join(self._entries.values())
        packed += _hashed(packed, self._digits)
        if len(self._entries) < _FEW:
            clone.run("unpack-objects", "-q", given=packed)
        else:
            clone.run("index-pack", "--stdin", given=packed)

    def _tree(self, mode: bytes, entries: Mapping[bytes, bytes]) -> bytes:
        rows = (b"%s %s\0%s" % (mode, name, entries[name]) for name in sorted(entries))
        return self._add(b"tree", b"".join(rows))

    def _add(self, kind: bytes, data: bytes) -> bytes:
        digest = hash_of(data, self._digits, kind)
        self._entries[digest] = _head(_KINDS[kind], len(data)) + zlib.compress(data)
        return digest


def _hashed(data: bytes, digits: int) -> bytes:
    return hashlib.new(_ALGORITHMS[digits], data, usedforsecurity=False).digest()


def _head(kind: int, size: int) -> bytes:
    """Kind and size of an entry: four bits of the size, then seven a byte, the lowest first."""
    head = bytearray([kind << 4 | size & 15])
    size >>= 4
    while size:
        head[-1] |= 128
        head.append(size & 127)
        size >>= 7
    return bytes(head)
