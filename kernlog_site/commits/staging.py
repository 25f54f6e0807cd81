"""Files that are replaced whole or not at all."""

from __future__ import annotations

import glob
import os
import tempfile
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in the place of a file. Raises `OSError` that names it."""
    path = path.resolve()  # a link stays one
    try:
        os.replace(stage(path, data), path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def stage(path: Path, data: bytes) -> Path:
    """Write new content beside a file, for it to take the file's place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".kernlog-{path.name}."
    for left_behind in path.parent.glob(f"{glob.escape(prefix)}*"):
        left_behind.unlink(missing_ok=True)  # by a run that was killed; only one runs at a time
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=prefix, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        except BaseException:
            os.unlink(file.name)
            raise
    return Path(file.name)
