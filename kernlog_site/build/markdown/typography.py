"""Typography of a language, where a site has Markdown's `smarty` on.

`smarty` alone writes English quotation marks in every language, takes an apostrophe for a closing
quotation mark, and lets a number part from its unit at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kernlog_site.core.quotation import quotation_marks_of

_SMARTY = ("smarty", "markdown.extensions.smarty")
_OWN = "kernlog_site.build.markdown.typography"
_YEARS = re.compile(r"\d\d")
_LETTER = "x"
_PARTS_OF_WORDS = frozenset(
    "_)\x03"
)  # a citation in brackets, and what Python-Markdown has put aside
_UNITS = re.compile(
    r"(?<=\d) (?=(?:[KMGTP]i?[Bb]|[KMGTP]i?bit|[kMG]?Hz|[kMGT]bit/s|[KMG]B/s|[mµn]?s|[kM]?W|V|%|°C)"
    r"(?!\w))"
)


def set_typography(extensions: list[str], options: dict[str, Any], language: str) -> None:
    """Have `smarty`, where it is on, write the marks of a language.

    `extensions` and `options` are those of MkDocs' configuration, which this adds to. Marks that a
    writer has chosen stay.
    """
    name = next((name for name in _SMARTY if name in extensions), None)
    if name is None:
        return
    if marks := quotation_marks_of(language):
        chosen = options.get(name, {})
        by_language = {
            "left-double-quote": marks.opening,
            "right-double-quote": marks.closing,
            "left-single-quote": marks.inner_opening,
            "right-single-quote": marks.inner_closing,
        }
        substitutions = by_language | chosen.get("substitutions", {})
        options[name] = {**chosen, "substitutions": substitutions}
        options[_OWN] = {"closing": substitutions["right-double-quote"]}
    extensions.append(_OWN)


@dataclass(slots=True)
class _Piece:
    """A run of text of a block: that of an element, or what comes behind it.

    `before` is the character in front of it, and `after` the one behind it. What is no text, such
    as code or a citation, counts as a letter.
    """

    element: Element
    is_tail: bool
    text: str
    before: str = ""
    after: str = ""

    def replace(self, text: str) -> None:
        """Put another text in its place."""
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


class _Typography(Treeprocessor):
    def __init__(self, md: Markdown, closing: str) -> None:
        super().__init__(md)
        self._closing = closing

    def run(self, root: Element) -> None:
        for pieces in self._blocks(root):
            self._set(pieces)

    def _blocks(self, block: Element) -> Iterator[list[_Piece]]:
        """The pieces of each block in an element, in the order of the text."""
        pieces: list[_Piece] = []
        inner: list[Element] = []
        self._collect(block, pieces, inner)
        for piece, following in pairwise(pieces):
            piece.after = following.text[:1] or _LETTER
            following.before = piece.text[-1:] or _LETTER
        yield pieces
        for element in inner:
            yield from self._blocks(element)

    def _collect(self, element: Element, pieces: list[_Piece], inner: list[Element]) -> None:
        is_code = isinstance(element.text, AtomicString)
        pieces.append(_Piece(element, False, "" if is_code else element.text or ""))
        for child in element:
            if self.md.is_block_level(child.tag):
                inner.append(child)
            else:
                self._collect(child, pieces, inner)
            pieces.append(_Piece(child, True, child.tail or ""))

    def _set(self, pieces: list[_Piece]) -> None:
        is_open = False
        for piece in pieces:
            if not piece.text:
                continue
            text = piece.text
            if "'" in text:
                text, is_open = _with_apostrophes(piece, is_open)
            if text[0] == '"' and _is_word(piece.before):
                text = self._closing + text[1:]
            text = _UNITS.sub("\u00a0", text)
            if text != piece.text:
                piece.replace(text)


def _with_apostrophes(piece: _Piece, is_open: bool) -> tuple[str, bool]:
    """The text with apostrophes, and whether a quotation in single marks is open at its end."""
    around = f"{piece.before or ' '}{piece.text}{piece.after or ' '}"
    letters = list(around)
    for at in range(1, len(around) - 1):
        if around[at] != "'":
            continue
        inside, onwards = _is_word(around[at - 1]), _is_word(around[at + 1])
        if not inside and onwards and not _YEARS.match(around, at + 1):
            is_open = True
        elif inside and not onwards and is_open:
            is_open = False
        elif inside or onwards:
            letters[at] = "’"
    return "".join(letters[1:-1]), is_open


def _is_word(character: str) -> bool:
    """Whether a quotation mark beside it has a word there: a letter, or what stands for code."""
    return character.isalnum() or character in _PARTS_OF_WORDS


class TypographyExtension(Extension):
    """Writes apostrophes, and no-break spaces between numbers and units.

    `closing` ends a quotation behind an element, where `smarty` would begin one.
    """

    def __init__(self, **options: Any) -> None:
        self.config = {"closing": ["”", "What ends a quotation"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Come after inline Markdown, whose code is out of reach then, and before `smarty`."""
        typography = _Typography(md, self.getConfig("closing"))
        md.treeprocessors.register(typography, "kernlog-typography", 7)


def makeExtension(**options: Any) -> TypographyExtension:  # noqa: N802 - the name that Markdown looks for
    """The extension by its path, as MkDocs names it."""
    return TypographyExtension(**options)
