"""A build that ends at any event leaves nothing behind that it holds, and hides no cause."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from editable_site import EditableSite, files_of
from filelock import FileLock

EVENTS = {
    "config": "config",
    "pre_build": "config",
    "files": "files, config",
    "nav": "nav, config, files",
    "env": "env, config, files",
    "post_build": "config",
}
"""All events of a build as a whole, and what a hook gets."""


def failing(event: str, when: int) -> str:
    """A hook that fails at an event, before kernlog gets to it or behind it."""
    return (
        "from mkdocs.plugins import event_priority\n"
        f"@event_priority({when})\n"
        f"def on_{event}({EVENTS[event]}):\n"
        "    raise ValueError('of the hook')\n"
    )


def lock_of(editable: EditableSite) -> Path:
    return editable.root / ".cache/kernlog/build.lock"


@pytest.mark.parametrize("preview", [False, True])
@pytest.mark.parametrize("when", [100, -101])
@pytest.mark.parametrize("event", EVENTS)
def test_a_hook_that_fails_is_told_and_the_next_build_is_right(
    editable: EditableSite, event: str, when: int, preview: bool
) -> None:
    for _ in range(2):  # at first there is nothing from a build before
        editable.write("hook.py", failing(event, when))
        editable.configure(hooks=["hook.py"])
        with pytest.raises(ValueError, match="of the hook"):
            editable.again(preview=preview)

        with FileLock(lock_of(editable), timeout=0):
            pass
        assert not list((editable.root / ("preview" if preview else "site")).glob(".kernlog-*"))
        editable.configure(hooks=None)
        again = editable.again(preview=preview)
        assert again.differences(editable.clean(preview=preview)) == []


PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file": (lambda site: site.write_text("mine"), "Not a directory. Repair it, and try again."),
    "a link to itself": (
        lambda site: site.symlink_to("site"),
        "Not a directory. Repair it, and try again.",
    ),
    "a link that leads nowhere": (
        lambda site: site.symlink_to("nowhere/at/all"),
        "Not a directory. Repair it, and try again.",
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_site_that_can_be_no_folder_is_told(editable: EditableSite, place: str) -> None:
    site = editable.root / "site"
    make, reason = PLACES[place]
    make(site)

    outcome = editable.again()

    assert outcome.aborted
    assert [text for text in outcome.log if not text.startswith("INFO")] == [
        f"ERROR /site: {reason}"
    ]
    assert os.path.lexists(site), "it is somebody's"


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, number: int, part: str) -> None:
    """Let the system refuse to write what has that part in its path."""
    write = getattr(Path, name)

    def refusing(path: Path, *arguments: object, **options: object) -> object:
        if part in str(path):
            raise OSError(number, os.strerror(number), str(path))
        return write(path, *arguments, **options)

    monkeypatch.setattr(Path, name, refusing)


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("part", ["articles/rc8/index.html", "feed.xml", "api/articles.json"])
def test_a_disk_that_is_full_is_told_and_leaves_the_last_site(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch, parallel: bool, part: str
) -> None:
    editable.again()
    before = files_of(editable.root / "site")
    meta = {"title": "rc8 is out", "date": "2010-02-13 11:00", "release": "2.6.33"}
    editable.write_page("articles/rc8.md", meta, "Another text.")
    refuse(monkeypatch, "write_bytes", errno.ENOSPC, part)

    outcome = editable.again(parallel=parallel)

    assert outcome.aborted
    told = [text for text in outcome.log if text.startswith("ERROR")]
    assert len(told) == 1
    assert told[0].endswith(f"/{part}: No space left on device. Make room, and try again.")
    assert files_of(editable.root / "site") == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_site_that_may_not_be_written_is_told(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    refuse(monkeypatch, "mkdir", number, "editable/site")

    outcome = editable.again()

    assert outcome.aborted
    told = [text for text in outcome.log if text.startswith("ERROR")]
    assert [text.partition("able, and")[0] for text in told] == [
        f"ERROR /site: {os.strerror(number)}. Make it "
        + ("writ" if number == errno.EROFS else "readable and writ")
    ]


def test_a_site_that_cannot_be_put_in_place_is_told(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "rename", errno.EACCES, "/articles")

    outcome = editable.again()

    assert outcome.aborted
    assert any("articles: Permission denied. Make it read" in text for text in outcome.log)
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1268401600")
    assert editable.again().files == editable.clean().files


CACHES: dict[str, Callable[[Path], object]] = {
    "the folder is a file": lambda cache: cache.write_text(""),
    "the folder is a link to itself": lambda cache: cache.symlink_to(cache.name),
    "the lock is a folder": lambda cache: (cache / "build.lock").mkdir(parents=True),
    "the file is a folder": lambda cache: (cache / "pages.db").mkdir(parents=True),
    "the file is a link to itself": lambda cache: _in(cache, "pages.db").symlink_to("pages.db"),
    "the file is a pipe": lambda cache: os.mkfifo(_in(cache, "pages.db")),
    "the file is always full": lambda cache: _in(cache, "pages.db").symlink_to("/dev/full"),
}


def _in(folder: Path, name: str) -> Path:
    folder.mkdir()
    return folder / name


@pytest.mark.parametrize("trouble", CACHES)
def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(
    editable: EditableSite, trouble: str
) -> None:
    clean = editable.clean()
    shutil.rmtree(editable.root / ".cache", ignore_errors=True)
    (editable.root / ".cache").mkdir()
    CACHES[trouble](editable.root / ".cache" / "kernlog")

    for _ in range(2):
        again = editable.again()
        assert again.files == clean.files
        assert not again.aborted


def test_the_cause_is_told_though_the_cache_cannot_be_written(editable: EditableSite) -> None:
    (editable.root / ".cache").write_text("")
    editable.write("theme/release.html", "{{ nothing.at.all }}")

    outcome = editable.again()

    assert any("'nothing' is undefined" in text for text in outcome.log)


def test_an_unknown_language_may_be_called_by_any_name(editable: EditableSite) -> None:
    editable.configure(theme={**editable.config["theme"], "language": "x" * 300})

    assert not editable.again().aborted
