"""Problems, the one shape of everything wrong: where, what, and what to do about it."""

from __future__ import annotations

import difflib
import enum
import errno
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kernlog_site.core.characters import printable
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.names import alike, spelled


@fingerprinted
class Severity(enum.Enum):
    """How much a problem matters. Errors and warnings fail a strict build, notices do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@fingerprinted
@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the content.

    `path` is relative to the content folder and `line` counts from 1; both are empty until the
    problem is located with `at`. What is outside of that folder has `..` in its path. `hint` says
    what to do and is a sentence of its own.
    """

    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    path: str = ""
    line: int | None = None

    def at(self, path: str, line: int | None = None) -> Problem:
        """The same problem, located."""
        return replace(self, path=path, line=line)

    def under(self, folder: str) -> Problem:
        """The same problem, with a path from where that folder is."""
        return replace(self, path=posixpath.normpath(posixpath.join(folder, self.path)))

    @property
    def text(self) -> str:
        """What is wrong and what to do, without the place."""
        return printable(f"{self.message} {self.hint}".strip())

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{printable(place)}: {self.text}" if place else self.text


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without repetitions, by file, line and text."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line or 0, p.text)))


_REMEDIES = {
    errno.ENOSPC: "Make room, and try again.",
    errno.EDQUOT: "Make room, and try again.",
    errno.EROFS: "Make it writable, and try again.",
    errno.EACCES: "Make it readable and writable, and try again.",
    errno.EPERM: "Make it readable and writable, and try again.",
    errno.ENAMETOOLONG: "Give it a shorter name, and try again.",
}


def refused(error: OSError) -> str:
    """One line about an error of the system: the file, what it would not do, and what to do."""
    if error.errno is None:  # one of ours, which says all that itself
        return str(error)
    where = f"{error.filename}: " if error.filename else ""
    remedy = _REMEDIES.get(error.errno, "Repair it, and try again.")
    return f"{where}{error.strerror or error}. {remedy}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A question that offers the nearest of the known names, or nothing.

    coming-in-2.6.34 is no misspelling of coming-in-2.6.33: other numbers, another thing.
    """
    names = {alike(k): k for k in known if _numbers_in(k) == _numbers_in(name)}
    nearest = difflib.get_close_matches(alike(name), names, n=1)
    if not nearest:
        return ""
    meant, written = names[nearest[0]], spelled(name, names[nearest[0]])
    unlike = f", not '{written}'" if written != name else ""
    return f"Did you mean '{spelled(meant, name)}'{unlike}?"


def _numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+", text)
