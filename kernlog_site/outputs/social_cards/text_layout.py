"""Text in pictures: which letters there are, where lines break, how large they can be.

The fonts in `kernlog_site/fonts` have Latin, Greek and Cyrillic letters. What they lack is left
out: there is no picture that a title could break.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, takewhile
from pathlib import Path

from PIL.ImageFont import FreeTypeFont, Layout, truetype

FONTS = Path(__file__).parents[2] / "fonts"
LEADING = 1.12
"""From one line to the next, in sizes of the font."""
_PROBE = 100
"""The size in which letters are looked at."""
_NO_LETTER = "\uffff"
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Face:
    """A font in all sizes, by the name of its file."""

    file: str

    def at(self, size: int) -> FreeTypeFont:
        """The font in one size."""
        return _font(self.file, size)

    def width(self, text: str, size: int) -> int:
        """How wide a text is in pixels."""
        return sum(advance(self, size, character) for character in text)

    def known(self, text: str) -> str:
        """A text on one line, without the characters that the font lacks."""
        composed = " ".join(unicodedata.normalize("NFC", text).split())
        return " ".join("".join(c for c in composed if _has(self.file, c)).split())


@cache
def _font(file: str, size: int) -> FreeTypeFont:
    # Raqm, which knows more about scripts, is not everywhere, and pictures are to be the same.
    return truetype(FONTS / file, size, layout_engine=Layout.BASIC)


@cache
def advance(face: Face, size: int, character: str) -> int:
    """How far the next letter is from this one; there is no kerning without Raqm."""
    return round(face.at(size).getlength(character))


@cache
def _has(file: str, character: str) -> bool:
    if not character.isprintable():
        return False
    return character == " " or _drawn(file, character) != _drawn(file, _NO_LETTER)


def _drawn(file: str, character: str) -> tuple[object, bytes]:
    drawn = _font(file, _PROBE).getmask(character)
    return drawn.size, bytes(drawn)


DISPLAY = Face("SourceSerif4Display-Semibold.ttf")
"""For headlines."""
TEXT = Face("SourceSerif4-Regular.ttf")
"""For all else."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines in the largest size in which they find room."""

    lines: tuple[str, ...]
    size: int


def fit(text: str, face: Face, sizes: Sequence[int], width: int, height: int) -> Fitted:
    """Break a text into lines. What has no room even in the last size, the smallest, is dropped."""
    words = text.split()
    for size in sizes:
        if all(face.width(word, size) <= width for word in words):
            lines = list(_lines(words, face, size, width))
            if len(lines) * size * LEADING <= height:
                return Fitted(tuple(_evened(lines, words, face, size, width)), size)
    pieces = [piece for word in words for piece in _pieces(word, face, sizes[-1], width)]
    lines = list(_lines(pieces, face, sizes[-1], width))
    room = int(height / (sizes[-1] * LEADING))
    if len(lines) > room:
        lines = [*lines[: room - 1], clip(" ".join(lines[room - 1 :]), face, sizes[-1], width)]
    return Fitted(tuple(lines), sizes[-1])


def clip(text: str, face: Face, size: int, width: int) -> str:
    """The beginning of a text that has room on one line."""
    if face.width(text, size) <= width:
        return text
    room = width - face.width(_ELLIPSIS, size)
    ends = accumulate(advance(face, size, character) for character in text)
    fitting = sum(1 for _ in takewhile(lambda end: end <= room, ends))
    return f"{text[:fitting].rstrip()}{_ELLIPSIS}"


def _evened(lines: list[str], words: Sequence[str], face: Face, size: int, width: int) -> list[str]:
    """Lines of words, as many as they are, none of them much longer than the others."""
    longest_word = max((face.width(word, size) for word in words), default=0)
    narrower = lines
    while len(narrower) == len(lines) > 1 and width > longest_word:
        lines = narrower
        width = max(face.width(line, size) for line in lines) - 1
        narrower = list(_lines(words, face, size, width))
    return lines


def _lines(words: Sequence[str], face: Face, size: int, width: int) -> Iterator[str]:
    space = advance(face, size, " ")
    line: list[str] = []
    length = 0
    for word in words:
        own = face.width(word, size)
        if line and length + space + own > width:
            yield " ".join(line)
            line, length = [], 0
        length += space + own if line else own
        line.append(word)
    if line:
        yield " ".join(line)


def _pieces(word: str, face: Face, size: int, width: int) -> Iterator[str]:
    """A word that is too long for a line, in pieces that are not."""
    piece, length = "", 0
    for character in word:
        length += advance(face, size, character)
        if piece and length > width:
            yield piece
            piece, length = "", advance(face, size, character)
        piece += character
    yield piece
