"""Data as HTML shows it letter for letter, for Markdown's elements and for HTML as text."""

from __future__ import annotations

from html import escape

from markdown.util import AMP_SUBSTITUTE, AtomicString

from kernlog_site.core.characters import printable

_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"


def literally(text: str) -> AtomicString:
    """Text of an element that Markdown shows letter for letter; control characters become
    U+FFFD."""
    return AtomicString(printable(text).replace("&", _AMPERSAND))


def as_text(text: str) -> str:
    """The same as HTML that needs nobody to write it out."""
    return escape(printable(text), quote=False)


def as_value(text: str) -> str:
    """The same for an attribute, between double quotes."""
    return as_text(text).replace('"', "&quot;")
