"""Fenced blocks of a Markdown text: which lines are code, and which list commits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

COMMITS = "commits"

_OPENING = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: the lines from `start` up to `end`, counted from 0, fences included.

    `closed` is false for a list of commits that goes on to the end of the text.
    """

    start: int
    end: int
    indent: str
    info: str
    closed: bool = True

    @property
    def lists_commits(self) -> bool:
        """Whether it is a list of commits."""
        return self.info == COMMITS


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """All fenced blocks in order, at any indentation.

    A block of another kind that is never closed is no block, as for Markdown itself.
    """
    number = 0
    while number < len(lines):
        opening = _OPENING.fullmatch(lines[number])
        if not opening:
            number += 1
            continue
        end = _closing_line(lines, number + 1, opening["fence"])
        lists_commits = opening["info"] == COMMITS
        if end is not None or lists_commits:
            stop = len(lines) if end is None else end + 1
            yield Fence(number, stop, opening["indent"], opening["info"], end is not None)
            number = stop
        else:
            number += 1


def _closing_line(lines: Sequence[str], first: int, fence: str) -> int | None:
    for number in range(first, len(lines)):
        line = lines[number].strip()
        if len(line) >= len(fence) and set(line) == {fence[0]}:
            return number
    return None
