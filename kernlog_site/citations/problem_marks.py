"""Visible marks on what is wrong in a text, each with its message behind it.

Data as HTML shows it letter for letter, for Markdown's elements and for HTML as text.
"""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AMP_SUBSTITUTE, AtomicString

from kernlog_site.core.characters import printable
from kernlog_site.core.problems import Problem

_MESSAGE = re.compile(r'<span class="problem-message">[^<]*+</span>')
_END = "</mark>"
_MARK = re.compile(rf"<mark\b[^<>]*+>|{_END}")
_OURS = re.compile(r'\bclass="problem"')

_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"


def add_mark(element: Element, problem: Problem) -> None:
    """Make the element a mark with the message behind its text."""
    element.tag = "mark"
    element.attrib.pop("href", None)
    element.set("class", "problem")
    message = SubElement(element, "span", {"class": "problem-message"})
    message.text = literally(f" {problem.text}")


def mark(problem: Problem, shown: str = "") -> str:
    """A mark on what is shown, as HTML."""
    message = f'<span class="problem-message"> {as_text(problem.text)}</span>'
    return f'<mark class="problem">{as_text(shown)}{message}</mark>'


def without_marks(html: str) -> str:
    """The HTML of a text without its marks: what they are around stays."""
    if 'class="problem' not in html:
        return html
    opened: list[bool] = []
    """Of each mark that is open, whether it is one of ours: those may be in one another."""

    def lifted(tag: re.Match[str]) -> str:
        if tag[0] != _END:
            opened.append(bool(_OURS.search(tag[0])))
            return "" if opened[-1] else tag[0]
        return "" if opened and opened.pop() else tag[0]

    return _MARK.sub(lifted, _MESSAGE.sub("", html))


def literally(text: str) -> AtomicString:
    """Text of an element that Markdown shows letter for letter; control characters become
    U+FFFD."""
    return AtomicString(printable(text).replace("&", _AMPERSAND))


def as_text(text: str) -> str:
    """Text escaped for HTML; control characters become U+FFFD."""
    return escape(printable(text), quote=False)


def as_value(text: str) -> str:
    """Text escaped for an attribute between double quotes."""
    return as_text(text).replace('"', "&quot;")
