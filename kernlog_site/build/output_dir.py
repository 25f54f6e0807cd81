"""The folder that readers see. A build fills another one, and only what differs is moved over.

So a build that fails or is killed leaves the last good site, no file is ever half written, and
whoever copies the site elsewhere finds the old times on what has not changed.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from mkdocs.plugins import get_plugin_logger
from pydantic import TypeAdapter

from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest
from kernlog_site.incremental.shapes import read_as

log = get_plugin_logger("kernlog")

_STAGE = ".kernlog-"
"""Hidden, so that MkDocs leaves it alone."""
_Marks = dict[str, list[str | int]]
_MARKS = TypeAdapter(_Marks)
"""By what each page was known when the last build left it."""


class OutputDir:
    """The site in a folder, and the one that is going to take its place in `stage`.

    Paths of files are relative to either folder, with `/`. `begin` comes first, `publish` or
    `discard` later, and `end` last; until then `lock` keeps other builds waiting.
    """

    def __init__(self, folder: Path, lock: Path) -> None:
        self.folder = folder
        self.stage = folder / _STAGE  # where nothing is, until it begins
        self._lock = FileLock(lock)
        self._printed: dict[str, str] = {}
        self._kept: set[str] = set()
        self._before: _Marks = {}
        self._key = digest(b"site", os.fsencode(folder.absolute()))

    def begin(self) -> None:
        """Make the stage, empty, when no other build uses it any more. Raises `OSError`."""
        self._wait()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:  # a file, or a link that leads nowhere
            reason = os.strerror(errno.ENOTDIR)
            raise NotADirectoryError(errno.ENOTDIR, reason, str(self.folder)) from error
        self._remove_stages()
        # Each build has its own: what is left of one that was killed may still be writing.
        self.stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=self.folder))
        self._began = self.stage.stat().st_ctime_ns
        self._found, self._links, self._emptied = _contents(self.folder, passing=_STAGE)

    def recall(self, cache: Cache) -> None:
        """Learn from the last build what the pages of the site were made from."""
        self._before = read_as(_MARKS, cache.get(self._key)) or {}

    def remember(self, cache: Cache) -> None:
        """Leave word for the next build: of pages that were kept what the last one said."""
        pages = {
            path: self._before[path] if path in self._kept else self._mark(path, fingerprint)
            for path, fingerprint in self._printed.items()
        }
        if pages != self._before:
            cache.put(self._key, pack(_MARKS.dump_json(pages)))

    def keep(self, path: str, fingerprint: str) -> bool:
        """Leave a page as it is, if it was made from just that and nobody touched it since."""
        before = self._before.get(path)
        if not before or before[0] != fingerprint or before != self._mark(path, fingerprint):
            return False
        if any(path.startswith(f"{link}/") for link in self._links):
            return False
        self._printed[path] = fingerprint
        self._kept.add(path)
        return True

    def write(self, path: str, data: bytes) -> None:
        """Put a page on the stage, unless it is empty."""
        if not data:
            return
        file = self.stage / path
        self._make(file.parent)
        file.write_bytes(data)

    def put(self, path: str, data: bytes) -> None:
        """Put a page into the site at once, in the place of the one that is there."""
        page = self.folder / path
        new = page.with_name(_STAGE)
        new.write_bytes(data)
        new.replace(page)

    def printed(self, path: str, fingerprint: str) -> None:
        """Note what a page on the stage was made from."""
        self._printed[path] = fingerprint

    def publish(self) -> list[str]:
        """Make the site what the stage and the kept pages are; gives the files that changed."""
        staged, _, _ = _contents(self.stage)
        changed = self._remove(self._links - staged)
        moved = self._move_new_folders()
        for path in sorted(staged):
            if path.partition("/")[0] in moved:
                changed.append(path)
            elif not _alike(self.stage / path, self.folder / path):
                _move(self.stage / path, self.folder / path, self.folder)
                changed.append(path)
        changed += self._remove(self._found - staged - self._kept)
        self.discard()
        for folder in self._emptied:
            self._remove_empty(folder)
        return changed

    def discard(self) -> None:
        """Forget the stage; the site stays as it was."""
        if self._lock.is_locked:
            # The last processes of a killed build may have gone on for a moment after `begin`.
            self._remove_stages()
        else:  # Another build may be under way by now.
            shutil.rmtree(self.stage, ignore_errors=True)

    def end(self) -> None:
        """Let other builds begin."""
        self._lock.release()

    def _remove_stages(self) -> None:
        """Remove all stages there are: that of this build, and what killed ones have left."""
        for stage in self.folder.glob(f"{_STAGE}*"):
            if stage.is_dir():
                shutil.rmtree(stage, ignore_errors=True)
            else:  # a page that was to be put in its place
                with suppress(OSError):
                    stage.unlink()

    def _move_new_folders(self) -> set[str]:
        """Move folders whole that the site does not have yet; gives their names."""
        with os.scandir(self.stage) as entries:
            names = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
        new = {name for name in names if not os.path.lexists(self.folder / name)}
        for name in new:
            (self.stage / name).rename(self.folder / name)
        return new

    def _remove(self, paths: Iterable[str]) -> list[str]:
        # MkDocs never removes what is hidden, and another plugin may have written here itself.
        gone = [p for p in paths if not p.startswith(".") and self._is_old(self.folder / p)]
        for path in gone:
            (self.folder / path).unlink()
        self._emptied.update(path.rpartition("/")[0] for path in gone)
        return gone

    def _remove_empty(self, folder: str) -> None:
        """Remove a folder and those around it, as far as nothing is in them."""
        while folder and not folder.startswith("."):
            try:
                (self.folder / folder).rmdir()
            except OSError:
                break
            folder = folder.rpartition("/")[0]

    def _is_old(self, file: Path) -> bool:
        try:
            found = file.lstat()
        except OSError:
            return False
        return not stat.S_ISDIR(found.st_mode) and found.st_ctime_ns <= self._began

    def _wait(self) -> None:
        try:
            Path(self._lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
            if self._lock.is_locked:
                return
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                log.info("Another build is under way. Waiting for it to end.")
                self._lock.acquire()
        except OSError:
            return  # Where nothing can be written, two builds at once are at their own risk.

    def _make(self, folder: Path) -> None:
        """Make a folder on the stage. Where the stage is gone, the build was given up."""
        try:
            folder.mkdir(exist_ok=True)
        except FileNotFoundError:
            if self.stage in {folder, folder.parent}:
                raise
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)

    def _mark(self, path: str, fingerprint: str) -> list[str | int]:
        """What tells whether a page is still the one that was made from that.

        Whoever changes a file may leave its size, and set its time back, but not the time of that:
        systems keep it to themselves. It is new after a copy, too; then the page is compared.
        """
        try:
            found = os.stat(f"{self.folder}/{path}")
        except OSError:
            return []
        return [fingerprint, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _contents(folder: Path, passing: str = "\0") -> tuple[set[str], set[str], set[str]]:
    """All files below a folder, the links to other folders, whose files are not its own, and the
    folders with nothing in them."""
    files: set[str] = set()
    links: set[str] = set()
    empty: set[str] = set()
    root, ahead = os.path.join(folder, ""), [""]
    while ahead:
        below = ahead.pop()
        with suppress(OSError), os.scandir(f"{root}{below}") as entries:
            kept = [
                its for its in entries if not _is_folder(its) or not its.name.startswith(passing)
            ]
            for entry in kept:
                path = f"{below}{entry.name}"
                if not _is_folder(entry):
                    files.add(path)
                elif entry.is_symlink():
                    links.add(path)
                else:
                    ahead.append(f"{path}/")
            if not kept:
                empty.add(below.removesuffix("/"))
    return files, links, empty


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _alike(new: Path, old: Path) -> bool:
    try:
        same_size = new.stat().st_size == old.stat().st_size
        return same_size and not old.is_symlink() and new.read_bytes() == old.read_bytes()
    except OSError:
        return False


def _move(new: Path, old: Path, folder: Path) -> None:
    """Put a file in the place of another, or of a folder, or where a file was a folder now is."""
    for above in reversed(old.relative_to(folder).parents[:-1]):
        if (folder / above).is_symlink() or (folder / above).is_file():
            (folder / above).unlink()
            break
    old.parent.mkdir(parents=True, exist_ok=True)
    if old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)
    new.replace(old)
