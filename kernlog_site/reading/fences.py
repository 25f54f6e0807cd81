"""Fenced blocks of a Markdown text: which lines are code, and which list commits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

COMMITS = "commits"

_OPENING = re.compile(
    r"""(?P<indent>[ \t]*(?:>[ \t]?)*[ \t]*)      # in a list, in a quotation
        (?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: the lines from `start` up to `end`, counted from 0, fences included.

    `indent` is what stands before the opening fence, `>` of a quotation included. `closed` is
    false for a list of commits that goes on to the end of the text.
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

    def text(self, lines: Sequence[str]) -> str:
        """The block without what stands before all of its lines."""
        block = lines[self.start : self.end]
        if not self.indent:
            return "\n".join(block)
        return dedent("\n".join(_unquoted(line, self.indent.count(">")) for line in block))


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """All fenced blocks in order, at any indentation.

    A block of another kind that is never closed is no block, as for Markdown itself.
    """
    number = 0
    while number < len(lines):
        line = lines[number]
        opening = _OPENING.fullmatch(line) if "```" in line or "~~~" in line else None
        if not opening:
            number += 1
            continue
        end = _closing_line(lines, number + 1, opening)
        lists_commits = opening["info"] == COMMITS
        if end is not None or lists_commits:
            stop = len(lines) if end is None else end + 1
            yield Fence(number, stop, opening["indent"], opening["info"], end is not None)
            number = stop
        else:
            number += 1


def _closing_line(lines: Sequence[str], first: int, opening: re.Match[str]) -> int | None:
    depth, fence = opening["indent"].count(">"), opening["fence"]
    for number in range(first, len(lines)):
        if fence in lines[number] and set(_unquoted(lines[number], depth).strip()) == {fence[0]}:
            return number
    return None


def _unquoted(line: str, depth: int) -> str:
    return re.sub(rf"^(?:[ \t]*>[ \t]?){{0,{depth}}}", "", line) if depth else line
