"""What a sync does when clones, disks and files are not as they should be."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from git_history import change, merge
from sync_workspace import SyncWorkspace

from kernlog_site.commits.git.client import GitFailed
from kernlog_site.commits.store.writer import BrokenLedger
from kernlog_site.commits.sync import sync_state as memory
from kernlog_site.commits.sync.store_sync import AnotherSync
from kernlog_site.commits.sync.sync_state import recall, remember
from kernlog_site.commits.web.trees import tree_from


@pytest.fixture
def workspace(tmp_path: Path) -> SyncWorkspace:
    return SyncWorkspace(tmp_path)


def test_an_entry_stays_when_the_clone_lost_the_commit(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("stays")
    lost = workspace.linux.commit("is lost")
    workspace.sync([lost])
    before = workspace.lines()
    workspace.linux.git("reset", "--hard", "HEAD~1")
    workspace.linux.git("reflog", "expire", "--expire=now", "--all")
    workspace.linux.git("gc", "--quiet", "--prune=now")

    report = workspace.sync([lost[:12]])

    assert workspace.lines() == before
    assert report.warnings == [
        f"{lost[:12]} is no longer in {workspace.linux.path}; its entry stays."
    ]


def test_a_broken_store_is_never_overwritten(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("first")
    workspace.store.mkdir()
    path = workspace.store / "commits.jsonl"
    path.write_text("<<<<<<< HEAD\n")

    with pytest.raises(BrokenLedger, match=r"commits\.jsonl:1: .* left as it is"):
        workspace.sync([sha])

    assert path.read_text() == "<<<<<<< HEAD\n"


def test_a_failed_write_leaves_the_old_store_and_no_litter(
    workspace: SyncWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.sync([workspace.linux.commit("first")])
    before = (workspace.store / "commits.jsonl").read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        workspace.sync([workspace.linux.commit("second")])

    assert (workspace.store / "commits.jsonl").read_bytes() == before
    assert sorted(p.name for p in workspace.store.iterdir()) == ["commits.jsonl"]


def test_a_missing_clone_is_an_error_that_writes_nothing(workspace: SyncWorkspace) -> None:
    options = {"host": "cgit", "url": "https://git.example.org/", "clone": "elsewhere"}
    workspace.trees["linux"] = tree_from("linux", options)

    with pytest.raises(GitFailed, match="elsewhere does not exist"):
        workspace.sync(["abcdef123456"])

    assert not workspace.store.exists()


@pytest.mark.parametrize(
    "harm", ["delete", "damage", "a letter", "another version", "another store"]
)
def test_the_memory_is_a_convenience(workspace: SyncWorkspace, harm: str) -> None:
    sha = workspace.linux.commit("lib: add LZO")
    workspace.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    workspace.sync([sha])
    complete = workspace.lines()
    memory = workspace.root / "cache" / "sync-linux.json"
    if harm == "delete":
        memory.unlink()
    elif harm == "damage":
        memory.write_text(memory.read_text()[:-40])
    elif harm == "a letter":  # of a hash, which is then that of no commit
        kept = memory.read_text()
        assert sha in kept
        memory.write_text(kept.replace(sha, ("0" if sha[0] != "0" else "1") + sha[1:]))
    elif harm == "another version":
        kept = json.loads(memory.read_text())
        memory.write_text(json.dumps({**kept, "version": 1}))
    else:  # as after going back to an older store with version control
        path = workspace.store / "commits.jsonl"
        path.write_text(json.dumps({**complete[0], "fate": [], "first_tag": None}) + "\n")

    workspace.sync([sha])

    assert workspace.lines() == complete


def test_first_tags_that_an_older_kernlog_asked_git_for_are_looked_up_again(
    workspace: SyncWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It remembers that nothing is new, and with a git of today may have stored a wrong one."""
    sha = workspace.linux.commit("lib: add LZO")
    workspace.linux.tag("v2.6.33-rc1")
    workspace.linux.tag("v2.6.33-rc2")
    workspace.sync([sha])
    store, path = workspace.store / "commits.jsonl", workspace.root / "cache" / "sync-linux.json"
    right = store.read_bytes()
    store.write_bytes(right.replace(b"rc1", b"rc2"))
    as_if_new = replace(recall(path), store=hashlib.sha256(store.read_bytes()).hexdigest())
    with monkeypatch.context() as of_an_older_one:
        of_an_older_one.setattr(memory, "_VERSION", 1)
        remember(path, as_if_new)

    workspace.sync([sha])

    assert store.read_bytes() == right


def cloned(workspace: SyncWorkspace, *options: str) -> None:
    """Have the workspace look commits up in another clone from here on."""
    workspace.linux.git(
        "clone", "--quiet", "--bare", *options, f"file://{workspace.linux.path}", "../part"
    )
    workspace.trees["linux"] = tree_from(
        "linux", {"commit": "https://git.example.org/{sha}", "clone": "part"}
    )


