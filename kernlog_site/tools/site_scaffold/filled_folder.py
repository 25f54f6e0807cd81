"""A folder that is filled whole, or left as it was."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STAGE = ".kernlog-new-"
_ALLOWED = frozenset({".git"})
"""What a repository has that nobody has put anything into yet."""
_SHOWN = 3


class Occupied(Exception):
    """Raised for a folder that has something in it; says what."""


@contextmanager
def filled(folder: Path, last: str) -> Iterator[Path]:
    """A stage, a hidden folder in `folder`, which is made with all above it if need be.

    What is in the stage moves to `folder` when all is well, the entry called `last` at the end.
    Otherwise nothing stays. Raises `Occupied`, and `OSError` that names files as they would be
    called in the folder.
    """
    check_vacant(folder)
    made = _make(folder)
    try:
        stage = _stage_in(folder)
        try:
            yield stage
            _move(stage, folder, last)
        except OSError as error:
            raise _as_it_would_be_called(error, stage) from error
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):  # others may have put something into it meanwhile
                path.rmdir()
        raise


def check_vacant(folder: Path) -> None:
    """Raises `Occupied` for a folder that has something in it, or is none."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise Occupied(f"{folder} is no folder. Choose another name.")
    found = sorted(set(os.listdir(folder)) - _ALLOWED)
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise Occupied(
            f"{folder} is not empty: it has {', '.join(found[:_SHOWN])}{more}. "
            "Choose a new folder, or an empty one."
        )


def _make(folder: Path) -> list[Path]:
    """Make a folder; gives those that were not there before, the outermost first."""
    folder = Path(os.path.normpath(folder))  # a way up from a folder that is not there yet
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    made: list[Path] = []
    try:
        for path in reversed(missing):
            path.mkdir()
            made.append(path)
    except OSError:
        for path in reversed(made):
            path.rmdir()
        raise
    return made


def _stage_in(folder: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
    except OSError as error:  # which names what nobody has heard of
        raise OSError(error.errno, error.strerror, str(folder)) from error


def _as_it_would_be_called(error: OSError, stage: Path) -> OSError:
    """The same error, about a file that nobody has heard of on its stage."""
    name = os.path.realpath(error.filename) if isinstance(error.filename, str) else ""
    own = os.path.realpath(stage)
    if not name.startswith(own):
        return error
    return OSError(error.errno, error.strerror, f"{stage.parent}{name.removeprefix(own)}")


def _move(stage: Path, folder: Path, last: str) -> None:
    """Move all entries of the stage, or none."""
    moved: list[Path] = []
    try:
        for entry in sorted(stage.iterdir(), key=lambda path: (path.name == last, path.name)):
            target = folder / entry.name
            if os.path.lexists(target):  # put there meanwhile
                raise Occupied(f"{target} exists already. Choose a new folder, or an empty one.")
            entry.rename(target)
            moved.append(target)
    except BaseException:
        for path in moved:
            path.rename(stage / path.name)
        raise
