"""The files of the store as sync keeps them: every key of every line survives, known or not."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from kernlog_site.commits.staging import stage

Record = dict[str, Any]
_K = TypeVar("_K", bound=Hashable)


class BrokenLedger(Exception):
    """Raised for a file that cannot be read, and therefore must not be written."""


class Ledger(Generic[_K]):
    """The lines of a JSON Lines file by key, in the order of which it is saved.

    `columns` are the keys of a line in the order in which they are written.

    Raises `BrokenLedger` for a file with a line that has no key. Saving replaces the file whole or
    not at all.
    """

    def __init__(
        self, path: Path, key: Callable[[Record], _K], columns: Sequence[str] = ()
    ) -> None:
        self.path = path
        self._key = key
        self._columns = list(columns)
        self._before = path.read_bytes() if path.exists() else b""
        self._records: dict[_K, Record] = {}
        for number, line in enumerate(self._before.split(b"\n"), 1):
            if line.strip():
                record = self._record(line, number)
                self._records.setdefault(key(record), {}).update(record)

    def __contains__(self, key: _K) -> bool:
        return key in self._records

    def __iter__(self) -> Iterator[_K]:
        return iter(self._records)

    def get(self, key: _K) -> Record:
        """The line of a key; an empty one if there is none."""
        return self._records.get(key, {})

    @property
    def digest(self) -> str:
        """A fingerprint of the file as it was read or last saved."""
        return hashlib.sha256(self._before).hexdigest()

    def update(self, record: Mapping[str, Any]) -> None:
        """Add a line, or the new values of a line that is there."""
        key = self._key(dict(record))
        self._records[key] = {**self._records.get(key, {}), **record}

    def save(self) -> bool:
        """Write the file if it is to change; tells whether it did."""
        return save_together(self)

    def _changed(self) -> bytes | None:
        """The file as it is to be; None if it is so already."""
        lines = [
            json.dumps(self._arranged(record), ensure_ascii=False)
            for record in sorted(self._records.values(), key=self._sortable)
        ]
        after = "".join(f"{line}\n" for line in lines).encode()
        return None if after == self._before else after

    def _arranged(self, record: Record) -> Record:
        """The same keys in the same order on every line; unknown ones come last."""
        known = [name for name in self._columns if name in record]
        return {name: record[name] for name in (*known, *sorted(record.keys() - set(known)))}

    def _sortable(self, record: Record) -> Any:
        return self._key(record)

    def _record(self, line: bytes, number: int) -> Record:
        try:
            record = json.loads(line.decode("utf-8"))
            self._key(record)
            if b"\\ud" in line.lower():  # half a surrogate pair could not be written again
                json.dumps(record, ensure_ascii=False).encode()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BrokenLedger(
                f"{self.path}:{number}: The line is no record of the store. Restore the file from "
                "version control; it is left as it is."
            ) from error
        assert isinstance(record, dict)
        return record


def save_together(*ledgers: Ledger[Any]) -> bool:
    """Write those files that are to change; tells whether any was.

    All are written beside the old ones before the first takes the place of an old one, so a full
    disk leaves every one as it was. Raises `OSError` that names the file.
    """
    staged: list[tuple[Path, Path]] = []
    written: list[tuple[Ledger[Any], bytes]] = []
    try:
        for ledger in ledgers:
            data = ledger._changed()
            if data is not None:
                path = ledger.path.resolve()  # a link stays one
                staged.append((stage(path, data), path))
                written.append((ledger, data))
        for temporary, path in staged:
            os.replace(temporary, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(ledger.path)) from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    for ledger, data in written:
        ledger._before = data
    return bool(written)
