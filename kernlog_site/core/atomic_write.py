"""Files that are replaced whole or not at all."""

from __future__ import annotations

import errno
import glob
import os
import secrets
from hashlib import blake2b
from pathlib import Path

from kernlog_site.core.routes import LONGEST_NAME

_PREFIX = ".kernlog-"
_OWN = 0o600
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
"""What no other way of writing a file helps against."""
_NAMELESS = getattr(os, "O_TMPFILE", 0)


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in the place of a file. Raises `OSError` that names it."""
    try:
        staged = Staged(path, data)
        try:
            staged.put()
        finally:
            staged.discard()
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.path.realpath(path)) from error


class Staged:
    """New content, written beside a file for it to take the file's place.

    While it is written it has no name, so that nothing is left of a run that is killed. Where a
    system knows no such files, it has one that the next run for the same file clears away.
    """

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = Path(os.path.realpath(path))  # a link stays one
        self.path.parent.mkdir(parents=True, exist_ok=True)
        prefix = f"{_PREFIX}{_short(self.path.name)}."
        for left_behind in self.path.parent.glob(f"{glob.escape(prefix)}*"):
            left_behind.unlink(missing_ok=True)  # only one runs at a time
        self._temporary = self.path.with_name(f"{prefix}{secrets.token_hex(4)}")
        try:
            self._write(data)
        except BaseException:
            self.discard()
            raise

    def put(self) -> None:
        """Take the place of the file."""
        os.replace(self._temporary, self.path)

    def discard(self) -> None:
        """Leave nothing behind, unless it was put."""
        self._temporary.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        if _NAMELESS:
            try:
                self._fill(os.open(self.path.parent, _NAMELESS | os.O_WRONLY, _OWN), data)
            except OSError as error:
                if error.errno in _NO_ROOM:
                    raise
            else:
                return
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._fill(os.open(self._temporary, flags, _OWN), data)

    def _fill(self, descriptor: int, data: bytes) -> None:
        """Write into an open file, and give it its name if it has none."""
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            mode = self.path.stat().st_mode & 0o777 if self.path.exists() else 0o644
            has_name = self._temporary.exists()
            os.chmod(self._temporary if has_name else descriptor, mode)
            if not has_name:
                _give_name(descriptor, self._temporary)


def _short(name: str) -> str:
    """A name that leaves room for more around it."""
    whole = os.fsencode(name)
    return name if len(whole) <= LONGEST_NAME else blake2b(whole, digest_size=8).hexdigest()


def _give_name(descriptor: int, name: Path) -> None:
    """Give a file without a name one, by the one way that takes no privileges."""
    # Python follows a link, as that in /proc is one, only where it is given a folder as well.
    root = os.open("/", os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{descriptor}", name, src_dir_fd=root, follow_symlinks=True)
    finally:
        os.close(root)
