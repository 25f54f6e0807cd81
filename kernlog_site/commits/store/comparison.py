"""Two states of the commit store compared: the commits of which they say different things.

A store has hundreds of thousands of lines, of which a sync changes a few. So lines are compared as
bytes, and only commits with a line that differs are parsed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kernlog_site.commits.hashes import LONGER, SHORTER
from kernlog_site.commits.store.commit_lines import commit_of, is_plain, parsed
from kernlog_site.commits.store.form import form_in
from kernlog_site.commits.store.line_format import BEGIN, is_line
from kernlog_site.core.commit import Commit, CommitId
from kernlog_site.core.regular_files import decode

_HASH = slice(len(BEGIN), len(BEGIN) + SHORTER)
_BEHIND_HASH = b'", "'


@dataclass(frozen=True, slots=True)
class Difference:
    """A commit that two states of the store have, as each of them knows it."""

    before: Commit
    now: Commit


@dataclass(frozen=True, slots=True)
class Comparison:
    """The commits of which two states say different things, in the order of the later one.

    A commit that one of them lacks is none of these. `unread` are lines, among those that differ,
    that are no records of commits: how many the earlier state has, and the later one.
    """

    differences: tuple[Difference, ...]
    unread: tuple[int, int]


def compare(before: bytes, now: bytes) -> Comparison:
    """Compare two states of `commits.jsonl`. Of several lines on one commit the first counts."""
    if before == now:
        return Comparison((), (0, 0))
    earlier, later = before.split(b"\n"), now.split(b"\n")
    unlike = set(earlier) ^ set(later)
    hashes = {sha for line in unlike if (sha := _hash_in(line))}
    known, current = (_Reading.of(lines, hashes, unlike) for lines in (earlier, later))
    differences = tuple(
        Difference(known.commits[its_id], commit)
        for its_id, commit in current.commits.items()
        if its_id in known.commits and known.commits[its_id] != commit
    )
    return Comparison(differences, (known.unread, current.unread))


def lines_on(data: bytes, beginnings: Collection[bytes]) -> Iterator[bytes]:
    """The lines of a store on commits whose hashes begin so; beginnings are of one length."""
    length = len(next(iter(beginnings), b""))
    for line in data.split(b"\n"):
        if _hash_in(line)[:length] in beginnings:
            yield line


@dataclass(frozen=True, slots=True)
class _Reading:
    """What lines say of some commits, and how many lines could not be read."""

    commits: Mapping[CommitId, Commit]
    unread: int

    @classmethod
    def of(
        cls, lines: Iterable[bytes], hashes: Collection[bytes], unlike: Collection[bytes]
    ) -> _Reading:
        """Read the lines on commits with those hashes; of the others, whether those that are
        `unlike` can be read."""
        commits: dict[CommitId, Commit] = {}
        unread = 0
        # Nearly all lines are passed over here, by their first digits where sync writes them.
        digits = {sha[:SHORTER] for sha in hashes}
        for line in [
            line
            for line in lines
            if line in unlike or line[_HASH] in digits or not line.startswith(BEGIN)
        ]:
            sha = _hash_in(line)
            commit = _commit_in(line) if sha in hashes else None
            if commit:
                commits.setdefault(commit.id, commit)
            elif line in unlike and not _says_nothing(line):
                unread += 1
        return cls(commits, unread)


def _hash_in(line: bytes) -> bytes:
    """The hash of the commit that a line is about; empty if it is about none.

    It is read from its place, at which sync writes it, and sought only in other lines.
    """
    for length in (SHORTER, LONGER):
        end = len(BEGIN) + length
        if line.startswith(_BEHIND_HASH, end) and line.startswith(BEGIN):
            return line[len(BEGIN) : end]
    commit = _commit_in(line) if line else None
    return commit.sha.encode() if commit else b""


def _commit_in(line: bytes) -> Commit | None:
    """The commit of a line. Most lines are as sync writes them, which are quicker to read."""
    if line.isascii() and is_line(line) and is_plain(line):
        return parsed(line)
    text, _ = decode("", line)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return commit_of(record) if isinstance(record, dict) else None


def _says_nothing(line: bytes) -> bool:
    """Whether a line is empty, or the mark of a form."""
    return not line.strip() or form_in(decode("", line)[0]) is not None
