"""Where the benchmark puts what earlier builds have left, until it ends.

ext4 gives a new file no place of one that was removed within the last minutes, but looks at each.
After thousands of removals that costs every new file a fraction of a millisecond, and whoever
writes most files waits longest. In a fresh folder, as in continuous integration, nobody does.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class Trash:
    """A folder for what is not needed any more. Of files there only their names take room."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = len(list(folder.glob("*")))  # What a run that was ended has left may stay.

    def take(self, path: Path) -> None:
        """Take a file or a folder away, if it is there."""
        if not os.path.lexists(path):
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._folder / str(self._count)
        self._count += 1
        path.rename(place)
        if place.is_dir() and not place.is_symlink():
            for folder, _, names in os.walk(place):
                for name in names:
                    _empty(Path(folder, name))
        else:
            _empty(place)

    def clear(self) -> None:
        """Remove all that is in it."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _empty(file: Path) -> None:
    """Empty a file that has no other name."""
    if not file.is_symlink() and file.stat().st_nlink == 1:
        os.truncate(file, 0)
