"""Runs a command to its end, and says how long it took and what it needed."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bench.memory import Watch


class Failed(Exception):
    """Raised when a command ends with an error; carries the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took."""

    seconds: float
    memory: int | None


def run(command: Sequence[str], folder: Path, log: Path, *, one_processor: bool = False) -> Run:
    """Run a command in a folder and wait for its end. Raises `Failed`."""
    os.sync()  # What others wrote before shall not be written to the disk during this.
    with log.open("wb") as said:
        begun = time.perf_counter()
        with _on_one_processor() if one_processor else nullcontext():
            process = subprocess.Popen(
                command, cwd=folder, env=environment(folder), stdout=said, stderr=subprocess.STDOUT
            )
        watch = Watch(process.pid)
        try:
            _, status = os.waitpid(process.pid, 0)
            seconds = time.perf_counter() - begun
        except BaseException:
            process.kill()
            raise
        finally:
            peak = watch.end()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{Path(command[0]).name} failed: {end_of(log)}")
    return Run(seconds, peak)


def environment(folder: Path) -> dict[str, str]:
    """The environment of all commands: nothing of ours, and caches that can be removed."""
    own = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "SOURCE_DATE_EPOCH"}
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    cache = str(folder / "hugo-cache")
    return {**inherited, "NO_MKDOCS_2_WARNING": "1", "HUGO_CACHEDIR": cache}


def end_of(log: Path) -> str:
    """The last line of a log."""
    lines = log.read_text("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


@contextmanager
def _on_one_processor() -> Iterator[None]:
    """What is started meanwhile is kept to one processor."""
    usual = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(usual)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, usual)
