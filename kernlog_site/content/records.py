"""Series, releases and people become values."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from kernlog_site.content import front_matter
from kernlog_site.content.articles import missing_keys
from kernlog_site.content.fields import Conventions
from kernlog_site.content.front_matter_keys import (
    LinkMatter,
    PersonMatter,
    ReleaseMatter,
    SeriesMatter,
    validate,
)
from kernlog_site.content.record_file import opened
from kernlog_site.core.model import Person, PlannedPart, Release, Series, Source, Tag, WebLink
from kernlog_site.core.names import alike, composed, spelled
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import decode
from kernlog_site.core.routes import LONGEST_NAME, is_person_id, is_series_id, is_too_long
from kernlog_site.core.versions import NoVersion, Version, VersionScheme


def read_series(
    path: str,
    data: bytes,
    conventions: Conventions,
    parse: front_matter.Parse = front_matter.parse,
) -> tuple[Series | None, tuple[Problem, ...]]:
    """Read a series; None if its file is called so that no series can be."""
    series_id = composed(posixpath.basename(path).removesuffix(".md"))
    if not is_series_id(series_id):
        hint = (
            "Name the file with letters, digits, dots, hyphens and underscores: "
            "coming-in-2.6.33.md."
        )
        problem = Problem(f"No series can be called '{series_id}'.", _shorter(series_id) or hint)
        return None, (problem.at(path, 1),)
    file = opened(path, data, SeriesMatter, conventions, parse)
    front, source, matter = file.front, file.source, file.matter
    series = Series(
        id=series_id,
        source=source,
        title=matter.title or series_id,
        release=matter.release,
        summary=matter.summary,
        planned=tuple(PlannedPart(p.part, p.title, p.expected) for p in matter.planned),
        body=front.body,
    )
    missing = missing_keys(front, source, ("title",))
    return series, file.problems + missing


def read_release(
    path: str,
    data: bytes,
    conventions: Conventions,
    parse: front_matter.Parse = front_matter.parse,
) -> tuple[Release | None, tuple[Problem, ...]]:
    """Read a release; None if neither its file's name nor its `version` is a version."""
    versions = conventions.versions
    file = opened(path, data, ReleaseMatter, conventions, parse)
    source, matter, problems = file.source, file.matter, file.problems
    version = matter.version or _version_in_name(path, versions)
    if version is None:
        problem = Problem(
            f"'{posixpath.basename(path)}' names no {versions.called('release')}.",
            f"Name the file after the release, as in {versions.example}.md, or add version: "
            f"{versions.example}.",
        )
        return None, (*problems, problem.at(path, source.line("version") or 1))
    tags = (Tag(tag.name, tag.date, versions.of_tag(tag.name)) for tag in matter.tags)
    release = Release(
        version=version,
        source=source,
        codename=matter.codename,
        status=matter.status,
        expected=matter.expected,
        previous=matter.previous,
        links=_links(matter.links),
        tags=tuple(sorted(tags, key=lambda tag: (tag.date, tag.name))),
        body=file.front.body,
    )
    return release, problems


def read_people(
    path: str, data: bytes, conventions: Conventions
) -> tuple[dict[str, Person], tuple[Problem, ...]]:
    """Read `authors.yml`: a mapping from ids to people."""
    text, undecodable = decode(path, data)
    values, lines, problems = front_matter.parse(path, text)
    all_problems = list(undecodable + problems)
    people: dict[str, Person] = {}
    keys_by_name: dict[str, str] = {}
    for key, value in values.items():
        person_id, prefix, line = composed(key), f"{key}.", lines[key]
        own_lines = {
            name.removeprefix(prefix): at for name, at in lines.items() if name.startswith(prefix)
        }
        if not isinstance(value, dict):
            problem = Problem(f"'{person_id}' is no person.", f"Write {person_id}: {{name: ...}}.")
            all_problems.append(problem.at(path, line))
        keys = value if isinstance(value, dict) else {"name": person_id}
        matter, mistyped, _ = validate(PersonMatter, keys, Source(path, own_lines), conventions)
        all_problems += (p if p.line else p.at(path, line) for p in mistyped)
        twin = keys_by_name.setdefault(alike(key), key)
        all_problems += (problem.at(path, line) for problem in _misnamed(key, twin))
        matter = matter or PersonMatter(name=person_id)
        person = Person(person_id, matter.name, matter.bio, _links(matter.links))
        people.setdefault(person_id, person)
    return people, tuple(all_problems)


def _misnamed(key: str, twin: str) -> Iterator[Problem]:
    """What is wrong with an id as a part of the address of a page. `twin` is the first one that
    some system takes for the same."""
    if not is_person_id(composed(key)):
        hint = "Use letters, digits, dots, hyphens and underscores, as in anna; 'index' is taken."
        yield Problem(f"No person can be called '{key}'.", _shorter(key) or hint)
    if twin != key:
        both = f"'{spelled(twin, key)}' and '{spelled(key, twin)}'"
        how = "look the same" if composed(twin) == composed(key) else "differ only in capitals"
        yield Problem(f"The ids {both} {how}.", "Rename one of them.")


def _shorter(name: str) -> str:
    """What to do about a name that is too long; nothing if it is not."""
    return f"Use at most {LONGEST_NAME} bytes, as many plain letters." if is_too_long(name) else ""


def _links(links: Iterable[LinkMatter]) -> tuple[WebLink, ...]:
    return tuple(WebLink(link.title, link.url) for link in links)


def _version_in_name(path: str, versions: VersionScheme) -> Version | None:
    try:
        version = versions.parse(posixpath.basename(path).removesuffix(".md"))
    except NoVersion:
        return None
    return None if version.is_candidate else version
