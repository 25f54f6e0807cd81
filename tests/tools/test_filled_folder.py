"""A folder is filled whole, or left as it was."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kernlog_site.tools.site_scaffold.filled_folder import Occupied, check_vacant, filled


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def put(stage: Path) -> None:
    (stage / "below").mkdir()
    (stage / "below" / "file").write_text("1")
    (stage / ".hidden").write_text("2")
    (stage / "last").write_text("3")


@pytest.mark.parametrize("folder", ["new", "a/b/new", "."])
def test_all_is_there(tmp_path: Path, folder: str) -> None:
    with filled(tmp_path / folder, last="last") as stage:
        put(stage)
        assert names(tmp_path / folder) == [stage.name]

    assert names(tmp_path / folder) == [".hidden", "below", "last"]
    assert (tmp_path / folder / "below" / "file").read_text() == "1"


@pytest.mark.parametrize("folder", ["new", "a/b/new", "."])
def test_nothing_is_there_after_an_error(tmp_path: Path, folder: str) -> None:
    def fail() -> None:
        with filled(tmp_path / folder, last="last") as stage:
            put(stage)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert names(tmp_path) == []


def test_nothing_is_there_if_moving_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def full(path: Path, target: Path) -> Path:
        if target == tmp_path / "new" / "last":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return rename(path, target)

    def fill() -> None:
        with filled(tmp_path / "new", last="last") as stage:
            put(stage)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        fill()

    assert names(tmp_path) == []


def test_what_came_meanwhile_stays(tmp_path: Path) -> None:
    def fill() -> None:
        with filled(tmp_path / "new", last="last") as stage:
            put(stage)
            (tmp_path / "new" / "below").write_text("mine")

    with pytest.raises(Occupied, match="new/below exists already"):
        fill()

    assert names(tmp_path / "new") == ["below"]
    assert (tmp_path / "new" / "below").read_text() == "mine"


def test_folders_that_cannot_all_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mkdir = Path.mkdir

    def full(path: Path) -> None:
        if path.name == "b":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        mkdir(path)

    def fill() -> None:
        with filled(tmp_path / "a" / "b" / "new", last="last"):
            pass

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(OSError, match="No space left"):
        fill()

    assert names(tmp_path) == []


def test_a_link_that_leads_nowhere_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")

    with pytest.raises(Occupied, match="link is no folder"):
        check_vacant(tmp_path / "link")


def test_a_repository_without_anything_else_is_vacant(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    check_vacant(tmp_path)
