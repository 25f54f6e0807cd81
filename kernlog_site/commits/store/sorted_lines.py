"""Lines in order, of which those that begin in some way are found without reading the others.

A store of many thousand articles is larger than all else that a build needs. So it stays in its
file, open from the moment it was checked: a sync meanwhile puts another file in its place.
"""

from __future__ import annotations

import os
import weakref
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise

from kernlog_site.core.regular_files import ensure_is_file

_STRIDE = 4096
_KEY = 80
"""Bytes of a line by which its place is found. Nobody asks for longer beginnings."""
_AT_ONCE = 256
"""Strides to search through at a time."""


class ChangedWhileRead(OSError):
    """Raised when someone wrote into the file while it was in use."""


class SortedLines:
    """Whole lines in the order of their bytes; `read` gives the bytes between two places."""

    def __init__(self, read: Callable[[int, int], bytes], size: int) -> None:
        self.read = read
        self.size = size

    @classmethod
    def of(cls, data: bytes) -> SortedLines:
        """Lines in memory."""
        return cls(lambda start, end: data[start:end], len(data))

    @classmethod
    def in_file(cls, path: str) -> SortedLines:
        """Lines in a file, or in memory where a file cannot be read in several processes at once.

        Raises `OSError`.
        """
        ensure_is_file(path)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        if not hasattr(os, "pread"):
            with open(descriptor, "rb") as file:
                return cls.of(file.read())
        size = os.fstat(descriptor).st_size
        lines = cls(lambda start, end: os.pread(descriptor, end - start, start), size)
        weakref.finalize(lines, os.close, descriptor)
        return lines

    def __len__(self) -> int:
        return self.read(0, self.size).count(b"\n")

    def pieces(self, size: int) -> list[tuple[int, int]]:
        """Where pieces of whole lines start and end, each of about as many bytes."""
        starts = self._index[0][: -1 : max(size // _STRIDE, 1)]
        return list(pairwise([*starts, self.size]))

    def beginning(self, begin: bytes) -> list[bytes]:
        """The lines that begin so."""
        begins = self._index[1]
        piece = max(bisect_left(begins, begin) - 1, 0)
        lines = _beginning(begin, self._piece(piece)) if begins else []
        while piece + 1 < len(begins) and begins[piece + 1].startswith(begin):
            piece += 1
            lines += _beginning(begin, self._piece(piece))
        return lines

    def containing(self, part: bytes) -> Iterator[bytes]:
        """The lines that have that in them, few of many. All are searched."""
        for number in range(0, len(self._index[1]), _AT_ONCE):
            data = self._piece(number, _AT_ONCE)
            at = data.find(part)
            while at >= 0:
                start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at) + 1
                yield data[start:end]
                at = data.find(part, end)

    def _piece(self, number: int, count: int = 1) -> bytes:
        """The lines of so many strides."""
        starts, begins = self._index
        data = self.read(starts[number], starts[min(number + count, len(begins))])
        if not (data.startswith(begins[number]) and data.endswith(b"\n")):
            raise ChangedWhileRead("The commit store was changed during the build. Build again.")
        return data

    @cached_property
    def _index(self) -> tuple[list[int], list[bytes]]:
        """Where every tenth line or so starts, and the end of all; how those lines begin."""
        data = self.read(0, self.size)
        starts, begins, start = [], [], 0
        while start < len(data):
            starts.append(start)
            begins.append(data[start : start + _KEY])
            start = data.find(b"\n", start + _STRIDE) + 1 or len(data)
        return [*starts, len(data)], begins


def _beginning(begin: bytes, data: bytes) -> list[bytes]:
    """The lines of some data that begin so; they stand together."""
    lines = []
    start = 0 if data.startswith(begin) else data.find(b"\n" + begin) + 1
    while data.startswith(begin, start):
        end = data.find(b"\n", start) + 1
        lines.append(data[start:end])
        start = end
    return lines
