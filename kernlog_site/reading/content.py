"""Everything that writers wrote, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from kernlog_site.model import Article, Person, Release, Series
from kernlog_site.problems import Problem
from kernlog_site.reading import frontmatter
from kernlog_site.reading.articles import read_article
from kernlog_site.reading.records import read_people, read_release, read_series
from kernlog_site.routes import Kind, Routes
from kernlog_site.versions import KernelVersion


@dataclass(frozen=True, slots=True)
class Content:
    """The records as written, with the problems of each file on its own."""

    articles: tuple[Article, ...] = ()
    series: Mapping[str, Series] = field(default_factory=dict)
    releases: Mapping[KernelVersion, Release] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    people_path: str = "authors.yml"
    problems: tuple[Problem, ...] = ()


Record = Article | Series | Release | Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says, and what is wrong with it. `record` is None if it says nothing of use."""

    record: Record | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads source files, each on its own."""

    routes: Routes
    timezone: tzinfo
    people_path: str = "authors.yml"
    parse: frontmatter.Parse = field(default=frontmatter.parse, repr=False)

    def read(self, path: str, data: bytes) -> Read:
        """Read a file, given as path below the content folder and bytes.

        One that is no article, series, release or list of people says nothing.
        """
        kind = self.routes.kind(path)
        if path == self.people_path:
            return Read(*read_people(path, data, self.timezone))
        if kind is Kind.ARTICLE:
            return Read(*read_article(path, data, self.timezone, self.parse))
        if kind is Kind.SERIES:
            return Read(*read_series(path, data, self.timezone, self.parse))
        if kind is Kind.RELEASE:
            return Read(*read_release(path, data, self.timezone, self.parse))
        return Read()


def content_of(files: Iterable[Read], people_path: str = "authors.yml") -> Content:
    """Put together what the files say."""
    articles: list[Article] = []
    series: dict[str, Series] = {}
    releases: dict[KernelVersion, Release] = {}
    people: Mapping[str, Person] = {}
    problems: list[Problem] = []
    for file in files:
        record = file.record
        problems += file.problems
        if isinstance(record, Article):
            articles.append(record)
        elif isinstance(record, Series):
            series[record.id] = record
        elif isinstance(record, Release) and record.version in releases:
            problems.append(_twice(record, releases[record.version]))
        elif isinstance(record, Release):
            releases[record.version] = record
        elif record is not None:
            people = record
    return Content(tuple(articles), series, releases, people, people_path, tuple(problems))


def read_content(
    files: Iterable[tuple[str, bytes]],
    routes: Routes,
    timezone: tzinfo,
    people_path: str = "authors.yml",
) -> Content:
    """Read source files and put together what they say."""
    reader = Reader(routes, timezone, people_path)
    return content_of((reader.read(path, data) for path, data in files), people_path)


def _twice(release: Release, first: Release) -> Problem:
    problem = Problem(
        f"The release {release.version} is already described in {first.source.path}.",
        "Merge the two files.",
    )
    return problem.at(release.source.path, release.source.line("version") or 1)
