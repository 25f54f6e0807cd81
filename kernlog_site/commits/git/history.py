"""The history of a clone: its ends, the ranges in it, and what its messages say.

A range comes from a command line, so its ends reach git through standard input only; what git is
given as arguments are the full hashes that it answered.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kernlog_site.commits.git.client import Clone, GitFailed, TagFacts

HEAD = "HEAD"
"""What is checked out, among the ends of a history."""

_BEGINNING = 100
_BODIES_AT_ONCE = 10_000
_AT_ONCE = 250
"""So many subjects are looked for at once, each by so many letters of its beginning."""


@dataclass(frozen=True, slots=True)
class RevisionRange:
    """The commits of `end` that `start` lacks. Hashes are full and those of commits.

    Names are as written: a tag, a branch, a hash.
    """

    start_sha: str
    end_sha: str
    start_name: str
    end_name: str

    def __str__(self) -> str:
        return f"{self.start_name}..{self.end_name}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A clone, with what is asked of it once: version tags, the ends of its history, its depth.

    `tags` are oldest first; `ends` are the full hashes of the commits that HEAD and the version
    tags lead to, by name. Of a shallow clone the older part of the history is missing.
    """

    clone: Clone
    tags: tuple[TagFacts, ...]
    ends: Mapping[str, str]
    is_shallow: bool

    @classmethod
    def of(cls, clone: Clone) -> Snapshot:
        """The clone as it is now. Raises `GitFailed`."""
        tags = tuple(clone.tags())
        ends = {facts.tag.name: facts.commit for facts in tags}
        (head,) = clone.find([f"{HEAD}^{{commit}}"]).values()
        if head.sha is not None:
            ends[HEAD] = head.sha
        depth = clone.run("rev-parse", "--is-shallow-repository").strip()
        return cls(clone, tags, ends, depth == "true")

    @property
    def tips(self) -> list[str]:
        """The full hashes at the ends of the history, each once and in order."""
        return sorted(set(self.ends.values()))


def revisions(clone: Clone, text: str) -> RevisionRange:
    """The range that `A..B` stands for.

    Raises `GitFailed` if it is no range, an end is no commit of the clone, or there is nothing
    between them; it says which, and what to do.
    """
    start, dots, end = text.partition("..")
    if not dots or end.startswith("."):
        raise GitFailed(f"{text!r} is no range. {_example(clone)}")
    for name in (start, end):
        _check_name(clone, name, text)
    # Each end as it is written, for messages, and the commit it leads to.
    names = [f"{name}{peeled}" for name in (start, end) for peeled in ("", "^{commit}")]
    answers = clone.run("cat-file", "--batch-check=%(objectname) %(objecttype)", given=names).split(
        "\n"
    )
    ends = RevisionRange(
        _commit(clone, start, answers[0], answers[1]),
        _commit(clone, end, answers[2], answers[3]),
        start,
        end,
    )
    _check_order(clone, ends)
    return ends


def _example(clone: Clone) -> str:
    return f"Write it as two tags: {clone.versions.range_example}."


def _check_name(clone: Clone, name: str, text: str) -> None:
    """Refuse what could not be a line of its own on git's standard input."""
    if not name:
        raise GitFailed(f"{text!r} has one end only. {_example(clone)}")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise GitFailed(
            f"{name!r} names no revision: it has a control character. {_example(clone)}"
        )
    if name.startswith("-"):
        raise GitFailed(f"'{name}' is an option, not a revision. {_example(clone)}")


def _commit(clone: Clone, name: str, itself: str, peeled: str) -> str:
    """The commit an end leads to, from two answers of `cat-file`: hash or name, and kind."""
    sha, _, kind = peeled.rpartition(" ")
    if kind == "commit":
        return sha
    own_kind = itself.rpartition(" ")[2]
    if "ambiguous" in (own_kind, kind):
        raise GitFailed(f"'{name}' is ambiguous in the clone {clone.path}. Write more digits.")
    if own_kind == "missing":
        raise GitFailed(
            f"The clone {clone.path} has no '{name}'. Fetch it: git fetch --tags; or check how it "
            "is written."
        )
    kind_in_words = (
        "tag that leads to no commit" if own_kind == "tag" else f"{own_kind}, not a commit"
    )
    raise GitFailed(f"'{name}' is a {kind_in_words}. {_example(clone)}")


