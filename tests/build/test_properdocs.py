"""The continuation of MkDocs builds the same site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


def built(program: str, folder: Path) -> dict[str, bytes]:
    """The sample site, built strictly in a process of its own; files by path."""
    command = [sys.executable, "-m", program, "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        [*command, "--config-file", str(ROOT / "mkdocs.yml")],
        capture_output=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"},
    )
    assert done.returncode == 0, done.stderr.decode()
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): GENERATOR.sub(b"", path.read_bytes()) for path in files
    }


def test_properdocs_builds_the_same_pages(tmp_path: Path) -> None:
    assert built("properdocs", tmp_path / "properdocs") == built("mkdocs", tmp_path / "mkdocs")
