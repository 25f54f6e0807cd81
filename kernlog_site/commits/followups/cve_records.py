"""The records of the kernel's CNA as text: which commits introduced and which fixed a CVE.

    cve/published/2024/CVE-2024-57974.dyad
    2.6.33:30fff9231fad...:6.12.13:4f8344fce91c...   vulnerable version and commit, fixed ones
    6.4.8:cd6673393239...:0:0                        not fixed there;   0:0:... since ever
    cve/published/2024/CVE-2024-57974.sha1           the fixes in mainline, one a line
    cve/published/2024/CVE-2024-57974.cvss           ... CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/...

Source: `tools/cve_utils/src/dyad.rs` and `cve/README` in the CNA's repository.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from kernlog_site.commits.hashes import is_full

REJECTED = "cve/rejected/"
"""The folder of numbers that were given and taken back."""

_NUMBER = r"CVE-[0-9]{4}-[0-9]{4,19}"
_FILE = re.compile(rf"(?:.*/)?(?P<id>{_NUMBER})\.(?P<kind>dyad|sha1|cvss)")
_VECTOR = re.compile(r"CVSS:(?P<version>[34])\.\d/\S+")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:-rc[0-9]+)?")
_LONGEST = 160
"""Letters of a line to show."""
_FIELDS = 4
_BEFORE_GIT = "1da177e4c3f41524e886b7f1b8a0c1fc7321cac2"
"""Linux-2.6.12-rc2, with which the history begins: it is charged with all that is older."""
_NONE = "0"
"""Stands for a version and for a commit that there is not: since ever, or not fixed yet."""


class RecordLine(NamedTuple):
    """A line of one of the files: its path, its number, its text."""

    path: str
    number: int
    text: str


class Dyad(NamedTuple):
    """A commit that made a branch vulnerable, and the version with the commit that fixed it there.

    Hashes are full; what there is not is empty.
    """

    vulnerable: str
    fixed_version: str
    fixed: str


@dataclass(slots=True)
class CveRecord:
    """What the CNA says of one CVE. `fixes` are the full hashes of those in mainline."""

    id: str
    dyads: list[Dyad] = field(default_factory=list)
    fixes: list[str] = field(default_factory=list)
    score: float | None = None

    @property
    def commits(self) -> set[str]:
        """The full hashes of all commits that it names."""
        hashes = {sha for dyad in self.dyads for sha in (dyad.vulnerable, dyad.fixed)}
        return (hashes | set(self.fixes)) - {""}

    def introduced_by(self, sha: str) -> list[str] | None:
        """The versions in which the fault of a commit is fixed; None if it is not its fault.

        They are those of the branches that got it from this very commit. Where those have no fix,
        as of a commit of a stable tree, they are those of all branches.
        """
        dyads = [dyad for dyad in self.dyads if dyad.vulnerable == sha]
        return (_versions(dyads) or _versions(self.dyads)) if dyads else None

    def fixed_by(self, sha: str) -> list[str] | None:
        """The versions in which it is fixed, if a commit is one of the fixes; else None."""
        is_fix = sha in self.fixes or any(dyad.fixed == sha for dyad in self.dyads)
        return _versions(self.dyads) if is_fix else None


@dataclass(slots=True)
class CveRecords:
    """Records by the number of the CVE, and the lines that could not be read, with the reason."""

    by_id: dict[str, CveRecord] = field(default_factory=dict)
    broken: list[tuple[RecordLine, str]] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    """The CVEs of which all is said: their records can be read whole, or they were rejected."""

    def by_commit(self) -> Mapping[str, list[CveRecord]]:
        """The records that name each commit, in the order of their numbers."""
        named: dict[str, list[CveRecord]] = {}
        for record in sorted(self.by_id.values(), key=lambda record: number_of(record.id)):
            for sha in record.commits:
                named.setdefault(sha, []).append(record)
        return named


def read_records(
    lines: Iterable[RecordLine], concerns: Callable[[str], bool] = lambda _: True
) -> CveRecords:
    """The records in lines, of which those of one CVE and folder stand together.

    Only CVEs that name a commit that `concerns` somebody are kept, and none of which there is a
    file in the folder of those that were rejected. What two files say of one CVE is put together.
    """
    records = CveRecords()
    rejected, unsettled = set(), set()
    for (cve, is_rejected), of_cve in groupby(lines, key=lambda line: _about(line.path)):
        records.settled.add(cve)
        if is_rejected:
            rejected.add(cve)
        elif cve:
            record = CveRecord(cve)
            broken = [(line, reason) for line in of_cve if (reason := _add(record, line))]
            records.broken += broken
            unsettled |= {cve} if broken else set()
            if any(map(concerns, record.commits)):
                known = records.by_id.setdefault(cve, record)
                if known is not record:
                    _merge(known, record)
    for cve in rejected & records.by_id.keys():
        del records.by_id[cve]
    records.settled -= unsettled - rejected
    return records


def is_number(text: object) -> bool:
    """Whether a text is the number of a CVE."""
    return isinstance(text, str) and re.fullmatch(_NUMBER, text) is not None


def number_of(cve: str) -> tuple[int, ...]:
    """The year and the number of a CVE, to sort by."""
    return tuple(map(int, cve.split("-")[1:]))


def _add(record: CveRecord, line: RecordLine) -> str:
    """Add a line to a record; gives the reason if it cannot be read."""
    text = line.text.strip()
    kind = _file(line.path)[1]
    if not text or text.startswith("#"):
        return ""
    if kind == "cvss":
        vector = _VECTOR.search(text)
        record.score = _score(vector[0]) if vector and record.score is None else record.score
        return ""
    if kind == "sha1":
        return _add_fix(record, text)
    return _add_dyad(record, text)


def _add_fix(record: CveRecord, text: str) -> str:
    if not is_full(text):
        return "is no full hash"
    record.fixes.append(text)
    return ""


def _add_dyad(record: CveRecord, text: str) -> str:
    fields = text.split(":")
    if len(fields) != _FIELDS:
        return f"has {len(fields)} fields, not {_FIELDS}"
    vulnerable_version, vulnerable, fixed_version, fixed = fields
    for version in (vulnerable_version, fixed_version):
        if not _VERSION.fullmatch(version):
            return f"has no version in '{_short(version)}'"
    for sha in (vulnerable, fixed):
        if sha != _NONE and not is_full(sha):
            return f"has no full hash in '{_short(sha)}'"
    is_fixed = _NONE not in (fixed_version, fixed)
    record.dyads.append(
        Dyad(
            "" if vulnerable in (_NONE, _BEFORE_GIT) else vulnerable,
            fixed_version if is_fixed else "",
            fixed if is_fixed else "",
        )
    )
    return ""


def _merge(known: CveRecord, other: CveRecord) -> None:
    """Add what a second folder says of the same CVE."""
    known.dyads += other.dyads
    known.fixes += other.fixes
    known.score = other.score if known.score is None else known.score


def _versions(dyads: Iterable[Dyad]) -> list[str]:
    """The versions with a fix, oldest first, each once."""
    return sorted({dyad.fixed_version for dyad in dyads} - {""}, key=_numbers)


def _numbers(version: str) -> tuple[list[int], str]:
    """The sort key of a version: a candidate comes before its release."""
    release, _, candidate = version.partition("-rc")
    numbers = [int(digits) for digits in re.findall(r"\d+", release)]
    return numbers, f"{candidate:0>4}" if candidate else "~"


@lru_cache(maxsize=4096)
def _file(path: str) -> tuple[str, str]:
    """The CVE that a file is about, and its kind; both empty for any other file."""
    match = _FILE.fullmatch(path)
    return (match["id"], match["kind"]) if match else ("", "")


def _about(path: str) -> tuple[str, bool]:
    """The CVE that a file is about, if any, and whether its number was taken back."""
    return _file(path)[0], path.startswith(REJECTED)


def _score(vector: str) -> float | None:
    """The base score of a vector, 0 to 10; None if it is none."""
    from cvss import CVSS3, CVSS4  # noqa: PLC0415 - only a sync needs it
    from cvss.exceptions import CVSSError  # noqa: PLC0415

    kind = CVSS3 if vector.startswith("CVSS:3") else CVSS4
    try:
        return float(kind(vector).base_score)
    except CVSSError:
        return None


def located(broken: Iterable[tuple[RecordLine, str]]) -> Iterator[str]:
    """Each broken line with its place, for a message."""
    for line, reason in broken:
        text = _short(line.text.strip())
        yield f"{line.path}:{line.number}: the line {text!r} {reason}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
