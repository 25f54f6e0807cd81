"""`kernlog check`: all problems of the content, or what is due when."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from kernlog_site.cli.console import (
    PROBLEMS,
    Progress,
    as_json,
    fail,
    opened,
    problem_as_json,
    say,
    say_json,
)

if TYPE_CHECKING:
    from kernlog_site.content.upcoming import Due
    from kernlog_site.core.formats import Formats
    from kernlog_site.core.problems import Problem

_JSON = "json"
_GITHUB = "github"


@click.command()
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", _JSON, _GITHUB]),
    default="text",
    help="github makes annotations of a pull request. Default: text.",
)
@as_json
@click.option(
    "--clones/--offline",
    default=False,
    help="Verify the commit store against the clones, too. Default: --offline, which needs none.",
)
@click.option(
    "--upcoming",
    is_flag=True,
    help="List instead what is due when: drafts, scheduled articles, plans, releases.",
)
@click.pass_obj
def check(config_file: str | None, shape: str, as_json: bool, clones: bool, upcoming: bool) -> None:
    """Tell all problems of the content, or with --upcoming what is still to come.

    That takes no build, and neither a clone nor the network. Drafts and articles of the future are
    checked, too. With --clones, every line of the store is compared with what a sync would write;
    the numbers of releases are not counted again.

    Exit codes: 0 none, 1 at least one error or warning (notices are told, but do not count), 2 the
    command or mkdocs.yml is wrong. With --upcoming: 1 if a planned part or a release is overdue.
    Links between pages are for mkdocs build --strict to check.

    Example: kernlog check --format github
    """
    from kernlog_site.commits.git.client import GitFailed  # noqa: PLC0415
    from kernlog_site.core.problems import Severity  # noqa: PLC0415
    from kernlog_site.tools.project import open_project  # noqa: PLC0415 - takes its time

    shape = _JSON if as_json else shape
    if upcoming:
        if clones or shape == _GITHUB:
            raise click.UsageError("--upcoming goes with --json alone.")
        tell_upcoming(config_file, as_json=shape == _JSON)
        return
    project = opened(open_project, config_file)
    progress = Progress(quiet=shape == _JSON)
    problems = project.problems(lambda pages: progress.each("Checking", pages))
    failure = ""
    if clones:
        try:
            problems = project.with_clones(problems)
        except GitFailed as error:  # which hides none of the other problems
            failure = str(error)
    if shape == _JSON:
        say_json([problem_as_json(problem.under(project.shown)) for problem in problems])
    for problem in problems if shape != _JSON else ():
        if shape == _GITHUB:
            say(_annotation(problem.under(os.path.relpath(project.content).replace(os.sep, "/"))))
        else:
            say(str(problem.under(project.shown)))
    if failure:
        fail(failure, PROBLEMS)
    failing = sum(problem.severity is not Severity.NOTICE for problem in problems)
    if shape == "text":
        noun = "problem" if len(problems) == 1 else "problems"
        say(f"{len(problems) or 'No'} {noun}.", err=True)
    if failing:
        raise SystemExit(PROBLEMS)


def _annotation(problem: Problem) -> str:
    """A workflow command of GitHub Actions, for a path from the current folder."""
    places = {"file": problem.path, "line": problem.line}
    shown = (f"{k}={_property(str(v))}" for k, v in places.items() if v is not None)
    return f"::{problem.severity.value} {','.join(shown)}::{_data(problem.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def tell_upcoming(config_file: str | None, *, as_json: bool) -> None:
    """Print all that is still to come. Ends with `PROBLEMS` if something is overdue."""
    from kernlog_site.content.upcoming import upcoming  # noqa: PLC0415
    from kernlog_site.core import clock  # noqa: PLC0415 - takes its time
    from kernlog_site.core.formats import Formats  # noqa: PLC0415
    from kernlog_site.tools.settings import read_settings  # noqa: PLC0415

    site = opened(read_settings, config_file)
    entries = upcoming(site.library(), clock.now(), site.options.timezone)
    if as_json:
        say_json([_as_json(due, site.shown) for due in entries])
    elif not entries:
        say("Nothing is to come.", err=True)
    else:
        for line in _table([_cells(due, site.shown, Formats()) for due in entries]):
            say(line)
    if any(due.is_overdue for due in entries):
        raise SystemExit(PROBLEMS)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _cells(due: Due, folder: str, formats: Formats) -> list[str]:
    place = f"{folder}/{due.path}" + (f":{due.line}" if due.line else "")
    return [_when(due), _how_long(due, formats), due.kind.value, f"{place}: {due.title}"]


def _when(due: Due) -> str:
    if isinstance(due.when, datetime):
        return f"{due.when:%Y-%m-%d %H:%M %Z}"
    return str(due.when) if due.when else "no date"


def _how_long(due: Due, formats: Formats) -> str:
    if due.ahead is None:
        return ""
    if due.is_overdue:
        return f"overdue by {formats.span(-due.ahead)}"
    if due.ahead == timedelta(0):
        return "today"
    return f"in {formats.span(due.ahead)}" if due.ahead > timedelta(0) else "date has passed"


def _as_json(due: Due, folder: str) -> dict[str, object]:
    return {
        "kind": due.kind.value,
        "title": due.title,
        "when": due.when.isoformat() if due.when else None,
        "overdue": due.is_overdue,
        "path": f"{folder}/{due.path}",
        "line": due.line,
    }
