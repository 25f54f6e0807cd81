"""The store against the clones: is every line still what git says?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kernlog_site.commits.git.client import Clone, clone_at
from kernlog_site.commits.git.first_tags import first_tags
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.commits.store.reader import COMMITS
from kernlog_site.commits.web.trees import Tree
from kernlog_site.core.problems import Problem, Severity
from kernlog_site.core.regular_files import read_file

_SYNC = "Run `kernlog sync`, and read what changed."


def verify(folder: Path, name: str, trees: Mapping[str, Tree], root: Path) -> list[Problem]:
    """The problems of a store, located by its lines; `name` is the folder's, for messages.

    Relative paths of clones start at `root`. A file or lines that are broken are for the build to
    tell. Raises `GitFailed`.
    """
    path, shown = folder / COMMITS, f"{name}/{COMMITS}"
    by_tree: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    try:
        text = read_file(path).decode(errors="replace")
    except OSError:
        text = ""
    for number, line in enumerate(text.split("\n"), 1):
        try:
            record = json.loads(line)
            by_tree[str(record["tree"])].append((number, {**record, "sha": str(record["sha"])}))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    problems = []
    for tree, lines in sorted(by_tree.items()):
        clone_path = trees[tree].clone if tree in trees else None
        if clone_path is None:
            problem = Problem(
                f"The tree '{tree}' has no clone, so {len(lines)} lines cannot be verified.",
                f"Add clone: <path> to trees.{tree}.",
                Severity.NOTICE,
            )
            problems.append(problem.at(shown))
            continue
        clone = clone_at(root, clone_path)
        problems += (problem.at(shown, number) for number, problem in _wrong(clone, lines))
    return problems


def _wrong(clone: Clone, lines: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, Problem]]:
    hexadecimal = [
        sha for _, record in lines if set(sha := record["sha"]) <= set("0123456789abcdef")
    ]
    found = clone.find(hexadecimal)
    commits = [sha for sha, what in found.items() if what.sha == sha and what.kind == "commit"]
    facts = {fact.sha: fact for fact in clone.facts(commits)}
    tags = first_tags(Snapshot.of(clone), commits)
    for number, record in lines:
        sha = record["sha"]
        if sha not in facts:
            kind = found[sha].kind if sha in found else "missing"
            what = "not there" if kind in ("missing", "commit") else f"a git {kind}, and no commit"
            problem = Problem(
                f"{sha[:12]} is {what}, in {clone.path}.", "Fetch, or check the hash."
            )
            yield number, problem
            continue
        told = {
            "subject": facts[sha].subject,
            "author": facts[sha].author,
            "authored": facts[sha].authored,
            "committed": facts[sha].committed,
            "first_tag": tags[sha],
        }
        for key, value in told.items():
            if record.get(key) != value:
                what = f"The {key.replace('_', ' ')} of {sha[:12]}"
                here = f"{what} is {record.get(key)!r} here, but {value!r} in the clone."
                yield number, Problem(here, _SYNC)
