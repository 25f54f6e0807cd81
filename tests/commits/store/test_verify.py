from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from repository import Repository

from kernlog_site.commits.store.store_sync import Places, Wanted, sync
from kernlog_site.commits.store.verify import verify
from kernlog_site.commits.web.trees import Tree, tree_from

pytestmark = pytest.mark.usefixtures("git")


class Archive:
    """A synced store and the clone it was made from."""

    def __init__(self, root: Path) -> None:
        self.root, self.store = root, root / "_data"
        self.linux = Repository(root / "linux")
        self.sha = self.linux.commit("lib: add LZO")
        self.linux.tag("v2.6.33-rc1")
        options = {"commit": "https://git.example.org/{sha}", "clone": "linux"}
        self.trees: dict[str, Tree] = {"linux": tree_from("linux", options)}
        places = Places(self.store, root / "cache", root)
        sync(places, Wanted({"linux": [self.sha]}, frozenset()), self.trees)

    def change(self, **values: Any) -> None:
        path = self.store / "commits.jsonl"
        path.write_text(json.dumps({**json.loads(path.read_text()), **values}) + "\n")

    def problems(self) -> list[str]:
        return [str(problem) for problem in verify(self.store, "_data", self.trees, self.root)]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_synced_store_is_as_the_clone_says(archive: Archive) -> None:
    assert archive.problems() == []


@pytest.mark.parametrize(
    ("key", "value", "clone"),
    [
        ("subject", "lib: add Gzip", "'lib: add LZO'"),
        ("author", "Someone Else", "'Ada Author'"),
        ("authored", "2010-01-01T01:00:01+01:00", "'2010-01-01T01:00:00+01:00'"),
        ("first_tag", "v2.6.33-rc2", "'v2.6.33-rc1'"),
    ],
)
def test_what_differs_is_told_with_both_sides(
    archive: Archive, key: str, value: str, clone: str
) -> None:
    archive.change(**{key: value})

    assert archive.problems() == [
        f"_data/commits.jsonl:1: The {key.replace('_', ' ')} of {archive.sha[:12]} is '{value}' "
        f"here, but {clone} in the clone. Run `kernlog sync`, and read what changed."
    ]


def test_a_hash_that_is_not_there_is_told(archive: Archive) -> None:
    archive.change(sha="f" * 40)

    (problem,) = archive.problems()
    assert problem.startswith("_data/commits.jsonl:1: ffffffffffff is not there, in ")


def test_a_hash_of_something_else_is_told(archive: Archive) -> None:
    archive.change(sha=archive.linux.git("rev-parse", "HEAD^{tree}"))

    (problem,) = archive.problems()
    assert "is a git tree, and no commit, in " in problem


def test_a_tree_without_a_clone_is_noted(archive: Archive) -> None:
    archive.trees.clear()

    assert archive.problems() == [
        "_data/commits.jsonl: The tree 'linux' has no clone, so 1 lines cannot be verified. "
        "Add clone: <path> to trees.linux."
    ]


def test_broken_lines_are_left_to_the_build(archive: Archive) -> None:
    (archive.store / "commits.jsonl").write_text("<<<<<<<\n[]\n{}\n" + "[" * 99999 + "\n")

    assert archive.problems() == []
