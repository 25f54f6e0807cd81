"""Files that writers name, which may be anything: a folder, a pipe, a link that leads nowhere."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from kernlog_site.core.problems import Problem


def ensure_is_file(path: str | Path) -> None:
    """Raise `OSError` for what is no regular file: to read a pipe or a device may never end."""
    found = os.stat(path)
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
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
