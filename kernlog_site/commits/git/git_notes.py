"""Notes in a clone, for `git log --notes=kernlog`: what articles say of its commits.

They are under a ref of their own, all of which is ours, and nothing else in the clone is touched.
git is asked what notes there are. If some differ, their tree is made anew, and the ref is changed
last; git refuses if somebody else changed it meanwhile. Names in the old tree may be anybody's:
they are compared and told, and go nowhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from shlex import quote

from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.packing import Pack, hash_of

REF = "refs/notes/kernlog"

_FORMAT = "%(refname)%00%(objectname)%00%(objecttype)%00%(symref)"
_NOTE = re.compile(r"(?:[0-9a-f]{2}/)*[0-9a-f]+")
"""The path of a note: its commit's hash, perhaps in folders."""

_MANY = 256
"""From so many notes on git looks for them in folders, by the first two digits."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between wanted notes and those of a clone, by the full hashes of commits.

    `missing` are commits that the clone does not have. `removed` has also the paths of what is no
    note of a commit, as they can be shown. `tip` is the last commit of notes, if there is one.
    """

    notes: Mapping[str, str]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    missing: tuple[str, ...]
    tip: str | None

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(clone: Clone, notes: Mapping[str, str]) -> Difference:
    """Compare the notes that commits are to have with those in the clone. Raises `GitFailed`."""
    objects = clone.find(sorted(notes))
    of_commits = {sha: notes[sha] for sha, found in objects.items() if found.kind == "commit"}
    tip = _tip(clone)
    stored = _stored_notes(clone, tip) if tip else {}
    return Difference(
        notes=of_commits,
        added=tuple(sha for sha in of_commits if sha not in stored),
        changed=tuple(
            s for s in of_commits if s in stored and stored[s] != [_blob(s, of_commits[s])]
        ),
        removed=tuple(_shown(name) for name in sorted(stored) if name not in of_commits),
        missing=tuple(sha for sha in objects if sha not in of_commits),
        tip=tip,
    )


def write(clone: Clone, difference: Difference, now: datetime) -> None:
    """Do what has to be done, in one commit; none if that is nothing. Raises `GitFailed`."""
    if not difference:
        return
    added, changed, removed = difference.added, difference.changed, difference.removed
    summary = f"{len(added)} added, {len(changed)} changed, {len(removed)} removed"
    pack = Pack(len(difference.tip or added[0]))
    for sha in (*added, *changed):
        pack.blob(difference.notes[sha].encode())
    tree = _tree(pack, difference.notes)
    commit = pack.commit(tree, difference.tip, "kernlog", now, summary)
    pack.hand_over(clone)
    clone.point(REF, commit.hex(), difference.tip)


def _tip(clone: Clone) -> str | None:
    """The last commit of notes, if there is one. Raises `GitFailed` if the ref is not ours."""
    for line in clone.run("for-each-ref", f"--format={_FORMAT}", REF).split("\n")[:-1]:
        name, sha, kind, leads_to = line.split("\0")
        if name != REF:  # below it, which git will not have beside it
            remedy = f"git update-ref -d {quote(name)}"
            raise GitFailed(f"The clone {clone.path} has a ref {name}. Remove it: {remedy}")
        if leads_to:
            fault, remedy = f"stands for {leads_to}", f"git symbolic-ref --delete {REF}"
        elif kind != "commit":
            fault, remedy = f"leads to a {kind} and no commit", f"git update-ref -d {REF}"
        else:
            return sha
        raise GitFailed(f"{REF} in the clone {clone.path} {fault}. Remove it: {remedy}")
    return None


def _stored_notes(clone: Clone, tip: str) -> dict[str, list[str]]:
    """The blobs of each note, by the hash of its commit; of what is no note, by its path. There is
    one of each, unless somebody else was at work."""
    blobs: dict[str, list[str]] = defaultdict(list)
    answer = clone.run("ls-tree", "-r", "-z", "--full-tree", tip, errors="surrogateescape")
    for entry in answer.split("\0")[:-1]:
        about, _, path = entry.partition("\t")
        sha = path.replace("/", "")
        is_note = _NOTE.fullmatch(path) and len(sha) == len(tip)
        blobs[sha if is_note else path].append(about.rpartition(" ")[2])
    return blobs


def _shown(path: str) -> str:
    """A path as one line of letters."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in path)


def _tree(pack: Pack, notes: Mapping[str, str]) -> bytes:
    """The hash of the tree of all notes, which is put into the pack."""
    blobs = {sha: hash_of(text.encode(), len(sha)) for sha, text in notes.items()}
    if len(blobs) < _MANY:
        return pack.tree({sha.encode(): blob for sha, blob in blobs.items()})
    folders: dict[str, dict[bytes, bytes]] = defaultdict(dict)
    for sha, blob in blobs.items():
        folders[sha[:2]][sha[2:].encode()] = blob
    return pack.tree_of_trees({name.encode(): pack.tree(f) for name, f in folders.items()})


def _blob(sha: str, text: str) -> str:
    """The hash under which the clone that has a commit keeps a text."""
    return hash_of(text.encode(), len(sha)).hex()
