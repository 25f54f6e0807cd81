from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from git_history import GitCallCounter, change, merge
from repository import Repository

from kernlog_site.commits.sync.clone_lines import FIGURES
from kernlog_site.commits.sync.store_sync import Places, Wanted, sync
from kernlog_site.commits.sync.verify import verify
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.commits.web.trees import Tree, tree_from
from kernlog_site.core.problems import Severity

pytestmark = pytest.mark.usefixtures("git")


class Archive:
    """A synced store and the clone it was made from. The first commit was fixed and tagged."""

    def __init__(self, root: Path) -> None:
        self.root, self.store = root, root / "_data"
        self.linux = Repository(root / "linux")
        change(self.linux, "base", {"Makefile": "1\n"})
        self.linux.git("switch", "--quiet", "--create", "lib")
        message = "lib: add LZO\n\nLKML-Reference: <1@example.org>\nSee CVE-2010-0001."
        self.sha = change(self.linux, message, {"lib/lzo.c": "1\n2\n", "Makefile": "2\n"})
        self.linux.git("switch", "--quiet", "master")
        self.pull = merge(self.linux, "lib", "Merge lib")
        self.linux.tag("v2.6.33-rc1")
        self.fix = self.linux.commit(f"lib: repair\n\nFixes: {self.sha[:12]}")
        self.linux.tag("v2.6.33-rc2")
        self.trees: dict[str, Tree] = {}
        self.clone("linux")
        self.sync()

    def clone(self, name: str, *options: str) -> None:
        """Look commits up in a clone of that name, which may be made first."""
        if options:
            url = f"file://{self.linux.path}"
            self.linux.git("clone", "--quiet", "--bare", *options, url, f"../{name}")
        self.trees["linux"] = tree_from(
            "linux", {"commit": "https://git.example.org/{sha}", "clone": name}
        )

    def sync(self) -> None:
        places = Places(self.store, self.root / "cache", self.root)
        wanted = Wanted({"linux": [self.sha]}, frozenset({LINUX.parse("2.6.33")}))
        sync(places, wanted, self.trees)

    def line(self) -> dict[str, Any]:
        line: dict[str, Any] = json.loads((self.store / "commits.jsonl").read_text())
        return line

    def change(self, **values: Any) -> None:
        path = self.store / "commits.jsonl"
        record = {**self.line(), **values}
        kept = {key: value for key, value in record.items() if value is not GONE}
        path.write_text(json.dumps(kept) + "\n")

    def problems(self) -> list[str]:
        return [str(problem) for problem in verify(self.store, "_data", self.trees, self.root)]

    def unlocated(self) -> list[str]:
        """The problems without their places, by the name of the clone's folder."""
        shown = f"{self.root}/"
        return [text.partition(": ")[2].replace(shown, "") for text in self.problems()]


GONE = object()
SYNC = "Run `kernlog sync`, and read what changed."
COUNT = "Take files out of the line and run `kernlog sync`, which then counts again."


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
        ("authored", "2010-01-01T01:00:01+01:00", "'2010-01-01T02:00:00+01:00'"),
        ("first_tag", "v2.6.33-rc2", "'v2.6.33-rc1'"),
        ("links", ["lore:2@example.org"], "['lore:1@example.org']"),
        ("bugs", [], "['cve:CVE-2010-0001']"),
        ("areas", ["mm"], "['lib']"),
        ("stable", "6.1.x", "None"),
        ("files", 3, "2"),
        ("insertions", 4, "3"),
        ("deletions", 0, "1"),
    ],
)
def test_what_differs_is_told_with_both_sides(
    archive: Archive, key: str, value: object, clone: str
) -> None:
    archive.change(**{key: value})

    verb = "are" if key.endswith("s") else "is"
    remedy = COUNT if key in FIGURES else SYNC
    assert archive.problems() == [
        f"_data/commits.jsonl:1: The {key.replace('_', ' ')} of {archive.sha[:12]} {verb} "
        f"{value!r} here, but {clone} in the clone. {remedy}"
    ]
    if key in FIGURES:
        archive.change(files=GONE)
    archive.sync()
    assert archive.problems() == []


def test_follow_ups_are_told_in_full(archive: Archive) -> None:
    entry = {"kind": "fixed", "sha": archive.fix, "subject": "lib: repair", "author": "Ada Author"}
    dated = {**entry, "first_tag": "v2.6.33-rc2", "committed": "2010-01-01T05:00:00+01:00"}
    right = [dated]
    changed = [{**dated, key: "x"} for key in ("kind", "subject", "committed")]
    wrongs: list[list[Any]] = [[], [dated, dated], ["x"], *([its] for its in changed)]
    for wrong in wrongs:
        archive.change(fate=wrong)

        assert archive.problems() == [
            f"_data/commits.jsonl:1: The fate of {archive.sha[:12]} is {wrong!r} here, but "
            f"{right!r} in the clone. {SYNC}"
        ]


