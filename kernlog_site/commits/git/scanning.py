"""What a whole history says: its ends, its messages of a kind, its commits of a subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kernlog_site.commits.git.client import Clone

_BEGINNING = 100
_AT_ONCE = 250
"""So many subjects are looked for at once, each by so many letters of its beginning."""


def tips(clone: Clone) -> dict[str, str]:
    """The commits that HEAD and the version tags lead to, by name: the ends of what is read."""
    found = {facts.tag.name: facts.commit for facts in clone.tags()}
    answer = clone.run("cat-file", "--batch-check=%(objectname)", given=["HEAD^{commit}"]).strip()
    if not answer.endswith("missing"):
        found["HEAD"] = answer
    return found


def is_shallow(clone: Clone) -> bool:
    """Whether the clone lacks the older part of its history."""
    return clone.run("rev-parse", "--is-shallow-repository").strip() == "true"


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


def with_subjects(
    clone: Clone, ends: Sequence[str], subjects: Sequence[str]
) -> Mapping[str, list[tuple[int, str]]]:
    """The commits of each subject: committer time in seconds and hash."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    if not ends:
        return found
    for first in range(0, len(subjects), _AT_ONCE):
        wanted = set(subjects[first : first + _AT_ONCE])
        # Arguments have to be short, while a subject may be of any length.
        beginnings = sorted({subject[:_BEGINNING] for subject in wanted})
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
            if subject in wanted:
                found[subject].append((int(committed or 0), sha))
    return found


def brought_in(clone: Clone, merge: str, base: str) -> list[str]:
    """The commits that a merge brought to what was there before, oldest last."""
    known = clone.find([merge, base])
    if any(what.kind != "commit" for what in known.values()):
        return []
    ends = [str(known[merge].sha), f"^{known[base].sha}"]
    return clone.run("rev-list", "--stdin", given=ends).split()