def test_what_became_of_a_commit_stays_when_the_clone_lacks_by_whom(
    workspace: SyncWorkspace,
) -> None:
    sha = workspace.linux.commit("lib: add LZO")
    workspace.linux.tag("v2.6.32")
    by = workspace.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([sha])
    complete = workspace.lines()
    assert complete[0]["fate"]

    cloned(workspace, "--single-branch", "--branch=v2.6.32")
    warnings = workspace.sync([sha]).warnings

    assert workspace.lines() == complete
    assert any(f"lacks {by[:12]}, by which" in warning for warning in warnings)


@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_what_became_of_a_commit_stays_when_head_has_gone_back(
    workspace: SyncWorkspace, memory: str
) -> None:
    """The clone has the commits, and neither HEAD nor a tag leads to them."""
    linux = workspace.linux
    linux.commit("base")
    linux.tag("v2.6.32")
    linux.git("switch", "--quiet", "--create", "lib")
    sha, fixed = linux.commit("lib: add LZO"), linux.commit("lib: something else")
    linux.git("switch", "--quiet", "master")
    pull = merge(linux, "lib", "Merge lib")
    by = linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    fix = linux.commit(f"lib: repair\n\nFixes: {fixed}")
    workspace.sync([sha, fixed])
    complete = workspace.lines()
    assert sorted(entry["sha"] for line in complete for entry in line["fate"]) == sorted([by, fix])
    assert [line["pull"]["sha"] for line in complete] == [pull, pull]
    path = workspace.root / "cache" / "sync-linux.json"

    for place, lacking in (("v2.6.32", {by, fix, pull}), (pull, {by, fix}), (by, {fix})):
        linux.git("switch", "--quiet", "--detach", place)
        if memory == "lost":
            path.unlink()
        (warning,) = workspace.sync([sha, fixed]).warnings
        assert workspace.lines() == complete
        named = ", ".join(short[:12] for short in sorted(lacking))
        assert warning == (
            f"The history of HEAD and of the tags in the clone {linux.path} lacks {named}, by "
            "which commits of the store were pulled, reverted or fixed; what is known of that "
            "stays. Fetch them, or check out what has them."
        )

    linux.git("switch", "--quiet", "master")
    assert workspace.sync([sha, fixed]).warnings == []
    assert workspace.lines() == complete


@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_a_revert_that_was_reverted_vanishes_also_when_head_has_gone_back(
    workspace: SyncWorkspace, memory: str
) -> None:
    linux = workspace.linux
    sha = linux.commit("lib: add LZO")
    by = linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    workspace.sync([sha])
    assert [entry["sha"] for entry in workspace.lines()[0]["fate"]] == [by]
    again = linux.commit(f"lib: there again\n\nThis reverts commit {by}.")
    fix = linux.commit(f"lib: repair\n\nFixes: {sha}")
    workspace.sync([sha])
    assert [entry["sha"] for entry in workspace.lines()[0]["fate"]] == [fix]

    linux.git("switch", "--quiet", "--detach", again)
    if memory == "lost":
        (workspace.root / "cache" / "sync-linux.json").unlink()
    workspace.sync([sha])
    assert [entry["sha"] for entry in workspace.lines()[0]["fate"]] == [fix]

    # What the history says now counts, not what was remembered from beyond it.
    linux.git("switch", "--quiet", "--detach", by)
    workspace.sync([sha])
    assert {entry["sha"] for entry in workspace.lines()[0]["fate"]} == {fix, by}


def test_the_first_tag_of_who_reverted_stays_when_the_clone_lacks_it(
    workspace: SyncWorkspace,
) -> None:
    sha = workspace.linux.commit("lib: add LZO")
    workspace.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([sha])
    complete = workspace.lines()

    cloned(workspace, "--no-tags")
    warnings = workspace.sync([sha]).warnings

    assert workspace.lines() == complete
    assert any("lacks the tags v2.6.33-rc1" in warning for warning in warnings)