def test_what_an_older_version_did_not_write_is_not_wrong(archive: Archive) -> None:
    archive.change(areas=GONE, files=GONE, insertions=GONE, deletions=GONE, pull=GONE, stable=GONE)
    (followup,) = archive.line()["fate"]
    del followup["committed"]
    archive.change(fate=[followup])

    assert archive.problems() == []


def test_a_pull_is_compared(archive: Archive) -> None:
    right = archive.line()["pull"]
    assert right == {"sha": archive.pull, "subject": "Merge lib"}
    archive.change(pull={**right, "subject": "x"})

    assert archive.problems() == [
        f"_data/commits.jsonl:1: The pull of {archive.sha[:12]} is {{'sha': '{archive.pull}', "
        f"'subject': 'x'}} here, but {right!r} in the clone. {SYNC}"
    ]


def test_a_first_tag_stays_that_the_clone_lacks_and_that_is_told(archive: Archive) -> None:
    archive.linux.git("tag", "--delete", "v2.6.33-rc1")
    archive.sync()

    assert archive.problems() == [
        f"_data/commits.jsonl: The clone {archive.linux.path} lacks first tags of commits: "
        "v2.6.33-rc1. Fetch them: git fetch --tags.",
        f"_data/releases.jsonl:1: The clone {archive.linux.path} lacks the tags v2.6.33-rc1. "
        "Fetch them: git fetch --tags.",
    ]


def test_a_follow_up_stays_that_the_clone_lacks_and_that_is_told(archive: Archive) -> None:
    archive.clone("part", "--single-branch", "--branch=v2.6.33-rc1")
    archive.sync()

    assert archive.unlocated() == [
        f"The history of HEAD and of the tags in the clone part lacks {archive.fix[:12]}, by which "
        "commits of the store were pulled, reverted or fixed, so that cannot be verified. Fetch "
        "them, or check out what has them.",
        "The clone part lacks the tags v2.6.33-rc2. Fetch them: git fetch --tags.",
    ]


def test_a_follow_up_stays_that_is_beyond_head_and_that_is_told(archive: Archive) -> None:
    archive.linux.git("tag", "--delete", "v2.6.33-rc2")
    archive.linux.git("switch", "--quiet", "--detach", "v2.6.33-rc1")
    archive.sync()

    assert [entry["sha"] for entry in archive.line()["fate"]] == [archive.fix]
    assert archive.unlocated() == [
        f"The history of HEAD and of the tags in the clone linux lacks {archive.fix[:12]}, by "
        "which commits of the store were pulled, reverted or fixed, so that cannot be verified. "
        "Fetch them, or check out what has them.",
        "The clone linux lacks the tags v2.6.33-rc2. Fetch them: git fetch --tags.",
    ]


def test_a_shallow_clone_is_told_and_does_not_count_what_seems_new(archive: Archive) -> None:
    archive.clone("shallow", "--depth=3")

    problems = verify(archive.store, "_data", archive.trees, archive.root)
    (told, *_) = problems
    assert told.severity is Severity.WARNING
    assert archive.unlocated() == [
        "The clone shallow is shallow, so commits and tags may be missing. Complete it: git fetch "
        "--unshallow --tags."
    ]


def test_a_clone_without_files_proves_all_but_the_figures(archive: Archive) -> None:
    archive.linux.git("config", "uploadpack.allowFilter", "true")
    archive.clone("part", "--filter=blob:none")
    archive.change(files=9, subject="x")

    notice, problem = verify(archive.store, "_data", archive.trees, archive.root)
    assert notice.message.startswith("What commits changed cannot be verified. git log failed in ")
    assert (notice.hint, notice.severity) == ("Use a clone with all files.", Severity.NOTICE)
    assert problem.message.startswith("The subject of ")


@pytest.mark.parametrize("key", ["date", "commit"])
def test_tags_of_releases_are_compared(archive: Archive, key: str) -> None:
    path = archive.store / "releases.jsonl"
    line = json.loads(path.read_text())
    right = line["tags"][0][key]
    line["tags"][0][key] = wrong = right.replace("1", "2")
    path.write_text(json.dumps(line) + "\n")

    assert archive.problems() == [
        f"_data/releases.jsonl:1: The {key} of the tag v2.6.33-rc1 is {wrong!r} here, but "
        f"{right!r} in the clone. {SYNC}"
    ]


def test_git_is_asked_as_often_for_many_commits_as_for_one(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = GitCallCounter(tmp_path / "counting", monkeypatch)
    archive.problems()
    for_one = calls.count()
    hashes = [archive.linux.commit(f"mm: {number}\n\nFixes: {archive.sha}") for number in range(20)]
    wanted = Wanted({"linux": hashes}, frozenset())
    sync(Places(archive.store, tmp_path / "cache", tmp_path), wanted, archive.trees)
    calls.count()

    assert {problem.partition(":")[0] for problem in archive.problems()} == set()
    assert calls.count() == for_one


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
