"""Widths of labels, in em of their letters, and labels cut to a width.

Readers' systems have letters of different widths; those of a wide typeface are taken, so that a
label fits with all.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW = frozenset("fijlrtI.,:;'!|()[] -")
_WIDE = frozenset("mwMW@%…")


def width(text: str) -> float:
    """The width of a text in em."""
    return sum(map(_width_of_letter, text))


def shortened(text: str, room: float) -> str:
    """As many of the first words as there is room for, in em; of a long word its first letters."""
    if width(text) <= room:
        return text
    room -= width("…")
    words = text.split()
    while len(words) > 1 and width(" ".join(words)) > room:
        words.pop()
    first = " ".join(words)
    while width(first) > room:
        first = first[:-1]
    return f"{first.rstrip()}…"


@lru_cache(maxsize=1 << 10)  # texts have few letters, and a drawing measures them many times
def _width_of_letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.42
    if letter in _WIDE or unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1.0
    return 0.75 if letter.isupper() else 0.64
