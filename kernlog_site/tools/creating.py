"""Puts new files into the content folder, and never in the place of another."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from kernlog_site.content.times import NoTime, parse_time
from kernlog_site.core.problems import Problem
from kernlog_site.tools.scaffold import Scaffold, as_date
from kernlog_site.tools.settings import Settings


def below_content(path: str, site: Settings) -> str:
    """The path of a file below the content folder, however someone wrote it.

    It may start there, in the current folder, or at the root.
    """
    content = site.content.resolve()
    written = Path(path)
    absolute = (Path.cwd() / written).resolve()
    if absolute.is_relative_to(content):
        return absolute.relative_to(content).as_posix()
    return os.path.normpath(written) if not written.is_absolute() else written.as_posix()


def written_date(text: str | None, site: Settings) -> str:
    """A date as front matter has it; without one it is now. Raises `ValueError` for no date."""
    zone = site.options.timezone
    if text is None:
        now = datetime.now(zone)
        comes_twice = now.utcoffset() != now.replace(fold=not now.fold).utcoffset()
        return as_date(now if comes_twice else now.replace(tzinfo=None))
    try:
        parse_time(text.strip(), zone)
    except NoTime as error:
        raise ValueError(f"The date {error} {error.hint}") from error
    return as_date(datetime.fromisoformat(text.strip()))


def create(scaffold: Scaffold, site: Settings) -> Path | Problem:
    """Write a new file whole, or not at all."""
    path = site.content / scaffold.path
    shown = f"{site.shown}/{scaffold.path}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return Problem(f"{shown} exists already.", "Edit that file, or choose another name.")
    except OSError as error:
        return Problem(f"{shown} cannot be written: {error.strerror}.", "Choose another place.")
    try:
        with open(descriptor, "wb") as file:
            file.write(scaffold.text.encode())
    except OSError as error:
        path.unlink()
        return Problem(f"{shown} cannot be written: {error.strerror}.", "Make room, try again.")
    except BaseException:
        path.unlink()
        raise
    return path
