from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.incremental import workers
from kernlog_site.incremental.workers import in_all_processors

can_fork = workers._can_fork


@pytest.fixture(autouse=True)
def _two_processors() -> Iterator[None]:
    # What watches files for other tests may leave a thread, which would keep us from forking.
    alone = patch.object(workers, "_can_fork", lambda: True)
    with alone, patch.multiple(workers, _WORTH_IT=1, processors=lambda: 2):
        yield


def batches(count: int) -> list[range]:
    """The numbers below a count, by eights."""
    return [range(start, min(start + 8, count)) for start in range(0, count, 8)]


def where(_: int) -> int:
    return os.getpid()


def test_work_is_done_elsewhere_and_comes_back_in_order() -> None:
    done = list(in_all_processors(lambda n: (n * n, os.getpid()), batches(100)))

    assert [square for square, _ in done] == [n * n for n in range(100)]
    assert {process for _, process in done[:8]} == {os.getpid()}
    assert os.getpid() not in {process for _, process in done[8:]}


def test_while_others_are_at_work_something_else_is_done_here() -> None:
    done: list[int] = []

    def note() -> None:
        done.append(os.getpid())

    assert len(list(in_all_processors(where, batches(100), note))) == 100
    assert done == [os.getpid()]


def test_after_many_things_other_processes_take_over() -> None:
    done: list[int] = []
    with patch.object(workers, "_GENERATION", 40):
        by = list(in_all_processors(where, batches(100), lambda: done.append(1)))

    assert by[:8] == [os.getpid()] * 8
    generations = [set(by[8:40]), set(by[40:72]), set(by[72:])]  # of whole batches
    assert sum(map(len, generations)) == len(set.union(*generations)), "none works in two"
    assert done == [1]


@given(st.lists(st.integers(0, 30)), st.integers(1, 50))
def test_generations_do_all_and_each_its_share(lengths: list[int], most: int) -> None:
    whole = [[number] * length for number, length in enumerate(lengths)]
    with patch.object(workers, "_GENERATION", most):
        generations = list(workers._generations(whole))

    done = [batch for generation in generations for batch in generation]
    assert [batch for batch in done if batch] == [batch for batch in whole if batch]
    assert len(generations) <= -(-sum(lengths) // most)
    for generation in generations:
        assert sum(map(len, generation)) < most + max(lengths)


def test_whoever_works_alone_does_nothing_else_meanwhile() -> None:
    done: list[int] = []
    with patch.object(workers, "_WORTH_IT", 64):
        assert len(list(in_all_processors(where, batches(100), lambda: done.append(1)))) == 100
    assert done == []


def test_an_error_meanwhile_comes_through_and_the_next_work_is_done() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_all_processors(where, batches(100), lambda: 1 / 0))
    assert list(in_all_processors(lambda n: -n, batches(10))) == [-n for n in range(10)]


def test_few_things_are_done_here() -> None:
    with patch.object(workers, "_WORTH_IT", 64):
        assert set(in_all_processors(where, batches(127))) == {os.getpid()}
    assert list(in_all_processors(where, [])) == []


def test_beside_other_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_can_fork", can_fork)
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert set(in_all_processors(where, batches(20))) == {os.getpid()}
    finally:
        end.set()
        other.join()


def test_garbage_is_looked_for_seldom_while_there_is_work_and_as_before_when_it_is_done() -> None:
    before = gc.get_threshold()

    def seldom(_: int) -> bool:
        return gc.get_threshold() > before

    assert all(in_all_processors(seldom, batches(100)))
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_what_a_killed_process_leaves_is_done_here() -> None:
    here = os.getpid()

    def square(n: int) -> int:
        if n == 50 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return n * n

    assert list(in_all_processors(square, batches(100))) == [n * n for n in range(100)]


def test_an_error_comes_back_and_the_next_work_is_done() -> None:
    def divide(n: int) -> float:
        return 1 / (n - 30)

    with pytest.raises(ZeroDivisionError):
        list(in_all_processors(divide, batches(100)))
    assert list(in_all_processors(lambda n: -n, batches(10))) == [-n for n in range(10)]


def test_an_error_that_cannot_travel_is_still_told() -> None:
    class OfHere(Exception):
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    def fail(n: int) -> None:
        raise OfHere(n, n)

    with pytest.raises(Exception, match=r"and|pickle"):
        list(in_all_processors(fail, batches(20)))
