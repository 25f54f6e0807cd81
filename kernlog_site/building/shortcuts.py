"""Shortcuts through Python-Markdown, which looks for everything in every piece of a text.

Most of what it looks for begins with a character that most pieces do not have, and to find that one
takes far less time than to try an expression at every place. What comes out is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import Registry

_INLINE = {"backtick": "`", "reference": "[", "link": "[", "short_reference": "["}
"""With what an inline pattern begins, by its name; backslashes may precede it."""
_BLOCKS = {"table": "|", "hashheader": "#", "quote": ">"}
"""What a block has that a processor takes, by its name."""


def take_shortcuts(markdown: Markdown) -> None:
    """Let Markdown's own processors, and none that others put in their place, take shortcuts."""
    for name, pattern in _own(markdown.inlinePatterns, _INLINE):
        pattern.compiled_re = _Leaping(pattern.compiled_re, _INLINE[name])
    for name, processor in _own(markdown.parser.blockprocessors, _BLOCKS):
        processor.test = partial(_test, processor.test, _BLOCKS[name])


def _own(registry: Registry[Any], names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Those of Markdown's own that are registered by these names."""
    for name in names:
        if name in registry and type(registry[name]).__module__.startswith("markdown."):
            yield name, registry[name]


class _Leaping:
    """An expression that is tried from the next place on where it may match."""

    def __init__(self, expression: re.Pattern[str], first: str) -> None:
        self._expression = expression
        self._first = first

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """All matches from there on."""
        place = text.find(self._first, start)
        if place < 0:
            return iter(())
        while place > start and text[place - 1] == "\\":
            place -= 1
        return self._expression.finditer(text, place)


def _test(test: Callable[[Element, str], bool], needed: str, parent: Element, block: str) -> bool:
    return needed in block and test(parent, block)
