"""What a sync does when clones, disks and files are not as they should be."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from history_of import change
from syncing import Desk

from kernlog_site.commits.git.client import GitFailed
from kernlog_site.commits.store import sync_state as memory
from kernlog_site.commits.store.store_sync import AnotherSync
from kernlog_site.commits.store.sync_state import recall, remember
from kernlog_site.commits.store.writer import BrokenLedger
from kernlog_site.commits.web.trees import tree_from


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_entry_stays_when_the_clone_lost_the_commit(desk: Desk) -> None:
    desk.linux.commit("stays")
    lost = desk.linux.commit("is lost")
    desk.sync([lost])
    before = desk.lines()
    desk.linux.git("reset", "--hard", "HEAD~1")
    desk.linux.git("reflog", "expire", "--expire=now", "--all")
    desk.linux.git("gc", "--quiet", "--prune=now")

    report = desk.sync([lost[:12]])

    assert desk.lines() == before
    assert report.warnings == [f"{lost[:12]} is no longer in {desk.linux.path}; its entry stays."]


def test_a_broken_store_is_never_overwritten(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.store.mkdir()
    path = desk.store / "commits.jsonl"
    path.write_text("<<<<<<< HEAD\n")

    with pytest.raises(BrokenLedger, match=r"commits\.jsonl:1: .* left as it is"):
        desk.sync([sha])

    assert path.read_text() == "<<<<<<< HEAD\n"


def test_a_failed_write_leaves_the_old_store_and_no_litter(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sync([desk.linux.commit("first")])
    before = (desk.store / "commits.jsonl").read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        desk.sync([desk.linux.commit("second")])

    assert (desk.store / "commits.jsonl").read_bytes() == before
    assert sorted(p.name for p in desk.store.iterdir()) == ["commits.jsonl"]


def test_a_missing_clone_is_an_error_that_writes_nothing(desk: Desk) -> None:
    options = {"host": "cgit", "url": "https://git.example.org/", "clone": "elsewhere"}
    desk.trees["linux"] = tree_from("linux", options)

    with pytest.raises(GitFailed, match="elsewhere does not exist"):
        desk.sync(["abcdef123456"])

    assert not desk.store.exists()


@pytest.mark.parametrize(
    "harm", ["delete", "damage", "a letter", "another version", "another store"]
)
def test_the_memory_is_a_convenience(desk: Desk, harm: str) -> None:
    sha = desk.linux.commit("lib: add LZO")
    desk.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    desk.sync([sha])
    complete = desk.lines()
    memory = desk.root / "cache" / "sync-linux.json"
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
        path = desk.store / "commits.jsonl"
        path.write_text(json.dumps({**complete[0], "fate": [], "first_tag": None}) + "\n")

    desk.sync([sha])

    assert desk.lines() == complete


def test_first_tags_that_an_older_kernlog_asked_git_for_are_looked_up_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It remembers that nothing is new, and with a git of today may have stored a wrong one."""
    sha = desk.linux.commit("lib: add LZO")
    desk.linux.tag("v2.6.33-rc1")
    desk.linux.tag("v2.6.33-rc2")
    desk.sync([sha])
    store, path = desk.store / "commits.jsonl", desk.root / "cache" / "sync-linux.json"
    right = store.read_bytes()
    store.write_bytes(right.replace(b"rc1", b"rc2"))
    as_if_new = replace(recall(path), store=hashlib.sha256(store.read_bytes()).hexdigest())
    with monkeypatch.context() as of_an_older_one:
        of_an_older_one.setattr(memory, "_VERSION", 1)
        remember(path, as_if_new)

    desk.sync([sha])

    assert store.read_bytes() == right


def cloned(desk: Desk, *options: str) -> None:
    """Have the desk look commits up in another clone from here on."""
    desk.linux.git("clone", "--quiet", "--bare", *options, f"file://{desk.linux.path}", "../part")
    desk.trees["linux"] = tree_from(
        "linux", {"commit": "https://git.example.org/{sha}", "clone": "part"}
    )


def test_what_became_of_a_commit_stays_when_the_clone_lacks_by_whom(desk: Desk) -> None:
    sha = desk.linux.commit("lib: add LZO")
    desk.linux.tag("v2.6.32")
    by = desk.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    desk.linux.tag("v2.6.33-rc1")
    desk.sync([sha])
    complete = desk.lines()
    assert complete[0]["fate"]

    cloned(desk, "--single-branch", "--branch=v2.6.32")
    warnings = desk.sync([sha]).warnings

    assert desk.lines() == complete
    assert any(f"lacks {by[:12]}, by which" in warning for warning in warnings)


def test_the_first_tag_of_who_reverted_stays_when_the_clone_lacks_it(desk: Desk) -> None:
    sha = desk.linux.commit("lib: add LZO")
    desk.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    desk.linux.tag("v2.6.33-rc1")
    desk.sync([sha])
    complete = desk.lines()

    cloned(desk, "--no-tags")
    warnings = desk.sync([sha]).warnings

    assert desk.lines() == complete
    assert any("lacks the tags v2.6.33-rc1" in warning for warning in warnings)


def test_what_a_shallow_clone_says_is_not_remembered(desk: Desk) -> None:
    sha = desk.linux.commit("lib: add LZO")
    desk.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    desk.linux.commit("later")
    desk.linux.commit("last")
    cloned(desk, "--depth=1")
    desk.sync([])

    desk.linux.git("-C", "../part", "fetch", "--quiet", "--unshallow", "--tags")
    desk.sync([sha])

    assert [deed["kind"] for deed in desk.lines()[0]["fate"]] == ["reverted"]


