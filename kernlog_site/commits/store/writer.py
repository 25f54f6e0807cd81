"""The files of the store as sync keeps them: every key of every line survives, known or not."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from kernlog_site.commits.store.form import MARK, ensure_known_form, form_in
from kernlog_site.core.atomic_write import Staged
from kernlog_site.core.regular_files import read_file

Record = dict[str, Any]
_K = TypeVar("_K", bound=Hashable)


class BrokenLedger(Exception):
    """Raised for a file that cannot be read, and therefore must not be written."""


class Ledger(Generic[_K]):
    """The lines of a JSON Lines file by key, in the order of which it is saved.

    `columns` are the keys of a line in the order in which they are written; those that are
    `optional` stand there only where there is a value, and vanish when it becomes null or an empty
    list. Two lines of one key, as a merge of two versions of the file leaves them, are one as soon
    as they do not contradict each other; until then both stay.

    Raises `BrokenLedger` for a file with a line that has no key, and `NewerForm` for one that a
    newer kernlog wrote. Saving replaces the file whole or not at all.
    """

    def __init__(
        self,
        path: Path,
        key: Callable[[Record], _K],
        columns: Sequence[str] = (),
        optional: Collection[str] = (),
    ) -> None:
        self.path = path
        self._key = key
        self._columns = list(columns)
        self._optional = frozenset(optional)
        self._before = _read(path)
        ensure_known_form(str(path), self._before)
        self._mark = b""
        self._records: dict[_K, list[Record]] = {}
        for number, line in enumerate(self._before.split(b"\n"), 1):
            if form_in(line.decode(errors="replace")) is not None:
                self._mark = MARK
            elif line.strip():
                record = self._record(line, number)
                key_of_line = key(record)
                self._records[key_of_line] = _together([*self.lines(key_of_line), record])

    def __contains__(self, key: _K) -> bool:
        return key in self._records

    def __iter__(self) -> Iterator[_K]:
        return iter(self._records)

    def get(self, key: _K) -> Record:
        """The first line of a key; an empty one if there is none."""
        return next(iter(self.lines(key)), {})

    def lines(self, key: _K) -> Sequence[Record]:
        """All lines of a key: one, none, or several that contradict each other."""
        return self._records.get(key, ())

    def contradictions(self) -> Iterator[tuple[_K, list[str]]]:
        """The keys that have several lines, and the columns in which those differ."""
        for key, (first, *others) in self._records.items():
            columns = dict.fromkeys(name for line in others for name in _differing(first, line))
            if columns:
                yield key, list(columns)

    @property
    def digest(self) -> str:
        """A fingerprint of the file as it was read or last saved."""
        return hashlib.sha256(self._before).hexdigest()

    @property
    def data(self) -> bytes:
        """The file as it was read or last saved."""
        return self._before

    def update(self, record: Mapping[str, Any]) -> None:
        """Add a line, or the new values of a line that is there."""
        self.amend(self._key(dict(record)), lambda line: {**line, **record})

    def amend(self, key: _K, change: Callable[[Record], Record]) -> None:
        """Change every line of a key; where there is none, an empty one."""
        lines = [self._with_values(change(line)) for line in self.lines(key) or ({},)]
        self._records[key] = _together(lines)

    def save(self) -> bool:
        """Write the file if it is to change; tells whether it did."""
        return save_together(self)

    def _changed(self) -> bytes | None:
        """The file as it is to be; None if it is so already."""
        keys: list[Any] = sorted(self._records)
        lines = [
            json.dumps(self._arranged(record), ensure_ascii=False)
            for key in keys
            for record in self._records[key]
        ]
        after = self._mark + "".join(f"{line}\n" for line in lines).encode()
        return None if after == self._before else after

    def _arranged(self, record: Record) -> Record:
        """The same keys in the same order on every line; unknown ones come last."""
        known = [name for name in self._columns if name in record]
        return {name: record[name] for name in (*known, *sorted(record.keys() - set(known)))}

    def _with_values(self, record: Record) -> Record:
        """A line without optional keys that have no value."""
        nothing = {
            n for n in self._optional & record.keys() if record[n] is None or record[n] == []
        }
        return {name: record[name] for name in record if name not in nothing}

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


def _together(lines: Sequence[Record]) -> list[Record]:
    """Lines of one key, put into one where they do not contradict each other."""
    merged = list(lines[:1])
    for line in lines[1:]:
        fitting = next((known for known in merged if not _differing(known, line)), None)
        if fitting is None:
            merged.append(line)
        else:
            fitting.update(line)
    return merged


def _differing(one: Record, other: Record) -> list[str]:
    """The columns that both lines have, with different values."""
    return [k for k in one if k in other and json.dumps(one[k]) != json.dumps(other[k])]


def _read(path: Path) -> bytes:
    """What is in a file; nothing where there is none. A link to nowhere is no such place."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return b""
    except OSError:
        pass  # told by whoever reads it
    try:
        return read_file(path)
    except OSError as error:
        message = f"{path}: The file cannot be read: {error.strerror}. Repair or remove it."
        raise BrokenLedger(message) from error


def save_together(*ledgers: Ledger[Any]) -> bool:
    """Write those files that are to change; tells whether any was.

    All are written beside the old ones before the first takes the place of an old one, so a full
    disk leaves every one as it was. Raises `OSError` that names the file.
    """
    staged: list[Staged] = []
    changed: list[tuple[Ledger[Any], bytes]] = []
    path = Path()
    try:
        for ledger in ledgers:
            path, data = ledger.path, ledger._changed()
            if data is not None:
                staged.append(Staged(path, data))
                changed.append((ledger, data))
        for file, (ledger, _) in zip(staged, changed, strict=True):
            path = ledger.path
            file.put()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        for file in staged:
            file.discard()
    for ledger, data in changed:
        ledger._before = data
    return bool(changed)
