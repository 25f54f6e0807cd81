from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import made_site
from bench.made_site import PROJECT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    made_site.write(folder, 12)
    return folder


def test_a_strict_build_of_it_finds_nothing_wrong(made: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "built"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}

    done = subprocess.run(
        command, cwd=made, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert len(list(made.glob("built/articles/*/*/index.html"))) == 12


def test_it_is_the_same_every_time(made: Path, tmp_path: Path) -> None:
    made_site.write(tmp_path, 12)

    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 12
    assert all((tmp_path / name).read_bytes() == (made / name).read_bytes() for name in files)


@pytest.mark.parametrize("name", ["commits.jsonl", "releases.jsonl"])
def test_its_store_is_like_one_that_sync_wrote(made: Path, name: str) -> None:
    synced, own = (
        (folder / "content/_data" / name).read_text().splitlines() for folder in (PROJECT, made)
    )

    assert list(json.loads(own[0])) == list(json.loads(synced[0]))
    if name == "commits.jsonl":
        assert own == sorted(own)
        assert len(own) == 4 * (90 + 2 * 81)
