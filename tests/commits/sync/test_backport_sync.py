"""Backports of cited commits: from a stable clone, in every form, as far as they are in force."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from git_history import GitCallCounter, merge
from repository import Repository
from sync_workspace import SyncWorkspace

from kernlog_site.commits.followups.backports import claims
from kernlog_site.commits.git.client import Clone, FoundObject
from kernlog_site.commits.store.reader import read_commits
from kernlog_site.commits.sync import backport_sync
from kernlog_site.commits.sync.verify import verify
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.commits.web.trees import tree_from
from kernlog_site.core.commit import Backport

pytestmark = pytest.mark.usefixtures("git")


class StableWorkspace(SyncWorkspace):
    """A workspace with commits that are in v6.2-rc1, and a stable tree with two branches."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.linux.commit("base")
        self.linux.tag("v6.0")
        self.linux.commit("more")
        self.linux.tag("v6.1")
        self.sha = self.linux.commit("lib: add LZO")
        self.other = self.linux.commit("lib: something else")
        self.linux.tag("v6.2-rc1")
        self.copy = self.stable()
        for version in ("6.0", "6.1"):
            self.copy.git("switch", "--quiet", "--create", f"linux-{version}.y", f"v{version}")

    def on(self, version: str) -> Repository:
        """The stable tree with that branch checked out."""
        self.copy.git("switch", "--quiet", f"linux-{version}.y")
        return self.copy

    def backport(self, version: str, message: str = "lib: add LZO\n\n{marker}") -> str:
        marker = f"commit {self.sha} upstream."
        return self.on(version).commit(message.format(marker=marker, sha=self.sha))

    def found(self, sha: str | None = None) -> list[tuple[str, str | None]]:
        """The backports of a commit after a sync, which a check finds right: hash and first tag."""
        report = self.sync([self.sha, self.other])
        assert report.warnings == []
        entries = self.line(sha or self.sha).get("backports", [])
        assert [list(entry) for entry in entries] == [["tree", "sha", "first_tag"]] * len(entries)
        assert {entry["tree"] for entry in entries} <= {"stable"}
        assert self.problems() == []
        return [(entry["sha"], entry["first_tag"]) for entry in entries]

    def line(self, sha: str) -> dict[str, Any]:
        return next(line for line in self.lines() if line["sha"] == sha)

    def problems(self) -> list[str]:
        return [str(problem) for problem in verify(self.store, "_data", self.trees, self.root)]

    def write(self, lines: Iterable[dict[str, Any]]) -> None:
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        (self.store / "commits.jsonl").write_text(text)


@pytest.fixture
def workspace(tmp_path: Path) -> StableWorkspace:
    return StableWorkspace(tmp_path)


@pytest.mark.parametrize(
    "body",
    [
        "commit {sha} upstream.",
        "\ncommit {sha} upstream.\n\nIt broke.",
        "Commit {sha} upstream",
        "[ Upstream commit {sha} ]",
        "[Upstream commit {sha}]\n\nIt broke.",
        "It broke.\n\n(cherry picked from commit {sha})\nSigned-off-by: x",
        "It broke.\n\n(cherry-picked from commit {sha})",
        "(cherry picked from commit {short})",
        "commit {short} upstream.",
        "[ Upstream commit {upper} ]",
        "commit {none} upstream.\n\n(cherry picked from commit {sha})",
    ],
)
def test_a_backport_in_every_form(workspace: StableWorkspace, body: str) -> None:
    sha = workspace.sha
    message = body.format(sha=sha, short=sha[:12], upper=sha.upper(), none="f" * 40)
    by = workspace.on("6.1").commit(f"lib: add LZO\n\n{message}")
    workspace.copy.tag("v6.1.1")

    assert workspace.found() == [(by, "v6.1.1")]
    assert workspace.found(workspace.other) == []
    assert "backports" not in workspace.line(workspace.other)


@pytest.mark.parametrize(
    "body",
    [
        "It broke.\n\ncommit {sha} upstream.",
        "See commit {sha} upstream.",
        "commit {sha} is upstream.",
        "commit {five} upstream.",
        "commit {none} upstream.",
        "commit {sha}f upstream.",
        "Fixes: {sha}",
        "",
    ],
)
def test_what_is_no_backport(workspace: StableWorkspace, body: str) -> None:
    sha = workspace.sha
    message = body.format(sha=sha, five=sha[:5], none="f" * 40)
    workspace.on("6.1").commit(f"lib: add LZO\n\n{message}")

    assert workspace.found() == []


