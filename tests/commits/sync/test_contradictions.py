"""Two lines of one commit or release, as a merge of two versions of the store leaves them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sync_workspace import SyncWorkspace

from kernlog_site.commits.store.reader import COMMITS, RELEASES, read_commits, read_releases
from kernlog_site.commits.store.writer import Ledger

GONE: dict[str, Any] = {
    "sha": "a" * 40,
    "tree": "linux",
    "subject": "lib: add LZO",
    "author": "Ada",
    "authored": "2010-01-01T01:00:00+01:00",
    "committed": "2010-01-01T01:00:00+01:00",
    "first_tag": None,
}
OLD: dict[str, Any] = {
    "version": "2.6.32",
    "tree": "linux",
    "tags": [{"name": "v2.6.32", "date": "2009-12-03T04:00:00+01:00"}],
}


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory) -> SyncWorkspace:
    workspace = SyncWorkspace(tmp_path_factory.mktemp("workspace"))
    workspace.linux.commit("lib: first")
    workspace.store.mkdir()
    return workspace


def write(workspace: SyncWorkspace, name: str, *lines: dict[str, Any]) -> bytes:
    data = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    (workspace.store / name).write_bytes(data)
    return data


def test_of_a_commit_that_no_clone_has_both_stay_and_that_is_told(workspace: SyncWorkspace) -> None:
    lines = GONE, {**GONE, "subject": "lib: add Gzip", "first_tag": "v2.6.33-rc1"}
    write(workspace, COMMITS, *lines)
    for _ in range(2):
        warnings = workspace.sync([]).warnings
        assert workspace.lines() == list(lines)
        assert (
            "The commit aaaaaaaaaaaa of the tree 'linux' has lines in the store that differ in "
            "subject, first_tag, and no clone tells which is right. All stay; remove the wrong "
            "ones."
        ) in warnings
    _, (problem,) = read_commits(COMMITS, (workspace.store / COMMITS).read_bytes())
    assert "stands twice with different data" in problem.message


def test_lines_that_complete_each_other_become_one(workspace: SyncWorkspace) -> None:
    known = {key: GONE[key] for key in ("sha", "tree", "subject")}
    write(workspace, COMMITS, {**known, "mine": 1}, {**GONE, "bugs": []})
    warnings = workspace.sync([]).warnings
    assert workspace.lines() == [{**GONE, "bugs": [], "mine": 1}]
    assert not any("differ" in warning for warning in warnings)


def test_of_a_commit_that_a_clone_has_the_clone_tells_which_is_right(
    workspace: SyncWorkspace,
) -> None:
    sha = workspace.linux.commit("lib: add LZO")
    workspace.sync([sha])
    (right,) = workspace.lines()
    wrong = {**right, "subject": "x", "files": 99, "areas": ["x"], "authored": GONE["authored"]}
    write(workspace, COMMITS, wrong, {**right, "insertions": 7})
    assert workspace.sync([sha]).warnings == []
    assert workspace.lines() == [right]


def test_what_a_clone_does_not_know_of_stays_though_it_has_the_commit(
    workspace: SyncWorkspace,
) -> None:
    sha = workspace.linux.commit("lib: add LZO")
    workspace.sync([sha])
    (right,) = workspace.lines()
    write(workspace, COMMITS, {**right, "mine": 1, "subject": "x"}, {**right, "mine": True})
    (warning,) = workspace.sync([sha]).warnings
    assert workspace.lines() == [{**right, "mine": 1}, {**right, "mine": True}]
    assert "differ in mine" in warning


def test_two_lines_of_a_release_stay_and_are_told(workspace: SyncWorkspace) -> None:
    later = [{**OLD["tags"][0], "date": "2009-12-04T04:00:00+01:00"}]
    lines = OLD, {**OLD, "tags": later}
    data = write(workspace, RELEASES, *lines)
    (warning,) = workspace.sync([]).warnings
    assert workspace.releases() == list(lines)
    assert warning.startswith("The release 2.6.32 of the tree 'linux' has lines in the store")
    facts, (problem,) = read_releases(RELEASES, data)
    assert str(problem) == (
        "releases.jsonl:2: The release 2.6.32 stands twice with different data; first on line 1. "
        "Remove the wrong line."
    )
    assert [tag.name for its in facts["linux"].values() for tag in its.tags] == ["v2.6.32"]


def test_tags_of_either_line_stay_though_a_clone_has_others(workspace: SyncWorkspace) -> None:
    workspace.linux.tag("v2.6.33-rc3")
    lost = [{"name": f"v2.6.33-rc{n}", "date": f"2010-01-0{n}T00:00:00+00:00"} for n in (1, 2)]
    write(
        workspace,
        RELEASES,
        *({"version": "2.6.33", "tree": "linux", "tags": [tag]} for tag in lost),
    )
    first, second = workspace.sync([]).warnings
    assert "lacks the tags v2.6.33-rc1, v2.6.33-rc2" in first
    assert "differ in tags" in second
    names = [{tag["name"] for tag in line["tags"]} for line in workspace.releases()]
    assert names == [{"v2.6.33-rc1", "v2.6.33-rc3"}, {"v2.6.33-rc2", "v2.6.33-rc3"}]


VALUES = st.none() | st.booleans() | st.integers(0, 1) | st.lists(st.booleans(), max_size=1)
RECORDS = st.fixed_dictionaries(
    {"sha": st.sampled_from("ab")},
    optional={"one": VALUES, "two": VALUES, "three": VALUES},
)


@given(st.lists(RECORDS, max_size=8), st.lists(RECORDS, max_size=2))
def test_no_value_of_any_line_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[dict[str, Any]],
    news: list[dict[str, Any]],
) -> None:
    """But for those that are given anew."""
    path = tmp_path_factory.mktemp("ledger") / "commits.jsonl"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    ledger = Ledger(path, lambda record: str(record["sha"]))
    for new in news:
        ledger.update(new)
    ledger.save()
    saved = [json.loads(line) for line in path.read_text().splitlines()]
    given_anew = {(new["sha"], name) for new in news for name in new}
    for record in records:
        kept = {k: v for k, v in record.items() if (record["sha"], k) not in given_anew}
        assert any(
            json.dumps({**line, **kept}) == json.dumps(line)
            for line in saved
            if line["sha"] == record["sha"]
        )
