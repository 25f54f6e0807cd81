"""Bytes of a content file become text that Markdown and YAML can read."""

from __future__ import annotations

import codecs
import re

from kernlog_site.problems import Problem

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)


def printable(text: str) -> str:
    """Text without what no reader should meet: control characters and those that turn a line
    round become U+FFFD."""
    if text.isascii() and text.isprintable():  # as nearly all text is, and quickly told
        return text
    return _UNPRINTABLE.sub("\ufffd", text)


def on_one_line(text: str) -> str:
    """Printable text without tabs and line feeds: a space stands for each."""
    return printable(text.replace("\t", " ").replace("\n", " "))


def decode(path: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a UTF-8 file with `\\n` line ends, and what was wrong with its bytes.

    A byte-order mark and Windows line ends just work. Bytes that are not UTF-8 become U+FFFD, so
    that the rest of the file is not lost.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    problems: tuple[Problem, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            f"The file is not UTF-8: byte 0x{data[error.start]:02x} cannot be read.",
            "Save the file as UTF-8.",
        )
        problems = (problem.at(path, line),)
        text = data.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems
