"""Fast paths through Python-Markdown, which looks for everything in every piece of a text.

What it looks for has characters that most pieces, and often the whole text, do not have. To find
that out takes far less time than to try an expression at every place. What comes out is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import Registry

# Upstream: markdown/inlinepatterns.py (markdown 3.11.3): names, `compiled_re`.
# Upstream: markdown/treeprocessors.py (markdown 3.11.3): `run` reads `inlinePatterns`.
# Upstream: markdown/blockprocessors.py (markdown 3.11.3): names, `test`.
# Upstream: markdown/extensions/toc.py (markdown 3.11.3): `marker`, `replace_marker`.
_INLINE = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "not_strong": "",
    "em_strong": "",
    "em_strong2": "",
    "kernlog-raw-html": "<",
    "kernlog-groups": ":",
}
"""What a text has in which an inline pattern finds something, by its name."""
_SLOW = {"backtick": "`", "reference": "[", "link": "[", "short_reference": "["}
"""With what a pattern begins that is tried at every place otherwise; backslashes may precede it."""
_BLOCKS = {"table": "|", "hashheader": "#", "quote": ">"}
"""What a block has that a processor takes, by its name."""
_OURS = ("markdown.", "kernlog_site.")


def install_fast_paths(markdown: Markdown) -> None:
    """Let Markdown's own processors, and none that others put in their place, take shortcuts."""
    for name, pattern in _own(markdown.inlinePatterns, _SLOW):
        pattern.compiled_re = _LeapingExpression(pattern.compiled_re, _SLOW[name])
    for name, processor in _own(markdown.parser.blockprocessors, _BLOCKS):
        processor.test = partial(_test, processor.test, _BLOCKS[name])
    for _, contents in _own(markdown.treeprocessors, ("toc",)):
        contents.replace_marker = partial(_replace, contents, contents.replace_marker)
    inline_patterns = _own(markdown.inlinePatterns, _INLINE)
    patterns = [(pattern, _INLINE[name]) for name, pattern in inline_patterns]
    # A pattern that nobody knows here may make text in which others find something.
    if len(patterns) == len(markdown.inlinePatterns):
        for _, inline in _own(markdown.treeprocessors, ("inline",)):
            inline.run = partial(_run, inline, inline.run, patterns)


def _own(registry: Registry[Any], names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Markdown's own and ours that are registered by these names, in their order there."""
    by_name = {id(registry[name]): name for name in names if name in registry}
    for processor in registry:
        if id(processor) in by_name and type(processor).__module__.startswith(_OURS):
            yield by_name[id(processor)], processor


class _LeapingExpression:
    """A regular expression that is tried from the next place on where it may match."""

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


def _replace(
    contents: Any, replace: Callable[[Element, Element], None], tree: Element, table: Element
) -> None:
    """Put the table of contents where a text wants it, if it does."""
    if contents.marker in "".join(tree.itertext()):
        replace(tree, table)


def _run(
    inline: Any,
    run: Callable[[Element, Any], Element],
    patterns: Sequence[tuple[Any, str]],
    tree: Element,
    ancestors: Any = None,
) -> Element:
    """Apply the patterns alone that may find something anywhere in the text."""
    text = "".join(tree.itertext())
    inline.inlinePatterns = [pattern for pattern, needed in patterns if needed in text]
    return run(tree, ancestors)
