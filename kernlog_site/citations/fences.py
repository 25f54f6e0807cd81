"""Fenced blocks of a Markdown text: which lines are code, and which list commits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

COMMITS = "commits"

_OPENING = re.compile(
    r"""(?P<indent>[ \t]*+(?:>[ \t]?+)*+[ \t]*+)      # in a list, in a quotation
        (?P<fence>`{3,}+|~{3,}+)(?P<info>[^`]*+)""",
    re.VERBOSE,
)
_QUOTATION = re.compile(r"(?:[ \t]*+>[ \t]?+)*+")


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
        depth = self.indent.count(">")
        return dedent("\n".join(_unquoted(line, depth) for line in block))


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """All fenced blocks in order, at any indentation.

    A block of another kind that is never closed is no block, as for Markdown itself.
    """
    number, endings = 0, _Endings(lines)
    while number < len(lines):
        line = lines[number]
        opening = _OPENING.fullmatch(line) if "```" in line or "~~~" in line else None
        if not opening:
            number += 1
            continue
        indent, info = opening["indent"], opening["info"].strip(" \t")
        end = endings.after(number, opening["fence"], indent.count(">"))
        if end is not None or info == COMMITS:
            stop = len(lines) if end is None else end + 1
            yield Fence(number, stop, indent, info, end is not None)
            number = stop
        else:
            number += 1


class _Endings:
    """The lines of a text that may end a fence, found once for all fences that are never closed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._found = [
            (number, ending)
            for number, line in enumerate(lines)
            if ("```" in line or "~~~" in line) and (ending := _ending(line))
        ]
        self._passed = 0
        self._unclosed: dict[tuple[str, int], int] = {}

    def after(self, opening: int, fence: str, depth: int) -> int | None:
        """The line that ends a fence in so many quotations, opened on that line, if any does.

        To be asked in the order of the lines.
        """
        # What did not end one fence ends none behind it that is as long or longer.
        kind = (fence[0], depth)
        if len(fence) >= self._unclosed.get(kind, len(fence) + 1):
            return None
        while self._passed < len(self._found) and self._found[self._passed][0] <= opening:
            self._passed += 1
        for index in range(self._passed, len(self._found)):
            number, (mark, length, quotations) = self._found[index]
            if mark == fence[0] and length >= len(fence) and quotations <= depth:
                return number
        self._unclosed[kind] = len(fence)
        return None


def _ending(line: str) -> tuple[str, int, int] | None:
    """The mark of a fence that a line consists of, how often, and in how many quotations."""
    quotation = _QUOTATION.match(line)
    assert quotation
    marks = line[quotation.end() :].strip()
    is_one = len(set(marks)) == 1 and marks[0] in "`~"
    return (marks[0], len(marks), quotation[0].count(">")) if is_one else None


def _unquoted(line: str, depth: int) -> str:
    return re.sub(rf"^(?:[ \t]*+>[ \t]?){{0,{depth}}}", "", line) if depth else line
