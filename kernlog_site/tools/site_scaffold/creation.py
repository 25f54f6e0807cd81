"""The making of a new site: its files, and the commit store of what its first article cites."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from kernlog_site.commits.sync import store_sync
from kernlog_site.core import clock
from kernlog_site.core.i18n import words_of
from kernlog_site.tools.project import open_project
from kernlog_site.tools.scaffold import date_in
from kernlog_site.tools.site_scaffold.clone_facts import newest_release, open_clone, origin_of
from kernlog_site.tools.site_scaffold.files import CONFIGURATION, SiteFacts, site_files
from kernlog_site.tools.site_scaffold.filled_folder import filled
from kernlog_site.tools.site_scaffold.projects import (
    LINUX,
    PROJECTS,
    SEMVER,
    Project,
    other_project,
    project_called,
)
from kernlog_site.tools.site_scaffold.remotes import web_address
from kernlog_site.tools.site_scaffold.wish import SiteWish

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site that was made: its files in order, and what there is to know about it."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...]


def create_site(wish: SiteWish, say: Say) -> NewSite:
    """Make a new site whole, or not at all; `say` is told what is going on.

    With a clone its first article cites commits of it, which are looked up at once. Raises
    `Occupied`, `GitFailed`, and `OSError` that names the file that could not be written.
    """
    facts = _facts(wish, say)
    with filled(wish.folder, last=CONFIGURATION) as stage:
        _write(stage, site_files(wish, facts))
        warnings = _sync(stage, wish.folder, say) if facts.release else ()
        written = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
    shown = tuple(wish.folder / path for path in written if path.parts[0] != ".cache")
    return NewSite(shown, (*_notes(wish, facts), *warnings))


def _facts(wish: SiteWish, say: Say) -> SiteFacts:
    date = date_in(ZoneInfo(wish.timezone), clock.now())
    if wish.clone is None:
        project = _project(wish.project or LINUX, wish.folder.resolve().name)
        return SiteFacts(project, project.web, date)
    say(f"Reading {wish.clone}")
    origin = origin_of(wish.clone)
    project = _project(wish.project, origin.repository)
    release = newest_release(open_clone(wish.clone, project.scheme))
    # A clone of a clone says nothing of the web; then it is the one that everybody knows.
    web = web_address(origin.remote) if origin.remote else project.web
    path = _path_from(wish.folder, wish.clone.expanduser())
    return SiteFacts(project, web, date, path, release)


def _project(wanted: str | None, repository: str) -> Project:
    if wanted is None:
        return project_called(repository)
    return other_project(repository) if wanted == SEMVER else PROJECTS[wanted]


def _path_from(folder: Path, clone: Path) -> str:
    """The path of the clone for `mkdocs.yml`: from there, unless they have nothing in common."""
    there = clone.parent.resolve() / clone.name if clone.name else clone.resolve()
    here = folder.resolve()
    try:
        common = Path(os.path.commonpath([here, there]))
    except ValueError:  # another drive
        return there.as_posix()
    path = there if common == Path(common.anchor) else Path(os.path.relpath(there, here))
    return path.as_posix()


def _write(stage: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = stage / path
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.write_bytes(text.encode())
        except OSError as error:  # which may not say where
            raise OSError(error.errno, error.strerror, str(file)) from error


def _sync(stage: Path, folder: Path, say: Say) -> tuple[str, ...]:
    """Fill the commit store of a site that is on its way into a folder; gives warnings."""
    project = open_project(str(stage / CONFIGURATION))
    places = replace(project.places, root=folder.resolve())
    options = project.options
    report = store_sync.sync(places, project.wanted(), options.trees, say, options.versions)
    return tuple(report.warnings)


def _notes(wish: SiteWish, facts: SiteFacts) -> tuple[str, ...]:
    notes = []
    if facts.web is None:
        notes.append(
            f"Nobody knows which web shows the commits of {facts.project.title}. "
            f"Change the addresses below trees in {wish.folder / CONFIGURATION}."
        )
    if words_of(wish.language).are_missing:
        notes.append(
            f"kernlog has no words in the language '{wish.language}' yet: its own, and the texts "
            "written here, are English."
        )
    return tuple(notes)
