"""Paragraphs that writers marked up in HTML become paragraphs of Markdown, in which citations are
read, if nothing else comes of it: what a page shows has to be the same before and after."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

Render = Callable[[str], str]
"""Makes HTML of Markdown."""

_PARAGRAPH = re.compile(
    r"^<p>(?P<inside>(?:(?!</?p[\s>]).)*)</p>[ \t\r]*$", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph in HTML, from `start` to `end`, and the same without its tags."""

    start: int
    end: int
    bare: str


def unwrap(text: str, places: Iterable[int], render: Render) -> str:
    """A Markdown text in which the paragraphs at those places have no tags, where it can be.

    Every line stays on its line.
    """
    wanted = sorted(places)
    found = [
        _Paragraph(*match.span(), _INDENT.sub("", match["inside"]))
        for match in _PARAGRAPH.finditer(text)
        if bisect(wanted, match.start()) < bisect(wanted, match.end())
    ]
    alone = [p for p in found if _is_same(text[p.start : p.end], p.bare, render)]
    return _without_tags(text, _harmless(text, alone, render))


def _harmless(text: str, paragraphs: Sequence[_Paragraph], render: Render) -> Sequence[_Paragraph]:
    """Those of the paragraphs that may lose their tags. Mostly all may, so halves are tried."""
    if not paragraphs or _is_same(text, _without_tags(text, paragraphs), render):
        return paragraphs
    if len(paragraphs) == 1:
        return []
    half = len(paragraphs) // 2
    return [
        *_harmless(text, paragraphs[:half], render),
        *_harmless(text, paragraphs[half:], render),
    ]


def _without_tags(text: str, paragraphs: Iterable[_Paragraph]) -> str:
    pieces: list[str] = []
    position = 0
    for paragraph in paragraphs:
        pieces += text[position : paragraph.start], paragraph.bare
        position = paragraph.end
    return "".join([*pieces, text[position:]])


def _is_same(before: str, after: str, render: Render) -> bool:
    return _shown(render(before)) == _shown(render(after))


def _shown(html: str) -> list[object]:
    page = _Page()
    page.feed(html)
    page.close()
    return page.shown


class _Page(HTMLParser):
    """What a browser finds in a page: words and tags, however they are written."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.shown.append((tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; `<br />` is `<br>`."""
        self.shown.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        self.shown.append((tag, None))

    def handle_data(self, data: str) -> None:
        """Note words; the space around them is as in the text."""
        self.shown += [words] if (words := " ".join(data.split())) else []

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.shown.append(data)
