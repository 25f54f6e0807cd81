"""From the files that MkDocs found to a library: what there is, and what readers may see of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mkdocs.structure.files import Files

from kernlog_site.commits import store
from kernlog_site.config import KernlogConfig
from kernlog_site.library import FactsByTree, Library, build_library
from kernlog_site.problems import Problem
from kernlog_site.reading.content import read_content
from kernlog_site.routes import Routes


@dataclass(frozen=True, slots=True)
class Gathered:
    """A library, and the problems of the files it was read from."""

    library: Library
    problems: tuple[Problem, ...]


def gather(
    files: Files, options: KernlogConfig, routes: Routes, now: datetime, preview: bool
) -> Gathered:
    """Read all records and the store.

    Takes out of `files` what is never published as it stands: the store, the list of people, and,
    unless this is a preview, drafts, articles dated later than `now`, and those of which nobody
    knows. The problems of an article that its writer withholds are not told yet.
    """
    sources, unreadable = _read_pages(files)
    people = _take(files, options.authors)
    if people is not None:
        sources.append((options.authors, people))
    content = read_content(sources, routes, options.timezone, options.authors)
    commits, facts, problems = _read_store(files, options.data_)
    hidden = set() if preview else {a.path for a in content.articles if not a.is_public(now)}
    for path in hidden:
        _take(files, path)
    withheld = {a.path for a in content.articles if a.path in hidden and a.is_withheld(now)}
    visible = tuple(article for article in content.articles if article.path not in hidden)
    assert options.tree is not None
    content = replace(content, articles=visible)
    library = build_library(content, routes, options.tree, commits, facts)
    of_files = tuple(problem for problem in content.problems if problem.path not in withheld)
    return Gathered(library, unreadable + of_files + problems)


def _read_pages(files: Files) -> tuple[list[tuple[str, bytes]], tuple[Problem, ...]]:
    """The Markdown files by path; takes out those that cannot be read, and tells."""
    sources, problems = [], []
    for file in files.documentation_pages():
        try:
            sources.append((file.src_uri, file.content_bytes))
        except OSError as error:
            problem = Problem(f"The file cannot be read: {error.strerror}.", "Repair or remove it.")
            problems.append(problem.at(file.src_uri, 1))
            files.remove(file)
    return sources, tuple(problems)


def _read_store(
    files: Files, folder: str
) -> tuple[store.CommitStore | None, FactsByTree, tuple[Problem, ...]]:
    """Read the two files of the store, and take its whole folder out."""
    commits: store.CommitStore | None = None
    facts: FactsByTree = {}
    problems: tuple[Problem, ...] = ()
    commits_path, releases_path = f"{folder}/{store.COMMITS}", f"{folder}/{store.RELEASES}"
    if (data := _take(files, commits_path)) is not None:
        commits, found = store.read_commits(commits_path, data)
        commits = commits if len(commits) else None
        problems += found
    if (data := _take(files, releases_path)) is not None:
        facts, found = store.read_releases(releases_path, data)
        problems += found
    for path in [file.src_uri for file in files if file.src_uri.startswith(f"{folder}/")]:
        _take(files, path)
    return commits, facts, problems


def _take(files: Files, path: str) -> bytes | None:
    """Take a file out and give its bytes; None if there is none."""
    file = files.get_file_from_path(path)
    if file is None:
        return None
    files.remove(file)
    return file.content_bytes
