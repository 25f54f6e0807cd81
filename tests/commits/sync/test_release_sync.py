"""The tags and numbers of releases: when they are counted, and when again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from git_history import change
from sync_workspace import RELEASE, SyncWorkspace

from kernlog_site.commits.git.client import Clone, TagFacts
from kernlog_site.commits.git.history import Snapshot, revisions
from kernlog_site.commits.git.statistics import statistics
from kernlog_site.commits.store.reader import read_releases
from kernlog_site.commits.sync.store_sync import Places, store_statistics

pytestmark = pytest.mark.usefixtures("git")


class Counting(SyncWorkspace):
    """A workspace whose release is in development, with one candidate."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        change(self.linux, "base", {"Makefile": "1\n"})
        self.linux.tag("v2.6.32")
        change(self.linux, "net: begin", {"net/core.c": "1\n"})
        self.linux.tag("v2.6.33-rc1")

    def store_numbers(self, end: str, *, renames: bool = True) -> None:
        """What `kernlog stats v2.6.32..END --store` does."""
        clone = Clone(str(self.linux.path))
        ends = revisions(clone, f"v2.6.32..{end}")
        counted = statistics(Snapshot.of(clone), ends, renames=renames)
        store_statistics(Places(self.store, self.root / "cache", self.root), "linux", counted)

    def numbers(self) -> dict[str, Any]:
        (line,) = (line for line in self.releases() if line["version"] == "2.6.33")
        return dict(line["statistics"])

    def forget_the_tag(self) -> None:
        """Have the numbers as an older kernlog left them."""
        path = self.store / "releases.jsonl"
        lines = self.releases()
        for line in lines:
            del line["statistics"]["tag"]
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))


@pytest.fixture
def workspace(tmp_path: Path) -> Counting:
    return Counting(tmp_path)


@pytest.mark.parametrize("stored_by", ["this version", "an older one"])
def test_numbers_up_to_a_candidate_are_counted_again_when_there_is_a_newer_tag(
    workspace: Counting, stored_by: str
) -> None:
    workspace.store_numbers("v2.6.33-rc1", renames=False)
    assert workspace.numbers()["tag"] == "v2.6.33-rc1"
    if stored_by != "this version":
        workspace.forget_the_tag()
    workspace.sync([])
    assert workspace.numbers()["commits"] == 1

    change(workspace.linux, "mm: go on", {"mm/ksm.c": "1\n"}, author="Bob")
    workspace.linux.tag("v2.6.33-rc2")
    workspace.sync([])
    numbers = workspace.numbers()
    assert (numbers["tag"], numbers["commits"], numbers["authors"]) == ("v2.6.33-rc2", 2, 2)
    assert [step["name"] for step in numbers["candidates"]] == ["v2.6.33-rc1", "v2.6.33-rc2"]
    assert {area["name"] for area in numbers["top_areas"]} == {"net", "mm"}

    workspace.linux.commit("Linux 2.6.33")
    workspace.linux.tag("v2.6.33")
    workspace.sync([])
    numbers = workspace.numbers()
    assert (numbers["tag"], numbers["commits"], numbers["renames"]) == ("v2.6.33", 3, "off")
    assert not workspace.sync([]).changed


@pytest.mark.parametrize("stored_by", ["this version", "an older one"])
def test_numbers_of_a_whole_release_stay(workspace: Counting, stored_by: str) -> None:
    workspace.linux.commit("Linux 2.6.33")
    workspace.linux.tag("v2.6.33")
    workspace.store_numbers("v2.6.33")
    if stored_by != "this version":
        workspace.forget_the_tag()
    before = workspace.numbers()
    workspace.linux.tag("v2.6.33-again")
    change(workspace.linux, "Linux 2.6.33.1", {"Makefile": "2\n"})
    workspace.linux.tag("v2.6.33.1")

    workspace.sync([])

    assert workspace.numbers() == before


def test_who_does_not_know_of_the_tag_reads_the_same_numbers(workspace: Counting) -> None:
    """As a build does, and one of an older kernlog: it takes the keys that it knows."""
    workspace.store_numbers("v2.6.33-rc1")
    data = (workspace.store / "releases.jsonl").read_bytes()
    without = data.replace(b'"tag": "v2.6.33-rc1", ', b"")
    assert without != data

    assert read_releases("r", data) == read_releases("r", without)


@pytest.mark.parametrize(
    "numbers",
    [
        None,
        5,
        {"tag": 5},
        {"tag": "x"},
        {"candidates": 5, "commits": 1},
        {"candidates": [{"commits": 1}], "commits": 1},
        {"candidates": [], "commits": 0},
        {"candidates": [{"commits": "1", "name": "v2.6.33-rc1"}], "commits": 1},
    ],
)
def test_numbers_that_nobody_can_read_stay(workspace: Counting, numbers: object) -> None:
    line = {"version": "2.6.33", "tree": "linux", "tags": [], "statistics": numbers}
    workspace.store.mkdir()
    (workspace.store / "releases.jsonl").write_text(json.dumps(line) + "\n")

    workspace.sync([])

    assert workspace.releases()[0]["statistics"] == numbers


def test_of_two_lines_the_further_count_is_gone_on_from(workspace: Counting) -> None:
    workspace.store_numbers("v2.6.33-rc1")
    workspace.linux.commit("Linux 2.6.33")
    workspace.linux.tag("v2.6.33")
    (line,) = workspace.releases()
    other = {**line, "statistics": {**line["statistics"], "tag": "v2.6.33"}}
    path = workspace.store / "releases.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in (line, other)))

    workspace.sync([])

    assert [each["statistics"] for each in workspace.releases()] == [
        line["statistics"],
        other["statistics"],
    ]


def test_a_clone_is_asked_for_its_tags_once(
    workspace: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = workspace.linux.commit("Linux 2.6.33")
    workspace.linux.tag("v2.6.33")
    asked: list[Clone] = []
    tags = Clone.tags

    def noting(clone: Clone) -> list[TagFacts]:
        asked.append(clone)
        return tags(clone)

    monkeypatch.setattr(Clone, "tags", noting)
    workspace.sync([sha])

    assert len(asked) == 1
    assert workspace.lines()[0]["first_tag"] == "v2.6.33"
    assert workspace.numbers()["commits"] == 2
    assert RELEASE.tag in {tag["name"] for tag in workspace.releases()[0]["tags"]}