def test_backports_come_by_version_and_those_without_a_tag_last(
    workspace: StableWorkspace,
) -> None:
    pending = workspace.backport("6.0")
    newer = workspace.backport("6.1")
    workspace.copy.tag("v6.1.10")
    workspace.copy.git("switch", "--quiet", "--create", "linux-6.1.y-rt", "v6.1")
    older = workspace.copy.commit(f"lib: add LZO\n\ncommit {workspace.sha} upstream.")
    workspace.copy.tag("v6.1.9")
    workspace.on("6.0")

    assert workspace.found() == [(older, "v6.1.9"), (newer, "v6.1.10"), (pending, None)]
    store, problems = read_commits("c", (workspace.store / "commits.jsonl").read_bytes())
    assert problems == ()
    (commit,) = store.find("linux", workspace.sha)
    assert commit.backports[0] == Backport("stable", older, "v6.1.9")


def test_commits_of_the_followed_tree_are_no_backports(workspace: StableWorkspace) -> None:
    """Those are picked from other branches of its own, and in the stable clone, too."""
    workspace.linux.commit(f"lib: add LZO\n\n(cherry picked from commit {workspace.sha})")
    workspace.linux.tag("v6.2-rc2")
    workspace.copy.git("fetch", "--quiet", "--tags")
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")

    assert workspace.found() == [(by, "v6.1.1")]

    newer = workspace.copy
    newer.git("switch", "--quiet", "--detach", "v6.2-rc2")
    newer.commit(f"lib: add LZO, too\n\n(cherry picked from commit {workspace.sha})")
    newer.tag("v6.2-rc3")
    workspace.on("6.1")

    assert workspace.found() == [(by, "v6.1.1")]


@pytest.mark.parametrize(
    "revert",
    [
        'Revert "lib: add LZO"\n\nThis reverts commit {by} which is\ncommit {sha} upstream.',
        'Revert "lib: add LZO"\n\nThis reverts commit {by} which is commit {sha} upstream.',
        "lib: go back\n\nThis reverts commit {short}.",
        'Revert "lib: add LZO"\n\ncommit {none} upstream.\n\nThis reverts commit {sha}.',
        'Revert "lib: add LZO"\n\n[ Upstream commit {none} ]\n\nThis reverts commit {upshort}.',
        'Revert "lib: add LZO"\n\nIt broke the build.',
    ],
)
def test_a_revert_on_the_branch_counts_against_it_there_alone(
    workspace: StableWorkspace, revert: str
) -> None:
    older = workspace.backport("6.0")
    workspace.copy.tag("v6.0.1")
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    assert workspace.found() == [(older, "v6.0.1"), (by, "v6.1.1")]
    sha = workspace.sha
    workspace.copy.commit(
        revert.format(by=by, sha=sha, short=by[:12], upshort=sha[:12], none="e" * 40)
    )
    workspace.copy.tag("v6.1.2")

    assert workspace.found() == [(older, "v6.0.1")]


def test_a_revert_copied_from_another_branch_names_the_backport_there(
    workspace: StableWorkspace,
) -> None:
    older = workspace.backport("6.0")
    workspace.copy.tag("v6.0.1")
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.copy.commit(f'Revert "lib: add LZO"\n\nThis reverts commit {older} which is wrong.')
    workspace.copy.tag("v6.1.2")

    assert workspace.found() == [(older, "v6.0.1")]
    assert by != older


