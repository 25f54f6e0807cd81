"""How a command ends: exit codes, lines about what went wrong, and signals."""

from __future__ import annotations

import atexit
import errno
import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import click

from kernlog_site.core.characters import printable
from kernlog_site.core.clock import WrongClock
from kernlog_site.core.problems import refused

PROBLEMS = 1
WRONG_USAGE = 2
_BY_SIGNAL = 128

_T = TypeVar("_T")


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
