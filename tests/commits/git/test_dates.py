"""Dates that no git would write: a store can hold them, and it is what the clone says."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sync_workspace import SyncWorkspace

from kernlog_site.commits.git.client import Clone
from kernlog_site.commits.git.dates import first_date
from kernlog_site.commits.store.line_format import is_in_form
from kernlog_site.commits.store.reader import COMMITS, read_commits, read_releases
from kernlog_site.commits.sync.verify import verify

ADA, CARL = "author Ada <a@x> 1262304000 +0100", "committer Carl <c@x> 1262307600 -0800"
AUTHORED, COMMITTED = "2010-01-01T01:00:00+01:00", "2009-12-31T17:00:00-08:00"
EPOCH = "1970-01-01T00:00:00+00:00"


def dated(raw: str) -> list[str]:
    """The headers of a commit whose author's date is that."""
    return [f"author Ada <a@x> {raw}", CARL]


ODD = {
    "as usual": ([ADA, CARL], AUTHORED, COMMITTED),
    "in UTC": (dated("1262304000 +0000"), "2010-01-01T00:00:00+00:00", COMMITTED),
    "no author": ([CARL], COMMITTED, COMMITTED),
    "no committer": ([ADA], AUTHORED, AUTHORED),
    "nobody": ([], EPOCH, EPOCH),
    "no date": (["author Ada <a@x>", CARL], COMMITTED, COMMITTED),
    "no address": (["author Ada", CARL], COMMITTED, COMMITTED),
    "no offset": (dated("1262304000"), COMMITTED, COMMITTED),
    "before the epoch": (dated("-5 +0000"), COMMITTED, COMMITTED),
    "the year 9999": (dated("253402300799 +0100"), "9999-12-31T23:59:59+00:00", COMMITTED),
    "the year 10000": (dated("253402300800 +0000"), COMMITTED, COMMITTED),
    "beyond all years": (dated("67767976233532799 +0000"), COMMITTED, COMMITTED),
    "beyond all numbers": (dated("9" * 30 + " +0000"), EPOCH, COMMITTED),
    "days ahead": (dated("1262304000 +9999"), "2010-01-01T00:00:00+00:00", COMMITTED),
    "a day behind": (dated("1262304000 -2400"), "2010-01-01T00:00:00+00:00", COMMITTED),
    "ages ahead": (dated("1262304000 +123456789"), "2010-01-01T00:00:00+00:00", COMMITTED),
    "sixty minutes": (dated("1262304000 +0060"), AUTHORED, COMMITTED),
    "of which git dies": (dated("0 -1200"), "1969-12-31T12:00:00-12:00", COMMITTED),
    "neither": (["author Ada <a@x>", "committer Carl <c@x>"], EPOCH, EPOCH),
}


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory) -> SyncWorkspace:
    return SyncWorkspace(tmp_path_factory.mktemp("workspace"))


def literally(workspace: SyncWorkspace, kind: str, headers: list[str], message: str) -> str:
    """An object as no git would make it; gives its hash."""
    given = "\n".join([*headers, "", message, ""]).encode()
    return workspace.linux.git(
        "hash-object", "-t", kind, "-w", "--stdin", "--literally", given=given
    )


def odd_commits(workspace: SyncWorkspace) -> dict[str, str]:
    """A commit of each kind, one after the other under a tag, by hash; and one that reverts all."""
    parent = workspace.linux.commit("lib: first")
    tree = workspace.linux.git("rev-parse", "HEAD^{tree}")
    made = {}
    for name, (headers, *_) in ODD.items():
        parent = literally(
            workspace, "commit", [f"tree {tree}", f"parent {parent}", *headers], f"lib: {name}"
        )
        made[parent] = name
    reverts = "\n".join(f"This reverts commit {sha}." for sha in made)
    headers = [f"tree {tree}", f"parent {parent}"]
    last = literally(workspace, "commit", headers, f"lib: back\n\n{reverts}")
    workspace.linux.git("tag", "v2.6.33-rc1", last)
    return made


