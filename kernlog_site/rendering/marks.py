"""Visible marks on what is wrong in a text, each with its message behind it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from kernlog_site.problems import Problem
from kernlog_site.rendering.escaping import as_text, literally

_MESSAGE = re.compile(r'<span class="problem-message">[^<]*</span>')
_MARK = re.compile(r'<mark\b[^>]*\bclass="problem"[^>]*>(.*?)</mark>', re.DOTALL)


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
    return _MARK.sub(r"\1", _MESSAGE.sub("", html))
