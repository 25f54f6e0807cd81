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
from livingsite import LivingSite, assert_same_site, files_of

from kernlog_site.incremental import cache


def test_on_a_disk_where_nothing_may_be_written(
    living: LivingSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    living.again()
    living.edit("Another text.")
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **how: connect(f"file:{path}?mode=ro", uri=True, **how)
    )
    before = (living.cache).read_bytes()

    for _ in range(2):
        assert_same_site(living.again(strict=True), living.clean(strict=True))
    assert (living.cache).read_bytes() == before


@pytest.mark.parametrize("pages", [1, 3, 8, 20])
def test_on_a_disk_that_gets_full(
    living: LivingSite, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    connect = sqlite3.connect

    def with_little_room(path: Path, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, **how)
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(sqlite3, "connect", with_little_room)
    for word in ("One text.", "Another text."):
        living.edit(word)
        assert_same_site(living.again(strict=True), living.clean(strict=True))


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_while_another_program_holds_it(
    living: LivingSite, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    living.again()
    monkeypatch.setattr(cache, "_WAIT", 0.01)
    living.edit("Another text.")
    connection = sqlite3.connect(living.cache, isolation_level=None)
    connection.execute(lock)
    try:
        assert_same_site(living.again(strict=True), living.clean(strict=True))
    finally:
        connection.close()


def _mkdocs(living: LivingSite, folder: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=living.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )


@pytest.mark.parametrize("second", ["site", "other"])
def test_two_builds_at_once(living: LivingSite, second: str) -> None:
    clean = living.clean().files
    for number in range(2):
        shutil.rmtree(living.root / ".cache", ignore_errors=True)
        builds = [_mkdocs(living, "site")]
        time.sleep(number * 0.05)
        builds.append(_mkdocs(living, second))
        said = [build.communicate()[0] for build in builds]

        assert [build.returncode for build in builds] == [0, 0], said
        assert files_of(living.root / "site") == clean
        assert files_of(living.root / second) == clean