def _check_order(clone: Clone, ends: RevisionRange) -> None:
    if ends.start_sha == ends.end_sha:
        raise GitFailed(
            f"The range {ends} is empty: both ends are commit {ends.end_sha[:12]}. Choose an "
            "earlier start or a later end."
        )
    # One commit is enough to know that there are any.
    if not clone.run("rev-list", "--max-count=1", f"{ends.start_sha}..{ends.end_sha}"):
        raise GitFailed(
            f"The range {ends} is the wrong way round: {ends.start_name} has all of "
            f"{ends.end_name}. Write {ends.end_name}..{ends.start_name}."
        )


def messages(
    clone: Clone, ends: Sequence[str], since: Sequence[str], words: Sequence[str]
) -> Iterator[tuple[str, int, str, str]]:
    """Hash, committer time in seconds, subject and body of the commits whose message has a word.

    Case does not count. What `since` has is left out.
    """
    if not ends:
        return
    fields = iter(
        clone.run(
            "log",
            "--stdin",
            "--no-merges",  # whose messages repeat those of others
            "--fixed-strings",  # a third faster than an expression
            "--regexp-ignore-case",
            *(f"--grep={word}" for word in words),
            "-z",
            "--format=tformat:%H%x00%ct%x00%s%x00%b",
            given=[*ends, *(f"^{sha}" for sha in since)],
        ).split("\0")
    )
    for sha, committed, subject, body in zip(*[fields] * 4, strict=False):
        yield sha, int(committed or 0), subject, body


def bodies(clone: Clone, hashes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The bodies of messages, by the full hashes of commits. Git is asked about some thousand at
    once: of hundreds of thousands the answer would be too large."""
    for first in range(0, len(hashes), _BODIES_AT_ONCE):
        now = hashes[first : first + _BODIES_AT_ONCE]
        options = ("--no-walk=unsorted", "--stdin", "-z", "--format=tformat:%H%x00%b")
        fields = iter(clone.run("log", *options, given=now).split("\0"))
        yield from zip(*[fields] * 2, strict=False)


def outside(clone: Clone, hashes: Collection[str], ends: Sequence[str]) -> frozenset[str]:
    """Those of the commits that the history of `ends` lacks, whether the clone has them or not.

    All are given by full hash.
    """
    objects = clone.find(sorted(hashes))
    present = [sha for sha, found in objects.items() if found.kind == "commit"]
    given = [*present, *(f"^{sha}" for sha in ends)] if present else []
    beyond = {*clone.ask_at_length("rev-list", "--stdin", given=given)}
    return frozenset(sha for sha in hashes if sha in beyond or objects[sha].kind != "commit")


def with_subjects(
    clone: Clone, ends: Sequence[str], subjects: Sequence[str]
) -> Mapping[str, list[tuple[int, str]]]:
    """The commits of each subject: committer time in seconds and hash."""
    commits: dict[str, list[tuple[int, str]]] = defaultdict(list)
    if not ends:
        return commits
    for first in range(0, len(subjects), _AT_ONCE):
        subjects_now = set(subjects[first : first + _AT_ONCE])
        # Arguments have to be short, while a subject may be of any length.
        beginnings = sorted({subject[:_BEGINNING] for subject in subjects_now})
        fields = iter(
            clone.run(
                "log",
                "--stdin",
                "--fixed-strings",
                *(f"--grep={beginning}" for beginning in beginnings),
                "-z",
                "--format=tformat:%H%x00%ct%x00%s",
                given=ends,
            ).split("\0")
        )
        for sha, committed, subject in zip(*[fields] * 3, strict=False):
            if subject in subjects_now:
                commits[subject].append((int(committed or 0), sha))
    return commits


def brought_in(clone: Clone, merge: str, base: str) -> list[str]:
    """The commits that a merge brought to what was there before, oldest last."""
    objects = clone.find([merge, base])
    if any(found.kind != "commit" for found in objects.values()):
        return []
    ends = [str(objects[merge].sha), f"^{objects[base].sha}"]
    return clone.run("rev-list", "--stdin", given=ends).split()
