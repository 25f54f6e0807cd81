"""The cache: what earlier builds made, kept in one file by key.

It is a convenience. Deleted, damaged, of another version, on a disk that is full or read-only, in
use by another build: then there is nothing to reuse, or nothing is kept, and all comes out the
same. What is read was written under the same key and is proven by a digest; it is data, never
code. To whoever reads a value of another shape than theirs, it is as if there were none.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from kernlog_site.incremental.digest import digest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_TABLE = "CREATE TABLE entries (key BLOB PRIMARY KEY, proof BLOB, zstd BLOB)"
_SCHEMA = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
_SIZES = "SELECT key, coalesce(length(zstd), 0) FROM entries ORDER BY rowid DESC"
_ROOM = 64 * 2**20
"""Bytes below which nothing is thrown away."""
_BATCH = 2 * 2**20
"""Bytes to gather before they are written."""
_WAIT = 2.0
"""Seconds to wait for another build that is writing."""
_DAMAGED = (sqlite3.DatabaseError, OverflowError, UnicodeError)


class Cache:
    """Compressed bytes by key, read one by one and written in batches.

    Without a path, or where the file cannot be used, it lasts as long as the object; `trouble` then
    says why. As a context manager it saves and closes.
    """

    def __init__(self, path: Path | None) -> None:
        self.trouble = ""
        self._path = path
        self._new: dict[bytes, bytes] = {}
        self._new_bytes = 0
        self._used: set[bytes] = set()
        self._has_grown = False
        self._connection: sqlite3.Connection | None = None
        with self._careful():
            self._connection = _connect(path) if path else None

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, key: bytes) -> bytes | None:
        """What was put under a key; None if nothing was, or if it cannot be trusted."""
        self._used.add(key)
        packed = self._new.get(key) or self._stored(key)
        try:
            return unpack(packed) if packed is not None else None
        except zstd.ZstdError:
            return None

    def needs(self, key: bytes) -> None:
        """Say that what is under a key is still of use, though nobody asks for it now."""
        self._used.add(key)

    def put(self, key: bytes, packed: bytes) -> None:
        """Keep what `pack` made."""
        self._used.add(key)
        self._has_grown = True
        self._new[key] = packed
        self._new_bytes += len(packed)
        if self._new_bytes > _BATCH:
            self.save()

    def save(self) -> None:
        """Write what was put since the last time. If that fails, it is still there for `get`."""
        rows = [(key, digest(key, packed), packed) for key, packed in self._new.items()]
        self._new_bytes = 0
        with self._careful():
            if self._connection is not None and rows:
                with self._connection as transaction:
                    transaction.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
                self._new.clear()

    def sweep(self) -> None:
        """Keep the file in proportion to the site: twice what was used, and newest first.

        That is looked at only when something was put: to count all that is in it takes a moment.
        """
        with self._careful():
            if self._connection is not None and self._has_grown:
                sizes = self._connection.execute(_SIZES).fetchall()
                room = max(_ROOM, 2 * sum(size for key, size in sizes if key in self._used))
                with self._connection as transaction:
                    gone = _beyond(room, sizes, self._used)
                    transaction.executemany("DELETE FROM entries WHERE key = ?", gone)

    def close(self) -> None:
        """Save, and let go of the file."""
        self.save()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def reopened(self) -> Iterator[None]:
        """The same once more, after it was closed."""
        with self._careful():
            self._connection = _connect(self._path) if self._path else None
        try:
            yield
        finally:
            self.close()

    def _stored(self, key: bytes) -> bytes | None:
        row = None
        with self._careful():
            if self._connection is not None:
                query = "SELECT proof, zstd FROM entries WHERE key = ?"
                row = self._connection.execute(query, (key,)).fetchone()
        if row is None or not all(isinstance(value, bytes) for value in row):
            return None
        proof, packed = row
        return packed if proof == digest(key, packed) else None

    @contextmanager
    def _careful(self) -> Iterator[None]:
        """Goes on without the file when it cannot be used, and without what is damaged in it."""
        try:
            yield
        except sqlite3.OperationalError as error:
            self._give_up(error)  # Locked, full, read-only: the file itself may be fine.
        except _DAMAGED as error:
            self._give_up(error)
            self._start_anew()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.trouble = str(error)
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _start_anew(self) -> None:
        try:
            assert self._path is not None
            self._path.unlink(missing_ok=True)
            self._connection = _connect(self._path)
            self.trouble = ""
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)


_COMPRESSOR = zstd.ZstdCompressor(level=1)
"""One for all: to make one takes a third of the time of packing a text."""


def pack(data: bytes) -> bytes:
    """Bytes as the cache keeps them."""
    return _COMPRESSOR.compress(data, mode=zstd.ZstdCompressor.FLUSH_FRAME)


def unpack(packed: bytes) -> bytes:
    """The bytes that were packed."""
    return zstd.decompress(packed)


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file that has what it should have, or an empty one. Raises `sqlite3.DatabaseError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_WAIT, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        # If the machine fails, what is damaged is noticed. Waiting for the disk would be in vain.
        connection.execute("PRAGMA synchronous = OFF")
        found = [sql for (sql,) in connection.execute(_SCHEMA)]
        if not found:
            connection.execute("PRAGMA auto_vacuum = FULL")
            connection.execute(_TABLE)
        elif found != [_TABLE]:
            raise sqlite3.DatabaseError("of another version")
    except BaseException:
        connection.close()
        raise
    return connection


def _beyond(
    room: int, sizes: Iterable[tuple[bytes, int]], used: set[bytes]
) -> Iterator[tuple[bytes]]:
    """The keys for which there is no room, given newest first; what was used goes before all."""
    room -= sum(size for key, size in sizes if key in used)
    for key, size in sizes:
        if key not in used:
            room -= size
            if room < 0:
                yield (key,)
