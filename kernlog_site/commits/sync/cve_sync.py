"""The CVEs of the store: read from a clone of the CNA's repository, beside the sync of trees.

Reading the records takes seconds and needs nothing of the trees but which hashes are cited, so it
goes on at the same time. What it found is put into the store when that has all commits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from kernlog_site.commits.followups.cve_clone import CveClone
from kernlog_site.commits.followups.cve_records import (
    CveRecord,
    CveRecords,
    located,
    number_of,
    read_records,
)
from kernlog_site.commits.git.client import GitFailed, clone_at
from kernlog_site.commits.hashes import is_full
from kernlog_site.commits.store.commit_lines import MALFORMED, time_of
from kernlog_site.commits.store.writer import Ledger, Record
from kernlog_site.commits.sync.tree_sync import Report, Say
from kernlog_site.core.atomic_write import replace_file
from kernlog_site.core.commit import FIXED, INTRODUCED

_SHOWN = 3
"""Lines that cannot be read to name: who keeps the records has to mend them."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a clone says at a revision of the CVEs of some commits, or why it cannot be read."""

    revision: str = ""
    records: CveRecords = field(default_factory=CveRecords)
    published: Mapping[str, datetime] = field(default_factory=dict)
    failure: str = ""


class CveSync:
    """The sync of the key `cves` of all lines of a ledger, which begins to read at once.

    `clone` is the path of the clone, absolute or from `root`, `memory` the file that keeps the
    revision that was read last, `cited` the hashes that the content cites, abbreviated or not.
    """

    def __init__(
        self,
        clone: str,
        root: Path,
        memory: Path,
        commits: Ledger[tuple[str, str]],
        cited: Iterable[str],
    ) -> None:
        self._clone = clone
        self._root = root
        self._memory = memory
        self._commits = commits
        self._dates = dict(_dates(commits))
        self._of_interest = OfInterest([*(sha for sha, _ in commits), *cited])
        pool = ThreadPoolExecutor(1)
        self._reading: Future[_Found] = pool.submit(self._read)
        pool.shutdown(wait=False)

    def put(self, report: Report, say: Say) -> None:
        """Put what was read into the ledger. What cannot be read now stays as the store has it."""
        say("reading the CVEs of commits")
        found = self._reading.result()
        if found.failure:
            warning = f"CVEs could not be read, and those in the store stay. {found.failure}"
            report.warnings.append(warning)
            return
        report.warnings += _unreadable(found.records)
        named = found.records.by_commit()
        numbers: set[str] = set()
        for key in self._commits:
            entries = entries_of(key[0], named.get(key[0], ()), found.published)
            entries += self._unsettled(key, entries, found.records)
            entries.sort(key=lambda entry: number_of(str(entry["id"])))
            numbers.update(str(entry["id"]) for entry in entries)
            self._commits.update({"sha": key[0], "tree": key[1], "cves": entries})
        report.cves = len(numbers)

    def _unsettled(
        self, key: tuple[str, str], now: Iterable[Record], records: CveRecords
    ) -> list[Record]:
        """What the store has of CVEs whose record is not there, as in an older revision, or cannot
        be read whole, and what was not read again."""
        known = {(entry["id"], entry["role"]) for entry in now}
        return [
            entry
            for entry in stored_entries(self._commits.get(key))
            if entry["id"] not in records.settled and (entry["id"], entry.get("role")) not in known
        ]

    def remember(self) -> None:
        """Keep the revision for the next sync, now that the store has what it says."""
        revision = self._reading.result().revision
        if revision:
            try:
                replace_file(self._memory, f"{revision}\n".encode())
            except OSError:
                return  # the next sync asks the whole history for dates again

    def _read(self) -> _Found:
        try:
            clone = CveClone.of(clone_at(self._root, self._clone))
            records = read_records(clone.lines(), self._of_interest)
            return _Found(clone.revision, records, self._published(clone, records))
        except GitFailed as error:
            return _Found(failure=str(error))

    def _published(self, clone: CveClone, records: CveRecords) -> Mapping[str, datetime]:
        """When each CVE was published: as the store says, else as what came since the last sync
        does, else as the whole history does, which takes long."""
        dates = self._dates
        for since in dict.fromkeys([self._last_revision(clone), ""]):
            if not records.by_id.keys() <= dates.keys():
                dates = {**clone.published(since), **dates}
        return dates

    def _last_revision(self, clone: CveClone) -> str:
        """The revision of the last sync, if there was one and the clone still has it."""
        try:
            revision = self._memory.read_text(errors="replace").strip()
        except OSError:
            return ""
        if not is_full(revision):
            return ""
        return revision if clone.clone.find([revision])[revision].kind == "commit" else ""


def entries_of(
    sha: str, records: Iterable[CveRecord], published: Mapping[str, datetime]
) -> list[Record]:
    """The key `cves` of the line of a commit, given by full hash, from the records that name it."""
    entries = []
    for record in records:
        for role, versions in (
            (INTRODUCED, record.introduced_by(sha)),
            (FIXED, record.fixed_by(sha)),
        ):
            if versions is not None:
                entry: Record = {"id": record.id, "role": role, "fixed_in": versions}
                if record.id in published:
                    entry["published"] = published[record.id].isoformat()
                if record.score is not None:
                    entry["score"] = record.score
                entries.append(entry)
    return entries


class OfInterest:
    """Whether a full hash is one of those that are asked for by all or some of their digits."""

    def __init__(self, asked: Iterable[str]) -> None:
        self._by_length: dict[int, set[str]] = defaultdict(set)
        for digits in asked:
            self._by_length[len(digits)].add(digits)

    def __call__(self, sha: str) -> bool:
        """Whether it is."""
        return any(sha[:length] in digits for length, digits in self._by_length.items())


def _dates(commits: Ledger[tuple[str, str]]) -> Iterator[tuple[str, datetime]]:
    """When CVEs were published, as far as the lines of the store say so."""
    for key in commits:
        for entry in stored_entries(commits.get(key)):
            try:
                yield str(entry["id"]), time_of(entry["published"])
            except MALFORMED:
                continue


def stored_entries(line: Record) -> list[Any]:
    """The entries of a stored `cves`, as far as they are any."""
    entries = line.get("cves")
    return (
        [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    )


def _unreadable(records: CveRecords) -> Iterator[str]:
    """A sentence about the lines that could not be read, if there are any."""
    if records.broken:
        count = len(records.broken)
        named = "; ".join(islice(located(records.broken), _SHOWN))
        more = f"; and {count - _SHOWN} more" if count > _SHOWN else ""
        yield (
            f"Lines of the records of CVEs could not be read and do not count: {named}{more}. "
            "Fetch the newest ones, or tell the kernel's CNA."
        )
