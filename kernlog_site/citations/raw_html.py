"""Raw HTML among the words of a text. A shortcode in it, in attributes, comments, code, is none.

An expression such as `<code>.*?</code>` looks through the whole rest of a text for an end that is
not there, and does so at each `<code>`: a hundred kilobytes of them take it minutes. So what comes
next is asked from left to right, and each letter is looked at once.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.inlinepatterns import HtmlInlineProcessor

from kernlog_site.citations import grammar

_BEGIN = re.compile(
    r"<(?:(?P<comment>!--)|(?P<code>code|kbd|pre|samp)\b[^<>]*+>|/?[A-Za-z][^<>]*+>)"
)
_SHORTCODE = re.compile(rf":{grammar.SHORTCODE_BEGIN}")
_COMMENT_END = re.compile("-->")
_CODE_ENDS = {tag: re.compile(f"</{tag}>") for tag in ("code", "kbd", "pre", "samp")}

NEVER = -1


class RawHtml(HtmlInlineProcessor):
    """The inline processor that keeps tags, comments and code with a shortcode as they are."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(_BEGIN.pattern, md)
        self._ahead = Ahead()

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int] | tuple[None, None, None]:
        """Set aside what has a shortcode; the rest is for others."""
        end = self._end(m, data)
        if end is None:
            return None, None, None
        html = self.backslash_unescape(self.unescape(data[m.start() : end]))
        return self.md.htmlStash.store(html), m.start(), end

    def _end(self, begin: re.Match[str], text: str) -> int | None:
        """Where the HTML ends that begins there, if there is a shortcode in it."""
        if self._ahead.find(_SHORTCODE, text, begin.start()) == NEVER:
            return None
        if begin["comment"] or begin["code"]:
            closing = _COMMENT_END if begin["comment"] else _CODE_ENDS[begin["code"]]
            end = self._ahead.find(closing, text, begin.end())
            if NEVER < self._ahead.find(_SHORTCODE, text, begin.end()) < end:
                closed = closing.match(text, end)
                assert closed
                return closed.end()
        return begin.end() if _SHORTCODE.search(begin[0]) else None


class Ahead:
    """A cache of the next places of some words in the text that was asked about last."""

    def __init__(self) -> None:
        self._text = ""
        self._asked = 0
        self._next: dict[re.Pattern[str], int] = {}

    def find(self, words: re.Pattern[str], text: str, position: int) -> int:
        """Where the words stand next, from a position on; `NEVER` if they do not."""
        if text is not self._text or position < self._asked:
            self._text, self._next = text, {}
        self._asked = position
        place = self._next.get(words)
        if place is None or NEVER < place < position:
            match = words.search(text, position)
            place = self._next[words] = match.start() if match else NEVER
        return place
