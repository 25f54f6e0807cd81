"""Every place that cites some commits, reading no more than that takes.

A build knows this once every article is rendered. Here the bytes of all files are searched for
abbreviations first, and only articles that have one are read and rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from mkdocs.structure.files import get_files

from kernlog_site.build.failures import making
from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.locating import LocatingExtension, lines_of
from kernlog_site.citations.positions import marked
from kernlog_site.citations.resolver import Place, Resolver
from kernlog_site.commits.store.reader import CommitStore
from kernlog_site.commits.web.trees import Tree
from kernlog_site.content.content_reader import read_content
from kernlog_site.content.library import Library, build_library
from kernlog_site.core import clock
from kernlog_site.core.commit import Citation
from kernlog_site.core.model import Article
from kernlog_site.core.names import alike
from kernlog_site.core.routes import Kind, Routes
from kernlog_site.tools.settings import Settings

FEWEST = 4
"""Digits of the shortest abbreviation."""
_FEW = 16
"""So many beginnings are sought one by one more quickly than all at once."""
_WORD = re.compile(rb"(?<![0-9a-z])[0-9a-f]{4,}+")


@dataclass(frozen=True, slots=True)
class CitingLine:
    """A place in an article that cites a commit. `line` is that of the article's file."""

    article: Article
    line: int | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """The same for people and programs."""

    headline: str
    path: str
    line: int | None
    section: str
    url: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Citers:
    """The places that cite some commits, by article newest first, then as written.

    The library has the articles that may cite them, and their series.
    """

    lines: tuple[CitingLine, ...]
    library: Library
    site: Settings

    def place(self, citing: CitingLine) -> CitingPlace:
        """A place as it is shown."""
        article, citation = citing.article, citing.citation
        address = f"{self.site.routes.url(article.path)}#{citation.anchor}"
        return CitingPlace(
            headline=self.site.headlines.headline(article, self.library),
            path=f"{self.site.shown}/{article.path}",
            line=citing.line,
            section=citation.section,
            url=urljoin(self.site.site_url or "/", address),
            draft=not article.is_public(clock.now()),
        )


def citers(site: Settings, hashes: Collection[str], nearby: CommitStore) -> Citers:
    """Who cites the commits of those full hashes, drafts and articles of the future included.

    `nearby` has every commit that shares its first digits with one of them: what is ambiguous is
    no citation.
    """
    library = _library_about(sorted(hashes), nearby, site)

    def render(article: Article, extension: CitationExtension) -> None:
        with making(f"reading page '{article.path}'"):
            site.markdown(extension).convert(article.body)

    found = places(frozenset(hashes), library, site.options.trees, site.routes, render)
    return Citers(tuple(found), library, site)


def _library_about(hashes: Sequence[str], nearby: CommitStore, site: Settings) -> Library:
    """Of all articles only those that may cite one of the commits, and their series."""
    files, routes, options = get_files(site.config), site.routes, site.options
    articles = (f for f in files.documentation_pages() if routes.kind(f.src_uri) is Kind.ARTICLE)
    contents = ((file.src_uri, bytes_of(file)) for file in articles)
    sources = [(p, data) for p, data in contents if mentions(data, hashes)]
    named = read_content(sources, routes, options.conventions).articles
    paths = {alike(routes.series_source(article.series)) for article in named if article.series}
    of_series = (file for file in files.documentation_pages() if alike(file.src_uri) in paths)
    sources += [(file.src_uri, bytes_of(file)) for file in of_series]
    content = read_content(sources, routes, options.conventions)
    assert options.tree is not None
    return build_library(content, routes, options.tree, nearby)


def mentions(data: bytes, hashes: Sequence[str]) -> bool:
    """Whether a file may cite one of some commits, whose full hashes are given in order: whether it
    has an abbreviation of four digits or more."""
    text = data.lower()
    starts = {sha[:FEWEST].encode() for sha in hashes} if len(hashes) <= _FEW else ()
    if len(hashes) <= _FEW and not any(start in text for start in starts):
        return False
    return any(_begins_one(word.decode(), hashes) for word in _words(text))


def _words(text: bytes) -> Iterable[bytes]:
    return dict.fromkeys(_WORD.findall(text))


def _begins_one(digits: str, hashes: Sequence[str]) -> bool:
    place = bisect_left(hashes, digits)
    return place < len(hashes) and hashes[place].startswith(digits)


def places(
    hashes: Collection[str],
    library: Library,
    trees: Mapping[str, Tree],
    routes: Routes,
    render: Callable[[Article, CitationExtension], object],
) -> Iterator[CitingLine]:
    """Every place that cites one of some commits, by article in the order of the library, then as
    written."""
    resolver = Resolver(library, trees, {}, routes)
    for article in library.articles:
        extension = CitationExtension(resolver.at(Place(routes.url(article.path), article)))
        render(article, extension)
        if not any(citation.commit[1] in hashes for citation in extension.citations):
            continue
        marking = LocatingExtension(extension.resolve)
        render(replace(article, body=marked(article.body)), marking)
        before = article.source.body_line - 1
        lines = lines_of(extension.citations, marking)
        for citation, line in zip(extension.citations, lines, strict=True):
            if citation.commit[1] in hashes:
                yield CitingLine(article, line and before + line, citation)
