"""Characters that no reader should meet in a name or a title, and no terminal in a message."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

_NONCHARACTERS = "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed
    r"\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"  # that turn or annotate a line
    rf"\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"  # that no file can have
)
"""Marks of direction, joiners and tags are no part of it: writing and emoji need them."""
_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")


def printable(text: str) -> str:
    """Text without what no reader should meet: control characters, those that turn a line round,
    and those that are none become U+FFFD."""
    if text.isascii() and text.isprintable():  # as nearly all text is, and quickly told
        return text
    return _UNPRINTABLE.sub("\ufffd", text)


def on_one_line(text: str) -> str:
    """Printable text without tabs and line feeds: a space stands for each."""
    return printable(text.replace("\t", " ").replace("\n", " "))


def printable_html(html: str) -> str:
    """The same for HTML, in which characters may be written as numbers."""
    if "&#" in html:
        html = _REFERENCE.sub(_referenced, html)
    return printable(html)


def printable_values(value: Any) -> Any:
    """The same for all text in lists and mappings."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [printable_values(entry) for entry in value]
    if isinstance(value, dict):
        return {printable_values(key): printable_values(entry) for key, entry in value.items()}
    return value


def _referenced(reference: re.Match[str]) -> str:
    character = unescape(reference[0])
    is_shown = character and printable(character) == character
    return reference[0] if is_shown else "\ufffd"
