"""A build that ends at any event leaves nothing behind that it holds, and hides no cause."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from livingsite import LivingSite, files_of

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


def lock_of(living: LivingSite) -> Path:
    return living.root / ".cache/kernlog/build.lock"


@pytest.mark.parametrize("preview", [False, True])
@pytest.mark.parametrize("when", [100, -101])
@pytest.mark.parametrize("event", EVENTS)
def test_a_hook_that_fails_is_told_and_the_next_build_is_right(
    living: LivingSite, event: str, when: int, preview: bool
) -> None:
    for _ in range(2):  # at first there is nothing from a build before
        living.write("hook.py", failing(event, when))
        living.configure(hooks=["hook.py"])
        with pytest.raises(ValueError, match="of the hook"):
            living.again(preview=preview)

        with FileLock(lock_of(living), timeout=0):
            pass
        assert not list((living.root / ("preview" if preview else "site")).glob(".kernlog-*"))
        living.configure(hooks=None)
        again = living.again(preview=preview)
        assert again.differences(living.clean(preview=preview)) == []


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
def test_a_site_that_can_be_no_folder_is_told(living: LivingSite, place: str) -> None:
    site = living.root / "site"
    make, reason = PLACES[place]
    make(site)

    outcome = living.again()

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
    living: LivingSite, monkeypatch: pytest.MonkeyPatch, parallel: bool, part: str
) -> None:
    living.again()
    before = files_of(living.root / "site")
    meta = {"title": "rc8 is out", "date": "2010-02-13 11:00", "release": "2.6.33"}
    living.write_page("articles/rc8.md", meta, "Another text.")
    refuse(monkeypatch, "write_bytes", errno.ENOSPC, part)

    outcome = living.again(parallel=parallel)

    assert outcome.aborted
    told = [text for text in outcome.log if text.startswith("ERROR")]
    assert len(told) == 1
    assert told[0].endswith(f"/{part}: No space left on device. Make room, and try again.")
    assert files_of(living.root / "site") == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_site_that_may_not_be_written_is_told(
    living: LivingSite, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    refuse(monkeypatch, "mkdir", number, "living/site")

    outcome = living.again()

    assert outcome.aborted
    told = [text for text in outcome.log if text.startswith("ERROR")]
    assert [text.partition("able, and")[0] for text in told] == [
        f"ERROR /site: {os.strerror(number)}. Make it "
        + ("writ" if number == errno.EROFS else "readable and writ")
    ]


def test_a_site_that_cannot_be_put_in_place_is_told(
    living: LivingSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "rename", errno.EACCES, "/articles")

    outcome = living.again()

    assert outcome.aborted
    assert any("articles: Permission denied. Make it read" in text for text in outcome.log)
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1268401600")
    assert living.again().files == living.clean().files


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
    living: LivingSite, trouble: str
) -> None:
    clean = living.clean()
    shutil.rmtree(living.root / ".cache", ignore_errors=True)
    (living.root / ".cache").mkdir()
    CACHES[trouble](living.root / ".cache" / "kernlog")

    for _ in range(2):
        again = living.again()
        assert again.files == clean.files
        assert not again.aborted


def test_the_cause_is_told_though_the_cache_cannot_be_written(living: LivingSite) -> None:
    (living.root / ".cache").write_text("")
    living.write("theme/release.html", "{{ nothing.at.all }}")

    outcome = living.again()

    assert any("'nothing' is undefined" in text for text in outcome.log)


def test_an_unknown_language_may_be_called_by_any_name(living: LivingSite) -> None:
    living.configure(theme={**living.config["theme"], "language": "x" * 300})

    assert not living.again().aborted