def test_a_revert_of_the_revert_brings_it_back(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    first = workspace.linux.commit(f'Revert "lib: add LZO"\n\nThis reverts commit {workspace.sha}.')
    second = workspace.linux.commit(f"lib: back again\n\nThis reverts commit {first}.")
    workspace.linux.tag("v6.2-rc2")
    workspace.copy.commit(
        f'Revert "lib: add LZO"\n\ncommit {first} upstream.\n\nThis reverts commit {workspace.sha}.'
    )
    assert workspace.found() == []

    workspace.copy.commit(
        f"lib: back again\n\ncommit {second} upstream.\n\nThis reverts commit {first}."
    )
    workspace.copy.tag("v6.1.2")
    assert workspace.found() == [(by, "v6.1.1")]


def test_what_was_reverted_and_applied_again_is_in_by_the_second_one(
    workspace: StableWorkspace,
) -> None:
    first = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.copy.commit(f"lib: go back\n\nThis reverts commit {first}.")
    workspace.copy.tag("v6.1.2")
    again = workspace.backport("6.1")
    workspace.copy.tag("v6.1.3")
    assert workspace.found() == [(again, "v6.1.3")]

    workspace.copy.commit(f"lib: go back again\n\nThis reverts commit {workspace.sha}.")
    assert workspace.found() == []


def test_of_two_on_one_branch_it_is_the_first(workspace: StableWorkspace) -> None:
    first = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.backport("6.1", "lib: the rest of it\n\n{marker}")
    workspace.copy.tag("v6.1.2")

    assert workspace.found() == [(first, "v6.1.1")]


def test_a_merge_on_a_stable_branch_claims_nothing(workspace: StableWorkspace) -> None:
    workspace.on("6.1").git("switch", "--quiet", "--create", "fixes")
    by = workspace.copy.commit(f"lib: add LZO\n\ncommit {workspace.sha} upstream.")
    workspace.on("6.1").commit("stable: other")
    merge(workspace.copy, "fixes", f"Merge fixes\n\n(cherry picked from commit {workspace.other})")
    workspace.copy.tag("v6.1.1")

    assert workspace.found() == [(by, "v6.1.1")]
    assert workspace.found(workspace.other) == []


def test_an_ambiguous_hash_counts_for_none(
    workspace: StableWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = workspace.on("6.1").commit(f"lib: add LZO\n\ncommit {workspace.sha[:7]} upstream.")
    workspace.copy.tag("v6.1.1")
    assert workspace.found() == [(by, "v6.1.1")]
    find = Clone.find

    def ambiguous(clone: Clone, given: list[str]) -> dict[str, FoundObject]:
        found = find(clone, given)
        return {d: FoundObject(None, "ambiguous") if len(d) == 7 else found[d] for d in found}

    monkeypatch.setattr(Clone, "find", ambiguous)
    (workspace.root / "cache" / "sync-stable.json").unlink()

    assert workspace.found() == []


def test_an_older_store_learns_of_backports(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    expected = workspace.found()
    complete = workspace.lines()
    kept = ("sha", "tree", "subject", "author", "authored", "committed", "first_tag")
    workspace.write({key: line[key] for key in kept} for line in complete)

    assert workspace.found() == expected == [(by, "v6.1.1")]
    assert workspace.lines() == complete


def test_only_what_is_new_is_read(
    workspace: StableWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noting(clone: Clone, hashes: list[str]) -> Any:
        read.extend(hashes)
        return claims(clone, hashes)

    monkeypatch.setattr(backport_sync, "claims", noting)
    first = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.sync([workspace.sha])
    assert read == [first]

    second = workspace.on("6.1").commit(f"lib: x\n\ncommit {workspace.other} upstream.")
    workspace.sync([workspace.sha, workspace.other])
    assert read == [first, second]
    assert [line["backports"][0]["sha"] for line in workspace.lines()] == [
        {workspace.sha: first, workspace.other: second}[line["sha"]] for line in workspace.lines()
    ]

    workspace.linux.commit("mainline goes on")
    assert not workspace.sync([workspace.sha, workspace.other]).changed
    assert read == [first, second]

    memory = workspace.root / "cache" / "sync-stable.json"
    memory.write_text(memory.read_text().replace(first, second))
    workspace.sync([workspace.sha])
    assert set(read[2:]) == {first, second}


@pytest.mark.parametrize("own", [False, True])
def test_commits_of_the_followed_tree_behind_its_head_are_no_backports(
    workspace: StableWorkspace, own: bool
) -> None:
    """What is checked out in the stable clone may be an older state of that tree."""
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.linux.commit(f"lib: add LZO\n\n(cherry picked from commit {workspace.sha})")
    workspace.copy.git("switch", "--quiet", "master")
    workspace.copy.git("pull", "--quiet", "--ff-only")
    workspace.linux.commit("mainline goes on")
    expected: list[tuple[str, str | None]] = [(by, "v6.1.1")]
    if own:
        workspace.copy.git("switch", "--quiet", "--create", "topic")
        message = f"lib: add LZO\n\ncommit {workspace.sha} upstream."
        expected.append((workspace.copy.commit(message), None))

    assert workspace.found() == expected


def test_what_the_followed_tree_turns_out_to_have_is_no_longer_a_backport(
    workspace: StableWorkspace,
) -> None:
    picked = workspace.linux.commit(f"lib: LZO\n\n(cherry picked from commit {workspace.sha})")
    workspace.copy.git("switch", "--quiet", "master")
    workspace.copy.git("pull", "--quiet", "--ff-only")
    workspace.linux.git("reset", "--quiet", "--hard", "v6.2-rc1")  # as if not fetched yet
    assert workspace.found() == [(picked, None)]

    workspace.linux.git("reset", "--quiet", "--hard", picked)
    workspace.linux.commit("mainline goes on")
    assert workspace.found() == []


def test_without_a_clone_of_the_followed_tree_only_releases_tell_of_backports(
    workspace: StableWorkspace,
) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.on("6.1").commit(f"lib: x\n\ncommit {workspace.other} upstream.")
    workspace.sync([workspace.sha, workspace.other])
    lines = workspace.lines()
    workspace.write({**line, "backports": []} for line in lines)
    workspace.trees["linux"] = tree_from("linux", {"commit": "https://git.example.org/{sha}"})

    workspace.sync([workspace.sha, workspace.other])

    entry = {"tree": "stable", "sha": by, "first_tag": "v6.1.1"}
    assert workspace.line(workspace.sha)["backports"] == [entry]
    assert "backports" not in workspace.line(workspace.other)


def test_what_was_taken_for_the_followed_trees_is_read_when_it_turns_out_not_to_be(
    workspace: StableWorkspace,
) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.linux.git("fetch", "--quiet", str(workspace.copy.path), "linux-6.1.y")
    workspace.linux.git("switch", "--quiet", "--detach", "FETCH_HEAD")  # as a writer may have it
    assert workspace.found() == []

    workspace.linux.git("switch", "--quiet", "master")
    assert workspace.found() == [(by, "v6.1.1")]


def test_one_clone_may_have_both_trees(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.copy.git("switch", "--quiet", "master")
    options = {"commit": "https://git.example.org/{sha}", "clone": "stable"}
    workspace.trees["linux"] = tree_from("linux", options)

    assert workspace.found() == [(by, "v6.1.1")]


def test_git_is_asked_as_often_for_many_backports_as_for_one(
    workspace: StableWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    calls = GitCallCounter(tmp_path / "counting", monkeypatch)

    def count(*hashes: str) -> int:
        """How often git is asked with nothing remembered, and the store known."""
        workspace.sync(hashes)
        for memory in (workspace.root / "cache").glob("*.json"):
            memory.unlink()
        calls.count()
        workspace.sync(hashes)
        return calls.count()

    for_one = count(workspace.sha)
    cited = [workspace.linux.commit(f"mm: {number}") for number in range(12)]
    for sha in cited:
        workspace.on("6.1").commit(f"mm: x\n\ncommit {sha} upstream.")

    assert count(workspace.sha, *cited) == for_one
    assert sum("backports" in line for line in workspace.lines()) == 13


@pytest.mark.parametrize("harm", ["gone", "a folder", "no tags"])
def test_without_a_stable_clone_all_else_is_synced_and_backports_stay(
    workspace: StableWorkspace, harm: str
) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    expected = workspace.found()
    assert expected == [(by, "v6.1.1")]
    before = workspace.line(workspace.sha)["backports"]
    if harm == "no tags":
        for tag in workspace.copy.git("tag").split():
            workspace.copy.git("tag", "--delete", tag)
        told = (
            f"The clone {workspace.root}/stable of trees.stable has no tags of versions, so what "
            "the store knows of backports stays. Fetch them: git fetch --tags."
        )
    else:
        workspace.copy.path.rename(workspace.root / "elsewhere")
        if harm == "a folder":
            workspace.copy.path.mkdir()
        problem = (
            "does not exist. Clone the tree there."
            if harm == "gone"
            else "is no git repository. Clone the tree there."
        )
        subject = "The clone " if harm == "gone" else ""
        told = (
            f"{subject}{workspace.root}/stable {problem} Until then, what is known of trees.stable "
            "stays."
        )
    fix = workspace.linux.commit(f"lib: repair\n\nFixes: {workspace.sha}")

    report = workspace.sync([workspace.sha])

    assert report.warnings == [told]
    assert workspace.line(workspace.sha)["backports"] == before
    assert workspace.line(workspace.sha)["fate"][0]["sha"] == fix
    (problem_told,) = workspace.problems()
    assert str(workspace.copy.path) in problem_told


def test_backports_that_the_clone_lacks_stay_and_that_is_told(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    assert workspace.found() == [(by, "v6.1.1")]
    kept = workspace.lines()
    for ref in ("linux-6.1.y", "linux-6.0.y"):
        workspace.copy.git("switch", "--quiet", "--detach", "v6.1")
        workspace.copy.git("branch", "--quiet", "-D", ref)
    workspace.copy.git("tag", "--delete", "v6.1.1")
    workspace.copy.git("reflog", "expire", "--expire=now", "--all")
    workspace.copy.git("gc", "--quiet", "--prune=now")

    report = workspace.sync([workspace.sha])

    assert workspace.lines() == kept
    assert report.warnings == [
        f"The history of HEAD and of the tags in the clone {workspace.copy.path} lacks {by[:12]}, "
        "by which commits of the store were taken over; what is known of that stays. Fetch them, "
        "or check out what has them."
    ]


@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_backports_on_a_branch_that_is_not_checked_out_stay_and_that_is_told(
    workspace: StableWorkspace, memory: str
) -> None:
    tagged = workspace.backport("6.0")
    workspace.copy.tag("v6.0.1")
    by = workspace.backport("6.1")
    assert workspace.found() == [(tagged, "v6.0.1"), (by, None)]
    kept = workspace.lines()
    workspace.copy.git("switch", "--quiet", "master")
    if memory == "lost":
        (workspace.root / "cache" / "sync-stable.json").unlink()

    (warning,) = workspace.sync([workspace.sha]).warnings

    assert f" lacks {by[:12]}, by which commits of the store were taken over;" in warning
    assert workspace.lines() == kept
    (problem,) = workspace.problems()
    assert f" lacks {by[:12]}, by which " in problem

    workspace.on("6.1").commit(f"lib: go back\n\nThis reverts commit {by}.")
    assert workspace.found() == [(tagged, "v6.0.1")]


def test_releases_are_counted_in_the_tree_that_is_followed_alone(
    workspace: StableWorkspace,
) -> None:
    workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.sync([workspace.sha], release=LINUX.parse("6.1"))

    assert {line["tree"]: "statistics" in line for line in workspace.releases()} == {
        "linux": True,
        "stable": False,
    }


def test_a_commit_of_the_stable_tree_may_be_cited_too(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    revert = workspace.copy.commit(f"lib: go back\n\nThis reverts commit {by}.")
    assert workspace.found() == []
    workspace.sync([by], tree="stable")

    assert workspace.line(by)["first_tag"] == "v6.1.1"
    assert [entry["sha"] for entry in workspace.line(by)["fate"]] == [revert]
    assert "backports" not in workspace.line(by)
    assert workspace.problems() == []


def test_backports_of_other_trees_stay_beside_those_of_this(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.found()
    entry = {"tree": "android", "sha": "a" * 40, "first_tag": "v6.0.5"}
    (other, line) = sorted(workspace.lines(), key=lambda its: "backports" in its)
    workspace.write([{**line, "backports": [*line["backports"], entry]}, other])

    workspace.sync([workspace.sha])

    ours = {"tree": "stable", "sha": by, "first_tag": "v6.1.1"}
    assert workspace.line(workspace.sha)["backports"] == [entry, ours]


def test_a_wrong_backport_is_told_by_a_check(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1")
    workspace.copy.tag("v6.1.1")
    workspace.found()
    right = workspace.line(workspace.sha)["backports"]
    lines = workspace.lines()
    for line in lines:
        if line["sha"] == workspace.sha:
            line["backports"] = [{**right[0], "first_tag": "v6.1"}]
    workspace.write(lines)

    (problem,) = workspace.problems()
    assert (
        f"The backports of {workspace.sha[:12]} are [{{'tree': 'stable', 'sha': '{by}'" in problem
    )
    assert problem.endswith(
        f" here, but {right!r} in the clone. Run `kernlog sync`, and read what changed."
    )


def test_hostile_text_in_a_stable_tree_is_only_text(workspace: StableWorkspace) -> None:
    by = workspace.backport("6.1", "<script>\u2028 `x` %0a\n\n{marker}\n--all\n^HEAD\n")
    workspace.copy.commit(f"x\n\nThis reverts commit --all and {'a' * 40}.\n(cherry picked from)")
    workspace.copy.tag("v6.1.1")

    assert workspace.found() == [(by, "v6.1.1")]
