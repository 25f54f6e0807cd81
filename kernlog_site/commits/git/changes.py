"""Diffs: of commits against their first parents, and of the two ends of a range.

Commits reach git as the full hashes that it answered, and paths letter for letter behind `--`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.history import RevisionRange

FOUND, LIMITED, OFF = "found", "limited", "off"
"""What became of renamed files. `limited`: there were so many that git, by its default, found only
those that kept their content or, more or less, their name."""

_RENAME_LIMIT = 1000
_PINNED = (
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--diff-algorithm=myers",
    "--ignore-submodules=none",
    f"-l{_RENAME_LIMIT}",
)
"""Options of every diff: git's defaults, that of renames since 2.34, whatever is configured."""

_SHORTSTAT = re.compile(
    r"""\s(?P<files>\d+)\ files?\ changed
        (?:,\ (?P<insertions>\d+)\ insertions?\(\+\))?
        (?:,\ (?P<deletions>\d+)\ deletions?\(-\))?\s*""",
    re.VERBOSE,
)

_FIELDS = "tformat:%H%x00%h%x00%an%x00%s"


@dataclass(frozen=True, slots=True)
class Change:
    """A commit with its diff against its first parent: files, lines added and removed.

    A renamed file counts as one and has its new name; a binary file counts no lines; a merge has
    neither files nor lines. `abbreviation` has twelve digits, or as many as are unambiguous.
    """

    sha: str
    subject: str
    author: str
    files: tuple[str, ...]
    insertions: int
    deletions: int
    abbreviation: str

    @property
    def lines(self) -> int:
        """The number of lines added and removed."""
        return self.insertions + self.deletions


@dataclass(frozen=True, slots=True)
class Comparison:
    """The diff of the two ends of a range in figures. `renames` is `found`, `limited` or `off`."""

    files: int = 0
    insertions: int = 0
    deletions: int = 0
    renames: str = FOUND


def changes(  # noqa: PLR0913 - each is a filter of its own
    clone: Clone,
    ends: RevisionRange,
    *,
    merges: bool = False,
    paths: Sequence[str] = (),
    grep: str | None = None,
    author: str | None = None,
    renames: bool = True,
) -> Iterator[Change]:
    """The commits of a range, oldest first, those of one branch together.

    `paths` are files and folders, letter for letter from the root of the tree, and select commits
    as `git log` does; the commits selected come with all their files. `grep` and `author` are
    extended regular expressions that ignore case. `renames` is whether files that moved are found.
    Git is asked once, and the answer, some 200 bytes a commit, is kept as it came; a `Change` is
    made when it is its turn. Raises `GitFailed`, for example for a broken expression.
    """
    selections = [f"--grep={grep}"] if grep is not None else []
    selections += [f"--author={author}"] if author is not None else []
    if any("\0" in text for text in (*selections, *paths)):
        raise GitFailed("A path or pattern contains a NUL character. Leave it out.")
    if "" in paths:
        raise GitFailed("A path is empty. Leave it out for all files.")
    answer = clone.run(
        "--literal-pathspecs",
        "log",
        "--topo-order",
        "--reverse",
        *(() if merges else ("--no-merges",)),
        "--extended-regexp",
        "--regexp-ignore-case",
        *selections,
        "--full-diff",
        "--no-follow",
        "--root",
        "--numstat",
        *_PINNED,
        "--find-renames" if renames else "--no-renames",
        "-z",
        "--abbrev=12",
        f"--format={_FIELDS}",
        f"{ends.start_sha}..{ends.end_sha}",
        "--",
        *paths,
    )
    return _changes(answer)


def changes_of(clone: Clone, hashes: Sequence[str]) -> Iterator[Change]:
    """The changes of commits given by full hash, in that order, renamed files found.

    Raises `GitFailed`, for example in a partial clone, which has no files to count lines in.
    """
    if not hashes:
        return iter(())
    answer = clone.run(
        "log",
        "--no-walk=unsorted",
        "--stdin",
        "--root",
        "--numstat",
        *_PINNED,
        "--find-renames",
        "-z",
        "--abbrev=12",
        f"--format={_FIELDS}",
        given=hashes,
    )
    return _changes(answer)


def compare(clone: Clone, ends: RevisionRange, *, renames: bool = True) -> Comparison:
    """The two ends of a range side by side, with the figures of `git diff --shortstat`."""
    answer = clone.run(
        "diff",
        "--shortstat",
        "--raw",
        "--no-abbrev",
        *_PINNED,
        "--find-renames" if renames else "--no-renames",
        "-z",
        ends.start_sha,
        ends.end_sha,
        "--",
    )
    kinds: Counter[str] = Counter()
    tokens = chain(_tokens(answer), [answer.rpartition("\0")[2]])
    token = next(tokens)
    while token.startswith(":"):
        kind = token.rpartition(" ")[2][:1]
        kinds[kind] += 1
        next(tokens)  # its path
        if kind == "R":
            next(tokens)  # and the new one
        token = next(tokens)
    figures = _SHORTSTAT.fullmatch(token)
    counts = (
        {name: int(count or 0) for name, count in figures.groupdict().items()} if figures else {}
    )
    # With more pairs than the limit squared, git compares none. What is left unpaired tells: had
    # it compared them, no more than that could be left; if it did not, they all are.
    limited = kinds["A"] * kinds["D"] > _RENAME_LIMIT**2
    return Comparison(**counts, renames=(LIMITED if limited else FOUND) if renames else OFF)


def _changes(answer: str) -> Iterator[Change]:
    """The changes in an answer: four fields a commit; then, after a line break, files, each with a
    tab in it."""
    tokens = chain(_tokens(answer), [""])
    token = next(tokens)
    while token:
        sha, abbreviation, author, subject = token, next(tokens), next(tokens), next(tokens)
        files: list[str] = []
        insertions = deletions = 0
        token = next(tokens)
        while "\t" in token:
            added, removed, path = token.lstrip("\n").split("\t", 2)
            if not path:  # a rename: the old path and the new one follow on their own
                next(tokens)
                path = next(tokens)
            files.append(path)
            if added != "-":  # as for binary files
                insertions += int(added)
                deletions += int(removed)
            token = next(tokens)
        yield Change(sha, subject, author, tuple(files), insertions, deletions, abbreviation)


def _tokens(answer: str) -> Iterator[str]:
    """The pieces between NULs, one after the other: a list of all would be five times as big."""
    position = 0
    while (end := answer.find("\0", position)) >= 0:
        yield answer[position:end]
        position = end + 1
