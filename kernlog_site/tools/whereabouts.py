"""From a commit to every place that cites it, reading no more of the site than that takes.

A build knows this once every article is rendered. Here the bytes of all files are searched for an
abbreviation first, and only articles that have one are read and rendered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kernlog_site.citations import grammar as citing
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.locating import LocatingExtension, lines_of
from kernlog_site.citations.positions import marked
from kernlog_site.citations.resolver import Place, Resolver
from kernlog_site.commits.hashes import IN_TEXT, is_too_long
from kernlog_site.commits.store.reader import CommitStore, commit_of, read_commits
from kernlog_site.commits.web.trees import Tree
from kernlog_site.content.library import Library
from kernlog_site.core.model import Article, Citation, Commit, CommitId
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import Routes
from kernlog_site.core.text import decode

_FEWEST = 4
_IN_ADDRESS = re.compile(rf"(?<![0-9A-Za-z]){IN_TEXT}(?![0-9A-Za-z])")
_HOW = "Write at least four of its hexadecimal digits, or its address in the git web."


@dataclass(frozen=True, slots=True)
class Stored:
    """A commit in the store: what kernlog knows of it, and all that stands in its line."""

    commit: Commit
    line: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What an abbreviation stands for, one entry for each tree that has the commit.

    `nearby` has every commit that shares its first digits, for what is ambiguous elsewhere.
    """

    entries: tuple[Stored, ...]
    nearby: CommitStore

    @property
    def sha(self) -> str:
        """The full hash."""
        return self.entries[0].commit.sha


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in an article that cites the commit. `line` is that of the article's file."""

    article: Article
    line: int | None
    citation: Citation


def hash_in(text: str) -> citing.Hash | Problem:
    """Read what someone asks for: an abbreviation, `tree@abbreviation`, or a git-web address."""
    text = text.strip().removeprefix(f"{citing.COMMIT}:")
    if "/" in text:
        digits = max(reversed(_IN_ADDRESS.findall(text)), key=len, default="")
        if not digits:
            return Problem(f"There is no hash of a commit in {text}.", _HOW)
        return citing.Hash(None, digits.lower())
    target = citing.target(text)
    if not isinstance(target, citing.Hash):
        return Problem(f"'{text}' is no hash of a commit.", _HOW)
    if len(target.digits) < _FEWEST or is_too_long(target.digits):
        return Problem(f"'{target.digits}' has {len(target.digits)} digits.", _HOW)
    return target


def find(wanted: citing.Hash, path: str, store: bytes, tree: str) -> Found | Problem:
    """Look a hash up in the bytes of the store, the tree of bare hashes first."""
    lines = list(_lines(store, b'"' + wanted.digits[:_FEWEST].encode()))
    nearby, _ = read_commits(path, b"\n".join(lines))
    entries = [its for its in _stored(lines) if its.commit.sha.startswith(wanted.digits)]
    if wanted.tree:
        entries = [its for its in entries if its.commit.tree == wanted.tree]
    entries.sort(key=lambda its: (its.commit.tree != tree, its.commit.id))
    candidates = {its.commit.sha: its.commit for its in entries}
    if len(candidates) > 1:
        shown = (f"{commit.sha} ({commit.subject})" for commit in candidates.values())
        return Problem(f"'{wanted.digits}' is ambiguous.", f"Write one of {', '.join(shown)}.")
    if not entries:
        where = f" of the tree '{wanted.tree}'" if wanted.tree else ""
        return Problem(
            f"The store has no commit '{wanted.digits}'{where}.",
            "Check the digits. What an article cites gets into the store by `kernlog sync`.",
        )
    return Found(tuple(entries), nearby)


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
) -> Iterator[Mention]:
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
                yield Mention(article, line and before + line, citation)


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
    found: dict[CommitId, Stored] = {}
    for line in lines:
        text, _ = decode("", line)
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            continue
        commit = commit_of(record) if isinstance(record, dict) else None
        if commit:
            found.setdefault(commit.id, Stored(commit, record))
    return found.values()
