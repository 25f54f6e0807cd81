"""Everything that writers wrote, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from kernlog_site.model import Article, Person, Release, Series
from kernlog_site.problems import Problem
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


def read_content(
    files: Iterable[tuple[str, bytes]],
    routes: Routes,
    timezone: tzinfo,
    people_path: str = "authors.yml",
) -> Content:
    """Read source files, given as path below the content folder and bytes.

    Files that are no article, series, release or list of people are passed over.
    """
    articles: list[Article] = []
    series: dict[str, Series] = {}
    releases: dict[KernelVersion, Release] = {}
    people: Mapping[str, Person] = {}
    problems: list[Problem] = []
    for path, data in files:
        found: tuple[Problem, ...] = ()
        kind = routes.kind(path)
        if path == people_path:
            people, found = read_people(path, data, timezone)
        elif kind is Kind.ARTICLE:
            article, found = read_article(path, data, timezone)
            articles.append(article)
        elif kind is Kind.SERIES:
            one_series, found = read_series(path, data, timezone)
            if one_series:
                series[one_series.id] = one_series
        elif kind is Kind.RELEASE:
            release, found = read_release(path, data, timezone)
            if release and release.version in releases:
                found += (_twice(release, releases[release.version]),)
            elif release:
                releases[release.version] = release
        problems += found
    return Content(tuple(articles), series, releases, people, people_path, tuple(problems))


def _twice(release: Release, first: Release) -> Problem:
    problem = Problem(
        f"The release {release.version} is already described in {first.source.path}.",
        "Merge the two files.",
    )
    return problem.at(release.source.path, release.source.line("version") or 1)
