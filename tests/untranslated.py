"""Finds words in templates that no catalogue knows, because they are not in `_()` or `{% trans %}`.

What a template may show is put together as one text: its own text, and the constants that its
expressions can come to, with a mark for all that only a page knows. Of that, a parser of HTML tells
what readers see or hear from what they do not: a word between tags from a class. Where a constant
only goes into a macro or a variable, nobody knows what becomes of it; then prose is told by its
look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

from kernlog_site.templating.environment import Once

TRANSLATING = frozenset(("_", "gettext", "ngettext", "pgettext", "npgettext"))
SPOKEN = frozenset(("alt", "aria-description", "aria-label", "label", "placeholder", "title"))
UNSPOKEN = frozenset(("script", "style"))
NAMES = frozenset(("Linux",))

_UNKNOWN = "\ufffc"
_WORD = re.compile(r"(?<![%&\w])[^\W\d_]{2,}")
_PROSE = re.compile(r"^[A-Z][a-z]+\b|[^\W\d_]+ [^\W\d_]+")
_TAG = re.compile(r"<[^>]*>?")


def untranslated_texts(source: str) -> list[str]:
    """The texts of a template that have words of their own, in its order."""
    env = Environment(extensions=["jinja2.ext.i18n", Once])
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    tree = env.parse(source)
    reader = _Reader()
    reader.feed("".join(_shown(tree)))
    reader.close()
    hidden = (_TAG.sub("", text) for text in _passed_on(tree))
    texts = [*reader.texts, *(text for text in hidden if _PROSE.search(text))]
    found = (text for text in texts if set(_WORD.findall(text)) - NAMES)
    return [re.sub(f"{_UNKNOWN}+", "…", text) for text in found]


def _shown(node: nodes.Node) -> Iterator[str]:
    """The text of a template or a part of it, in order."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                yield part.data
            else:
                yield _UNKNOWN.join(["", *_values(part), ""])
    else:
        for child in node.iter_child_nodes():
            yield from _shown(child)


def _values(node: nodes.Node) -> Iterator[str]:
    """The constants that an expression can come to."""
    if isinstance(node, nodes.Const):
        yield node.value if isinstance(node.value, str) else ""
    elif isinstance(node, nodes.CondExpr):
        yield from (text for its in (node.expr1, node.expr2) if its for text in _values(its))
    elif isinstance(node, nodes.Filter):
        replacing = node.args if node.name in ("d", "default") else []
        yield from (text for its in (node.node, *replacing) if its for text in _values(its))
    elif isinstance(node, nodes.Pair):
        yield from _values(node.value)
    elif isinstance(node, nodes.Getitem):
        yield from _values(node.node)
    elif isinstance(node, (nodes.BinExpr, nodes.Concat, nodes.Dict, nodes.List, nodes.Tuple)):
        yield from (text for child in node.iter_child_nodes() for text in _values(child))


def _passed_on(node: nodes.Node) -> Iterator[str]:
    """All constants but those that a catalogue knows."""
    called = node.node if isinstance(node, nodes.Call) else None
    if isinstance(called, nodes.Name) and called.name in TRANSLATING:
        # The values that are put into a message are the template's.
        for value in node.kwargs:  # type: ignore[attr-defined]
            yield from _passed_on(value)
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _passed_on(child)


class _Reader(HTMLParser):
    """Takes what readers see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unspoken = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unspoken = tag in UNSPOKEN
        self.texts += [" ".join(value.split()) for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._unspoken = False

    def handle_data(self, data: str) -> None:
        if not self._unspoken:
            self.texts.append(" ".join(data.split()))
