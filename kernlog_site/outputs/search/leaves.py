"""Pages as the search knows them: which words they have, what those weigh, what a result tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from kernlog_site.citations.problem_marks import without_marks

LEAD = 2.0
"""What a word of the lead weighs beside one of the text, before it is squared."""
COMMITS = 0.5
"""What one in the list of commits of an article weighs."""

_META = '<meta data-pagefind-{kind}="{name}[content]" content="{value}">'
# Each begins with letters that are seldom, which is what makes them quick: an article is 40 KB.
# What is never closed is not looked for beyond the next of its kind.
_CITATIONS = re.compile(
    r'<span class="citations">((?:(?!<span class="citations">|</span>).)*+)</span>'
)
_NUMBER = re.compile(r"<a [^<>]*+>[0-9]++</a>(?:, )?")
_MARK = re.compile(r'<a class="(?:hash citation|headerlink)"[^<>]*+>(?:(?!</?a\b).)*+</a>')
_LINK = re.compile(r"<a [^<>]*+>|</a>")
_NO_WORDS = "\0"
_EMPTY = (f" ({_NO_WORDS})", f"\n({_NO_WORDS})", f"({_NO_WORDS})", _NO_WORDS)
_LIST = '<div class="commits"'


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page to be found: its address below the root of the site, and its text as HTML.

    `told` is what a result shows besides, `filters` are the values that narrow a search.
    """

    url: str
    html: str
    lead: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    weight: float = 1.0

    def document(self) -> str:
        """The page as Pagefind reads it.

        Numbers of citations, hashes, permanent links and marks are no words of it.
        """
        head = [_meta("meta", name, value) for name, value in self.told.items() if value]
        for name, values in self.filters.items():
            head += (_meta("filter", name, value) for value in values)
        # Headings keep a weight of their own only where nothing around them has one.
        body = "<body>" if self.weight == 1 else f'<body data-pagefind-weight="{self.weight}">'
        lead = f'<p data-pagefind-weight="{LEAD * self.weight}">{escape(self.lead)}</p>'
        html = without_marks(self.html)
        words = _LINK.sub("", _MARK.sub("", _CITATIONS.sub(_without_numbers, html)))
        for empty in _EMPTY:
            words = words.replace(empty, "")
        words = words.replace(_LIST, f'{_LIST} data-pagefind-weight="{COMMITS * self.weight}"')
        return f"<html><head>{''.join(head)}</head>{body}{lead}{words}</body></html>"


def _meta(kind: str, name: str, value: str) -> str:
    return _META.format(kind=kind, name=name, value=escape(value))


def _without_numbers(citations: re.Match[str]) -> str:
    return _NUMBER.sub("", citations[1]) or _NO_WORDS
