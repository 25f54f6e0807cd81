"""Typography of a language, where a site has Markdown's `smarty` on.

`smarty` alone writes English quotation marks in every language, takes an apostrophe for a closing
quotation mark, and lets a number part from its unit at the end of a line.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kernlog_site.core.quotation import quotation_marks_of

_SMARTY = ("smarty", "markdown.extensions.smarty")
_OWN = "kernlog_site.build.markdown.typography"
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
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
    extensions.append(_OWN)


class _Typography(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            element.text = _typeset(element.text)
            element.tail = _typeset(element.tail)


def _typeset(text: str | None) -> str | None:
    """A piece of text, unless it is code, with apostrophes, and numbers that keep their units."""
    if not text or isinstance(text, AtomicString):
        return text
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    return _UNITS.sub("\u00a0", text)


class TypographyExtension(Extension):
    """Writes apostrophes, and no-break spaces between numbers and units."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Come after inline Markdown, whose code is out of reach then, and before `smarty`."""
        md.treeprocessors.register(_Typography(md), "kernlog-typography", 7)


def makeExtension() -> TypographyExtension:  # noqa: N802 - the name that Markdown looks for
    """The extension by its path, as MkDocs names it."""
    return TypographyExtension()
