"""What a sync read is kept beside the cache, for a site that is in no repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from sync_workspace import SyncWorkspace

from kernlog_site.commits.sync.previous_store import keep_previous, previous_store


@pytest.fixture
def workspace(tmp_path: Path) -> SyncWorkspace:
    return SyncWorkspace(tmp_path)


def kept(workspace: SyncWorkspace) -> bytes | None:
    previous = previous_store(workspace.root / "cache")
    return previous.data if previous else None


def test_what_the_last_sync_read_before_it_changed_it(workspace: SyncWorkspace) -> None:
    first, second = workspace.linux.commit("a: one"), workspace.linux.commit("a: two")
    assert kept(workspace) is None

    workspace.sync([first])
    assert kept(workspace) == b""
    store = (workspace.store / "commits.jsonl").read_bytes()
    workspace.sync([first, second])
    workspace.sync([first, second])

    assert kept(workspace) == store


def test_a_sync_goes_on_without_a_place_to_keep_it(workspace: SyncWorkspace) -> None:
    sha = workspace.linux.commit("a: one")
    workspace.sync([sha])
    (workspace.root / "cache" / "commits-before.jsonl").unlink()
    (workspace.root / "cache" / "commits-before.jsonl").mkdir()

    report = workspace.sync([sha, workspace.linux.commit("a: two")])

    assert (report.changed, report.warnings) == (True, [])
    assert kept(workspace) is None


def test_what_cannot_be_kept_leaves_nothing_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_previous(tmp_path, b"older")

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kernlog_site.commits.sync.previous_store.replace_file", full)
    keep_previous(tmp_path, b"newer")

    assert previous_store(tmp_path) is None
