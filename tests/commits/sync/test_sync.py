"""What a sync finds out, and how it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from git_history import merge
from sync_workspace import RELEASE, SyncWorkspace

from kernlog_site.commits.store.reader import read_commits, read_releases
from kernlog_site.commits.store.writer import BrokenLedger
from kernlog_site.commits.web.trees import tree_from
from kernlog_site.core.commit import Pull

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def workspace(tmp_path: Path) -> SyncWorkspace:
    return SyncWorkspace(tmp_path)


def test_a_cited_commit_gets_its_line(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("ksm: let shared pages be swappable")
    workspace.linux.tag("v2.6.33-rc1")

    report = workspace.sync([sha[:12]])

    assert workspace.lines() == [
        {
            "sha": sha,
            "tree": "linux",
            "subject": "ksm: let shared pages be swappable",
            "author": "Ada Author",
            "authored": "2010-01-01T01:00:00+01:00",
            "committed": "2010-01-01T01:00:00+01:00",
            "first_tag": "v2.6.33-rc1",
            "files": 0,
            "insertions": 0,
            "deletions": 0,
            "areas": [],
            "links": [],
            "bugs": [],
            "fate": [],
        }
    ]
    assert (report.commits, report.added, report.changed, report.warnings) == (1, 1, True, [])


def test_what_sync_writes_the_build_reads(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("Grüße \u2028 & `co`")
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([sha])

    store, problems = read_commits("c", (workspace.store / "commits.jsonl").read_bytes())
    tags, more_problems = read_releases("r", (workspace.store / "releases.jsonl").read_bytes())

    assert problems == more_problems == ()
    assert [commit.sha for commit in store.find("linux", sha[:12])] == [sha]
    assert store.find("linux", sha)[0].subject == "Grüße \ufffd & `co`"
    assert [tag.name for tag in tags["linux"][RELEASE].tags] == ["v2.6.33-rc1"]


def test_the_lines_are_sorted_and_a_second_run_changes_nothing(workspace: SyncWorkspace) -> None:
    hashes = [workspace.linux.commit(f"commit {number}") for number in range(9)]
    workspace.sync(hashes)
    before = (workspace.store / "commits.jsonl").stat()

    report = workspace.sync(hashes)

    assert [line["sha"] for line in workspace.lines()] == sorted(hashes)
    assert not report.changed
    after = (workspace.store / "commits.jsonl").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_release_that_is_out_gets_its_numbers_once(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("base")
    workspace.linux.tag("v2.6.32")
    workspace.linux.hour += 48
    sha = workspace.linux.commit("first")
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([sha])
    assert "statistics" not in workspace.releases()[0]

    workspace.linux.commit("second")
    workspace.linux.tag("v2.6.33")
    workspace.sync([sha])

    numbers = {"days": 2, "commits": 2, "non_merges": 2, "authors": 1}
    changed = {"files": 0, "insertions": 0, "deletions": 0, "renames": "found"}
    assert workspace.releases()[0]["statistics"] == {**numbers, **changed}
    assert not workspace.sync([sha]).changed


def test_a_tag_made_later_is_noticed(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("first")
    workspace.sync([sha])
    assert workspace.lines()[0]["first_tag"] is None

    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([])

    assert workspace.lines()[0]["first_tag"] == "v2.6.33-rc1"


def test_keys_of_a_newer_version_survive(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("first")
    workspace.sync([sha])
    path = workspace.store / "commits.jsonl"
    path.write_text(json.dumps({**workspace.lines()[0], "mood": {"good": True}}) + "\n")

    workspace.sync([sha])

    assert workspace.lines()[0]["mood"] == {"good": True}


def test_all_candidates_of_an_ambiguous_hash_are_stored(workspace: SyncWorkspace) -> None:
    earlier: dict[str, str] = {}
    while (sha := workspace.linux.commit(f"commit {len(earlier)}"))[:4] not in earlier:
        earlier[sha[:4]] = sha

    report = workspace.sync([sha[:4]])

    twins = sorted([sha, earlier[sha[:4]]])
    assert [line["sha"] for line in workspace.lines()] == twins
    assert report.warnings == [
        f"'{sha[:4]}' is ambiguous in the tree 'linux': {twins[0][:12]}, {twins[1][:12]}."
    ]


def test_what_is_no_commit_is_reported(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    tree = workspace.linux.git("rev-parse", "HEAD^{tree}")

    report = workspace.sync([tree[:12], "f" * 12])

    assert report.warnings == [
        f"'{tree[:12]}' names a git tree in the tree 'linux', and no commit.",
        "'ffffffffffff' is unknown in the tree 'linux'. Check the hash.",
    ]
    assert not (workspace.store / "commits.jsonl").exists()


def test_a_tree_without_a_clone_is_left_alone(workspace: SyncWorkspace) -> None:
    workspace.trees["stable"] = tree_from("stable", {"commit": "https://git.example.org/{sha}"})

    report = workspace.sync(["abcdef123456"], tree="stable")

    assert report.warnings == [
        "The tree 'stable' has no clone to look its commits up in (1 cited). "
        "Add clone: <path> to trees.stable."
    ]


def test_fate_comes_into_the_store_and_stays_up_to_date(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit(
        "lib: add LZO\n\nLKML-Reference: <1@example.org>\nSee CVE-2010-0001."
    )
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([sha])
    assert workspace.lines()[0]["fate"] == []

    by = workspace.linux.commit(f'Revert "lib: add LZO"\n\nThis reverts commit {sha}.')
    workspace.sync([sha])
    deed = {"kind": "reverted", "sha": by, "subject": 'Revert "lib: add LZO"'}
    (entry,) = workspace.lines()[0]["fate"]
    committed = "2010-01-01T03:00:00+01:00"
    assert list(entry.items()) == [
        *deed.items(),
        ("author", "Ada Author"),
        ("first_tag", None),
        ("committed", committed),
    ]

    workspace.linux.tag("v2.6.33-rc2")
    workspace.sync([sha])
    assert workspace.lines()[0]["fate"][0]["first_tag"] == "v2.6.33-rc2"
    assert workspace.lines()[0]["links"] == ["lore:1@example.org"]
    assert workspace.lines()[0]["bugs"] == ["cve:CVE-2010-0001"]


def test_a_commit_that_came_by_a_pull_names_it_and_one_that_did_not_has_no_such_key(
    workspace: SyncWorkspace,
) -> None:
    workspace.linux.commit("base")
    workspace.linux.git("switch", "--quiet", "--create", "topic")
    sha = workspace.linux.commit("net: topic")
    workspace.linux.git("switch", "--quiet", "master")
    direct = workspace.linux.commit("mm: direct")
    pull = merge(workspace.linux, "topic", "Merge <b>net</b> & \u202e `co`")
    workspace.linux.tag("v2.6.33-rc1")

    workspace.sync([sha, direct, pull])

    lines = {line["sha"]: line for line in workspace.lines()}
    assert lines[sha]["pull"] == {"sha": pull, "subject": "Merge <b>net</b> & \u202e `co`"}
    assert "pull" not in lines[direct].keys() | lines[pull].keys()
    store, problems = read_commits("c", (workspace.store / "commits.jsonl").read_bytes())
    assert problems == ()
    assert store.find("linux", sha)[0].pull == Pull(pull, "Merge <b>net</b> & \ufffd `co`")


@pytest.mark.parametrize(("meant", "kept"), [("", None), ("Cc: stable@kernel.org", "")])
def test_a_line_says_for_which_stable_versions_a_commit_was_meant(
    workspace: SyncWorkspace, meant: str, kept: str | None
) -> None:
    sha = workspace.linux.commit(f"lib: add LZO\n\n{meant}\n")
    workspace.sync([sha])

    assert workspace.lines()[0].get("stable") == kept
    store, problems = read_commits("c", (workspace.store / "commits.jsonl").read_bytes())
    assert problems == ()
    assert store.find("linux", sha)[0].stable == kept


def test_a_pull_that_never_was_vanishes_and_one_that_the_clone_cannot_know_stays(
    workspace: SyncWorkspace,
) -> None:
    workspace.linux.commit("base")
    workspace.linux.git("switch", "--quiet", "--create", "topic")
    sha = workspace.linux.commit("net: topic")
    workspace.linux.git("switch", "--quiet", "master")
    workspace.linux.commit("mm: direct")
    pull = merge(workspace.linux, "topic", "Merge net")
    workspace.sync([sha])
    assert workspace.lines()[0]["pull"]["sha"] == pull

    workspace.linux.git("reset", "--quiet", "--hard", "topic")  # pushed by mistake, taken back
    workspace.sync([sha])
    assert "pull" not in workspace.lines()[0]

    workspace.linux.git("reset", "--quiet", "--hard", pull)
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync([sha])
    complete = workspace.lines()
    workspace.linux.git("tag", "--delete", "v2.6.33-rc1")
    workspace.linux.git("reset", "--quiet", "--hard", "topic")
    workspace.sync([sha])
    assert workspace.lines() == complete
    assert complete[0]["pull"]["sha"] == pull


def test_a_line_of_an_older_version_is_completed(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("first")
    workspace.sync([sha])
    complete = workspace.lines()
    old = {k: v for k, v in complete[0].items() if k not in ("areas", "links", "bugs", "fate")}
    (workspace.store / "commits.jsonl").write_text(json.dumps(old) + "\n")

    workspace.sync([])

    assert workspace.lines() == complete


def test_subjects_of_any_length_and_kind_are_stored(workspace: SyncWorkspace) -> None:
    subjects = ["", "x" * 10_000, "bell \x07 and \x1b[31mred", "two\nlines"]
    hashes = [workspace.linux.commit(subject) for subject in subjects]

    workspace.sync(hashes)

    stored = {line["sha"]: line["subject"] for line in workspace.lines()}
    assert [stored[sha] for sha in hashes] == [*subjects[:3], "two lines"]


@pytest.mark.parametrize("wrong", [{"subject": "x"}, {"authored": "x"}, {"links": 5}])
def test_a_line_with_wrong_facts_is_mended(workspace: SyncWorkspace, wrong: dict[str, Any]) -> None:
    sha = workspace.linux.commit("first")
    workspace.sync([sha])
    right = workspace.lines()
    path = workspace.store / "commits.jsonl"
    path.write_text(path.read_text() + json.dumps({**right[0], **wrong}) + "\n")

    workspace.sync([sha])

    assert workspace.lines() == right


def test_a_whole_clone_gives_what_a_partial_one_could_not(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("first")
    workspace.sync([sha])
    right = workspace.lines()
    partial = {k: v for k, v in right[0].items() if k not in ("files", "areas", "insertions")}
    (workspace.store / "commits.jsonl").write_text(json.dumps(partial) + "\n")
    workspace.sync([sha])

    assert workspace.lines() == right


@pytest.mark.parametrize(
    "line",
    [
        b'{"sha": ["a"], "tree": "linux"}',
        b'{"sha": 5, "tree": "linux"}',
        b'{"sha": "--all", "tree": "linux"}',
        b'{"sha": "%s", "tree": 5}' % (b"a" * 40),
        b'{"sha": "%s", "tree": "linux", "subject": "\\udcff"}' % (b"a" * 40),
        b'{"sha": "%s", "tree": "linux", "subject": "caf\xe9"}' % (b"a" * 40),
        b"[" * 100_000,
        b"null",
    ],
)
def test_a_line_that_is_no_record_stops_the_sync(workspace: SyncWorkspace, line: bytes) -> None:
    workspace.store.mkdir()
    (workspace.store / "commits.jsonl").write_bytes(line + b"\n")

    with pytest.raises(BrokenLedger, match=r"commits\.jsonl:1: "):
        workspace.sync([workspace.linux.commit("first")])

    assert (workspace.store / "commits.jsonl").read_bytes() == line + b"\n"
