"""The mark that says in which version of the form a file of the store is written.

A line `{"form": 2}` in front of all others marks one. A file without a mark has form 1, and sync
writes none: older versions of kernlog, which know of no marks, would refuse it. In a file that has
one it stays.
"""

from __future__ import annotations

import json

from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import decode

FORM = 1
"""The newest form that this version of kernlog knows."""
MARK = f'{{"form": {FORM}}}\n'.encode()
"""The line in front of a file that says its form. It comes first in the order of bytes, too."""

_KEY = '"form"'


class NewerForm(OSError):
    """Raised for a file that a newer kernlog wrote, and that nobody here can judge."""


def form_in(line: str) -> int | None:
    """The form that a line says its file has; None for any other line, and for a damaged mark."""
    if _KEY not in line:
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or "tree" in record:  # that of a commit or a release
        return None
    form = record.get("form")
    return form if type(form) is int and form >= 1 else None


def newer_form(path: str, data: bytes) -> Problem | None:
    """The problem of a file that a newer kernlog wrote, on the line that says so."""
    start = len(MARK) if data.startswith(MARK) else 0
    if data.find(_KEY.encode(), start) == -1:
        return None
    text, _ = decode(path, data)
    for number, line in enumerate(text.split("\n"), 1):
        form = form_in(line)
        if form is not None and form > FORM:
            message = f"The file was written by a newer kernlog (form {form})."
            return Problem(message, "Upgrade kernlog.").at(path, number)
    return None


def ensure_known_form(path: str, data: bytes) -> None:
    """Raise `NewerForm` for a file that a newer kernlog wrote."""
    problem = newer_form(path, data)
    if problem is not None:
        raise NewerForm(str(problem))
