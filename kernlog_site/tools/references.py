"""The references of a commit: every place that cites it, reading no more than that takes.

A build knows this once every article is rendered. Here the bytes of all files are searched for an
abbreviation first, and only articles that have one are read and rendered.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from mkdocs.structure.files import get_files

from kernlog_site.build.failures import making
from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.citations import grammar
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.locating import LocatingExtension, lines_of
from kernlog_site.citations.positions import marked
from kernlog_site.citations.resolver import Place, Resolver, ambiguous
from kernlog_site.commits.hashes import IN_TEXT, is_too_long
from kernlog_site.commits.store.commit_lines import commit_of
from kernlog_site.commits.store.form import ensure_known_form
from kernlog_site.commits.store.reader import COMMITS, CommitStore, read_commits
from kernlog_site.commits.web.trees import Tree
from kernlog_site.content.content_reader import read_content
from kernlog_site.content.library import Library, build_library
from kernlog_site.core import clock
from kernlog_site.core.commit import Citation, Commit, CommitId
from kernlog_site.core.model import Article
from kernlog_site.core.names import alike
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import decode, read_file
from kernlog_site.core.routes import Kind, Routes
from kernlog_site.tools.settings import Settings

_FEWEST = 4
_IN_ADDRESS = re.compile(rf"(?<![0-9A-Za-z]){IN_TEXT}(?![0-9A-Za-z])")
_HOW = "Write at least four of its hexadecimal digits, or its address in the git web."


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
    """The account of a commit: its line in the store, its address in the git web, who cites it.

    `url` is None where `mkdocs.yml` no longer has its tree. `elsewhere` are the addresses of the
    same commit in other trees.
    """

    line: dict[str, Any]
    url: str | None
    elsewhere: dict[str, str]
    articles: tuple[CitingPlace, ...]


def look_up(site: Settings, text: str) -> Account | Problem:
    """The account of the commit that someone asks for by its hash or an address.

    Raises `NewerForm`, and `OSError` for a file that cannot be read.
    """
    wanted = hash_in(text)
    if isinstance(wanted, Problem):
        return wanted
    path = site.store / COMMITS
    if not os.path.lexists(path):
        return Problem(f"There is no commit store {path}.", "Run `kernlog sync`.")
    options = site.options
    assert options.tree is not None
    data = read_file(path)
    ensure_known_form(str(path), data)
    commit = find(wanted, str(path), data, options.tree)
    if isinstance(commit, Problem):
        return commit
    library = _library_about(commit, site)

    def render(article: Article, extension: CitationExtension) -> None:
        with making(f"reading page '{article.path}'"):
            site.markdown(extension).convert(article.body)

    cited = places(commit.sha, library, options.trees, site.routes, render)
    trees = {entry.commit.tree: options.trees.get(entry.commit.tree) for entry in commit.entries}
    addresses = {name: tree.commit(commit.sha) for name, tree in trees.items() if tree}
    first = commit.entries[0]
    return Account(
        line=dict(first.line),
        url=addresses.pop(first.commit.tree, None),
        elsewhere=addresses,
        articles=tuple(_citing_place(mention, library, site) for mention in cited),
    )


def _library_about(commit: FoundCommit, site: Settings) -> Library:
    """Of all articles only those that may cite the commit, and their series."""
    files, routes, options = get_files(site.config), site.routes, site.options
    articles = (f for f in files.documentation_pages() if routes.kind(f.src_uri) is Kind.ARTICLE)
    contents = ((file.src_uri, bytes_of(file)) for file in articles)
    sources = [(p, data) for p, data in contents if mentions(data, commit.sha)]
    named = read_content(sources, routes, options.conventions).articles
    paths = {alike(routes.series_source(article.series)) for article in named if article.series}
    of_series = (file for file in files.documentation_pages() if alike(file.src_uri) in paths)
    sources += [(file.src_uri, bytes_of(file)) for file in of_series]
    content = read_content(sources, routes, options.conventions)
    assert options.tree is not None
    return build_library(content, routes, options.tree, commit.nearby)


def _citing_place(mention: CitingLine, library: Library, site: Settings) -> CitingPlace:
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


@dataclass(frozen=True, slots=True)
class Stored:
    """A commit in the store: the record of its line, and the same typed."""

    commit: Commit
    line: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FoundCommit:
    """The commit that an abbreviation stands for, with an entry for each tree that has it.

    `nearby` has every commit that shares its first digits, for what is ambiguous elsewhere.
    """

    entries: tuple[Stored, ...]
    nearby: CommitStore

    @property
    def sha(self) -> str:
        """The full hash."""
        return self.entries[0].commit.sha


@dataclass(frozen=True, slots=True)
class CitingLine:
    """A place in an article that cites the commit. `line` is that of the article's file."""

    article: Article
    line: int | None
    citation: Citation


