"""A build may be killed at any moment: readers see whole pages, and the next build is right."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from editable_site import EditableSite, files_of

KILLS = 8
PATIENCE = 15.0
STEPS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.fork")
"""What Python tells before a build does something to files."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a copy of this process")


@pytest.fixture
def editable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditableSite:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1268401600")
    editable = EditableSite(tmp_path)
    edit(editable, "Zero")
    editable.again()
    return editable


def edit(editable: EditableSite, word: str) -> None:
    """Change every page: the template shows another word. And a page goes, and another comes."""
    editable.write("theme/components/words.html", f"{{% macro hello() %}}{word}{{% endmacro %}}")
    editable.write("content/other.txt", word)
    for page in (editable.content / "articles" / "made").glob("*.md"):
        page.unlink()
    for number in range(8):
        meta = {"title": f"{word} {number}", "date": "2010-02-13 10:00"}
        text = f"{word} {number}, (:commit[7dd65feb6c60]).\n\n" + "Some *text*, more `text`.\n" * 50
        editable.write_page(f"articles/made/{number}.md", meta, text)
    editable.write_page(
        f"articles/made/{word.lower()}.md", {"title": word, "date": "2010-02-01"}, ""
    )


@contextlib.contextmanager
def building(editable: EditableSite, before: Callable[[], None], parallel: bool) -> Iterator[int]:
    """A build in a process of its own, by its number; afterwards nothing of it is left."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.setsid()
            before()
            editable.again(parallel=parallel, strict=True)
            status = 0
        finally:
            os._exit(status)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)


def steps_of(editable: EditableSite, parallel: bool, notes: Path) -> int:
    """How many steps a build makes."""

    def count() -> None:
        def note(event: str, _: object) -> None:
            if event in STEPS and os.getpid() == here:
                os.write(steps, b".")

        here, steps = os.getpid(), os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        sys.addaudithook(note)

    with building(editable, count, parallel) as process:
        assert os.waitpid(process, 0)[1] == 0
    return notes.stat().st_size


def die_at(step: int) -> None:
    """Have this process killed before that step of its own."""
    here, left = os.getpid(), step

    def note(event: str, _: object) -> None:
        nonlocal left
        if event in STEPS and os.getpid() == here:
            left -= 1
            if left < 0:
                os.kill(here, signal.SIGKILL)

    sys.addaudithook(note)


def die_after(seconds: float) -> None:
    """Have this process killed after some time, whatever it is doing."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def assert_copes(editable: EditableSite, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Every page that readers see is an old one or a new one, and the next build is right."""
    for path, data in files_of(editable.root / "site").items():
        if not path.startswith("."):
            assert data in (old.get(path), new.get(path)), path
    assert editable.again(strict=True).files == new


@pytest.mark.no_cover
@pytest.mark.parametrize("parallel", [False, True])
def test_killed_at_any_step(editable: EditableSite, tmp_path: Path, parallel: bool) -> None:
    edit(editable, "One")
    steps = steps_of(editable, parallel, tmp_path / "steps")
    assert steps > KILLS
    old = files_of(editable.root / "site")
    for kill in range(KILLS):
        edit(editable, f"Word{kill}")
        new = editable.clean().files
        step = steps * kill // KILLS
        with building(editable, partial(die_at, step), parallel) as process:
            assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
            assert_copes(editable, old, new)
        old = new


@pytest.mark.no_cover
@pytest.mark.parametrize("parallel", [False, True])
def test_killed_after_any_time(editable: EditableSite, parallel: bool) -> None:
    edit(editable, "One")
    start = time.monotonic()
    editable.again(parallel=parallel)
    seconds = time.monotonic() - start
    old = files_of(editable.root / "site")
    for kill in range(KILLS):
        edit(editable, f"Word{kill}")
        new = editable.clean().files
        after = seconds * (kill + 0.5) / KILLS
        with building(editable, partial(die_after, after), parallel) as process:
            os.waitpid(process, 0)
            assert_copes(editable, old, new)
        old = new


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the system for processes")
def test_the_processes_of_a_killed_build_end_too(editable: EditableSite) -> None:
    edit(editable, "Many")
    end = time.monotonic() + PATIENCE
    with building(editable, lambda: None, parallel=True) as process:
        while not (children := list(children_of(process))):
            assert time.monotonic() < end
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        while any(map(is_running, children)):
            assert time.monotonic() < end, "They are still there."
            time.sleep(0.05)


def children_of(process: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # It may just have ended.
            if int(status.read_text().rpartition(")")[2].split()[1]) == process:
                yield int(status.parent.name)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
