"""Parallel map: one function on many items, in forked processes where that pays."""

from __future__ import annotations

import gc
import multiprocessing.connection
import os
import signal
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from itertools import accumulate, chain, pairwise
from typing import Any, TypeVar

from kernlog_site.incremental.gc_tuning import little_expected

_T = TypeVar("_T")
_R = TypeVar("_R")

_WORTH_IT = 64
"""From how many things on another process pays."""
_GENERATION = 2048
"""Things after which others do the work, who share everything again."""
_BATCH_WORK: ContextVar[Callable[[int], Any]] = ContextVar("work on the batch of a number")
"""In a forked process what it does; nothing in the process that waits for it."""


def in_all_processors(
    work: Callable[[_T], _R],
    batches: Sequence[Sequence[_T]],
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[_R]:
    """What work on each thing of all batches gives, in order.

    One process does a whole batch. Processes have all that this one has, and only the results come
    back. Where processes cannot be forked safely, or for a few things, the work is done here. The
    first batch always is: what it prepares on its way, all processes share.

    While others are at work, this process waits, and can do something else `meanwhile`. It does not
    where it has to do the work itself.
    """
    count = min(processors(), sum(map(len, batches)) // _WORTH_IT)
    with little_expected():
        yield from map(work, chain.from_iterable(batches[:1]))
        batches, done = batches[1:], 0
        if count > 1 and _can_fork():
            try:
                for generation in _generations(batches):
                    gc.freeze()
                    for results in _forked(work, generation, count, meanwhile):
                        yield from results
                        done += 1
                    meanwhile = None
            except BrokenProcessPool:
                pass  # One was killed, for want of memory perhaps: the rest is done here.
        for batch in batches[done:]:
            yield from map(work, batch)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _generations(batches: Sequence[Sequence[_T]]) -> Iterator[Sequence[Sequence[_T]]]:
    """The batches that one generation of processes does, each about as many things as the others.

    Python counts references in the things themselves. So a process gets a copy of whatever it looks
    at, and would have all of a large site twice in the end.
    """
    ends = list(accumulate(map(len, batches)))
    count = -(-ends[-1] // _GENERATION) if ends else 0
    edges = [bisect_left(ends, ends[-1] * n // count) + 1 for n in range(1, count + 1)]
    yield from (batches[start:end] for start, end in pairwise([0, *edges]) if start < end)


def _forked(
    work: Callable[[_T], _R],
    batches: Sequence[Sequence[_T]],
    processes: int,
    meanwhile: Callable[[], object] | None,
) -> Iterator[list[_R]]:
    def do_batch(number: int) -> list[_R]:
        return [work(item) for item in batches[number]]

    # What an initializer is given, a forked process has: nothing of it is pickled.
    fork = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes, fork, initializer=_begin, initargs=(do_batch,))
    try:
        results = pool.map(_do_batch, range(len(batches)))
        if meanwhile:
            meanwhile()
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _do_batch(number: int) -> Any:
    return _BATCH_WORK.get()(number)


def _begin(work: Callable[[int], Any]) -> None:
    """Take up the work. Leave Ctrl-C to the process that waits, and end when that one does."""
    _BATCH_WORK.set(work)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)
