"""Marks in a Markdown text that say on which line what it cites and links is written.

Markdown processors do not know line numbers, and to search a text for what is wrong with it finds
too much or too little: what is empty stands everywhere, what is part of another stands there too.
So when something is wrong, and only then, the text is rendered once more with marks at everything
that may be a citation, a link or a headline. A mark that comes out with one proves its line; the
others stood in code, in comments, or in prose, and nobody asks for them.

A mark is made of characters that Unicode keeps for the inner use of programs. They are not white
space, belong to no word, and mean nothing to any syntax.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kernlog_site.citations import grammar
from kernlog_site.citations.grammar import fences

_START, _END, _ZERO = "\ufdd0", "\ufdd1", 0xFDD2
_DIGITS = {ord(str(digit)): chr(_ZERO + digit) for digit in range(10)}
_VALUES = {ord(mark): chr(digit) for digit, mark in _DIGITS.items()}
MARK = f"{_START}[{chr(_ZERO)}-{chr(_ZERO + 9)}]+{_END}"
"""The expression for a mark."""
_STRAY = re.compile(f"[{_START}-{chr(_ZERO + 9)}]")
_IN_ANGLES = r"""<(?=[^<>\s]*>[ \t]*(?:$|["'(]))"""
_BEFORE = re.compile(
    rf"""
    :(?:{grammar.COMMIT}|{grammar.LINKS})\[                # the items of a shortcode
    | \]\((?:\s*<(?=[^<>]*>\s*(?:'[^']*'\s*|"[^"]*"\s*)?\)))?             # the address of a link
    | \[(?!\^)[^\[\]\n]*\]:[ \t]*(?:                     # the address in a definition
        (?=\S)(?!(?:{grammar.COMMIT}|{grammar.LINKS})\[)(?:{_IN_ANGLES})?
        | \n[ \t>]*(?:{_IN_ANGLES} | (?=[A-Za-z./?][^\s<>]*[ \t]*(?:$|["'(]))))
    | ^(?:[ \t>]|[-*+][ \t]|\d{{1,9}}\.[ \t])*+(?:       # a headline, in a list, in a quotation
        \#(?!\#)[ \t]* | (?=[^\s=\#])(?!\[[^\[\]\n]*\]:)(?=.*\n[ \t>]*=+[ \t]*$))
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What stands before everything that gets a mark."""


def marked(text: str) -> str:
    """The text with a mark of its line at all that may be a citation, a link or a headline."""
    text = _STRAY.sub("\ufffd", text)
    line, position = 1, 0
    pieces: list[str] = []
    for match in _BEFORE.finditer(text):
        piece = text[position : match.end()]
        line, position = line + piece.count("\n"), match.end()
        pieces += piece, _mark(line)
    lines = "".join([*pieces, text[position:]]).split("\n")
    for fence in fences(text.split("\n")):
        if fence.lists_commits and fence.closed:
            for number in range(fence.start + 1, fence.end - 1):
                lines[number] += _mark(number + 1) if lines[number].strip() else ""
    return "\n".join(lines)


def unmarked(text: str) -> tuple[str, int | None]:
    """A piece of a marked text without its marks, and the line of the first; None without one."""
    first = re.search(MARK, text)
    if first is None:
        return text, None
    return re.sub(MARK, "", text), int(first[0][1:-1].translate(_VALUES))


def unclosed_list(text: str) -> int | None:
    """The line on which a list of commits begins that never ends; there can be one at most."""
    last = [fence for fence in fences(text.split("\n")) if not fence.closed]
    return last[0].start + 1 if last else None


def line_before(line: int, changed: str, text: str) -> int | None:
    """The line that a line of a text had before others changed the text.

    None for one that they wrote, and for one that they may have: if it stands there more or less
    often than it did.
    """
    if changed == text:
        return line
    now, then = _numbers(changed), _numbers(text)
    wanted = changed.split("\n")[line - 1]
    same = now[wanted], then.get(wanted, [])
    return same[1][same[0].index(line)] if len(same[0]) == len(same[1]) else None


def _numbers(text: str) -> dict[str, Sequence[int]]:
    """The numbers of all lines by what stands on them."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(text.split("\n"), 1):
        numbers[line].append(number)
    return dict(numbers)


def _mark(line: int) -> str:
    return f"{_START}{str(line).translate(_DIGITS)}{_END}"
