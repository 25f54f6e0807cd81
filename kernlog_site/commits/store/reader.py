"""The commit store: what sync found out about cited commits, one JSON line each.

A build reads nothing else about commits: neither a clone nor the network. A site of thousands of
articles has far more of them than a build looks at, so a line is parsed only when it is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain
from typing import Any

from kernlog_site.commits.hashes import SHORTER
from kernlog_site.commits.store.commit_lines import (
    MALFORMED,
    NEEDED,
    commit_of,
    is_plain,
    line_of,
    parsed,
    text_of,
    time_of,
)
from kernlog_site.commits.store.form import MARK, form_in, newer_form
from kernlog_site.commits.store.line_format import (
    BEGIN,
    CVES,
    Projection,
    is_in_form,
    is_line,
    projection,
)
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.commit import INTRODUCED, REVERTED, Commit
from kernlog_site.core.model import Numbers, Step, Tag
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import decode
from kernlog_site.core.versions import Version, VersionScheme

COMMITS = "commits.jsonl"
RELEASES = "releases.jsonl"

_REPAIR = "Restore the file from version control."

_NEEDED_IN_WORDS = "sha (40 digits), tree, subject, author, authored, committed"

_KEY = len(BEGIN) + SHORTER
"""Where in a line its hash ends, at the earliest."""
_AT_HAND = 2048
"""Commits to keep at hand. The same are wanted again within a page, or a few of one release."""

_EVENTFUL = (f'{{"kind": "{REVERTED}",'.encode(), f', "role": "{INTRODUCED}",'.encode())
"""What stands in the lines of such commits, and in no text, where every quote has a backslash."""

_COUNTED = [field.name for field in fields(Numbers) if field.name != "candidates"]


class CommitStore:
    """Commits by tree and hash, found by any abbreviation.

    `lines` are as sync writes them: they begin with hash and tree, each commit is there once. The
    mark of their form may be in front.
    """

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._is_marked = lines.read(0, len(MARK)) == MARK
        self._at_hand: dict[tuple[str, str], list[bytes]] = {}
        self._commits: dict[tuple[str, str], tuple[Commit, ...]] = {}

    def __len__(self) -> int:
        return len(self._lines) - self._is_marked

    def __bool__(self) -> bool:
        return self._lines.size > len(MARK) * self._is_marked

    def find(self, tree: str, digits: str) -> tuple[Commit, ...]:
        """The commits of a tree whose hash starts with those lower-case digits."""
        commits = self._commits.get((tree, digits))
        if commits is None:
            if len(self._commits) >= _AT_HAND:
                self._commits.clear()
            commits = tuple([parsed(line) for line in self._search(tree, digits)])
            self._commits[tree, digits] = commits
        return commits

    def lines(self, tree: str, digits: str) -> bytes:
        """The lines of those commits, one after the other, as they are in the store."""
        return b"".join(self._search(tree, digits))

    def starting(self, digits: str) -> list[bytes]:
        """The lines of the commits of all trees whose hash starts with those digits."""
        return self._lines.beginning(BEGIN + digits.encode())

    def projections(self, digits: str) -> Iterator[Projection]:
        """The projections of those commits, in letters that can be shown."""
        for line in self.starting(digits):
            part = projection(line) if is_plain(line) else None
            part = part or projection(line_of(parsed(line)))
            assert part is not None
            yield part

    def with_cves(self) -> Iterator[Commit]:
        """The few commits that introduced or fixed a vulnerability. All lines are searched."""
        return map(parsed, self._lines.containing(CVES))

    def eventful(self) -> Iterator[Commit]:
        """The few commits that were reverted or introduced a vulnerability. All lines are
        searched."""
        lines = chain.from_iterable(map(self._lines.containing, _EVENTFUL))
        return map(parsed, sorted(set(lines)))

    def _search(self, tree: str, digits: str) -> list[bytes]:
        """The lines of those commits; asked for twice for each citation."""
        lines = self._at_hand.get((tree, digits))
        if lines is None:
            if len(self._at_hand) >= _AT_HAND:
                self._at_hand.clear()
            candidates, of_tree = self._lines.beginning(BEGIN + digits.encode()), _of_tree(tree)
            lines = [
                line for line in candidates if line.startswith(of_tree, line.index(b'"', _KEY))
            ]
            self._at_hand[tree, digits] = lines
        return lines


def read_commits(path: str, data: bytes) -> tuple[CommitStore, tuple[Problem, ...]]:
    """Read `commits.jsonl`. A broken line is a problem and is passed over.

    Of a file that a newer kernlog wrote that is the only problem, and nothing is read.
    """
    if is_in_form(data):
        return CommitStore(SortedLines.of(data)), ()
    if newer := newer_form(path, data):
        return CommitStore(SortedLines.of(b"")), (newer,)
    first_lines: dict[bytes, tuple[bytes, int]] = {}
    problems: list[Problem] = []
    for number, text in _lines(path, data, problems):
        line = f"{text}\n".encode()
        if not is_line(line[:-1]):
            commit = _commit_in(text)
            if isinstance(commit, Problem):
                problems.append(commit.at(path, number))
                continue
            line = line_of(commit)
        known, first = first_lines.setdefault(line.partition(b', "subject"')[0], (line, number))
        if known != line and parsed(known) != parsed(line):
            problem = Problem(
                f"Commit {parsed(line).abbreviation} stands twice with different data; first on "
                f"line {first}.",
                "Remove the wrong line, or run `kernlog sync`.",
            )
            problems.append(problem.at(path, number))
    data = b"".join(sorted(line for line, _ in first_lines.values()))
    return CommitStore(SortedLines.of(data)), tuple(problems)


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """The tags of a release in the store, oldest first, and perhaps numbers."""

    tags: tuple[Tag, ...]
    numbers: Numbers | None = None


def read_releases(
    path: str, data: bytes, versions: VersionScheme = LINUX
) -> tuple[dict[str, dict[Version, ReleaseFacts]], tuple[Problem, ...]]:
    """Read `releases.jsonl`: the facts about each release, by tree and version.

    Of a file that a newer kernlog wrote that is the only problem, and nothing is read.
    """
    if newer := newer_form(path, data):
        return {}, (newer,)
    releases: dict[str, dict[Version, ReleaseFacts]] = {}
    first_lines: dict[tuple[str, Version], int] = {}
    problems: list[Problem] = []
    for number, line in _lines(path, data, problems):
        record = _record(line)
        if isinstance(record, Problem):
            problems.append(record.at(path, number))
            continue
        try:
            version, tree = versions.release_named(record["version"]), text_of(record["tree"])
            tags = [_tag(tag, versions) for tag in record["tags"]]
            numbers = _numbers(record.get("statistics"), versions)
        except MALFORMED:
            problem = Problem("The line is no release with version, tree and tags.", _REPAIR)
            problems.append(problem.at(path, number))
            continue
        tags.sort(key=lambda tag: (tag.date, tag.name))
        facts = ReleaseFacts(tuple(tags), numbers)
        first_line = first_lines.setdefault((tree, version), number)
        if releases.setdefault(tree, {}).setdefault(version, facts) != facts:
            problem = Problem(
                f"The release {version} stands twice with different data; first on line "
                f"{first_line}.",
                "Remove the wrong line.",
            )
            problems.append(problem.at(path, number))
    return releases, tuple(problems)


def _lines(path: str, data: bytes, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """The lines of a file by number, but for empty ones and marks of its form."""
    text, undecodable = decode(path, data)
    problems += undecodable
    # Not splitlines(): a subject may contain the separators that it would cut at.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and form_in(line) is None:
            yield number, line


def _record(line: str) -> dict[str, Any] | Problem:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if isinstance(record, dict):
        return record
    return Problem("The line is no JSON object.", _REPAIR)


def _commit_in(line: str) -> Commit | Problem:
    record = _record(line)
    if isinstance(record, Problem):
        return record
    return commit_of(record) or _unreadable(record)


def _unreadable(record: Mapping[str, Any]) -> Problem:
    """The problem of a line that is about no commit, or says of one what cannot be read."""
    needed = {key: record[key] for key in NEEDED if key in record}
    if commit_of(needed) is None:
        message = f"The line lacks what the store needs of a commit: {_NEEDED_IN_WORDS}."
        return Problem(message, _REPAIR)
    others = record.keys() - needed.keys()
    wrong = sorted(key for key in others if commit_of({**needed, key: record[key]}) is None)
    message = f"The line cannot be read: what it says of {', '.join(wrong)} is of another form."
    return Problem(message, f"{_REPAIR} Or remove that key, and run `kernlog sync`.")


@cache
def _of_tree(tree: str) -> bytes:
    """The bytes behind the hash on the lines of a tree."""
    text = f'", "tree": {json.dumps(tree, ensure_ascii=False)},'
    return text.encode("utf-8", "surrogatepass")  # as a name that nobody can write


def _tag(record: dict[str, Any], versions: VersionScheme) -> Tag:
    name = text_of(record["name"])
    return Tag(name, time_of(record["date"]), versions.of_tag(name))


def _numbers(record: dict[str, Any] | None, versions: VersionScheme) -> Numbers | None:
    if record is None:
        return None
    counted = {name: int(record[name]) for name in _COUNTED}
    candidates = (
        Step(name := text_of(step["name"]), int(step["non_merges"]), versions.of_tag(name))
        for step in record.get("candidates", ())
    )
    return Numbers(**counted, candidates=tuple(candidates))
