"""The console: exit codes, one line for what went wrong, signals, JSON, progress."""

from __future__ import annotations

import atexit
import errno
import gc
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from kernlog_site.core.characters import printable
from kernlog_site.core.clock import WrongClock
from kernlog_site.core.problems import refused

if TYPE_CHECKING:
    from kernlog_site.core.problems import Problem

_T = TypeVar("_T")

PROBLEMS = 1
WRONG_USAGE = 2
_BY_SIGNAL = 128
"""Exit codes; the number of a signal is added to the last one."""

_OTHER_NAMES = {"init": "kernlog new site FOLDER"}
"""Commands under the names that they have in other programs."""

_SECONDS = 5.0
"""Between two lines about the progress of long work."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
"""The option of every command that a script may want to read."""


class Kernlog(click.Group):
    """A group whose commands end with one line, whatever happens to them."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command, and let SIGTERM end it as orderly as Ctrl-C does."""
        # At the very end Python searches all that was imported for cycles, which takes its time.
        atexit.register(gc.freeze)
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a character still gets the rest.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        with _terminable():
            try:
                return super().main(*args, **extra)
            except _Terminated:
                _end("Terminated.", signal.SIGTERM)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command by the first argument; one by its name elsewhere ends with ours."""
        if args[0] in _OTHER_NAMES:
            fail(f"There is no command '{args[0]}'. Use {_OTHER_NAMES[args[0]]}.", WRONG_USAGE)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it did not expect is told in a line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _end("Interrupted.", signal.SIGINT)
        except WrongClock as error:
            fail(str(error), WRONG_USAGE)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            fail(refused(error), PROBLEMS)


def fail(message: str, code: int) -> NoReturn:
    """End with a line about what is wrong."""
    click.echo(f"Error: {printable(message)}", err=True)
    raise SystemExit(code)


def opened(opening: Callable[[str | None], _T], config_file: str | None) -> _T:
    """What is read from `mkdocs.yml`, or the end if it is broken."""
    from kernlog_site.tools.settings import BrokenProject  # noqa: PLC0415 - takes its time

    try:
        return opening(config_file)
    except BrokenProject as error:
        fail(str(error), WRONG_USAGE)


class _Terminated(BaseException):
    """SIGTERM came. No handler of exceptions takes it for an error."""


def _end(line: str, number: signal.Signals) -> NoReturn:
    # Whatever comes now comes too late.
    click.echo(f"\n{line}" if number is signal.SIGINT and sys.stderr.isatty() else line, err=True)
    raise SystemExit(_BY_SIGNAL + number)


def _terminate(number: int, frame: object) -> NoReturn:
    raise _Terminated


@contextmanager
def _terminable() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def say(text: str, *, err: bool = False) -> None:
    """Print text; control characters in what others wrote cannot steer the terminal."""
    click.echo(printable(text), err=err)


def say_json(value: Any) -> None:
    """Print a value as JSON, in letters that every terminal and program can read."""
    click.echo(json.dumps(value, indent=2))


def problem_as_json(problem: Problem) -> dict[str, object]:
    """A problem for programs."""
    return {
        "path": problem.path,
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
        self._time_of_last = clock()

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
        if not self._quiet and now - self._time_of_last >= _SECONDS:
            self._time_of_last = now
            say(line, err=True)
