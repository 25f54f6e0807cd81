"""The history of a clone: ranges, what their commits changed, and what all messages say.

A range comes from a command line, so its ends reach git through standard input only; what git is
given as arguments are the full hashes that it answered.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kernlog_site.commits.git.client import Clone, GitFailed

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
_EXAMPLE = "Write it as two tags: v2.6.32..v2.6.33."

_BEGINNING = 100
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
class Change:
    """A commit and what it changed against its first parent.

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
        """How many lines it added and removed."""
        return self.insertions + self.deletions


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the two ends of a range differ in. `renames` is `found`, `limited` or `off`."""

    files: int = 0
    insertions: int = 0
    deletions: int = 0
    renames: str = FOUND


def revisions(clone: Clone, text: str) -> RevisionRange:
    """Read `A..B`.

    Raises `GitFailed` if it is no range, an end is no commit of the clone, or there is nothing
    between them; it says which, and what to do.
    """
    start, dots, end = text.partition("..")
    if not dots or end.startswith("."):
        raise GitFailed(f"{text!r} is no range. {_EXAMPLE}")
    for name in (start, end):
        _check_name(name, text)
    # Each end as it is written, for messages, and the commit it leads to.
    asked = [f"{name}{peeled}" for name in (start, end) for peeled in ("", "^{commit}")]
    answers = clone.run("cat-file", "--batch-check=%(objectname) %(objecttype)", given=asked).split(
        "\n"
    )
    found = RevisionRange(
        _commit(clone, start, answers[0], answers[1]),
        _commit(clone, end, answers[2], answers[3]),
        start,
        end,
    )
    _check_order(clone, found)
    return found


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
    """What the commits of those full hashes changed, in that order, renamed files found.

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
    found = _SHORTSTAT.fullmatch(token)
    counts = {name: int(count or 0) for name, count in found.groupdict().items()} if found else {}
    # With more pairs than the limit squared, git compares none. What is left unpaired tells: had
    # it compared them, no more than that could be left; if it did not, they all are.
    limited = kinds["A"] * kinds["D"] > _RENAME_LIMIT**2
    return Comparison(**counts, renames=(LIMITED if limited else FOUND) if renames else OFF)


def _changes(answer: str) -> Iterator[Change]:
    """Four fields a commit; then, after a line break, its files, each with a tab in it."""
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
    """What stands between NULs, one after the other: a list of all would be five times as big."""
    position = 0
    while (end := answer.find("\0", position)) >= 0:
        yield answer[position:end]
        position = end + 1


def _check_name(name: str, text: str) -> None:
    """Refuse what could not be a line of its own on git's standard input."""
    if not name:
        raise GitFailed(f"{text!r} has one end only. {_EXAMPLE}")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise GitFailed(f"{name!r} names no revision: it has a control character. {_EXAMPLE}")
    if name.startswith("-"):
        raise GitFailed(f"'{name}' is an option, not a revision. {_EXAMPLE}")


def _commit(clone: Clone, name: str, itself: str, peeled: str) -> str:
    """The commit an end leads to, from two answers of `cat-file`: hash or name, and kind."""
    sha, _, kind = peeled.rpartition(" ")
    if kind == "commit":
        return sha
    its_kind = itself.rpartition(" ")[2]
    if "ambiguous" in (its_kind, kind):
        raise GitFailed(f"'{name}' is ambiguous in the clone {clone.path}. Write more digits.")
    if its_kind == "missing":
        raise GitFailed(
            f"The clone {clone.path} has no '{name}'. Fetch it: git fetch --tags; or check how it "
            "is written."
        )
    what = "tag that leads to no commit" if its_kind == "tag" else f"{its_kind}, not a commit"
    raise GitFailed(f"'{name}' is a {what}. {_EXAMPLE}")


def _check_order(clone: Clone, found: RevisionRange) -> None:
    if found.start_sha == found.end_sha:
        raise GitFailed(
            f"The range {found} is empty: both ends are commit {found.end_sha[:12]}. Choose an "
            "earlier start or a later end."
        )
    # One commit is enough to know that there are any.
    if not clone.run("rev-list", "--max-count=1", f"{found.start_sha}..{found.end_sha}"):
        raise GitFailed(
            f"The range {found} is the wrong way round: {found.start_name} has all of "
            f"{found.end_name}. Write {found.end_name}..{found.start_name}."
        )


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
