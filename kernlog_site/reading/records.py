"""Series, releases and people become values."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from datetime import tzinfo

from kernlog_site.model import (
    Person,
    PlannedPart,
    Release,
    Series,
    Source,
    Tag,
    WebLink,
)
from kernlog_site.problems import Problem
from kernlog_site.reading import frontmatter
from kernlog_site.reading.articles import missing_keys
from kernlog_site.reading.opening import opened
from kernlog_site.reading.schemas import (
    LinkMatter,
    PersonMatter,
    ReleaseMatter,
    SeriesMatter,
    validate,
)
from kernlog_site.reading.sources import decode
from kernlog_site.routes import is_person_id, is_series_id
from kernlog_site.versions import KernelVersion, NoKernelVersion


def read_series(
    path: str,
    data: bytes,
    timezone: tzinfo,
    parse: frontmatter.Parse = frontmatter.parse,
) -> tuple[Series | None, tuple[Problem, ...]]:
    """Read a series; None if its file is called so that no series can be."""
    series_id = posixpath.basename(path).removesuffix(".md")
    if not is_series_id(series_id):
        problem = Problem(
            f"No series can be called '{series_id}'.",
            "Name the file with letters, digits, dots, hyphens and underscores: "
            "coming-in-2.6.33.md.",
        )
        return None, (problem.at(path, 1),)
    file = opened(path, data, SeriesMatter, timezone, parse)
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
    timezone: tzinfo,
    parse: frontmatter.Parse = frontmatter.parse,
) -> tuple[Release | None, tuple[Problem, ...]]:
    """Read a release; None if neither its file's name nor its `version` is a kernel version."""
    file = opened(path, data, ReleaseMatter, timezone, parse)
    source, matter, problems = file.source, file.matter, file.problems
    version = matter.version or _version_in_name(path)
    if version is None:
        problem = Problem(
            f"'{posixpath.basename(path)}' names no kernel release.",
            "Name the file after the release, as in 2.6.33.md, or add version: 2.6.33.",
        )
        return None, (*problems, problem.at(path, source.line("version") or 1))
    tags = (Tag(tag.name, tag.date) for tag in matter.tags)
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
    path: str, data: bytes, timezone: tzinfo
) -> tuple[dict[str, Person], tuple[Problem, ...]]:
    """Read `authors.yml`: a mapping from ids to people."""
    text, undecodable = decode(path, data)
    values, lines, problems = frontmatter.parse(path, text)
    found = list(undecodable + problems)
    people: dict[str, Person] = {}
    for person_id, value in values.items():
        prefix = f"{person_id}."
        own_lines = {
            key.removeprefix(prefix): line for key, line in lines.items() if key.startswith(prefix)
        }
        if not isinstance(value, dict):
            problem = Problem(f"'{person_id}' is no person.", f"Write {person_id}: {{name: ...}}.")
            found.append(problem.at(path, lines[person_id]))
        keys = value if isinstance(value, dict) else {"name": person_id}
        matter, mistyped, _ = validate(PersonMatter, keys, Source(path, own_lines), timezone)
        found += (p if p.line else p.at(path, lines[person_id]) for p in mistyped)
        found += _misnamed(person_id, people, path, lines[person_id])
        matter = matter or PersonMatter(name=person_id)
        people[person_id] = Person(person_id, matter.name, matter.bio, _links(matter.links))
    return people, tuple(found)


def _misnamed(person_id: str, others: Iterable[str], path: str, line: int) -> Iterator[Problem]:
    """What is wrong with an id as a part of the address of a page."""
    if not is_person_id(person_id):
        problem = Problem(
            f"No person can be called '{person_id}'.",
            "Use letters, digits, dots, hyphens and underscores, as in anna; 'index' is taken.",
        )
        yield problem.at(path, line)
    for twin in others:
        # Some hosts do not tell Anna from anna.
        if twin.lower() == person_id.lower():
            problem = Problem(
                f"The ids '{twin}' and '{person_id}' differ only in capitals.",
                "Rename one of them.",
            )
            yield problem.at(path, line)


def _links(links: Iterable[LinkMatter]) -> tuple[WebLink, ...]:
    return tuple(WebLink(link.title, link.url) for link in links)


def _version_in_name(path: str) -> KernelVersion | None:
    try:
        version = KernelVersion.parse(posixpath.basename(path).removesuffix(".md"))
    except NoKernelVersion:
        return None
    return None if version.is_candidate else version
