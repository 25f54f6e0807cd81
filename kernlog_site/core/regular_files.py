"""Files of the content, which may be anything: a folder, a pipe, a link that leads nowhere, bytes
that are no text."""

from __future__ import annotations

import codecs
import errno
import os
import stat
from pathlib import Path

from kernlog_site.core.problems import Problem


def ensure_is_file(path: str | Path) -> None:
    """Raise `OSError` for what is no regular file: to read a pipe or a device may never end."""
    status = os.stat(path)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "Not a regular file", str(path))


def ensure_is_readable(path: str | Path) -> None:
    """Raise `OSError` for what others cannot read to its end."""
    ensure_is_file(path)
    if not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def read_file(path: str | Path) -> bytes:
    """The bytes of a regular file. Raises `OSError` for anything else."""
    ensure_is_file(path)
    return Path(path).read_bytes()


def unreadable(path: str, error: OSError) -> Problem:
    """The problem of a file of the content that cannot be read."""
    problem = Problem(
        f"The file cannot be read: {error.strerror or error}.", "Repair or remove it."
    )
    return problem.at(path, 1)


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
