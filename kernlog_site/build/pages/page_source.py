"""What every page of the site is made from, the pages that no file was written for included."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils.meta import get_data

from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.content import front_matter
from kernlog_site.content.library import Library
from kernlog_site.core.characters import printable_values
from kernlog_site.core.i18n import Words
from kernlog_site.core.model import Article, Person, Release, Series, Topic, Year
from kernlog_site.core.names import composed
from kernlog_site.core.problems import Problem, Severity, did_you_mean
from kernlog_site.core.regular_files import decode, unreadable
from kernlog_site.core.routes import Kind, Routes, is_person_id
from kernlog_site.views.headlines import Headlines

Record = Article | Series | Release
"""What has a file."""
Subject = Record | Topic | Person | Year

_INTRODUCED = (Kind.TOPIC, Kind.AUTHOR, Kind.YEAR)
_KINDS = {Article: Kind.ARTICLE, Series: Kind.SERIES, Release: Kind.RELEASE}


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page before it is rendered: its Markdown, where that stands in which file, its metadata.

    `subject` is what the page is about; None for a page that is about nothing in particular.
    """

    kind: Kind
    path: str
    body: str
    body_line: int = 1
    meta: dict[str, Any] = field(default_factory=dict)
    subject: Subject | None = None
    problems: tuple[Problem, ...] = ()


def page_sources(library: Library, headlines: Headlines, routes: Routes) -> dict[str, PageSource]:
    """The pages of all records, by the path of the file that MkDocs makes each from."""
    found = {a.path: of_record(a, library, headlines) for a in library.articles}
    for series in library.series.values():
        found[routes.series_source(series.id)] = of_record(series, library, headlines)
    for release in library.releases.values():
        found[routes.release_source(release.version)] = of_record(release, library, headlines)
    return found


def overviews(library: Library, routes: Routes, words: Words) -> dict[str, PageSource]:
    """The pages that lead to those of records, by the path of the file that may introduce each."""
    titles: dict[str, tuple[str, Topic | Person | Year | None]] = {
        routes.series_index: (words.pgettext("all of them", "Series"), None),
        routes.release_index: (words.gettext("Releases"), None),
        routes.topic_index: (words.gettext("Topics"), None),
        routes.author_index: (words.gettext("Authors"), None),
        routes.archive: (words.gettext("Archive"), None),
        routes.lookup: (words.gettext("Commits"), None),
    }
    for topic in library.topics.values():
        titles[routes.topic_source(topic.slug)] = topic.name, topic
    for person in library.people.values():
        if is_person_id(person.id) and library.articles_by(person.id):
            titles[routes.author_source(person.id)] = person.name, person
    for year in library.years.values():
        titles[routes.year_source(year.number)] = str(year.number), year
    return {
        path: PageSource(routes.kind(path), path, "", 1, {"title": title}, subject)
        for path, (title, subject) in titles.items()
    }


def of_record(record: Record, library: Library, headlines: Headlines) -> PageSource:
    """The page of a record."""
    if isinstance(record, Article):
        title, description = headlines.headline(record, library), record.summary
    elif isinstance(record, Series):
        title, description = record.title, record.summary
    else:
        title, description = f"Linux {record.version}", ""
    meta: dict[str, Any] = {"title": title}
    if description:
        meta["description"] = " ".join(description.split())
    source = record.source
    kind = _KINDS[type(record)]
    return PageSource(kind, source.path, record.body, source.body_line, meta, record)


def place(
    found: dict[str, PageSource],
    others: dict[str, PageSource],
    files: Files,
    config: MkDocsConfig,
    routes: Routes,
) -> Iterator[tuple[File, PageSource]]:
    """Give every page its file. Adds files for pages that have none, and renames the file of a
    release that is not called after it. `others` are pages that a file only introduces."""
    pages = dict(found)
    elsewhere = {m.path for path, m in found.items() if path != m.path}
    for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
        path = composed(file.src_uri)
        if file.inclusion.is_excluded():
            yield file, replace(_written(file, routes), kind=Kind.PAGE)
        elif file.src_uri in pages:
            yield file, pages.pop(file.src_uri)
        elif file.src_uri in elsewhere:
            files.remove(file)
        else:
            written = _written(file, routes)
            if written.kind in _INTRODUCED and path not in others:
                file.inclusion = InclusionLevel.DRAFT
                written = _introducing_nothing(written, others)
            page = _introducing(others.get(path), written)
            if path in others and path != file.src_uri:
                files.remove(file)
                yield _made(path, page, files, config), page
            else:
                yield file, page
    # A writer's own archive.md is the archive.
    taken = {file.dest_uri for file in files if file.inclusion.is_included()}
    for path, page_source in chain(pages.items(), others.items()):
        dest = File(path, None, config.site_dir, config.use_directory_urls).dest_uri
        if path not in others or dest not in taken:
            yield _made(path, page_source, files, config), page_source


def _made(path: str, page_source: PageSource, files: Files, config: MkDocsConfig) -> File:
    """A file for a page that has none, or one whose name is not that of its page."""
    file = File(path, None, config.site_dir, config.use_directory_urls)
    file.content_string, file.generated_by = page_source.body, "kernlog"
    file.inclusion = InclusionLevel.NOT_IN_NAV
    files.append(file)
    return file


def _written(file: File, routes: Routes) -> PageSource:
    """What is in a file that is about no record; an empty page if it cannot be read."""
    path = file.src_uri
    try:
        return plain(path, bytes_of(file), routes)
    except OSError as error:
        return PageSource(Kind.PAGE, path, "", problems=(unreadable(path, error),))


def _introducing(page: PageSource | None, written: PageSource) -> PageSource:
    """What is written, as the introduction of a page, if it is that."""
    if page is None:
        return written
    meta = (page.meta if page.subject else {}) | written.meta
    return replace(written, meta=meta, subject=page.subject)


def _introducing_nothing(written: PageSource, others: Iterable[str]) -> PageSource:
    """What is written about a topic, an author or a year without an article: the first one may be
    still to come."""
    folder, name = posixpath.split(written.path)
    beside = (posixpath.basename(path) for path in others if posixpath.dirname(path) == folder)
    problem = Problem(
        "There is no article for this page to introduce.",
        did_you_mean(name, beside) or "It is not published before there is one.",
        Severity.NOTICE,
    )
    problems = (*written.problems, problem.at(written.path, 1))
    return replace(written, kind=Kind.PAGE, problems=problems)


def plain(path: str, data: bytes, routes: Routes) -> PageSource:
    """A page about no record: its front matter is read as MkDocs does, but problems are told."""
    kind = routes.kind(path)
    kind = kind if kind not in (Kind.SERIES, Kind.RELEASE) else Kind.PAGE
    text, undecodable = decode(path, data)
    front = front_matter.split(path, text)
    problems = undecodable + front.problems
    if front.problems:
        return PageSource(kind, path, front.body, front.body_line, problems=problems)
    body, meta = get_data(text)
    meta = printable_values(dict(meta))
    body_line = text.count("\n") - body.count("\n") + 1
    return PageSource(kind, path, body, body_line, _readable(meta), problems=problems)


def _readable(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata whose title and description are text, as everybody takes them to be; without a value
    there is none."""
    texts = ("title", "description")
    given = {key: its for key, its in meta.items() if its is not None or key not in texts}
    return {key: str(its) if key in texts else its for key, its in given.items()}
