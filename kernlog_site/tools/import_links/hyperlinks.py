"""The links of a text as they are written, in Markdown or in HTML, and where.

What looks like a link may be code. Whoever changes the text asks a Markdown processor; in a file
that is HTML as a whole, code, scripts and comments are left out here.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_END = re.compile(
    r"""\]\(\s*(?P<address><[^<>\n]*>|[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)
        (?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)""",
    re.VERBOSE,
)
_ANCHOR = re.compile(
    r"""(?<!\\)<a\s(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>
        (?P<words>(?:(?!<a\s|</a\s*>).)*)</a\s*>""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_HREF = re.compile(r"""(?:^|\s)href\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(?P<address>https?://[^<>\s]+)>", re.IGNORECASE)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?:\r?\n[ \t]*)?(?P<address><[^<>\s]*>|[^\s<>]+)",
    re.MULTILINE,
)
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t\r]*\n", re.DOTALL)
_UNREAD = re.compile(r"<(?:!--|(?P<tag>code|pre|script|style|textarea)\b)", re.IGNORECASE)


class Form(enum.Enum):
    """How a link is written."""

    INLINE = "[words](address)"
    DEFINITION = "[name]: address"
    AUTOLINK = "<address>"
    ANCHOR = '<a href="address">words</a>'


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link from `start` to `end`, its address in plain letters, and where that is written.

    `enclosed` says whether quotation marks or angle brackets are around the address and in `at`.
    """

    form: Form
    start: int
    end: int
    url: str
    at: tuple[int, int]
    words: str = ""
    enclosed: bool = False

    @property
    def url_end(self) -> int:
        """Where the last letter of the address ends, if `at` goes from mark to mark around it."""
        return self.at[1] - self.enclosed


def in_markdown(text: str) -> list[Hyperlink]:
    """The candidates for links in a Markdown text, in order."""
    links = [*_inline(text), *_anchors(text, text)]
    for form, pattern in ((Form.AUTOLINK, _AUTOLINK), (Form.DEFINITION, _DEFINITION)):
        links += (_hyperlink(form, link) for link in pattern.finditer(text))
    return sorted(links, key=lambda link: link.start)


def in_html(text: str) -> list[Hyperlink]:
    """The links of a HTML file, in order."""
    return list(_anchors(text, _readable(text)))


def _readable(text: str) -> str:
    """A HTML text with blanks for comments, code and scripts."""
    pieces: list[str] = []
    open_ends: set[str] = set()
    position = 0
    while begin := _UNREAD.search(text, position):
        tag = (begin["tag"] or "").lower()
        close = re.compile(rf"</{tag}\s*>" if tag else "-->", re.IGNORECASE)
        end = close.search(text, begin.end()) if tag not in open_ends else None
        stop = end.end() if end else begin.end()
        if end is None:
            open_ends.add(tag)
        blank = " " * (stop - begin.start()) if end else begin[0]
        pieces += text[position : begin.start()], blank
        position = stop
    return "".join([*pieces, text[position:]])


def _inline(text: str) -> Iterator[Hyperlink]:
    openings = _pairs(text)
    for end in _END.finditer(text):
        start = openings.get(end.start())
        if start is None or text[start - 1 : start] in ("!", "\\"):
            continue
        words = text[start + 1 : end.start()]
        url, at, enclosed = _address(end)
        yield Hyperlink(Form.INLINE, start, end.end(), url, at, words, enclosed)


def _pairs(text: str) -> dict[int, int]:
    """Where each closing bracket was opened, in the same paragraph."""
    closing: dict[int, int] = {}
    open_: list[int] = []
    for mark in _BRACKET.finditer(text):
        if mark[0] == "[":
            open_.append(mark.start())
        elif mark[0] == "]" and open_:
            closing[mark.start()] = open_.pop()
        elif mark[0].startswith("\n"):
            open_.clear()
    return closing


def _anchors(text: str, readable: str) -> Iterator[Hyperlink]:
    """The anchors of what is readable in a text."""
    for anchor in _ANCHOR.finditer(readable):
        if href := _HREF.search(anchor["attributes"]):
            before = anchor.start("attributes")
            at = before + href.start(1), before + href.end(1)
            url = unescape(href[1].strip("\"'")).strip()
            words = text[slice(*anchor.span("words"))]
            enclosed = href[1][0] in "\"'"
            yield Hyperlink(Form.ANCHOR, *anchor.span(), url, at, words, enclosed)


def _hyperlink(form: Form, match: re.Match[str]) -> Hyperlink:
    url, at, enclosed = _address(match)
    return Hyperlink(form, *match.span(), url, at, "", enclosed)


def _address(match: re.Match[str]) -> tuple[str, tuple[int, int], bool]:
    """An address as Markdown writes it: in plain letters, where, and whether it is enclosed."""
    written = match["address"]
    return unescape(written.strip("<>")), match.span("address"), written.startswith("<")
