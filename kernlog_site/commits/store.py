"""The commit store: what sync found out about cited commits, one JSON line each.

A build reads nothing else about commits: neither a clone nor the network.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from kernlog_site.model import Commit, Deed, Numbers, Tag
from kernlog_site.problems import Problem
from kernlog_site.reading.sources import decode, printable
from kernlog_site.versions import KernelVersion

COMMITS = "commits.jsonl"
RELEASES = "releases.jsonl"

_REPAIR = "Restore the file from version control."

_MALFORMED = (KeyError, TypeError, ValueError, AttributeError)


class CommitStore:
    """Commits by tree and hash, found by any abbreviation."""

    def __init__(self, commits: Iterable[Commit] = ()) -> None:
        self._by_tree: dict[str, dict[str, Commit]] = {}
        for commit in commits:
            self._by_tree.setdefault(commit.tree, {})[commit.sha] = commit
        self._hashes = {tree: sorted(commits) for tree, commits in self._by_tree.items()}

    def __len__(self) -> int:
        return sum(len(commits) for commits in self._by_tree.values())

    def find(self, tree: str, digits: str) -> tuple[Commit, ...]:
        """The commits of a tree whose hash starts with those lower-case digits."""
        commits = self._by_tree.get(tree, {})
        if digits in commits:
            return (commits[digits],)
        hashes = self._hashes.get(tree, [])
        first = last = bisect_left(hashes, digits)
        while last < len(hashes) and hashes[last].startswith(digits):
            last += 1
        return tuple(commits[sha] for sha in hashes[first:last])


def read_commits(path: str, data: bytes) -> tuple[CommitStore, tuple[Problem, ...]]:
    """Read `commits.jsonl`. A broken line is a problem and is passed over."""
    commits: dict[tuple[str, str], tuple[Commit, int]] = {}
    problems: list[Problem] = []
    for number, record in _records(path, data, problems):
        commit = _commit(record)
        if commit is None:
            problem = Problem(
                "The line lacks what the store needs of a commit: sha (40 digits), tree, subject, "
                "author, authored, committed.",
                _REPAIR,
            )
            problems.append(problem.at(path, number))
            continue
        known, line = commits.setdefault((commit.tree, commit.sha), (commit, number))
        if known != commit:
            problem = Problem(
                f"Commit {commit.abbreviation} stands twice with different data; first on line "
                f"{line}.",
                "Remove the wrong line, or run `kernlog sync`.",
            )
            problems.append(problem.at(path, number))
    return CommitStore(commit for commit, _ in commits.values()), tuple(problems)


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What the store knows of a release: its tags, oldest first, and perhaps its numbers."""

    tags: tuple[Tag, ...]
    numbers: Numbers | None = None


def read_releases(
    path: str, data: bytes
) -> tuple[dict[str, dict[KernelVersion, ReleaseFacts]], tuple[Problem, ...]]:
    """Read `releases.jsonl`: what is known of each release, by tree and version."""
    releases: dict[str, dict[KernelVersion, ReleaseFacts]] = {}
    problems: list[Problem] = []
    for number, record in _records(path, data, problems):
        try:
            version = KernelVersion.parse(record["version"])
            tree = _text(record["tree"])
            found = [Tag(_text(tag["name"]), _time(tag["date"])) for tag in record["tags"]]
            numbers = _numbers(record.get("statistics"))
        except _MALFORMED:
            problem = Problem("The line is no release with version, tree and tags.", _REPAIR)
            problems.append(problem.at(path, number))
            continue
        found.sort(key=lambda tag: (tag.date, tag.name))
        releases.setdefault(tree, {})[version] = ReleaseFacts(tuple(found), numbers)
    return releases, tuple(problems)


def _records(
    path: str, data: bytes, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, Any]]]:
    text, undecodable = decode(path, data)
    problems += undecodable
    # Not splitlines(): a subject may contain the separators that it would cut at.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            yield number, record
        else:
            problems.append(Problem("The line is no JSON object.", _REPAIR).at(path, number))


def _commit(record: dict[str, Any]) -> Commit | None:
    try:
        commit = Commit(
            sha=_text(record["sha"]),
            tree=_text(record["tree"]),
            subject=_text(record["subject"]),
            author=_text(record["author"]),
            authored=_time(record["authored"]),
            committed=_time(record["committed"]),
            first_tag=_text_or_none(record.get("first_tag")),
            fate=tuple(_deed(deed) for deed in record.get("fate", ())),
            links=tuple(_text(link) for link in record.get("links", ())),
            bugs=tuple(_text(bug) for bug in record.get("bugs", ())),
        )
    except _MALFORMED:
        return None
    return commit if re.fullmatch(r"[0-9a-f]{40}", commit.sha) else None


def _numbers(record: dict[str, Any] | None) -> Numbers | None:
    if record is None:
        return None
    return Numbers(**{field.name: int(record[field.name]) for field in fields(Numbers)})


def _deed(record: dict[str, Any]) -> Deed:
    return Deed(
        kind=_text(record["kind"]),
        sha=_text(record["sha"]),
        subject=_text(record["subject"]),
        author=_text(record["author"]),
        first_tag=_text_or_none(record["first_tag"]),
    )


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _text(value: object) -> str:
    """Text that can be shown. JSON may contain halves of surrogate pairs, too."""
    if not isinstance(value, str):
        raise TypeError(value)
    return printable(value.encode("utf-8", "replace").decode())


def _time(value: object) -> datetime:
    when = datetime.fromisoformat(_text(value))
    if when.tzinfo is None:
        raise ValueError(value)
    return when
