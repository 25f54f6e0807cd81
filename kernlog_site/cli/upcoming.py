"""What `kernlog check --upcoming` prints: what is due when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kernlog_site.cli.console import PROBLEMS, opened
from kernlog_site.cli.output import say, say_json

if TYPE_CHECKING:
    from kernlog_site.content.upcoming import Due
    from kernlog_site.core.formats import Formats


def tell_upcoming(config_file: str | None, *, as_json: bool) -> None:
    """Print all that is still to come. Ends with `PROBLEMS` if something is overdue."""
    from kernlog_site.content.upcoming import upcoming  # noqa: PLC0415
    from kernlog_site.core import clock  # noqa: PLC0415 - takes its time
    from kernlog_site.core.formats import Formats  # noqa: PLC0415
    from kernlog_site.tools.settings import read_settings  # noqa: PLC0415

    site = opened(read_settings, config_file)
    found = upcoming(site.library(), clock.now(), site.options.timezone)
    if as_json:
        say_json([_as_json(due, site.shown) for due in found])
    elif not found:
        say("Nothing is to come.", err=True)
    else:
        for line in _table([_cells(due, site.shown, Formats()) for due in found]):
            say(line)
    if any(due.is_overdue for due in found):
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
