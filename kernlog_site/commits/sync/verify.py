"""The store against the clones: is every line what a sync would write today?

Lines may lack keys that older versions did not write; what is not there is not wrong. The numbers
of releases are not counted again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kernlog_site.commits.followups.reverts_and_fixes import judgements
from kernlog_site.commits.git.client import GitFailed, clone_at
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.commits.hashes import is_full
from kernlog_site.commits.store.form import newer_form
from kernlog_site.commits.store.reader import COMMITS, RELEASES
from kernlog_site.commits.store.writer import Record
from kernlog_site.commits.sync.backport_sync import Following, backport_lines, followings
from kernlog_site.commits.sync.clone_lines import (
    FETCH_OR_SWITCH,
    FIGURES,
    OPTIONAL,
    description,
    figures,
    outcomes_of,
)
from kernlog_site.commits.sync.release_sync import tag_record
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.commits.web.trees import Tree
from kernlog_site.core.problems import Problem, Severity
from kernlog_site.core.regular_files import read_file
from kernlog_site.core.versions import VersionScheme

SYNC = "Run `kernlog sync`, and read what changed."
_COUNT = "Take files out of the line and run `kernlog sync`, which then counts again."
"""What a sync has counted once it does not count again."""
_TAGS = "Fetch them: git fetch --tags."

_ABSENT: Mapping[str, list[str]] = {"links": [], "bugs": [], "fate": []}
"""How a build reads keys that a line lacks; others are null, or wrong."""

Line = tuple[int, Record]
"""A line by its number in the file."""
_Located = Iterator[tuple[int | None, Problem]]
"""Problems, each with the number of its line; None for one of the whole file."""


def verify(
    folder: Path,
    name: str,
    trees: Mapping[str, Tree],
    root: Path,
    versions: VersionScheme = LINUX,
) -> list[Problem]:
    """The problems of a store, located by its lines; `name` is the folder's, for messages.

    Relative paths of clones start at `root`. A file or lines that are broken are for the build to
    tell. Raises `GitFailed`.
    """
    commits, releases = lines_by_tree(folder / COMMITS), lines_by_tree(folder / RELEASES)
    problems: list[Problem] = []
    snapshots: dict[str, Snapshot] = {}
    for tree in sorted({*commits, *releases, *_following(trees, commits)}):
        clone_path = trees[tree].clone if tree in trees else None
        if clone_path is None:
            if count := len(commits[tree]):
                problem = Problem(
                    f"The tree '{tree}' has no clone, so {count} lines cannot be verified.",
                    f"Add clone: <path> to trees.{tree}.",
                    Severity.NOTICE,
                )
                problems.append(problem.at(f"{name}/{COMMITS}"))
            continue
        try:
            snapshot = snapshots[tree] = Snapshot.of(clone_at(root, clone_path, versions))
        except GitFailed as error:
            if trees[tree].follows is None:
                raise
            problem = Problem(str(error), f"trees.{tree} is not verified.", Severity.WARNING)
            problems.append(problem.at(f"{name}/{COMMITS}"))
            continue
        for file, wrong_lines in (
            (COMMITS, _wrong_commits(snapshot, commits[tree])),
            (RELEASES, _wrong_tags(snapshot, releases[tree])),
        ):
            problems += (problem.at(f"{name}/{file}", number) for number, problem in wrong_lines)
    for following in followings(trees, snapshots):
        wrong_lines = _wrong_backports(following, commits[following.followed_tree])
        problems += (problem.at(f"{name}/{COMMITS}", number) for number, problem in wrong_lines)
    return problems


def _following(trees: Mapping[str, Tree], commits: Mapping[str, Sequence[Line]]) -> Iterator[str]:
    """The trees with clones that follow one of which the store has commits."""
    for name, tree in trees.items():
        if tree.clone is not None and commits.get(str(tree.follows)):
            yield name


def _wrong_backports(following: Following, lines: Sequence[Line]) -> _Located:
    """The problems of the backports of commits, and of what the clone cannot tell of them."""
    if warning := following.without_tags:
        yield None, Problem(warning, _TAGS, Severity.WARNING)
        return
    stored: dict[str, Record] = {}
    for _, record in lines:
        stored.setdefault(str(record.get("sha")), record)
    right, lacking = backport_lines(following, stored)
    if lacking:
        yield None, Problem(following.lacking(lacking), FETCH_OR_SWITCH, Severity.WARNING)
    for number, record in lines:
        sha = str(record.get("sha"))
        yield from ((number, problem) for problem in _differences(sha, record, right[sha]))


def lines_by_tree(path: Path) -> dict[str, list[Line]]:
    """The lines of a file with their numbers, but for broken ones; none of a file that a newer
    kernlog wrote."""
    by_tree: dict[str, list[Line]] = defaultdict(list)
    try:
        data = read_file(path)
    except OSError:
        data = b""
    text = "" if newer_form(str(path), data) else data.decode(errors="replace")
    for number, line in enumerate(text.split("\n"), 1):
        try:
            record = json.loads(line)
            by_tree[str(record["tree"])].append((number, {**record}))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return by_tree


def _wrong_commits(snapshot: Snapshot, lines: Sequence[Line]) -> _Located:
    """The problems of the lines of commits, and of what the clone cannot tell of them."""
    clone = snapshot.clone
    if snapshot.is_shallow:
        message = f"The clone {clone.path} is shallow, so commits and tags may be missing."
        remedy = "Complete it: git fetch --unshallow --tags."
        yield None, Problem(message, remedy, Severity.WARNING)
    stored: dict[str, Record] = {}
    for _, record in lines:
        stored.setdefault(str(record.get("sha")), record)  # a sync goes by the first of several
    objects = clone.find(sorted(filter(is_full, stored)))
    present = {sha: stored[sha] for sha, found in objects.items() if found.kind == "commit"}
    right, unproven = _lines_of_clone(snapshot, present) if present else ({}, [])
    yield from ((None, problem) for problem in unproven)
    for number, record in lines:
        sha = str(record.get("sha"))
        if sha in right:
            yield from ((number, problem) for problem in _differences(sha, record, right[sha]))
        elif "sha" in record:
            kind = objects[sha].kind if sha in objects else "missing"
            state = "not there" if kind == "missing" else f"a git {kind}, and no commit"
            message = f"{sha[:12]} is {state}, in {clone.path}."
            yield number, Problem(message, "Fetch, or check the hash.")


def _lines_of_clone(
    snapshot: Snapshot, stored: Mapping[str, Record]
) -> tuple[dict[str, Record], list[Problem]]:
    """The lines that a sync would write for commits of the clone, by hash, and what it cannot
    prove."""
    clone = snapshot.clone
    unproven: list[Problem] = []
    counted: dict[str, Record] = {}
    try:
        # At the end of a shallow history a commit seems to have brought all files.
        counted = figures(clone, [] if snapshot.is_shallow else list(stored))
    except GitFailed as error:
        message = f"What commits changed cannot be verified. {error}"
        unproven.append(Problem(message, "Use a clone with all files.", Severity.NOTICE))
    described = {facts.sha: description(facts) for facts in clone.facts(list(stored))}
    judged = list(judgements(clone, snapshot.tips))
    outcomes = outcomes_of(
        snapshot, {sha: {**stored[sha], **described[sha]} for sha in stored}, judged
    )
    if outcomes.lacking_commits:
        message = f"{outcomes.lacking(clone)}, so that cannot be verified."
        unproven.append(Problem(message, FETCH_OR_SWITCH, Severity.WARNING))
    if outcomes.lacking_tags:
        named = ", ".join(sorted(outcomes.lacking_tags))
        message = f"The clone {clone.path} lacks first tags of commits: {named}."
        unproven.append(Problem(message, _TAGS, Severity.WARNING))
    lines = {
        sha: {**described[sha], **outcomes.lines[sha], **counted.get(sha, {})} for sha in described
    }
    return lines, unproven


def _differences(sha: str, record: Record, right: Record) -> Iterator[Problem]:
    """A problem for each key of a line that is not as it is in the right one."""
    for key, value in right.items():
        here = record.get(key, _ABSENT.get(key))
        is_missing = key not in record and key in (*FIGURES, *OPTIONAL)
        if not (is_missing or _is_right(key, here, value)):
            what = f"The {key.replace('_', ' ')} of {sha[:12]} {_is_or_are(key)}"
            message = f"{what} {here!r} here, but {value!r} in the clone."
            yield Problem(message, _COUNT if key in FIGURES else SYNC)


def _is_right(key: str, here: Any, value: Any) -> bool:
    """Whether a value is that of the right line. Older versions did not write when follow-ups were
    committed."""
    if key != "fate" or not isinstance(here, list) or len(here) != len(value):
        return bool(here == value)
    undated = ({name: its[name] for name in its if name != "committed"} for its in value)
    return all(
        its in both for its, both in zip(here, zip(value, undated, strict=True), strict=True)
    )


def _is_or_are(key: str) -> str:
    return "are" if key.endswith("s") else "is"


def _wrong_tags(snapshot: Snapshot, lines: Sequence[Line]) -> _Located:
    """The problems of the tags of releases: those that differ, or that the clone lacks."""
    known = {facts.tag.name: tag_record(facts) for facts in snapshot.tags}
    for number, record in lines:
        tags = {str(tag["name"]): tag for tag in _tags_of(record)}
        for name, tag in tags.items():
            for key, value in known.get(name, {}).items():
                if tag.get(key, value) != value:
                    what = f"The {key} of the tag {name} is {tag[key]!r} here"
                    yield number, Problem(f"{what}, but {value!r} in the clone.", SYNC)
        if lacking := sorted(tags.keys() - known.keys()):
            message = f"The clone {snapshot.clone.path} lacks the tags {', '.join(lacking)}."
            yield number, Problem(message, _TAGS, Severity.WARNING)


def _tags_of(record: Record) -> list[Record]:
    """The tags of a release, as far as they have names."""
    tags = record.get("tags")
    entries = tags if isinstance(tags, list) else []
    return [entry for entry in entries if isinstance(entry, dict) and "name" in entry]
