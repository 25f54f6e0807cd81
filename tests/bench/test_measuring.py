from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from bench import previewing
from bench.comparing import Comparison, Plan, cases
from bench.files import save
from bench.generators import Generator, PageSource
from bench.memory import memory_sampler
from bench.previewing import save_to_page
from bench.processes import Failed, run
from bench.profiling import profile
from bench.results import Case, Results
from bench.trash import Trash

COPY = "import pathlib, shutil; shutil.copytree('text', 'site', dirs_exist_ok=True)"
PYTHON = Path(sys.executable)


class Copier(Generator):
    """Builds a site by copying it, and keeps a note of that."""

    name = "Copier"
    distribution = "copier"
    requirements: ClassVar[tuple[str, ...]] = ("copier",)
    features = "none"
    memory = ("note*",)
    script = COPY

    def write(self, folder: Path, articles: int) -> list[PageSource]:
        numbers = range(articles)
        sources = [save(folder / f"text/{n}.html", "<h1>One.\n\nc0ffee") for n in numbers]
        return [PageSource(source, source.name, frozenset({"c0ffee"})) for source in sources]

    def build(self, python: Path) -> list[str]:
        return [str(python), "-c", self.script]

    def serve(self, python: Path, port: int) -> list[str] | None:
        options = ["--bind", "127.0.0.1", "--directory", "text"]
        return [str(python), "-m", "http.server", str(port), *options]


class Own(Copier):
    name = "kernlog"
    requirements = ()
    incremental = True


class Clumsy(Copier):
    name = "Clumsy"
    script = "raise SystemExit('no ink')"


class Forgetful(Copier):
    name = "Forgetful"
    script = COPY + "; pathlib.Path('site/0.html').write_text('')"


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "_BETWEEN_SAVES", 0)


def compare(tmp_path: Path, *generators: Generator, longest: float = 60) -> Results:
    results = Results({}, {})
    plan = Plan((50, 60), 2, 2, longest, tmp_path, PYTHON, profiled=())
    builds = [
        len(results.builds) for _ in Comparison(plan, generators, results, lambda line: None).take()
    ]
    assert len(builds) == 4  # two rounds of two sizes
    assert builds == sorted(set(builds)), "each round is in the results when it passes by"
    return results


def test_the_trash_takes_what_is_there_and_leaves_what_is_linked(tmp_path: Path) -> None:
    trash = Trash(tmp_path / "trash")
    site, elsewhere, note = tmp_path / "site", tmp_path / "elsewhere", tmp_path / "note"
    for file in (site / "old" / "page", elsewhere / "page", elsewhere / "other", note):
        save(file, "text")
    (site / "link").symlink_to(elsewhere)
    (site / "page").symlink_to(elsewhere / "page")
    (site / "other").hardlink_to(elsewhere / "other")
    (tmp_path / "shortcut").symlink_to(elsewhere)
    inode = (site / "old" / "page").stat().st_ino

    for path in (site, note, tmp_path / "shortcut", tmp_path / "nothing"):
        trash.take(path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "trash"]
    page, taken = tmp_path / "trash/0/old/page", tmp_path / "trash/1"
    assert (page.stat().st_ino, page.stat().st_size, taken.stat().st_size) == (inode, 0, 0)
    assert [file.read_text() for file in elsewhere.iterdir()] == ["text", "text"]
    Trash(tmp_path / "trash").take(elsewhere)
    assert sorted(path.name for path in (tmp_path / "trash").iterdir()) == ["0", "1", "2", "3"]
    trash.clear()
    assert list(tmp_path.iterdir()) == []


def test_a_run_tells_what_it_took(tmp_path: Path) -> None:
    took = run([sys.executable, "-c", "sum(range(10**6))"], tmp_path, tmp_path / "log")

    assert took.seconds > 0


@pytest.mark.skipif(memory_sampler() is None, reason="needs /proc")
def test_the_memory_of_a_child_counts(tmp_path: Path) -> None:
    child = "import time; held = bytearray(b'x' * 80_000_000); time.sleep(0.4)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    took = run([sys.executable, "-c", script], tmp_path, tmp_path / "log")

    assert took.memory
    assert 80_000_000 < took.memory < 200_000_000


