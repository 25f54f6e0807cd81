"""Notes in a clone, for `git log --notes=kernlog`: what articles say of its commits.

They are under a ref of their own, all of which is ours, and nothing else in the clone is touched.
git is asked what notes there are; those that differ go in through one `fast-import`. It refuses if
somebody else changed the ref meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kernlog_site.commits.git import Clone

REF = "refs/notes/kernlog"


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done to the notes of a clone, by the full hashes of commits.

    `missing` are commits that the clone does not have. `removed` has the path of each note in the
    tree of notes, `tip` is their last commit, if there is one.
    """

    notes: Mapping[str, str]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: Mapping[str, str]
    missing: tuple[str, ...]
    tip: str | None

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(clone: Clone, notes: Mapping[str, str]) -> Difference:
    """Compare the notes that commits are to have with those in the clone. Raises `GitFailed`."""
    found = clone.find(sorted(notes))
    kind = clone.run("rev-parse", "--show-object-format").strip()
    wanted = {sha: notes[sha] for sha, its in found.items() if its.kind == "commit"}
    tip = clone.run("for-each-ref", "--format=%(objectname)", REF).strip() or None
    there = {path.replace("/", ""): (path, blob) for path, blob in _there(clone)} if tip else {}
    return Difference(
        notes=wanted,
        added=tuple(sha for sha in wanted if sha not in there),
        changed=tuple(s for s in wanted if s in there and there[s][1] != _blob(wanted[s], kind)),
        removed={sha: path for sha, (path, _) in sorted(there.items()) if sha not in wanted},
        missing=tuple(sha for sha in found if sha not in wanted),
        tip=tip,
    )


def write(clone: Clone, difference: Difference, now: datetime) -> None:
    """Do what has to be done, in one commit; none if that is nothing. Raises `GitFailed`."""
    if difference:
        clone.run("fast-import", "--quiet", "--done", given=list(_stream(difference, now)))


def _there(clone: Clone) -> Iterator[tuple[str, str]]:
    """The path of every note, which is its commit's hash, perhaps in folders; and its blob."""
    for entry in clone.run("ls-tree", "-r", "-z", "--full-tree", REF).split("\0")[:-1]:
        about, _, path = entry.partition("\t")
        yield path, about.rpartition(" ")[2]


def _stream(difference: Difference, now: datetime) -> Iterator[str]:
    """The commit in the language of fast-import."""
    added, changed, removed = difference.added, difference.changed, difference.removed
    yield f"commit {REF}"
    yield f"committer kernlog <> {int(now.timestamp())} +0000"
    yield _data(f"{len(added)} added, {len(changed)} changed, {len(removed)} removed\n")
    if difference.tip:
        yield f"from {difference.tip}"
    for path in removed.values():
        yield f"D {path}"
    for sha in sorted((*added, *changed)):
        yield f"N inline {sha}"
        yield _data(difference.notes[sha])
    yield "done"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"


def _blob(text: str, kind: str) -> str:
    """The hash under which git keeps a text, of the kind that the repository names objects by."""
    data = text.encode()
    return hashlib.new(kind, b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()
