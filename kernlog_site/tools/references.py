"""Looks one commit up in a site, without building or even reading all of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from mkdocs.structure.files import get_files

from kernlog_site.build.failures import making
from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.commits.store.reader import COMMITS
from kernlog_site.content.content_reader import read_content
from kernlog_site.content.library import Library, build_library
from kernlog_site.core import clock
from kernlog_site.core.model import Article
from kernlog_site.core.names import alike
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import read_file
from kernlog_site.core.routes import Kind
from kernlog_site.tools import whereabouts
from kernlog_site.tools.settings import Settings
from kernlog_site.tools.whereabouts import Found, Mention


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """A place in an article that cites a commit, for people and programs."""

    headline: str
    path: str
    line: int | None
    section: str
    url: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Account:
    """All about a commit: its line in the store, its address in the git web, who cites it.

    `url` is None where `mkdocs.yml` no longer has its tree. `elsewhere` are the addresses of the
    same commit in other trees.
    """

    line: dict[str, Any]
    url: str | None
    elsewhere: dict[str, str]
    articles: tuple[CitingPlace, ...]


def look_up(site: Settings, text: str) -> Account | Problem:
    """Find the commit that someone asks for by its hash or an address."""
    wanted = whereabouts.hash_in(text)
    if isinstance(wanted, Problem):
        return wanted
    path = site.store / COMMITS
    if not os.path.lexists(path):
        return Problem(f"There is no commit store {path}.", "Run `kernlog sync`.")
    options = site.options
    assert options.tree is not None
    found = whereabouts.find(wanted, str(path), read_file(path), options.tree)
    if isinstance(found, Problem):
        return found
    library = _library_about(found, site)

    def render(article: Article, extension: CitationExtension) -> None:
        with making(f"reading page '{article.path}'"):
            site.markdown(extension).convert(article.body)

    places = whereabouts.places(found.sha, library, options.trees, site.routes, render)
    trees = {entry.commit.tree: options.trees.get(entry.commit.tree) for entry in found.entries}
    addresses = {name: tree.commit(found.sha) for name, tree in trees.items() if tree}
    first = found.entries[0]
    return Account(
        line=dict(first.line),
        url=addresses.pop(first.commit.tree, None),
        elsewhere=addresses,
        articles=tuple(_told(mention, library, site) for mention in places),
    )


def _library_about(found: Found, site: Settings) -> Library:
    """Of all articles only those that may cite the commit, and their series."""
    files, routes, options = get_files(site.config), site.routes, site.options
    articles = (f for f in files.documentation_pages() if routes.kind(f.src_uri) is Kind.ARTICLE)
    contents = ((file.src_uri, bytes_of(file)) for file in articles)
    sources = [(p, data) for p, data in contents if whereabouts.mentions(data, found.sha)]
    named = read_content(sources, routes, options.timezone).articles
    paths = {alike(routes.series_source(article.series)) for article in named if article.series}
    of_series = (file for file in files.documentation_pages() if alike(file.src_uri) in paths)
    sources += [(file.src_uri, bytes_of(file)) for file in of_series]
    content = read_content(sources, routes, options.timezone)
    assert options.tree is not None
    return build_library(content, routes, options.tree, found.nearby)


def _told(mention: Mention, library: Library, site: Settings) -> CitingPlace:
    article, citation = mention.article, mention.citation
    address = f"{site.routes.url(article.path)}#{citation.anchor}"
    return CitingPlace(
        headline=site.headlines.headline(article, library),
        path=f"{site.shown}/{article.path}",
        line=mention.line,
        section=citation.section,
        url=urljoin(site.site_url or "/", address),
        draft=not article.is_public(clock.now()),
    )
