"""The bytes of the files that MkDocs found, or that plugins made."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator

from mkdocs.structure.files import File

from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import ensure_is_file, unreadable


def bytes_of(file: File) -> bytes:
    """What is in a file, on the disk or in memory. Raises `OSError`."""
    if file.abs_src_path is not None:
        ensure_is_file(file.abs_src_path)
    return file.content_bytes


def problems_of_folders(content: str, paths: Iterable[str]) -> Iterator[Problem]:
    """The problem of each file, by its path below the content folder, that is a folder there.

    MkDocs finds files alone, so that such a one seems not to be there.
    """
    for path in paths:
        if os.path.isdir(os.path.join(content, path)):
            error = IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            yield unreadable(path, error)