def hash_in(text: str) -> grammar.Hash | Problem:
    """The hash in what someone asks for: `abbreviation`, `tree@abbreviation`, a git-web address."""
    text = text.strip().removeprefix(f"{grammar.COMMIT}:")
    if "/" in text:
        digits = max(reversed(_IN_ADDRESS.findall(text)), key=len, default="")
        if not digits:
            return Problem(f"There is no hash of a commit in {text}.", _HOW)
        return grammar.Hash(None, digits.lower())
    target = grammar.target(text)
    if not isinstance(target, grammar.Hash):
        return Problem(f"'{text}' is no hash of a commit.", _HOW)
    if len(target.digits) < _FEWEST or is_too_long(target.digits):
        return Problem(f"'{target.digits}' has {len(target.digits)} digits.", _HOW)
    return target


def find(wanted: grammar.Hash, path: str, store: bytes, tree: str) -> FoundCommit | Problem:
    """The commit of a hash in the bytes of the store, the tree of bare hashes first."""
    lines = list(_lines(store, b'"' + wanted.digits[:_FEWEST].encode()))
    nearby, _ = read_commits(path, b"\n".join(lines))
    entries = [entry for entry in _stored(lines) if entry.commit.sha.startswith(wanted.digits)]
    if wanted.tree:
        entries = [entry for entry in entries if entry.commit.tree == wanted.tree]
    entries.sort(key=lambda entry: (entry.commit.tree != tree, entry.commit.id))
    candidates = {entry.commit.sha: entry.commit for entry in entries}
    if len(candidates) > 1:
        return ambiguous(wanted.digits, list(candidates.values()))
    if not entries:
        where = f" of the tree '{wanted.tree}'" if wanted.tree else ""
        return Problem(
            f"The store has no commit '{wanted.digits}'{where}.",
            "Check the digits. What an article cites gets into the store by `kernlog sync`.",
        )
    return FoundCommit(tuple(entries), nearby)


def mentions(data: bytes, sha: str) -> bool:
    """Whether a file may cite a commit: whether it has an abbreviation of four digits or more."""
    text, start = data.lower(), sha[:_FEWEST].encode()
    if start not in text:
        return False
    words = re.finditer(rb"(?<![0-9a-z])" + start + rb"[0-9a-f]*", text)
    return any(sha.encode().startswith(word[0]) for word in words)


def places(
    sha: str,
    library: Library,
    trees: Mapping[str, Tree],
    routes: Routes,
    render: Callable[[Article, CitationExtension], object],
) -> Iterator[CitingLine]:
    """Every place that cites a commit, by article in the order of the library, then as written."""
    resolver = Resolver(library, trees, {}, routes)
    for article in library.articles:
        extension = CitationExtension(resolver.at(Place(routes.url(article.path), article)))
        render(article, extension)
        if not any(citation.commit[1] == sha for citation in extension.citations):
            continue
        marking = LocatingExtension(extension.resolve)
        render(replace(article, body=marked(article.body)), marking)
        before = article.source.body_line - 1
        lines = lines_of(extension.citations, marking)
        for citation, line in zip(extension.citations, lines, strict=True):
            if citation.commit[1] == sha:
                yield CitingLine(article, line and before + line, citation)


def _lines(data: bytes, needle: bytes) -> Iterator[bytes]:
    """The lines of a file that contain something."""
    position = data.find(needle)
    while position != -1:
        start, end = data.rfind(b"\n", 0, position) + 1, data.find(b"\n", position)
        end = len(data) if end == -1 else end
        yield data[start:end]
        position = data.find(needle, end)


def _stored(lines: Iterable[bytes]) -> Iterable[Stored]:
    """The commits that lines of the store are about; of two lines of one the first counts."""
    by_id: dict[CommitId, Stored] = {}
    for line in lines:
        text, _ = decode("", line)
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            continue
        commit = commit_of(record) if isinstance(record, dict) else None
        if commit:
            by_id.setdefault(commit.id, Stored(commit, record))
    return by_id.values()
