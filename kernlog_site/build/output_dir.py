"""The output folder. A build fills a hidden staging folder, and what differs is moved over.

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
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout
from mkdocs.plugins import get_plugin_logger
from pydantic import TypeAdapter

from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest
from kernlog_site.incremental.shapes import read_as

log = get_plugin_logger("kernlog")

_STAGING = ".kernlog-"
"""Hidden, so that MkDocs leaves it alone."""
_Marks = dict[str, list[str | int]]
"""By path the fingerprint of a file, and its size and times when a build left it."""
_MARKS = TypeAdapter(_Marks)


@dataclass(frozen=True, slots=True)
class _Contents:
    """All files below a folder, by path, and its folders of two kinds.

    `links` are those to other folders, whose files are not counted here.
    """

    files: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    empty_folders: set[str] = field(default_factory=set)


class OutputDir:
    """The output folder of a build, `staging` in it, and the fingerprints of the files in both.

    Paths of files are relative to either folder, with `/`. `begin` comes first, `publish` or
    `discard` later, and `end` last; until then `lock` keeps other builds waiting.
    """

    def __init__(self, folder: Path, lock: Path) -> None:
        self.folder = folder
        self.staging = folder / _STAGING  # where nothing is, until it begins
        self._lock = FileLock(lock)
        self._began = 0
        self._before = _Contents()
        self._fingerprints: dict[str, str] = {}
        self._kept: set[str] = set()
        self._last_marks: _Marks = {}
        self._key = digest(b"site", os.fsencode(folder.absolute()))

    def begin(self) -> None:
        """Make an empty staging folder, when no other build is under way. Raises `OSError`."""
        self._wait()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:  # a file, or a link that leads nowhere
            reason = os.strerror(errno.ENOTDIR)
            raise NotADirectoryError(errno.ENOTDIR, reason, str(self.folder)) from error
        self._remove_staging()
        # Each build has its own: what is left of one that was killed may still be writing.
        self.staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self.folder))
        self._began = self.staging.stat().st_ctime_ns
        self._before = _contents_of(self.folder, passing=_STAGING)

    def restore_fingerprints(self, cache: Cache) -> None:
        """Read what the last build recorded of the files that it left."""
        self._last_marks = read_as(_MARKS, cache.get(self._key)) or {}

    def save_fingerprints(self, cache: Cache) -> None:
        """Record the files for the next build: those that were kept as the last one did."""
        marks = {
            path: self._last_marks[path] if path in self._kept else self._mark(path, fingerprint)
            for path, fingerprint in self._fingerprints.items()
        }
        if marks != self._last_marks:
            cache.put(self._key, pack(_MARKS.dump_json(marks)))

    def keep_unchanged(self, path: str, fingerprint: str) -> bool:
        """Leave a file as it is, if it was made from just that and nobody touched it since.

        False where it has to be put in the staging folder.
        """
        mark = self._last_marks.get(path)
        if not mark or mark[0] != fingerprint or mark != self._mark(path, fingerprint):
            return False
        if any(path.startswith(f"{link}/") for link in self._before.links):
            return False
        self._fingerprints[path] = fingerprint
        self._kept.add(path)
        return True

    def write(self, path: str, data: bytes) -> None:
        """Put a file in the staging folder, unless it is empty."""
        if not data:
            return
        file = self.staging / path
        self._make_folder(file.parent)
        file.write_bytes(data)

    def replace_now(self, path: str, data: bytes) -> None:
        """Put a page into the output folder at once, in the place of the one that is there."""
        page = self.folder / path
        new = page.with_name(_STAGING)
        new.write_bytes(data)
        new.replace(page)

    def record(self, path: str, fingerprint: str) -> None:
        """Record what a file in the staging folder was made from."""
        self._fingerprints[path] = fingerprint

    def publish(self) -> list[str]:
        """Move the staging folder over all but the kept files; gives the files that changed."""
        staged = _contents_of(self.staging).files
        changed = self._remove(self._before.links - staged)
        moved = self._move_new_folders()
        for path in sorted(staged):
            if path.partition("/")[0] in moved:
                changed.append(path)
            elif not _are_equal(self.staging / path, self.folder / path):
                _move(self.staging / path, self.folder / path, self.folder)
                changed.append(path)
        changed += self._remove(self._before.files - staged - self._kept)
        self.discard()
        for folder in self._before.empty_folders:
            self._remove_empty(folder)
        return changed

    def discard(self) -> None:
        """Remove the staging folder; the site stays as it was."""
        if self._lock.is_locked:
            # The last processes of a killed build may have gone on for a moment after `begin`.
            self._remove_staging()
        else:  # Another build may be under way by now.
            shutil.rmtree(self.staging, ignore_errors=True)

    def end(self) -> None:
        """Let other builds begin."""
        self._lock.release()

    def _remove_staging(self) -> None:
        """Remove all staging folders: that of this build, and what killed ones have left."""
        for staging in self.folder.glob(f"{_STAGING}*"):
            if staging.is_dir():
                shutil.rmtree(staging, ignore_errors=True)
            else:  # a page that was to be put in its place
                with suppress(OSError):
                    staging.unlink()

    def _move_new_folders(self) -> set[str]:
        """Move folders whole that the site does not have yet; gives their names."""
        with os.scandir(self.staging) as entries:
            names = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
        new = {name for name in names if not os.path.lexists(self.folder / name)}
        for name in new:
            (self.staging / name).rename(self.folder / name)
        return new

    def _remove(self, paths: Iterable[str]) -> list[str]:
        # MkDocs never removes what is hidden, and another plugin may have written here itself.
        gone = [p for p in paths if not p.startswith(".") and self._is_old(self.folder / p)]
        for path in gone:
            (self.folder / path).unlink()
        self._before.empty_folders.update(path.rpartition("/")[0] for path in gone)
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
            status = file.lstat()
        except OSError:
            return False
        return not stat.S_ISDIR(status.st_mode) and status.st_ctime_ns <= self._began

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

    def _make_folder(self, folder: Path) -> None:
        """Make a folder in the staging folder. Where that is gone, the build was given up."""
        try:
            folder.mkdir(exist_ok=True)
        except FileNotFoundError:
            if self.staging in {folder, folder.parent}:
                raise
            self._make_folder(folder.parent)
            folder.mkdir(exist_ok=True)

    def _mark(self, path: str, fingerprint: str) -> list[str | int]:
        """What tells whether a file is still the one that was made from that.

        Whoever changes a file may leave its size, and set its time back, but not the time of that:
        systems keep it to themselves. It is new after a copy, too; then the file is compared.
        """
        try:
            status = os.stat(f"{self.folder}/{path}")
        except OSError:
            return []
        return [fingerprint, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _contents_of(folder: Path, passing: str = "\0") -> _Contents:
    """What is in a folder, but for folders whose names begin in some way."""
    contents = _Contents()
    root, ahead = os.path.join(folder, ""), [""]
    while ahead:
        below = ahead.pop()
        with suppress(OSError), os.scandir(f"{root}{below}") as scan:
            entries = [e for e in scan if not _is_folder(e) or not e.name.startswith(passing)]
            for entry in entries:
                path = f"{below}{entry.name}"
                if not _is_folder(entry):
                    contents.files.add(path)
                elif entry.is_symlink():
                    contents.links.add(path)
                else:
                    ahead.append(f"{path}/")
            if not entries:
                contents.empty_folders.add(below.removesuffix("/"))
    return contents


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _are_equal(new: Path, old: Path) -> bool:
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
