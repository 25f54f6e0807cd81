"""What this version of kernlog sees differently in a site that was made with an earlier one."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from kernlog_site.commits.store.form import newer_form
from kernlog_site.commits.store.reader import COMMITS, RELEASES
from kernlog_site.commits.sync.release_sync import unsaid_end
from kernlog_site.core.problems import Problem, Severity, in_order
from kernlog_site.core.regular_files import decode, read_file
from kernlog_site.templating.theme_files import THEME, theme_problems
from kernlog_site.tools.settings import Settings

_CUSTOM_DIR = re.compile(r"[^#]*\bcustom_dir\s*:")
_BOUNDED = ("markdown", "jinja2")
"""What kernlog patches or reads closely, and therefore wants below a version that it knows."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that came with a version, and what finds the places of a site that it concerns.

    Paths of the problems it finds are absolute.
    """

    since: str
    find: Callable[[Settings], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Concern:
    """A place of a site that a change concerns, with what to do there."""

    since: str
    problem: Problem


def concerns(site: Settings) -> tuple[Concern, ...]:
    """The places of a site that this version sees differently, by path from that of `mkdocs.yml`.

    Raises `OSError` for files that cannot be read.
    """
    found = {}
    for change in CHANGES:
        for problem in change.find(site):
            path = os.path.relpath(problem.path, _root(site)).replace(os.sep, "/")
            found[problem.at(path, problem.line)] = change.since
    return tuple(Concern(found[problem], problem) for problem in in_order(found))


def _root(site: Settings) -> Path:
    """The folder of `mkdocs.yml` as it was named, whatever links lead to it."""
    return Path(site.config.config_file_path).parent


def _theme(site: Settings) -> Iterator[Problem]:
    """Copies of the theme, which comes with the package now, and files that it calls otherwise."""
    theme = site.config.theme
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    if not isinstance(own, str):
        return
    folder = _root(site) / own
    told = list(theme_problems(str(folder)))
    yield from (problem.under(str(folder)) for problem in told)
    if not told and not any(_is_own(path, folder) for path in folder.rglob("*")):
        line = _line(Path(site.config.config_file_path), _CUSTOM_DIR)
        problem = Problem(
            f"The folder {own} has nothing that differs from the theme, which comes with kernlog.",
            "Take custom_dir out.",
            Severity.NOTICE,
        )
        yield problem.at(site.config.config_file_path, line)


def _is_own(path: Path, folder: Path) -> bool:
    """Whether a file is none of the theme's, or another than there."""
    theirs = THEME / path.relative_to(folder)
    if not path.is_file():
        return False
    return not theirs.is_file() or theirs.read_bytes() != path.read_bytes()


def _line(file: Path, pattern: re.Pattern[str]) -> int | None:
    """The number of the first line that matches, if there is one."""
    lines = file.read_text("utf-8", "replace").splitlines()
    return next((n for n, line in enumerate(lines, start=1) if pattern.match(line)), None)


def _store_form(site: Settings) -> Iterator[Problem]:
    """Files of the store in a form that this version does not know."""
    for path, data in _store_files(site):
        if newer := newer_form(str(path), data):
            yield newer


def _numbers(site: Settings) -> Iterator[Problem]:
    """Numbers of releases that do not say at which tag they end."""
    for path, data in _store_files(site):
        text, _ = decode(str(path), data if path.name == RELEASES else b"")
        for number, line in enumerate(text.split("\n"), start=1):
            end = _unsaid_end_in(line) if '"statistics"' in line else None
            if end is not None:
                problem = Problem(
                    f"These numbers do not say at which tag they end; it is taken to be {end}.",
                    "Run `kernlog stats --store` for that release again.",
                    Severity.NOTICE,
                )
                yield problem.at(str(path), number)


def _unsaid_end_in(line: str) -> str | None:
    try:
        return unsaid_end(json.loads(line)["statistics"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None  # a broken line is for `kernlog check` to tell


def _store_files(site: Settings) -> Iterator[tuple[Path, bytes]]:
    for path in (site.store / COMMITS, site.store / RELEASES):
        if os.path.lexists(path):
            yield path, read_file(path)


def _bounds(site: Settings) -> Iterator[Problem]:
    """Requirements of the site that no version fulfils with which kernlog works."""
    wanted = [Requirement(text) for text in requires("kernlog") or ()]
    bounds = {
        requirement.name: requirement.specifier
        for requirement in wanted
        if requirement.name in _BOUNDED and not requirement.marker
    }
    for path in sorted(_root(site).glob("requirements*.txt")):
        text, _ = decode(str(path), read_file(path))
        for number, line in enumerate(text.split("\n"), start=1):
            asked = _requirement_in(line)
            allowed = bounds.get(asked.name.lower()) if asked else None
            if asked and allowed and not _can_agree(asked.specifier, allowed):
                problem = Problem(
                    f"kernlog works with {asked.name} {allowed}.",
                    f"Write {asked.name}{allowed}, or take the line out.",
                    Severity.WARNING,
                )
                yield problem.at(str(path), number)


def _requirement_in(line: str) -> Requirement | None:
    try:
        return Requirement(re.split(r"\s(?:#|--)|\\$", line)[0].strip())
    except InvalidRequirement:
        return None  # an option, an address, a comment


def _can_agree(asked: SpecifierSet, allowed: SpecifierSet) -> bool:
    """Whether each clause allows versions within bounds, which are one `>=` and one `<`."""
    bounds = {bound.operator: Version(bound.version) for bound in allowed}
    return all(_can_be_within(clause, bounds[">="], bounds["<"]) for clause in asked)


def _can_be_within(clause: Specifier, start: Version, end: Version) -> bool:
    try:
        version = Version(clause.version.removesuffix(".*"))
    except InvalidVersion:  # which `===` takes, and pip then finds nowhere
        return True
    match clause.operator:
        case "==" | "===" if not clause.version.endswith(".*"):
            return start <= version < end
        case "<":
            return version > start
        case "<=":
            return version >= start
        case "!=":
            return True
    return version < end


CHANGES = (
    Change("0.1.0", _theme),
    Change("0.1.0", _store_form),
    Change("0.1.0", _numbers),
    Change("0.1.0", _bounds),
)
"""What came with which version. A change goes when no site can have what it concerns any more."""
