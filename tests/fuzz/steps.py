"""What an expression costs, in steps: a matcher that backtracks as Python's own does, and counts.

Python does not tell how often an expression looked at a letter, and time is no measure for a test.
So what the parser of `re` makes of an expression is matched here, slowly, in the same order:
leftmost, greedy, the first alternative first. Python's matcher skips places by the first letter
and runs through single characters in C; it takes fewer steps, but not a smaller power of them.

The parser is private: `re/_parser.py` was read as it is in Python 3.11 to 3.14.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any

c: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")

Node = tuple[Any, Any]

_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda x: x.isalnum() or x == "_",
}
_NEGATED = {
    c.CATEGORY_NOT_DIGIT: c.CATEGORY_DIGIT,
    c.CATEGORY_NOT_SPACE: c.CATEGORY_SPACE,
    c.CATEGORY_NOT_WORD: c.CATEGORY_WORD,
}
_SINGLE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)


class Counter:
    """Counts the steps of all expressions that are matched with it."""

    def __init__(self) -> None:
        self.steps = 0

    def match(self, pattern: re.Pattern[Any], text: str | bytes, position: int) -> int | None:
        """Count the steps of a match at that place alone; gives where it ends."""
        return next(_Matching(self, pattern, _as_text(text)).at(position), None)

    def fullmatch(self, pattern: re.Pattern[Any], text: str | bytes, position: int) -> None:
        """Count the steps of a match of all the rest."""
        text = _as_text(text)
        for end in _Matching(self, pattern, text).at(position):
            if end == len(text):
                return

    def search(self, pattern: re.Pattern[Any], text: str | bytes, position: int) -> None:
        """Count the steps to the next match from that place on."""
        matching = _Matching(self, pattern, _as_text(text))
        for start in range(position, len(text) + 1):
            self.steps += 1
            if next(matching.at(start), None) is not None:
                return


class _Matching:
    """A match of an expression in a text."""

    def __init__(self, counter: Counter, pattern: re.Pattern[Any], text: str) -> None:
        self.counter = counter
        self.text = text
        self.nodes, self.flags = _parsed(pattern)
        self.groups: dict[int, str] = {}

    def at(self, position: int) -> Iterator[int]:
        """Where a match from there ends: what is tried first comes first."""
        return self._sequence(self.nodes, position)

    def _sequence(self, parsed: Any, position: int) -> Iterator[int]:
        nodes: Sequence[Node] = parsed.data
        if not nodes:
            yield position
            return
        open_ = [self._node(nodes[0], position)]
        while open_:
            end = next(open_[-1], None)
            if end is None:
                open_.pop()
            elif len(open_) == len(nodes):
                yield end
            else:
                open_.append(self._node(nodes[len(open_)], end))

    def _node(self, node: Node, position: int) -> Iterator[int]:
        kind, about = node
        self.counter.steps += 1
        if kind in _SINGLE:
            fits = position < len(self.text) and self._fits(node, self.text[position])
            return iter((position + 1,) if fits else ())
        if kind in (c.ASSERT, c.ASSERT_NOT):
            holds = self._asserted(about, position) is (kind is c.ASSERT)
            return iter((position,) if holds else ())
        if kind is c.AT:
            return iter((position,) if self._is_at(about, position) else ())
        return self._composed(kind, about, position)

    def _composed(self, kind: Any, about: Any, position: int) -> Iterator[int]:
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            yield from self._repeated(about, position, greedy=kind is c.MAX_REPEAT)
        elif kind is c.POSSESSIVE_REPEAT:
            yield from _first(self._repeated(about, position, greedy=True))
        elif kind is c.ATOMIC_GROUP:
            yield from _first(self._sequence(about, position))
        elif kind is c.BRANCH:
            for branch in about[1]:
                yield from self._sequence(branch, position)
        elif kind is c.GROUPREF:
            if self.text.startswith(self.groups.get(about, "\0"), position):
                yield position + len(self.groups[about])
        else:
            assert kind is c.SUBPATTERN, kind
            number, _, _, inner = about
            for end in self._sequence(inner, position):
                if number is not None:
                    self.groups[number] = self.text[position:end]
                yield end

    def _repeated(self, about: Any, position: int, *, greedy: bool) -> Iterator[int]:
        least, most, body = about
        if len(body.data) == 1 and body.data[0][0] in _SINGLE:
            run = self._run if greedy else self._lazy_run
            yield from run(least, most, body.data[0], position)
            return
        if not greedy and least == 0:
            yield position
        ends = [position]
        open_ = [self._sequence(body, position) if most else iter(())]
        while ends:
            count = len(ends)
            end = next(open_[-1], None)
            if end is None:
                open_.pop()
                last = ends.pop()
                if greedy and count > least:
                    yield last
            elif end > ends[-1] or count <= least:
                ends.append(end)
                open_.append(self._sequence(body, end) if count < most else iter(()))
                if not greedy and count >= least:
                    yield end

    def _run(self, least: int, most: Any, single: Node, position: int) -> Iterator[int]:
        """The ends of a run of single characters, the longest first."""
        end, last = position, len(self.text)
        while end < last and end - position < most and self._fits(single, self.text[end]):
            end += 1
        self.counter.steps += end - position
        for stop in range(end, position + least - 1, -1):
            self.counter.steps += 1
            yield stop

    def _lazy_run(self, least: int, most: Any, single: Node, position: int) -> Iterator[int]:
        """The ends of a run of single characters, the shortest first."""
        end = position
        while end - position <= most:
            if end - position >= least:
                yield end
            self.counter.steps += 1
            if end == len(self.text) or not self._fits(single, self.text[end]):
                return
            end += 1

    def _asserted(self, about: Any, position: int) -> bool:
        direction, inner = about
        start = position if direction > 0 else position - inner.getwidth()[0]
        return start >= 0 and next(self._sequence(inner, start), None) is not None

    def _is_at(self, what: Any, position: int) -> bool:
        text, last = self.text, len(self.text)
        lines = bool(self.flags & re.MULTILINE)
        if what in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            by_line = lines and what is c.AT_BEGINNING and text[position - 1 : position] == "\n"
            return position == 0 or by_line
        if what is c.AT_END_STRING:
            return position == last
        if what is c.AT_END:
            return position == last or (text[position] == "\n" and (lines or position + 1 == last))
        is_word = _CATEGORIES[c.CATEGORY_WORD]
        before, after = text[max(0, position - 1) : position], text[position : position + 1]
        border = is_word(before or " ") != is_word(after or " ")
        return border if what is c.AT_BOUNDARY else not border

    def _fits(self, node: Node, character: str) -> bool:
        return _fits(node[0], _hashable(node[1]), self.flags, character)


@cache
def _fits(kind: Any, about: Any, flags: int, character: str) -> bool:
    """Whether a character is one that a single node stands for."""
    if kind is c.ANY:
        return bool(flags & re.DOTALL) or character != "\n"
    fold = str.lower if flags & re.IGNORECASE else str
    if kind in (c.LITERAL, c.NOT_LITERAL):
        return (fold(chr(about)) == fold(character)) is (kind is c.LITERAL)
    negated: bool = about[0][0] is c.NEGATE
    return negated is not any(
        _is_in(its, fold(character)) or _is_in(its, character) for its in about[negated:]
    )


def _is_in(member: Node, character: str) -> bool:
    kind, about = member
    if kind is c.LITERAL:
        return bool(ord(character) == about)
    if kind is c.RANGE:
        return bool(about[0] <= ord(character) <= about[1])
    if about in _NEGATED:
        return not _CATEGORIES[_NEGATED[about]](character)
    return _CATEGORIES[about](character)


def _hashable(about: Any) -> Any:
    return tuple(about) if isinstance(about, list) else about


def _first(ends: Iterator[int]) -> Iterator[int]:
    for end in ends:
        yield end
        return


def _as_text(text: str | bytes) -> str:
    return text.decode("latin-1") if isinstance(text, bytes) else text


@cache
def _parsed(pattern: re.Pattern[Any]) -> tuple[Any, int]:
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    return parsed, int(parsed.state.flags)
