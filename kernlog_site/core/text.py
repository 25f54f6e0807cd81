"""Bytes of a content file become text that Markdown and YAML can read."""

from __future__ import annotations

import codecs

from kernlog_site.core.problems import Problem


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
