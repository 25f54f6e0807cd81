"""How much memory a process and all that it started have, while they run.

Pages that several processes share count once: each process has its proportional share of them
(PSS). Where the kernel does not tell it, all pages of each process count (RSS).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

_PROC = Path("/proc")
_SHORTEST_PAUSE = 0.02
_SHARE_OF_TIME = 20


def _proportional(pid: int) -> int:
    text = (_PROC / str(pid) / "smaps_rollup").read_text()
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


def _resident(pid: int) -> int:
    pages = (_PROC / str(pid) / "statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def memory_sampler() -> tuple[str, Callable[[int], int]] | None:
    """The best way to measure that there is here, and what it is called."""
    for name, way in (("PSS", _proportional), ("RSS", _resident)):
        try:
            way(os.getpid())
        except (OSError, StopIteration):
            continue
        return name, way
    return None


def family(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    for child in _children(pid):
        yield from family(child)


def _children(pid: int) -> list[int]:
    """The processes that one started; none if it has ended meanwhile."""
    try:
        lists = [path.read_text() for path in (_PROC / str(pid) / "task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for children in lists for child in children.split()]


class Watch:
    """Watches the memory of a process from its start on, in a thread."""

    def __init__(self, pid: int) -> None:
        self.peak: int | None = None
        self._pid = pid
        self._over = Event()
        self._way = memory_sampler()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> int | None:
        """Stop looking; gives the most that was seen."""
        self._over.set()
        self._thread.join()
        return self.peak

    def _look(self) -> None:
        pause = _SHORTEST_PAUSE
        while self._way is not None and not self._over.wait(pause):
            begun = time.perf_counter()
            self.peak = max(self.peak or 0, self._sum(self._way[1]))
            # The kernel walks page tables for this: at most a twentieth of one processor.
            pause = max(_SHORTEST_PAUSE, _SHARE_OF_TIME * (time.perf_counter() - begun))

    def _sum(self, way: Callable[[int], int]) -> int:
        total = 0
        for pid in family(self._pid):
            try:
                total += way(pid)
            except (OSError, StopIteration):
                continue  # It has just ended.
        return total
