"""Two states of the commit store that are compared: the earlier one is found by itself, or named.

In a repository that is the last commit of the store, elsewhere what the last sync read.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from kernlog_site.commits.git.file_history import FileHistory, NoRevision, PastCommit
from kernlog_site.commits.store.form import ensure_known_form
from kernlog_site.commits.store.reader import COMMITS
from kernlog_site.commits.sync.previous_store import previous_store
from kernlog_site.core.regular_files import read_file
from kernlog_site.tools.settings import Settings

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}.*)?")


class NoStates(Exception):
    """Raised where there are no two states to compare; says why and what to do."""


@dataclass(frozen=True, slots=True)
class StoreState:
    """The commits of the store at some time. `name` says which, as part of a sentence."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class States:
    """An earlier state of the store, and the one on the disk."""

    before: StoreState
    now: StoreState

    def __str__(self) -> str:
        return f"{self.now.name}, compared with {self.before.name}"


def states(site: Settings, since: str | None) -> States:
    """The states to compare; `since` is a revision of the site's repository, a day or a time.

    Raises `NoStates`, `NewerForm` and `GitFailed`, and `OSError` for a file that cannot be read.
    """
    path = site.store / COMMITS
    shown = f"{site.shown}/{site.options.data_}/{COMMITS}"
    if not os.path.lexists(path):
        raise NoStates(f"There is no commit store {path}. Run `kernlog sync`.")
    now = StoreState(shown, _as_stored(read_file(path)))
    ensure_known_form(str(path), now.data)
    before = _earlier(site, path, now, since)
    ensure_known_form(f"{shown} ({before.name})", before.data)
    return States(before, now)


def _earlier(site: Settings, path: Path, now: StoreState, since: str | None) -> StoreState:
    history = FileHistory.of(path)
    try:
        if since is not None:
            return _named(history, path, since, site.options.timezone)
        head = history.head() if history else None
        data = history.at(head) if history and head else None
        if history and head and data is not None:
            if _as_stored(data) != now.data:
                return StoreState(str(head), _as_stored(data))
            return _at(history, history.before_last_change(head))
    except NoRevision as error:
        raise NoStates(str(error)) from error
    previous = previous_store(site.places.cache)
    if previous is None:
        raise NoStates(
            f"There is nothing to compare {now.name} with: it is in no commit of a repository, and "
            "no sync has changed it. Commit it, or run `kernlog sync`."
        )
    when = previous.replaced.astimezone(site.options.timezone)
    return StoreState(f"what it was before the sync of {when:%Y-%m-%d %H:%M}", previous.data)


def _named(history: FileHistory | None, path: Path, since: str, timezone: tzinfo) -> StoreState:
    """The state that somebody asks for."""
    if history is None:
        raise NoStates(f"{path} is in no git repository, so --since has no meaning. Leave it out.")
    when = _time(since, timezone)
    return _at(history, history.before(when) if when else history.named(since))


def _at(history: FileHistory, commit: PastCommit | None) -> StoreState:
    """The state at a commit, or of a time when there was no store."""
    if commit is None:
        return StoreState("nothing, for no earlier commit has it", b"")
    data = history.at(commit)
    if data is None:
        return StoreState(f"nothing, for {commit} does not have it", b"")
    return StoreState(str(commit), _as_stored(data))


def _time(text: str, timezone: tzinfo) -> datetime | None:
    """The time that a text stands for, a day for its beginning; None if it looks like none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise NoStates(
            f"'{text}' is no day or time. Write it as 2026-11-30 or 2026-11-30T08:00."
        ) from error
    return when if when.tzinfo else when.replace(tzinfo=timezone)


def _as_stored(data: bytes) -> bytes:
    """A file as sync writes it, whichever line ends git has put into a work tree."""
    return data.replace(b"\r\n", b"\n")
