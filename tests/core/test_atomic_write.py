"""Files are replaced whole or not at all, and nothing else is left, whatever ends the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kernlog_site.core import atomic_write as staging
from kernlog_site.core.atomic_write import Staged, replace_file

KILLED = """
import os, signal, sys
from pathlib import Path
from kernlog_site.core import atomic_write as staging
if sys.argv[2] == "named":
    staging._NAMELESS = 0
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
staging.replace_file(Path(sys.argv[1]), b"new")
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def knows_nameless_files(folder: Path) -> bool:
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
    except (AttributeError, OSError):
        return False
    return True


def killed_while_writing(path: Path, how: str) -> None:
    command = [sys.executable, "-c", KILLED, str(path), how]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def test_a_killed_run_leaves_nothing(tmp_path: Path) -> None:
    if not knows_nameless_files(tmp_path):
        pytest.skip("the file system has no files without a name")
    path = tmp_path / "a.md"
    path.write_text("old")

    killed_while_writing(path, "nameless")

    assert (names(tmp_path), path.read_text()) == (["a.md"], "old")


def test_where_files_need_names_the_next_run_clears_away(tmp_path: Path) -> None:
    path, other = tmp_path / "a.md", tmp_path / ".kernlog-b.md.1"
    path.write_text("old")
    other.write_text("of another run, perhaps at work")
    killed_while_writing(path, "named")
    assert len(names(tmp_path)) == 3

    replace_file(path, b"new")

    assert (names(tmp_path), path.read_text()) == ([".kernlog-b.md.1", "a.md"], "new")


@pytest.mark.parametrize("nameless", [True, False])
def test_the_file_is_replaced_and_keeps_its_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    if not nameless:
        monkeypatch.setattr(staging, "_NAMELESS", 0)
    path, new = tmp_path / "a.md", tmp_path / "folder" / "new.md"
    path.write_text("old")
    path.chmod(0o640)

    replace_file(path, b"new")
    replace_file(new, b"new")

    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)
    assert (new.read_text(), new.stat().st_mode & 0o777) == ("new", 0o644)
    assert names(tmp_path) == ["a.md", "folder"]
    assert names(new.parent) == ["new.md"]


@pytest.mark.parametrize("name", ["x" * 252 + ".md", "网" * 84 + ".md"])
def test_the_longest_names_are_no_longer_than_a_file_can_be_called(
    tmp_path: Path, name: str
) -> None:
    replace_file(tmp_path / name, b"new")

    assert names(tmp_path) == [name]


def test_what_is_given_up_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")

    Staged(path, b"new").discard()

    assert (names(tmp_path), path.read_text()) == (["a.md"], "old")


def refuse(*_: object, **__: object) -> None:
    raise OSError(1, "Operation not permitted")


def test_a_system_that_gives_no_names_to_nameless_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)

    replace_file(tmp_path / "a.md", b"new")

    assert (names(tmp_path), (tmp_path / "a.md").read_text()) == (["a.md"], "new")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_trouble_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    monkeypatch.setattr(os, call, refuse)

    with pytest.raises(OSError, match=r"a\.md"):
        replace_file(path, b"new")

    assert (names(tmp_path), path.read_text()) == (["a.md"], "old")