def test_what_sync_writes_can_be_read_and_is_what_the_clone_says(workspace: SyncWorkspace) -> None:
    made = odd_commits(workspace)
    report = workspace.sync(made)

    assert report.warnings == []
    stored = {line["sha"]: (line["authored"], line["committed"]) for line in workspace.lines()}
    assert stored == {sha: ODD[name][1:] for sha, name in made.items()}
    data = (workspace.store / COMMITS).read_bytes()
    assert is_in_form(data)
    commits, problems = read_commits(COMMITS, data)
    assert problems == ()
    for sha, name in made.items():
        (found,) = commits.find("linux", sha)
        assert (found.authored.isoformat(), found.committed.isoformat()) == ODD[name][1:]
        assert [deed.kind for deed in found.fate] == ["reverted"]
    assert verify(workspace.store, "_data", workspace.trees, workspace.root) == []
    assert not workspace.sync(made).changed


def test_a_store_that_holds_what_git_wrote_is_put_right(workspace: SyncWorkspace) -> None:
    """As it was when git wrote the dates out."""
    made = odd_commits(workspace)
    workspace.sync(made)
    whole = workspace.lines()
    broken = [{**line, "authored": "%aI", "committed": "10000-01-01T00:00:00Z"} for line in whole]
    (workspace.store / COMMITS).write_text("".join(f"{json.dumps(line)}\n" for line in broken))

    assert workspace.sync(made).changed
    assert workspace.lines() == whole


@pytest.mark.parametrize(
    ("tagger", "date"),
    [
        ("tagger T <t@x> 1262304000 +0100", AUTHORED),
        ("tagger T <t@x> 253402300800 +0000", COMMITTED),
        ("tagger T <t@x> 1262304000 +9999", "2010-01-01T00:00:00+00:00"),
        ("tagger T <t@x>", COMMITTED),
        ("", COMMITTED),
    ],
)
def test_tags_have_dates_that_can_be_read(workspace: SyncWorkspace, tagger: str, date: str) -> None:
    tree = workspace.linux.git("mktree")
    sha = literally(workspace, "commit", [f"tree {tree}", ADA, CARL], "lib: tagged")
    headers = [f"object {sha}", "type commit", "tag v2.6.33", *([tagger] if tagger else [])]
    tag = literally(workspace, "tag", headers, "2.6.33")
    workspace.linux.git("update-ref", "refs/tags/v2.6.33", tag)
    workspace.linux.git("tag", "v2.6.33-rc1", sha)

    workspace.sync([sha])

    facts, problems = read_releases(
        "releases.jsonl", (workspace.store / "releases.jsonl").read_bytes()
    )
    assert problems == ()
    ((release,),) = [list(its.values()) for its in facts.values()]
    assert {tag.name: tag.date.isoformat() for tag in release.tags}["v2.6.33"] == date


def test_of_a_commit_that_git_dies_of_the_facts_are_told(workspace: SyncWorkspace) -> None:
    tree = workspace.linux.git("mktree")
    sha = literally(workspace, "commit", [f"tree {tree}", *dated("0 -1200")], "lib: old")
    (facts,) = Clone(str(workspace.linux.path)).facts([sha])
    assert facts.authored == "1969-12-31T12:00:00-12:00"


@given(
    st.lists(
        st.text()
        | st.from_regex(r"\d{1,25} [+-]\d{1,12}", fullmatch=True)
        | st.integers(0, 1 << 40).map("{} +0100".format),
        max_size=3,
    )
)
def test_every_date_is_one_that_the_store_reads(raw: list[str]) -> None:
    date = first_date(*raw)
    assert datetime.fromisoformat(date.isoformat()) == date
    line = {"sha": "a" * 40, "tree": "linux", "subject": "x", "author": "y"}
    line |= {"authored": date.isoformat(), "committed": date.isoformat()}
    data = json.dumps(line).encode() + b"\n"
    assert is_in_form(data)
    (found,) = read_commits(COMMITS, data)[0].find("linux", "a")
    assert found.authored == date
