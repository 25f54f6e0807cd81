"""What a sync finds out, and how it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from syncing import RELEASE, Desk

from kernlog_site.commits.store.reader import read_commits, read_releases
from kernlog_site.commits.store.writer import BrokenLedger
from kernlog_site.commits.web.trees import tree_from

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_cited_commit_gets_its_line(desk: Desk) -> None:
    sha = desk.linux.commit("ksm: let shared pages be swappable")
    desk.linux.tag("v2.6.33-rc1")

    report = desk.sync([sha[:12]])

    assert desk.lines() == [
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


def test_what_sync_writes_the_build_reads(desk: Desk) -> None:
    sha = desk.linux.commit("Grüße \u2028 & `co`")
    desk.linux.tag("v2.6.33-rc1")
    desk.sync([sha])

    store, problems = read_commits("c", (desk.store / "commits.jsonl").read_bytes())
    tags, more_problems = read_releases("r", (desk.store / "releases.jsonl").read_bytes())

    assert problems == more_problems == ()
    assert [commit.sha for commit in store.find("linux", sha[:12])] == [sha]
    assert store.find("linux", sha)[0].subject == "Grüße \ufffd & `co`"
    assert [tag.name for tag in tags["linux"][RELEASE].tags] == ["v2.6.33-rc1"]


def test_the_lines_are_sorted_and_a_second_run_changes_nothing(desk: Desk) -> None:
    hashes = [desk.linux.commit(f"commit {number}") for number in range(9)]
    desk.sync(hashes)
    before = (desk.store / "commits.jsonl").stat()

    report = desk.sync(hashes)

    assert [line["sha"] for line in desk.lines()] == sorted(hashes)
    assert not report.changed
    after = (desk.store / "commits.jsonl").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_release_that_is_out_gets_its_numbers_once(desk: Desk) -> None:
    desk.linux.commit("base")
    desk.linux.tag("v2.6.32")
    desk.linux.hour += 48
    sha = desk.linux.commit("first")
    desk.linux.tag("v2.6.33-rc1")
    desk.sync([sha])
    assert "statistics" not in desk.releases()[0]

    desk.linux.commit("second")
    desk.linux.tag("v2.6.33")
    desk.sync([sha])

    numbers = {"days": 2, "commits": 2, "non_merges": 2, "authors": 1}
    changed = {"files": 0, "insertions": 0, "deletions": 0, "renames": "found"}
    assert desk.releases()[0]["statistics"] == {**numbers, **changed}
    assert not desk.sync([sha]).changed


def test_a_tag_made_later_is_noticed(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.sync([sha])
    assert desk.lines()[0]["first_tag"] is None

    desk.linux.tag("v2.6.33-rc1")
    desk.sync([])

    assert desk.lines()[0]["first_tag"] == "v2.6.33-rc1"


def test_keys_of_a_newer_version_survive(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.sync([sha])
    path = desk.store / "commits.jsonl"
    path.write_text(json.dumps({**desk.lines()[0], "mood": {"good": True}}) + "\n")

    desk.sync([sha])

    assert desk.lines()[0]["mood"] == {"good": True}


def test_all_candidates_of_an_ambiguous_hash_are_stored(desk: Desk) -> None:
    earlier: dict[str, str] = {}
    while (sha := desk.linux.commit(f"commit {len(earlier)}"))[:4] not in earlier:
        earlier[sha[:4]] = sha

    report = desk.sync([sha[:4]])

    twins = sorted([sha, earlier[sha[:4]]])
    assert [line["sha"] for line in desk.lines()] == twins
    assert report.warnings == [
        f"'{sha[:4]}' is ambiguous in the tree 'linux': {twins[0][:12]}, {twins[1][:12]}."
    ]


def test_what_is_no_commit_is_reported(desk: Desk) -> None:
    desk.linux.commit("first")
    tree = desk.linux.git("rev-parse", "HEAD^{tree}")

    report = desk.sync([tree[:12], "f" * 12])

    assert report.warnings == [
        f"'{tree[:12]}' names a git tree in the tree 'linux', and no commit.",
        "'ffffffffffff' is unknown in the tree 'linux'. Check the hash.",
    ]
    assert not (desk.store / "commits.jsonl").exists()


def test_a_tree_without_a_clone_is_left_alone(desk: Desk) -> None:
    desk.trees["stable"] = tree_from("stable", {"commit": "https://git.example.org/{sha}"})

    report = desk.sync(["abcdef123456"], tree="stable")

    assert report.warnings == [
        "The tree 'stable' has no clone to look its commits up in (1 cited). "
        "Add clone: <path> to trees.stable."
    ]


def test_fate_comes_into_the_store_and_stays_up_to_date(desk: Desk) -> None:
    sha = desk.linux.commit("lib: add LZO\n\nLKML-Reference: <1@example.org>\nSee CVE-2010-0001.")
    desk.linux.tag("v2.6.33-rc1")
    desk.sync([sha])
    assert desk.lines()[0]["fate"] == []

    by = desk.linux.commit(f'Revert "lib: add LZO"\n\nThis reverts commit {sha}.')
    desk.sync([sha])
    deed = {"kind": "reverted", "sha": by, "subject": 'Revert "lib: add LZO"'}
    assert desk.lines()[0]["fate"] == [{**deed, "author": "Ada Author", "first_tag": None}]

    desk.linux.tag("v2.6.33-rc2")
    desk.sync([sha])
    assert desk.lines()[0]["fate"][0]["first_tag"] == "v2.6.33-rc2"
    assert desk.lines()[0]["links"] == ["lore:1@example.org"]
    assert desk.lines()[0]["bugs"] == ["cve:CVE-2010-0001"]


def test_a_line_of_an_older_version_is_completed(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.sync([sha])
    complete = desk.lines()
    old = {k: v for k, v in complete[0].items() if k not in ("areas", "links", "bugs", "fate")}
    (desk.store / "commits.jsonl").write_text(json.dumps(old) + "\n")

    desk.sync([])

    assert desk.lines() == complete


def test_subjects_of_any_length_and_kind_are_stored(desk: Desk) -> None:
    subjects = ["", "x" * 10_000, "bell \x07 and \x1b[31mred", "two\nlines"]
    hashes = [desk.linux.commit(subject) for subject in subjects]

    desk.sync(hashes)

    stored = {line["sha"]: line["subject"] for line in desk.lines()}
    assert [stored[sha] for sha in hashes] == [*subjects[:3], "two lines"]


@pytest.mark.parametrize("wrong", [{"subject": "x"}, {"authored": "x"}, {"links": 5}])
def test_a_line_with_wrong_facts_is_mended(desk: Desk, wrong: dict[str, Any]) -> None:
    sha = desk.linux.commit("first")
    desk.sync([sha])
    right = desk.lines()
    path = desk.store / "commits.jsonl"
    path.write_text(path.read_text() + json.dumps({**right[0], **wrong}) + "\n")

    desk.sync([sha])

    assert desk.lines() == right


def test_a_whole_clone_gives_what_a_partial_one_could_not(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.sync([sha])
    right = desk.lines()
    partial = {k: v for k, v in right[0].items() if k not in ("files", "areas", "insertions")}
    (desk.store / "commits.jsonl").write_text(json.dumps(partial) + "\n")
    desk.sync([sha])

    assert desk.lines() == right


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
def test_a_line_that_is_no_record_stops_the_sync(desk: Desk, line: bytes) -> None:
    desk.store.mkdir()
    (desk.store / "commits.jsonl").write_bytes(line + b"\n")

    with pytest.raises(BrokenLedger, match=r"commits\.jsonl:1: "):
        desk.sync([desk.linux.commit("first")])

    assert (desk.store / "commits.jsonl").read_bytes() == line + b"\n"
