"""What comes next in a text, asked from left to right, so that each letter is looked at once.

An expression such as `<code>.*?</code>` looks through the whole rest of a text for an end that is
not there, and does so at each `<code>`: a hundred kilobytes of them take it minutes.
"""

from __future__ import annotations

import re

NEVER = -1


class Ahead:
    """The next places of some words in the text that was asked about last."""

    def __init__(self) -> None:
        self._text = ""
        self._asked = 0
        self._next: dict[re.Pattern[str], int] = {}

    def find(self, words: re.Pattern[str], text: str, position: int) -> int:
        """Where the words stand next, from a position on; `NEVER` if they do not."""
        if text is not self._text or position < self._asked:
            self._text, self._next = text, {}
        self._asked = position
        known = self._next.get(words)
        if known is None or NEVER < known < position:
            found = words.search(text, position)
            known = self._next[words] = found.start() if found else NEVER
        return known
