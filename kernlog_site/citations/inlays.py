"""HTML that is ready, put into a text when Markdown has written out everything else.

Citations are most of what stands in an article. As elements, Markdown would walk through them
once more and escape and sort what is escaped and in order already.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.util import ETX, STX, AtomicString

_PLACE = re.compile(rf"{STX}kernlog-inlay:(\d+){ETX}")


class Inlays:
    """The inlays of one text."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self._html: list[str] = []

    def register(self, md: Markdown) -> None:
        """Register with Python-Markdown."""
        # Behind all others, who might take a subject for something of theirs.
        md.postprocessors.register(_PutIn(md, self), "kernlog-inlays", -10)

    def add(self, html: str) -> AtomicString:
        """Text of an element that will be this HTML."""
        self._html.append(html)
        return AtomicString(f"{STX}kernlog-inlay:{len(self._html) - 1}{ETX}")

    def put_in(self, text: str) -> str:
        """The text with all of them in their places."""
        return _PLACE.sub(lambda place: self._html[int(place[1])], text)


class _PutIn(Postprocessor):
    def __init__(self, md: Markdown, inlays: Inlays) -> None:
        super().__init__(md)
        self.inlays = inlays

    def run(self, text: str) -> str:
        return self.inlays.put_in(text)
