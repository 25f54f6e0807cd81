"""The commits of the store as they were before the last sync that changed them.

Where a site is in no repository, that is all there is to compare the store with.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kernlog_site.core.atomic_write import replace_file
from kernlog_site.core.regular_files import read_file

_FILE = "commits-before.jsonl"


class PreviousStore(NamedTuple):
    """What a sync read before it wrote something else, and when that was."""

    data: bytes
    replaced: datetime


def keep_previous(cache: Path, data: bytes) -> None:
    """Keep what a sync read, if there is a place to; what an earlier one read is gone then."""
    try:
        replace_file(cache / _FILE, data)
    except OSError:
        with suppress(OSError):
            (cache / _FILE).unlink()


def previous_store(cache: Path) -> PreviousStore | None:
    """What the last sync that changed something read; None if nothing is known of it."""
    try:
        data, status = read_file(cache / _FILE), (cache / _FILE).stat()
        return PreviousStore(data, datetime.fromtimestamp(status.st_mtime, UTC))
    except OSError:
        return None
