"""Everything that writers wrote, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.content import front_matter
from kernlog_site.content.articles import read_article
from kernlog_site.content.fields import Conventions
from kernlog_site.content.records import read_people, read_release, read_series
from kernlog_site.core.fingerprinted import fingerprinted, left_out
from kernlog_site.core.model import Article, Person, Release, Series
from kernlog_site.core.names import alike, spelled
from kernlog_site.core.problems import Problem, Severity
from kernlog_site.core.routes import Kind, Routes
from kernlog_site.core.versions import Version, VersionScheme


@dataclass(frozen=True, slots=True)
class Content:
    """The records as written, with the problems of each file on its own.

    `versions` is how those of the project are written.
    """

    articles: tuple[Article, ...] = ()
    series: Mapping[str, Series] = field(default_factory=dict)
    releases: Mapping[Version, Release] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    people_path: str = "authors.yml"
    problems: tuple[Problem, ...] = ()
    versions: VersionScheme = LINUX


Record = Article | Series | Release | Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: record and problems. `record` is None if it says nothing of use."""

    record: Record | None = None
    problems: tuple[Problem, ...] = ()


@fingerprinted
@dataclass(frozen=True, slots=True)
class Reader:
    """The reader of source files, each on its own."""

    routes: Routes
    conventions: Conventions
    people_path: str = "authors.yml"
    parse: front_matter.Parse = field(
        default=front_matter.parse,
        repr=False,
        metadata=left_out("whoever parses, it gives the same"),
    )

    def read(self, path: str, data: bytes) -> Read:
        """Read a file, given as path below the content folder and bytes.

        One that is no article, series, release or list of people says nothing.
        """
        kind = self.routes.kind(path)
        if path == self.people_path:
            return Read(*read_people(path, data, self.conventions))
        if kind is Kind.ARTICLE:
            return Read(*read_article(path, data, self.conventions, self.parse))
        if kind is Kind.SERIES:
            return Read(*read_series(path, data, self.conventions, self.parse))
        if kind is Kind.RELEASE:
            return Read(*read_release(path, data, self.conventions, self.parse))
        return Read()


def content_of(
    files: Iterable[Read], people_path: str = "authors.yml", versions: VersionScheme = LINUX
) -> Content:
    """The records and the problems of all files, put together."""
    written: list[Article] = []
    series: dict[str, Series] = {}
    releases: dict[Version, Release] = {}
    people: Mapping[str, Person] = {}
    problems: list[Problem] = []
    for file in files:
        record = file.record
        problems += file.problems
        if isinstance(record, Article):
            written.append(record)
        elif isinstance(record, Series) and record.id in series:
            problems.append(_twice(f"series '{record.id}'", record, series[record.id]))
        elif isinstance(record, Series):
            series[record.id] = record
        elif isinstance(record, Release) and record.version in releases:
            first = releases[record.version]
            problems.append(_twice(f"release {record.version}", record, first))
        elif isinstance(record, Release):
            releases[record.version] = record
        elif record is not None:
            people = record
    called = _NamesOfKind("series", {s.id: s.source.path for s in series.values()})
    by = _NamesOfKind("author", dict.fromkeys(people, people_path))
    articles = [_by_their_names(article, called, by, problems) for article in written]
    return Content(
        tuple(articles), series, releases, people, people_path, tuple(problems), versions
    )


def read_content(
    files: Iterable[tuple[str, bytes]],
    routes: Routes,
    conventions: Conventions,
    people_path: str = "authors.yml",
) -> Content:
    """Read source files and put together what they say."""
    reader = Reader(routes, conventions, people_path)
    read = (reader.read(path, data) for path, data in files)
    return content_of(read, people_path, conventions.versions)


class _NamesOfKind:
    """The names of the records of a kind, each with its file."""

    def __init__(self, kind: str, paths: Mapping[str, str]) -> None:
        self.kind = kind
        self.paths = paths
        self._names = {alike(name): name for name in paths}

    def name(self, written: str) -> str:
        """The name that is meant; what was written, if it means none."""
        return written if written in self.paths else self._names.get(alike(written), written)

    def misspelled(self, written: str) -> Iterator[Problem]:
        """The problem of a name that is written otherwise, if it is."""
        name = self.name(written)
        if name != written:
            message = f"The {self.kind} '{written}' is called '{name}' in {self.paths[name]}."
            yield Problem(message, "Use one spelling.", Severity.WARNING)


def _by_their_names(
    article: Article, series: _NamesOfKind, people: _NamesOfKind, problems: list[Problem]
) -> Article:
    """An article that calls series and authors as they call themselves. Adds what is told of one
    that does not."""
    own, authors = article.series, article.authors
    names = own and series.name(own), tuple(map(people.name, authors))
    if names == (own, authors):
        return article
    for index, author in enumerate(authors):
        line = article.source.line(f"authors.{index}")
        problems += (problem.at(article.path, line) for problem in people.misspelled(author))
    for problem in series.misspelled(own) if own else ():
        problems.append(problem.at(article.path, article.source.line("series")))
    return replace(article, series=names[0], authors=names[1])


def _twice(what: str, record: Series | Release, first: Series | Release) -> Problem:
    path, other = record.source.path, first.source.path
    problem = Problem(
        f"The {what} is already described in {spelled(other, path)}.", "Merge the two files."
    )
    return problem.at(path, record.source.line("version") or 1)
