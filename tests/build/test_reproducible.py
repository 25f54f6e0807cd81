"""The same content gives the same site: whenever, wherever, and with however many processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from editable_site import EditableSite, files_of

BUILD = "from kernlog_site.incremental import workers; workers._WORTH_IT = {}; {}"
MKDOCS = "from mkdocs.__main__ import cli; cli(['build', '--quiet', '--strict'])"


def built(editable: EditableSite, seed: int, *, parallel: bool, epoch: str) -> dict[str, bytes]:
    """The site, built in a process of its own; files by path."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD.format(1 if parallel else 2**30, MKDOCS)],
        cwd=editable.root,
        capture_output=True,
        check=False,
        env=os.environ
        | {
            "PYTHONHASHSEED": str(seed),
            "SOURCE_DATE_EPOCH": epoch,
            "NO_MKDOCS_2_WARNING": "1",
            "TZ": "Asia/Tokyo" if seed else "UTC",
        },
    )
    assert done.returncode == 0, done.stderr.decode()
    return files_of(editable.root / "site")


@pytest.mark.parametrize("plain", [True, False])
def test_two_clean_builds_are_identical(tmp_path: Path, plain: bool) -> None:
    here = EditableSite(tmp_path / "here", plain=plain)
    one = built(here, 0, parallel=False, epoch="1268401600")
    time.sleep(1.1)  # until another second
    there = EditableSite(tmp_path / "quite" / "another place", plain=plain)
    two = built(there, 1, parallel=True, epoch="1268401600")

    assert [path for path in sorted(one | two) if one.get(path) != two.get(path)] == []


def test_a_cache_serves_another_process(tmp_path: Path) -> None:
    editable = EditableSite(tmp_path)
    built(editable, 0, parallel=True, epoch="1268401600")
    cached = (editable.root / ".cache/kernlog/pages.db").read_bytes()
    built(editable, 1, parallel=False, epoch="1268401600")

    assert (editable.root / ".cache/kernlog/pages.db").read_bytes() == cached, (
        "nothing was made anew"
    )
