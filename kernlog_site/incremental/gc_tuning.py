"""Python's garbage collection while a build runs: what a build knows is of use until it ends."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_SELDOM = 10_000
"""New objects after which to look for garbage, which take a megabyte or two; Python's is 700."""


@cache
def leave_it_at_the_end() -> None:
    """No garbage collection when the process ends, which would look through all a build knew."""
    atexit.register(gc.freeze)


@contextmanager
def little_expected() -> Iterator[None]:
    """A context in which garbage is looked for seldom, and only among what is made in it.

    What was there before is no garbage, and shared with other processes as long as nobody touches
    it. What comes is thrown away soon, nearly all of it without help.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_SELDOM, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


@contextmanager
def none_expected() -> Iterator[None]:
    """A context without garbage collection, in which things are made that stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
