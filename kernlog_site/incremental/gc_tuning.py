"""When Python need not look for garbage, or seldom: what a build knows is of use until it ends."""

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
    """At the very end Python would look through all that a build knew, which takes its time."""
    atexit.register(gc.freeze)


@contextmanager
def little_expected() -> Iterator[None]:
    """What is there now is no garbage: nobody looks through it, or touches what processes share.

    What comes is thrown away soon, nearly all of it without help. The rest is looked for seldom.
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
    """While things are made that stay, do not look through them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
