"""The cache where nothing can be written, or where others write too: the same site comes out."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from editable_site import EditableSite, assert_same_site, files_of

from kernlog_site.incremental import cache


def test_on_a_disk_where_nothing_may_be_written(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    editable.again()
    editable.edit("Another text.")
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **how: connect(f"file:{path}?mode=ro", uri=True, **how)
    )
    before = (editable.cache).read_bytes()

    for _ in range(2):
        assert_same_site(editable.again(strict=True), editable.clean(strict=True))
    assert (editable.cache).read_bytes() == before


@pytest.mark.parametrize("pages", [1, 3, 8, 20])
def test_on_a_disk_that_gets_full(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    connect = sqlite3.connect

    def with_little_room(path: Path, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, **how)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(sqlite3, "connect", with_little_room)
    for word in ("One text.", "Another text."):
        editable.edit(word)
        assert_same_site(editable.again(strict=True), editable.clean(strict=True))


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_while_another_program_holds_it(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    editable.again()
    monkeypatch.setattr(cache, "_WAIT", 0.01)
    editable.edit("Another text.")
    connection = sqlite3.connect(editable.cache, isolation_level=None)
    connection.execute(lock)
    try:
        assert_same_site(editable.again(strict=True), editable.clean(strict=True))
    finally:
        connection.close()


def _mkdocs(editable: EditableSite, folder: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=editable.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )


@pytest.mark.parametrize("second", ["site", "other"])
def test_two_builds_at_once(editable: EditableSite, second: str) -> None:
    clean = editable.clean().files
    for number in range(2):
        shutil.rmtree(editable.root / ".cache", ignore_errors=True)
        builds = [_mkdocs(editable, "site")]
        time.sleep(number * 0.05)
        builds.append(_mkdocs(editable, second))
        said = [build.communicate()[0] for build in builds]

        assert [build.returncode for build in builds] == [0, 0], said
        assert files_of(editable.root / "site") == clean
        assert files_of(editable.root / second) == clean
