"""When Python need not look for garbage: what a build knows is of use until it ends."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@cache
def leave_it_at_the_end() -> None:
    """At the very end Python would look through all that a build knew, which takes its time."""
    atexit.register(gc.freeze)


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
