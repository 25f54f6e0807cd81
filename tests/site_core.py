"""The core of a site for tests: put together as a build does it, without MkDocs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from markdown import Markdown

from kernlog_site.citations.backlinks import Citations, repeated_gems
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.locating import LocatingExtension, lines_of, located
from kernlog_site.citations.positions import marked
from kernlog_site.citations.resolver import Place, Resolver
from kernlog_site.commits.store.commit_lines import line_of
from kernlog_site.commits.store.reader import CommitStore, read_commits, read_releases
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES
from kernlog_site.commits.web.trees import tree_from
from kernlog_site.content.aliases import redirects
from kernlog_site.content.checks import check
from kernlog_site.content.content_reader import Content, read_content
from kernlog_site.content.fields import Conventions
from kernlog_site.content.library import Library, build_library
from kernlog_site.core.commit import Citation, Commit
from kernlog_site.core.model import Article, Release, Series
from kernlog_site.core.problems import Problem, in_order
from kernlog_site.core.routes import Routes, file_at

CASES = Path(__file__).parent / "cases"
SITE_URL = "https://log.example/"
ZONE = ZoneInfo("Europe/London")
COMMITS, RELEASES = "_data/commits.jsonl", "_data/releases.jsonl"
TREES = {
    name: tree_from(name, options)
    for name, options in {
        "linux": {"host": "cgit", "url": "https://git.example.org/linux.git", "clone": "../linux"},
        "stable": {"host": "github", "url": "https://github.com/example/stable"},
        "history": {"host": "gitweb", "url": "https://git.example.org/", "project": "old.git"},
        "own": {"commit": "https://own.example.org/c/{sha}"},
    }.items()
}

Extensions = Sequence[str | Mapping[str, Mapping[str, Any]]]
"""Names of Markdown extensions, or of one its configuration, as in mkdocs.yml."""

EXTENSION_SETS: dict[str, Extensions] = {
    "nothing more": [],
    "MkDocs": ["toc", "tables", "fenced_code"],
    "Python-Markdown": [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "md_in_html",
        "sane_lists",
        "smarty",
        "tables",
        {"toc": {"permalink": True}},
    ],
    "PyMdown": [
        "attr_list",
        "md_in_html",
        "tables",
        "toc",
        "pymdownx.betterem",
        "pymdownx.caret",
        "pymdownx.details",
        "pymdownx.emoji",
        "pymdownx.highlight",
        "pymdownx.inlinehilite",
        "pymdownx.keys",
        {"pymdownx.magiclink": {"repo_url_shorthand": True, "user": "a", "repo": "b"}},
        "pymdownx.mark",
        "pymdownx.smartsymbols",
        "pymdownx.superfences",
        "pymdownx.tasklist",
        "pymdownx.tilde",
    ],
}
"""What sites have beside kernlog; none of it may change a citation."""


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a content folder, by path below it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@dataclass(frozen=True)
class Rendered:
    """A text in HTML, with what was found on the way."""

    html: str
    citations: tuple[Citation, ...]
    problems: tuple[Problem, ...]
    lines: Sequence[int | None] = ()

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def cited(self) -> list[str]:
        """The abbreviations of the commits, in the order of the text."""
        return [citation.abbreviation for citation in self.citations]

    @property
    def told(self) -> list[str]:
        """The problems as `line: text`."""
        return [f"{problem.line}: {problem.text}" for problem in self.problems]

    @cached_property
    def shown(self) -> list[tuple[str, ...]]:
        """All that citations show, in no order: it may not depend on other extensions."""
        anchors = [
            (*(str(a.get(key, "")) for key in ("class", "href", "id", "title")), a.get_text())
            for a in self.soup.select("a.citation")
        ]
        texts = self.soup.select(".subject, mark.problem, .commits h2, .commits h3")
        return sorted([*anchors, *((e.name, e.get_text().rstrip("¶")) for e in texts)])


@dataclass(frozen=True)
class SiteCore:
    """Content that was read, and what can be asked of it."""

    content: Content
    library: Library
    routes: Routes
    store_problems: tuple[Problem, ...] = ()
    paths: tuple[str, ...] = ()

    @classmethod
    def open(cls, files: Mapping[str, bytes], directory_urls: bool = True) -> SiteCore:
        routes = Routes(directory_urls=directory_urls)
        content = read_content(files.items(), routes, Conventions(ZONE))
        store: CommitStore | None = None
        found: tuple[Problem, ...] = ()
        if COMMITS in files:
            store, found = read_commits(COMMITS, files[COMMITS])
        tags, more = read_releases(RELEASES, files.get(RELEASES, b""))
        library = build_library(content, routes, "linux", store, tags)
        return cls(content, library, routes, found + more, tuple(files))

    def with_commits(self, commits: Iterable[Commit]) -> SiteCore:
        """The same core with another store."""
        return replace(self, library=replace(self.library, store=store_of(commits)))

    def article(self, path: str) -> Article:
        return next(article for article in self.library.articles if article.path == path)

    def resolver(self) -> Resolver:
        return Resolver(self.library, TREES, DEFAULT_SCHEMES, self.routes)

    def render(
        self,
        markdown: str,
        record: Article | Series | Release | None = None,
        extensions: Extensions = (),
    ) -> Rendered:
        """Render a text in the place of a record, or of a page about none."""
        path = record.source.path if record else "page.md"
        before = record.source.body_line - 1 if record else 0
        article = record if isinstance(record, Article) else None
        place = Place(self.routes.url(path), article)
        extension = CitationExtension(self.resolver().at(place))
        html = convert(markdown, [*extensions, extension])
        marking = LocatingExtension(extension.resolve)
        convert(marked(markdown), [*extensions, marking])
        problems = [
            problem.at(path, problem.line and before + problem.line)
            for problem in located(extension.problems, marking.problems, markdown)
        ]
        lines = [line and before + line for line in lines_of(extension.citations, marking)]
        return Rendered(html, tuple(extension.citations), in_order(problems), lines)

    def taken(self) -> dict[str, str]:
        """The files of the site by path, each with what was written for it."""
        routes = self.routes
        made = [*map(routes.series_source, self.library.series), routes.series_index, routes.home]
        sources = dict.fromkeys(made, "") | {path: path for path in self.paths}
        pages = {path for path in sources if path.endswith(".md")}
        return {
            file_at(unquote(routes.url(path))) if path in pages else path: source
            for path, source in sources.items()
        }

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the content, as a build would tell it."""
        found = [*self.content.problems, *self.store_problems]
        found += check(self.library, self.routes, TREES)
        found += redirects(self.library, self.routes, SITE_URL, self.taken())[1]
        cited: dict[str, Rendered] = {}
        records: list[Article | Series | Release] = [
            *self.library.articles,
            *self.library.series.values(),
            *self.library.releases.values(),
        ]
        for record in records:
            rendered = self.render(record.body, record)
            found += rendered.problems
            if isinstance(record, Article):
                cited[record.path] = rendered
        citations = {path: Citations.of(rendered.citations) for path, rendered in cited.items()}
        for repeated in repeated_gems(self.library.articles, citations):
            path = repeated.article.path
            lines = repeated.lines(cited[path].citations, cited[path].lines)
            found += (repeated.problem.at(path, line) for line in lines)
        return in_order(found)


def store_of(commits: Iterable[Commit]) -> CommitStore:
    """A store with these commits, each given once."""
    return CommitStore(SortedLines.of(b"".join(sorted(map(line_of, commits)))))


def convert(markdown: str, extensions: Sequence[Any]) -> str:
    """Render with extensions given by name, as a mapping with their options, or ready made."""
    configured = {
        name: dict(options)
        for extension in extensions
        if isinstance(extension, Mapping)
        for name, options in extension.items()
    }
    plain = [e for e in extensions if not isinstance(e, Mapping)]
    return Markdown(
        extensions=[*dict.fromkeys([*plain, *configured])], extension_configs=configured
    ).convert(markdown)


def sample_core() -> SiteCore:
    """The core of `cases/content`."""
    return SiteCore.open(files_in(CASES / "content"))