def test_a_store_in_a_folder_that_is_a_circle_of_links_is_told(desk: Desk) -> None:
    desk.linux.commit("first")
    desk.store.symlink_to(desk.store)

    with pytest.raises((BrokenLedger, OSError), match=r"commits\.jsonl"):
        desk.sync([])


def test_a_shallow_clone_is_told(desk: Desk) -> None:
    desk.linux.commit("first")
    desk.linux.commit("second")
    shallow = desk.root / "shallow"
    desk.linux.git("clone", "--quiet", "--depth=1", f"file://{desk.linux.path}", str(shallow))
    options = {"commit": "https://git.example.org/{sha}", "clone": "shallow"}
    desk.trees["linux"] = tree_from("linux", options)

    (warning,) = desk.sync([]).warnings

    assert "is shallow, so commits and tags may be missing" in warning


def test_a_shallow_clone_does_not_count_all_files_as_new(desk: Desk) -> None:
    change(desk.linux, "first", {"lib/lzo.c": "1\n", "Makefile": "1\n"})
    sha = change(desk.linux, "lib: last", {"Makefile": "2\n"})
    cloned(desk, "--depth=1")
    desk.sync([sha])
    assert {"files", "insertions", "areas"} & desk.lines()[0].keys() == set()

    desk.linux.git("-C", "../part", "fetch", "--quiet", "--unshallow", "--tags")
    desk.sync([sha])

    assert (desk.lines()[0]["files"], desk.lines()[0]["areas"]) == (1, [])


def test_of_two_syncs_at_once_the_second_is_refused(desk: Desk) -> None:
    (desk.root / "cache").mkdir()
    with FileLock(desk.root / "cache" / "sync.lock"), pytest.raises(AnotherSync, match="at work"):
        desk.sync([])

    desk.sync([])


def test_a_partial_clone_gives_all_but_the_lines(desk: Desk) -> None:
    (desk.linux.path / "file").write_text("1\n")
    desk.linux.git("add", "file")
    sha = desk.linux.commit("lib: add LZO")
    (desk.linux.path / "file").write_text("2\n")
    desk.linux.git("add", "file")
    desk.linux.tag("v2.6.32")
    second = desk.linux.commit("lib: go on")
    desk.linux.tag("v2.6.33")
    desk.linux.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{desk.linux.path}"
    desk.linux.git("clone", "--quiet", "--bare", "--filter=blob:none", url, str(desk.root / "part"))
    options = {"commit": "https://git.example.org/{sha}", "clone": "part"}
    desk.trees["linux"] = tree_from("linux", options)

    report = desk.sync([sha, second])

    assert {line["subject"] for line in desk.lines()} == {"lib: add LZO", "lib: go on"}
    assert report.warnings
    told = sorted(warning.partition(".")[0] for warning in report.warnings)
    assert told == [
        "The numbers of releases could not be counted",
        "What commits changed could not be read",
    ]


def test_a_clone_without_tags_takes_none_away(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.linux.tag("v2.6.33-rc1")
    desk.sync([sha])
    before = (desk.store / "commits.jsonl").read_bytes()
    desk.linux.commit("second")
    desk.linux.tag("v2.6.33-rc2")
    desk.linux.git("tag", "--delete", "v2.6.33-rc1")

    warnings = desk.sync([sha]).warnings

    assert len(warnings) == 2
    assert all("lacks the tags v2.6.33-rc1" in warning for warning in warnings)
    assert (desk.store / "commits.jsonl").read_bytes() == before
    tags = json.loads((desk.store / "releases.jsonl").read_text())["tags"]
    assert [tag["name"] for tag in tags] == ["v2.6.33-rc1", "v2.6.33-rc2"]


@pytest.mark.parametrize(
    "line", [{"version": 5, "tree": "linux"}, {"version": "2.6.33", "tree": ["linux"]}]
)
def test_a_line_that_is_no_release_stops_the_sync(desk: Desk, line: dict[str, Any]) -> None:
    desk.store.mkdir()
    (desk.store / "releases.jsonl").write_text(json.dumps(line) + "\n")

    with pytest.raises(BrokenLedger, match=r"releases\.jsonl:1: "):
        desk.sync([])


def test_a_full_disk_leaves_both_files_as_they_were(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sync([desk.linux.commit("first")])
    before = (desk.store / "commits.jsonl").read_bytes()
    desk.linux.tag("v2.6.33-rc1")
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match=r"No space left on device: .*releases\.jsonl"):
        desk.sync([])

    assert (desk.store / "commits.jsonl").read_bytes() == before
    assert [path.name for path in desk.store.iterdir()] == ["commits.jsonl"]


def test_a_store_behind_a_link_stays_behind_it(desk: Desk) -> None:
    desk.store.mkdir()
    real = desk.root / "elsewhere.jsonl"
    real.touch()
    real.chmod(0o664)
    (desk.store / "commits.jsonl").symlink_to(real)

    desk.sync([desk.linux.commit("first")])

    assert (desk.store / "commits.jsonl").is_symlink()
    assert b"first" in real.read_bytes()
    assert real.stat().st_mode & 0o777 == 0o664
