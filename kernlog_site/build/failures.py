"""Exceptions of a build, with the page and the line of the template on which they happened.

MkDocs names the page that it renders. Where kernlog renders pages itself, in this process or in
another, it says the same.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateError, TemplateNotFound
from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import get_plugin_logger

from kernlog_site.commits.store.sorted_lines import ChangedWhileRead
from kernlog_site.core.problems import refused

log = get_plugin_logger("kernlog")

_EXPECTED = (BuildError, TemplateError, OSError)
"""What says enough for whoever can mend it. For all else the traceback is shown, too."""


class MakingFailed(BuildError):
    """A page or another file of the site cannot be made; the message says which, and why.

    `trace` is the traceback of what nobody expected. It is text, so that it comes out of other
    processes as well.
    """

    def __init__(self, message: str, trace: str = "") -> None:
        super().__init__(message)
        self.trace = trace

    def format_message(self) -> str:
        """What a command writes behind "Error: "."""
        return self.message.removeprefix("Error ")

    def __reduce__(self) -> tuple[type[MakingFailed], tuple[str, str]]:
        return MakingFailed, (self.message, self.trace)


@contextmanager
def making(what: str) -> Iterator[None]:
    """Turn exceptions into `MakingFailed`. `what` is as in "building page 'index.md'"."""
    try:
        yield
    except (MakingFailed, ChangedWhileRead):
        raise  # That names another page already; this is no fault of the page.
    except Exception as error:
        is_expected = isinstance(error, _EXPECTED)
        trace = "" if is_expected else "".join(traceback.format_exception(error)).rstrip()
        raise MakingFailed(f"Error {what}: {_described(error)}", trace) from error


@contextmanager
def reporting_system_errors() -> Iterator[None]:
    """Turn an `OSError` into a `PluginError` of one line, which ends the build."""
    try:
        yield
    except OSError as error:
        raise PluginError(refused(error)) from error


def log_details(error: Exception) -> None:
    """Log of an exception that ends a build what its message does not say."""
    if isinstance(error, MakingFailed):
        if error.trace:
            log.error("%s", error.trace)
    elif place := _place_in_template(error):
        log.error("It happened in the template %s.", place)


def _described(error: Exception) -> str:
    place = _place_in_template(error)
    where = f"{place}: " if place else ""
    if type(error) is TemplateNotFound:
        return f"{where}There is no template '{error.name}'."
    if isinstance(error, OSError):
        return f"{where}{refused(error)}"
    is_named = isinstance(error, _EXPECTED)
    return f"{where}{error}" if is_named else f"{where}{type(error).__name__}: {error}"


def _place_in_template(error: Exception) -> str:
    """File and line of the innermost template that an exception came through, if any."""
    place = ""
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        # Upstream: jinja2/debug.py (jinja2 3.1.6): the mark of frames that stand for templates.
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place = f"{_shown(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _shown(path: str) -> str:
    """A path from the current folder, if it is below."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path
