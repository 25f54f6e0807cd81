"""The watcher of files: events of the operating system where there are some, else polling."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_OPENED,
    DirModifiedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_LOOKED_AT = frozenset((EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE))
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(rb"\\([0-3][0-7]{2})")
_FAR_AWAY = ("nfs", "cifs", "smb", "9p", "drvfs", "fuse", "vboxsf", "virtiofs", "afs", "ceph")
"""Beginnings of the types of file systems on which others may write without our system knowing."""
_INTERVAL = 0.5


class Changes(FileSystemEventHandler):
    """Event handler for a folder, or one file in it, that passes on the paths of what changed."""

    def __init__(self, note: Callable[[list[str]], None], only: str, *, native: bool) -> None:
        self._note = note
        self._only = only
        # Linux tells when a file is closed, and only then all of it is there.
        tells_end = native and sys.platform == "linux"
        self._ignored = _LOOKED_AT | ({EVENT_TYPE_MODIFIED} if tells_end else set())

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Leave out what was only read, our own reading above all."""
        if event.event_type in self._ignored or isinstance(event, DirModifiedEvent):
            return
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        paths = [path for path in paths if not self._only or path == self._only]
        if paths:
            self._note(paths)


def observer_for(folder: str) -> BaseObserver:
    """The observer that watches best what is in a folder.

    It is polled where events do not reach us: on a network, through links to other folders, or
    when the system has no more watches to give.
    """
    if _is_far_away(folder) or _has_linked_folders(folder) or not _can_watch(folder):
        return PollingObserver(timeout=_INTERVAL)
    return Observer()


def _is_far_away(folder: str) -> bool:
    path = f"{os.path.realpath(folder)}/"
    around = [mount for mount in _mounts() if path.startswith(f"{mount[0].rstrip('/')}/")]
    _, kind = max(around, key=lambda mount: len(mount[0]), default=("", ""))
    return kind.startswith(_FAR_AWAY)


def _mounts() -> Iterator[tuple[str, str]]:
    """The mount points and the types of their file systems. A name may have any bytes in it; those
    that would end a field or a line are written in octal digits."""
    try:
        lines = _MOUNTS.read_bytes().split(b"\n")
    except OSError:
        return
    for line in lines:
        _, *fields = line.split(b" ")
        if len(fields) > 1:
            where = _OCTAL.sub(lambda byte: bytes([int(byte[1], 8)]), fields[0])
            yield os.fsdecode(where), os.fsdecode(fields[1])


def _has_linked_folders(folder: str) -> bool:
    return any(
        os.path.islink(os.path.join(at, name))
        for at, folders, _ in os.walk(folder)
        for name in folders
    )


def _can_watch(folder: str) -> bool:
    trial = Observer()
    try:
        trial.schedule(FileSystemEventHandler(), folder, recursive=True)
        trial.start()
    except OSError:
        return False
    trial.stop()
    trial.join()
    return True