def test_what_a_shallow_clone_says_is_not_remembered(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("lib: add LZO")
    workspace.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    workspace.linux.commit("later")
    workspace.linux.commit("last")
    cloned(workspace, "--depth=1")
    workspace.sync([])

    workspace.linux.git("-C", "../part", "fetch", "--quiet", "--unshallow", "--tags")
    workspace.sync([sha])

    assert [deed["kind"] for deed in workspace.lines()[0]["fate"]] == ["reverted"]


def test_a_store_in_a_folder_that_is_a_circle_of_links_is_told(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    workspace.store.symlink_to(workspace.store)

    with pytest.raises((BrokenLedger, OSError), match=r"commits\.jsonl"):
        workspace.sync([])


def test_a_shallow_clone_is_told(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    workspace.linux.commit("second")
    shallow = workspace.root / "shallow"
    workspace.linux.git(
        "clone", "--quiet", "--depth=1", f"file://{workspace.linux.path}", str(shallow)
    )
    options = {"commit": "https://git.example.org/{sha}", "clone": "shallow"}
    workspace.trees["linux"] = tree_from("linux", options)

    (warning,) = workspace.sync([]).warnings

    assert "is shallow, so commits and tags may be missing" in warning


def test_a_shallow_clone_does_not_count_all_files_as_new(workspace: SyncWorkspace) -> None:
    change(workspace.linux, "first", {"lib/lzo.c": "1\n", "Makefile": "1\n"})
    sha = change(workspace.linux, "lib: last", {"Makefile": "2\n"})
    cloned(workspace, "--depth=1")
    workspace.sync([sha])
    assert {"files", "insertions", "areas"} & workspace.lines()[0].keys() == set()

    workspace.linux.git("-C", "../part", "fetch", "--quiet", "--unshallow", "--tags")
    workspace.sync([sha])

    assert (workspace.lines()[0]["files"], workspace.lines()[0]["areas"]) == (1, [])


def test_of_two_syncs_at_once_the_second_is_refused(workspace: SyncWorkspace) -> None:
    (workspace.root / "cache").mkdir()
    with (
        FileLock(workspace.root / "cache" / "sync.lock"),
        pytest.raises(AnotherSync, match="at work"),
    ):
        workspace.sync([])

    workspace.sync([])


def test_a_partial_clone_gives_all_but_the_lines(workspace: SyncWorkspace) -> None:
    (workspace.linux.path / "file").write_text("1\n")
    workspace.linux.git("add", "file")
    sha = workspace.linux.commit("lib: add LZO")
    (workspace.linux.path / "file").write_text("2\n")
    workspace.linux.git("add", "file")
    workspace.linux.tag("v2.6.32")
    second = workspace.linux.commit("lib: go on")
    workspace.linux.tag("v2.6.33")
    workspace.linux.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{workspace.linux.path}"
    workspace.linux.git(
        "clone", "--quiet", "--bare", "--filter=blob:none", url, str(workspace.root / "part")
    )
    options = {"commit": "https://git.example.org/{sha}", "clone": "part"}
    workspace.trees["linux"] = tree_from("linux", options)

    report = workspace.sync([sha, second])

    assert {line["subject"] for line in workspace.lines()} == {"lib: add LZO", "lib: go on"}
    assert report.warnings
    told = sorted(warning.partition(".")[0] for warning in report.warnings)
    assert told == [
        "The numbers of releases could not be counted",
        "What commits changed could not be read",
    ]


def test_a_clone_without_tags_takes_none_away(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("first")
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([sha])
    before = (workspace.store / "commits.jsonl").read_bytes()
    workspace.linux.commit("second")
    workspace.linux.tag("v2.6.33-rc2")
    workspace.linux.git("tag", "--delete", "v2.6.33-rc1")

    warnings = workspace.sync([sha]).warnings

    assert len(warnings) == 2
    assert all("lacks the tags v2.6.33-rc1" in warning for warning in warnings)
    assert (workspace.store / "commits.jsonl").read_bytes() == before
    tags = json.loads((workspace.store / "releases.jsonl").read_text())["tags"]
    assert [tag["name"] for tag in tags] == ["v2.6.33-rc1", "v2.6.33-rc2"]


@pytest.mark.parametrize(
    "line", [{"version": 5, "tree": "linux"}, {"version": "2.6.33", "tree": ["linux"]}]
)
def test_a_line_that_is_no_release_stops_the_sync(
    workspace: SyncWorkspace, line: dict[str, Any]
) -> None:
    workspace.store.mkdir()
    (workspace.store / "releases.jsonl").write_text(json.dumps(line) + "\n")

    with pytest.raises(BrokenLedger, match=r"releases\.jsonl:1: "):
        workspace.sync([])


def test_a_full_disk_leaves_both_files_as_they_were(
    workspace: SyncWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.sync([workspace.linux.commit("first")])
    before = (workspace.store / "commits.jsonl").read_bytes()
    workspace.linux.tag("v2.6.33-rc1")
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match=r"No space left on device: .*releases\.jsonl"):
        workspace.sync([])

    assert (workspace.store / "commits.jsonl").read_bytes() == before
    assert [path.name for path in workspace.store.iterdir()] == ["commits.jsonl"]


def test_a_store_behind_a_link_stays_behind_it(workspace: SyncWorkspace) -> None:
    workspace.store.mkdir()
    real = workspace.root / "elsewhere.jsonl"
    real.touch()
    real.chmod(0o664)
    (workspace.store / "commits.jsonl").symlink_to(real)

    workspace.sync([workspace.linux.commit("first")])

    assert (workspace.store / "commits.jsonl").is_symlink()
    assert b"first" in real.read_bytes()
    assert real.stat().st_mode & 0o777 == 0o664
