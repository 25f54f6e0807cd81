"""Syncs of projects that write their tags otherwise, and of those that a site described wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest
from sync_workspace import SyncWorkspace

from kernlog_site.commits.git.client import Clone
from kernlog_site.commits.git.history import Snapshot, revisions
from kernlog_site.commits.git.statistics import statistics
from kernlog_site.commits.sync.store_sync import Places, store_statistics
from kernlog_site.commits.version_schemes import PRESETS, scheme_from

pytestmark = pytest.mark.usefixtures("git")

GIT = PRESETS["git"].parse("2.50")


@pytest.fixture
def workspace(tmp_path: Path) -> SyncWorkspace:
    return SyncWorkspace(tmp_path)


def test_a_release_of_another_project_gets_its_tags_and_numbers(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    workspace.linux.tag("v2.49.0")
    sha = workspace.linux.commit("pack-objects: do it")
    workspace.linux.tag("gitgui-0.6.0")
    workspace.linux.tag("v2.50.0-rc0")
    workspace.linux.tag("v2.50.0")
    workspace.linux.commit("later")
    workspace.linux.tag("v2.50.1")

    report = workspace.sync([sha[:12]], release=GIT)

    assert report.warnings == []
    assert [line["first_tag"] for line in workspace.lines()] == ["v2.50.0-rc0"]
    (release,) = workspace.releases()
    assert release["version"] == "2.50"
    assert [tag["name"] for tag in release["tags"]] == ["v2.50.0-rc0", "v2.50.0"]
    assert release["statistics"]["commits"] == 1


def test_numbers_so_far_are_counted_again_up_to_the_tag_of_the_release(
    workspace: SyncWorkspace,
) -> None:
    workspace.linux.commit("first")
    workspace.linux.tag("v2.49.0")
    workspace.linux.commit("pack-objects: do it")
    workspace.linux.tag("v2.50.0-rc0")
    workspace.sync([], release=GIT)
    snapshot = Snapshot.of(Clone(str(workspace.linux.path), GIT.scheme))
    counted = statistics(snapshot, revisions(snapshot.clone, "v2.49.0..v2.50.0-rc0"))
    places = Places(workspace.store, workspace.root / "cache", workspace.root)
    store_statistics(places, "linux", counted, GIT.scheme)
    assert workspace.releases()[0]["statistics"]["tag"] == "v2.50.0-rc0"

    workspace.linux.commit("pack-objects: go on")
    workspace.linux.tag("v2.50.0")
    workspace.sync([], release=GIT)

    (release,) = workspace.releases()
    numbers = release["statistics"]
    assert (release["version"], numbers["tag"], numbers["commits"]) == ("2.50", "v2.50.0", 2)
    assert not workspace.sync([], release=GIT).changed


def test_two_tags_that_are_one_version_are_told(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    workspace.linux.tag("v2.50-rc1")
    workspace.linux.commit("second")
    workspace.linux.tag("v2.50.0-rc1")
    workspace.linux.tag("v2.51-rc1")
    workspace.linux.commit("third")
    workspace.linux.tag("v2.51.0-rc1")

    assert workspace.sync([], release=GIT).warnings == [
        "The tags v2.50-rc1, v2.50.0-rc1 in the clone of trees.linux all stand for 2.50.0-rc1, and "
        "are different commits. Describe tags in versions of mkdocs.yml so that it has one, or "
        "delete the others."
    ]


def test_two_tags_on_one_commit_do_not_matter(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    workspace.linux.tag("v2.50-rc1")
    workspace.linux.tag("v2.50.0-rc1")

    assert workspace.sync([], release=GIT).warnings == []


def test_tags_that_are_all_written_otherwise_are_told(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    for number in range(1, 5):
        workspace.linux.tag(f"release-1.{number}")
    foo = scheme_from({"name": "Foo", "tag": "foo-{version}"}).parse("1.2")

    assert workspace.sync([], release=foo).warnings == [
        f"No clone has a tag such as foo-1.1 or foo-1.2; {workspace.linux.path} has release-1.2, "
        "release-1.3, release-1.4. Set versions in mkdocs.yml to how the project writes its tags, "
        "or fetch them: git fetch --tags."
    ]


def test_releases_whose_tags_have_an_update_number_of_zero_are_told(
    workspace: SyncWorkspace,
) -> None:
    workspace.linux.commit("first")
    workspace.linux.tag("v9.1.0-rc1")
    workspace.linux.tag("v9.1.0")

    assert workspace.sync([], release=PRESETS["linux"].parse("9.1")).warnings == [
        "The release 9.1 has no tag, but there is v9.1.0. If that is its tag, set zero: tag in "
        "versions of mkdocs.yml, or the preset that does."
    ]
    assert workspace.sync([], release=PRESETS["qemu"].parse("9.1")).warnings == []


def test_one_tag_that_is_a_version_is_enough(workspace: SyncWorkspace) -> None:
    workspace.linux.commit("first")
    workspace.linux.tag("initial")
    workspace.linux.tag("v2.50.0")

    assert workspace.sync([], release=GIT).warnings == []


def test_a_store_made_before_versions_were_configured_is_put_right(
    workspace: SyncWorkspace,
) -> None:
    """What only Linux takes for a version is no first tag, and none that the clone lacks."""
    sha = workspace.linux.commit("first")
    workspace.linux.tag("v1.0rc1")
    workspace.linux.commit("second")
    workspace.linux.tag("v1.0.0")
    workspace.sync([sha[:12]])
    assert [line["first_tag"] for line in workspace.lines()] == ["v1.0rc1"]

    report = workspace.sync([sha[:12]], release=PRESETS["git"].parse("1.0.0"))

    assert report.warnings == []
    assert [line["first_tag"] for line in workspace.lines()] == ["v1.0.0"]
