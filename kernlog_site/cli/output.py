"""How things are printed: text that a terminal may be trusted with, JSON, progress."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kernlog_site.core.characters import printable

if TYPE_CHECKING:
    from kernlog_site.core.problems import Problem

_T = TypeVar("_T")
_SECONDS = 5.0

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
"""The option of every command that a script may want to read."""


def say(text: str, *, err: bool = False) -> None:
    """Print text; control characters in what others wrote cannot steer the terminal."""
    click.echo(printable(text), err=err)


def say_json(value: Any) -> None:
    """Print a value as JSON, in letters that every terminal and program can read."""
    click.echo(json.dumps(value, indent=2))


def problem_as_json(problem: Problem, before: str = "") -> dict[str, object]:
    """A problem for programs, `before` being the folder that its path starts in."""
    return {
        "path": f"{before}{problem.path}",
        "line": problem.line,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }


class Progress:
    """Tells on standard error how far long work has come.

    On a terminal that is a bar, which goes away at the end. Elsewhere it is a plain line every few
    seconds, so that short work says nothing. A quiet one says nothing at all.
    """

    def __init__(self, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet = quiet
        self._clock = clock
        self._told = clock()

    def each(self, what: str, items: Sequence[_T]) -> Iterator[_T]:
        """Pass the items on one by one."""
        if not self._quiet and sys.stderr.isatty():
            yield from self._bar(what, items)
            return
        for number, item in enumerate(items):
            self._now_and_then(f"{what}: {number} of {len(items)}")
            yield item

    def note(self, what: str) -> None:
        """Tell what is going on."""
        if not self._quiet and sys.stderr.isatty():
            say(f"{what} ...", err=True)
        else:
            self._now_and_then(what)

    def _bar(self, what: str, items: Sequence[_T]) -> Iterator[_T]:
        from rich.console import Console  # noqa: PLC0415 - takes its time
        from rich.progress import track  # noqa: PLC0415

        console = Console(stderr=True)
        yield from track(items, description=what, console=console, transient=True)

    def _now_and_then(self, line: str) -> None:
        now = self._clock()
        if not self._quiet and now - self._told >= _SECONDS:
            self._told = now
            say(line, err=True)