def test_a_run_that_fails_says_why(tmp_path: Path) -> None:
    script = "raise SystemExit('the disk is full')"

    with pytest.raises(Failed, match="the disk is full"):
        run([sys.executable, "-c", script], tmp_path, tmp_path / "log")


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="needs Linux")
def test_a_run_can_be_kept_to_one_processor(tmp_path: Path) -> None:
    before = os.sched_getaffinity(0)
    script = "import os; print(len(os.sched_getaffinity(0)))"

    run([sys.executable, "-c", script], tmp_path, tmp_path / "log", one_processor=True)

    assert (tmp_path / "log").read_text() == "1\n"
    assert os.sched_getaffinity(0) == before


def test_generators_take_turns(tmp_path: Path) -> None:
    results = compare(tmp_path, Own(), Copier())

    assert [(b.generator, b.round) for b in results.builds if b.case is Case.COLD] == [
        *(("kernlog", 1), ("Copier", 1), ("Copier", 2), ("kernlog", 2)) * 2
    ]
    assert {b.case for b in results.builds if b.generator == "kernlog"} == {*cases(Own())}
    assert {b.files for b in results.builds} == {50, 60}
    assert not list(tmp_path.glob("60/*"))


def test_an_incremental_generator_keeps_what_it_has_between_cases() -> None:
    assert list(cases(Own()))[:3] == [Case.COLD, Case.AGAIN, Case.EDITED]
    assert list(cases(Copier())) == [Case.COLD]


@pytest.mark.parametrize(
    ("rival", "reason"), [(Clumsy(), "no ink"), (Forgetful(), "lacks commits")]
)
def test_a_rival_that_does_not_work_is_named(tmp_path: Path, rival: Generator, reason: str) -> None:
    results = compare(tmp_path, Own(), rival)

    (left_out,) = results.left_out
    assert (left_out.generator, left_out.articles) == (rival.name, None)
    assert reason in left_out.reason
    assert {build.generator for build in results.builds} == {"kernlog"}


def test_who_would_take_too_long_is_left_out_and_named(tmp_path: Path) -> None:
    results = compare(tmp_path, Own(), Copier(), longest=0)

    slow = [out for out in results.left_out if "a round would take" in out.reason]
    assert [(out.generator, out.articles) for out in slow] == [("Copier", 50), ("Copier", 60)]
    assert {build.generator for build in results.builds} == {"kernlog"}


def test_the_time_from_save_to_page_is_taken_for_every_save(tmp_path: Path) -> None:
    page_sources = Copier().write(tmp_path / "copier", 3)
    edits = [(page_source, "lately") for page_source in page_sources]

    taken = save_to_page(Copier(), PYTHON, tmp_path / "copier", edits, 20)

    assert len(taken) == 3
    assert all(0 < seconds < 10 for seconds in taken)


def test_a_preview_that_ends_is_a_failure(tmp_path: Path) -> None:
    page_sources = Copier().write(tmp_path / "mute", 1)

    class Mute(Copier):
        def serve(self, python: Path, port: int) -> list[str]:
            return [str(python), "-c", f"raise SystemExit('no port {port}')"]

    with pytest.raises(Failed, match="no port"):
        save_to_page(Mute(), PYTHON, tmp_path / "mute", [(page_sources[0], "lately")], 20)


def test_a_profile_tells_what_a_program_is_at(tmp_path: Path) -> None:
    work = "import json, markdown\nfor n in range(300): markdown.markdown('a *b* `c` ' * 20)"
    save(tmp_path / "site" / "busy.py", work)

    shares = profile([sys.executable, "-m", "busy"], tmp_path / "site", tmp_path / "log")

    assert sum(shares.values()) == pytest.approx(1, abs=0.01)
    assert max(shares, key=lambda kind: shares[kind]) == "Python-Markdown"


def test_a_program_that_fails_has_no_profile(tmp_path: Path) -> None:
    save(tmp_path / "site" / "broken.py", "raise SystemExit('no ink')")

    with pytest.raises(Failed, match="no ink"):
        profile([sys.executable, "-m", "broken"], tmp_path / "site", tmp_path / "log")
