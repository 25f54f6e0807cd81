from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from repository import Repository

from kernlog_site.commits.git import GitFailed
from kernlog_site.commits.ledger import BrokenLedger
from kernlog_site.commits.store import read_commits, read_releases
from kernlog_site.commits.sync import AnotherSync, Places, Wanted, sync
from kernlog_site.commits.trees import tree_from
from kernlog_site.commits.treesync import Report
from kernlog_site.versions import KernelVersion

RELEASE = KernelVersion.parse("2.6.33")


class Desk:
    """A store, a repository to fill it from, and what is wanted of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.linux = Repository(root / "linux")
        self.store = root / "_data"
        options = {"host": "cgit", "url": "https://git.example.org/linux.git", "clone": "linux"}
        self.trees = {"linux": tree_from("linux", options)}

    def sync(self, hashes: Iterable[str], tree: str = "linux") -> Report:
        wanted = Wanted({tree: frozenset(hashes)}, frozenset({RELEASE}))
        places = Places(self.store, self.root / "cache", self.root)
        return sync(places, wanted, self.trees)

    def lines(self) -> list[dict[str, Any]]:
        text = (self.store / "commits.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]


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


def test_a_tag_made_later_is_noticed(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.sync([sha])
    assert desk.lines()[0]["first_tag"] is None

    desk.linux.tag("v2.6.33-rc1")
    desk.sync([])

    assert desk.lines()[0]["first_tag"] == "v2.6.33-rc1"


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


@pytest.mark.parametrize("harm", ["delete", "damage", "another version", "another store"])
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
    elif harm == "another version":
        memory.write_text(memory.read_text().replace('"version": 1', '"version": 99'))
    else:  # as after going back to an older store with version control
        path = desk.store / "commits.jsonl"
        path.write_text(json.dumps({**complete[0], "fate": [], "first_tag": None}) + "\n")

    desk.sync([sha])

    assert desk.lines() == complete


def test_a_shallow_clone_is_told(desk: Desk) -> None:
    desk.linux.commit("first")
    desk.linux.commit("second")
    shallow = desk.root / "shallow"
    desk.linux.git("clone", "--quiet", "--depth=1", f"file://{desk.linux.path}", str(shallow))
    options = {"commit": "https://git.example.org/{sha}", "clone": "shallow"}
    desk.trees["linux"] = tree_from("linux", options)

    (warning,) = desk.sync([]).warnings

    assert "is shallow, so commits and tags may be missing" in warning


def test_of_two_syncs_at_once_the_second_is_refused(desk: Desk) -> None:
    (desk.root / "cache").mkdir()
    with FileLock(desk.root / "cache" / "sync.lock"), pytest.raises(AnotherSync, match="at work"):
        desk.sync([])

    desk.sync([])


def test_a_line_of_an_older_version_is_completed(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.sync([sha])
    complete = desk.lines()
    old = {k: v for k, v in complete[0].items() if k not in ("areas", "links", "bugs", "fate")}
    (desk.store / "commits.jsonl").write_text(json.dumps(old) + "\n")

    desk.sync([])

    assert desk.lines() == complete


def test_a_partial_clone_gives_all_but_the_lines(desk: Desk) -> None:
    (desk.linux.path / "file").write_text("1\n")
    desk.linux.git("add", "file")
    sha = desk.linux.commit("lib: add LZO")
    (desk.linux.path / "file").write_text("2\n")
    desk.linux.git("add", "file")
    second = desk.linux.commit("lib: go on")
    desk.linux.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{desk.linux.path}"
    desk.linux.git("clone", "--quiet", "--bare", "--filter=blob:none", url, str(desk.root / "part"))
    options = {"commit": "https://git.example.org/{sha}", "clone": "part"}
    desk.trees["linux"] = tree_from("linux", options)

    report = desk.sync([sha, second])

    assert {line["subject"] for line in desk.lines()} == {"lib: add LZO", "lib: go on"}
    assert report.warnings
    assert all("What commits changed could not be read" in warning for warning in report.warnings)


def test_subjects_of_any_length_and_kind_are_stored(desk: Desk) -> None:
    subjects = ["", "x" * 10_000, "bell \x07 and \x1b[31mred", "two\nlines"]
    hashes = [desk.linux.commit(subject) for subject in subjects]

    desk.sync(hashes)

    stored = {line["sha"]: line["subject"] for line in desk.lines()}
    assert [stored[sha] for sha in hashes] == [*subjects[:3], "two lines"]


def test_a_clone_without_tags_takes_none_away(desk: Desk) -> None:
    sha = desk.linux.commit("first")
    desk.linux.tag("v2.6.33-rc1")
    desk.sync([sha])
    before = (
        (desk.store / "commits.jsonl").read_bytes(),
        (desk.store / "releases.jsonl").read_bytes(),
    )
    desk.linux.commit("second")
    desk.linux.tag("v2.6.33-rc2")
    desk.linux.git("tag", "--delete", "v2.6.33-rc1")

    warnings = desk.sync([sha]).warnings

    assert len(warnings) == 2
    assert all("lacks the tags v2.6.33-rc1" in warning for warning in warnings)
    assert (desk.store / "commits.jsonl").read_bytes() == before
    tags = json.loads((desk.store / "releases.jsonl").read_text())["tags"]
    assert [tag["name"] for tag in tags] == ["v2.6.33-rc1", "v2.6.33-rc2"]


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
