"""The source of every page: records, files about no record, and pages that need no file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from itertools import chain
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils.meta import get_data

from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.build.pages.page_kinds import KINDS_OF_SUBJECTS, PAGE_KINDS
from kernlog_site.build.stages.site_settings import SiteSettings
from kernlog_site.content import front_matter
from kernlog_site.content.library import Library
from kernlog_site.core.characters import printable_values
from kernlog_site.core.i18n import Words
from kernlog_site.core.model import Article, Person, Release, Series, Topic, Year
from kernlog_site.core.names import composed
from kernlog_site.core.problems import Problem, Severity, did_you_mean
from kernlog_site.core.regular_files import decode, unreadable
from kernlog_site.core.routes import Kind, Routes
from kernlog_site.views.headlines import Headlines

Record = Article | Series | Release
"""What has a file."""
Subject = Record | Topic | Person | Year


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page before it is rendered: its Markdown, where that stands in which file, its metadata.

    `subject` is what the page is about; None for a page that is about nothing in particular.
    """

    kind: Kind
    path: str
    body: str
    body_line: int = 1
    _: KW_ONLY
    meta: dict[str, Any] = field(default_factory=dict)
    subject: Subject | None = None
    problems: tuple[Problem, ...] = ()


def record_pages(library: Library, headlines: Headlines, routes: Routes) -> dict[str, PageSource]:
    """The pages of all records, by the path of the file that MkDocs makes each from."""
    sources = {a.path: of_record(a, library, headlines) for a in library.articles}
    for series in library.series.values():
        sources[routes.series_source(series.id)] = of_record(series, library, headlines)
    for release in library.releases.values():
        sources[routes.release_source(release.version)] = of_record(release, library, headlines)
    return sources


def generated_pages(library: Library, routes: Routes, words: Words) -> dict[str, PageSource]:
    """The pages that need no file, by the path of the file that may introduce each."""
    return {
        path: PageSource(kind, path, "", meta={"title": title} if title else {}, subject=subject)
        for kind, page_kind in PAGE_KINDS.items()
        if page_kind.generated
        for path, title, subject in page_kind.generated(library, routes, words)
    }


def of_record(record: Record, library: Library, headlines: Headlines) -> PageSource:
    """The page of a record."""
    if isinstance(record, Article):
        title, description = headlines.headline(record, library), record.summary
    elif isinstance(record, Series):
        title, description = record.title, record.summary
    else:
        title, description = record.version.named, ""
    meta: dict[str, Any] = {"title": title}
    if description:
        meta["description"] = " ".join(description.split())
    source = record.source
    kind = KINDS_OF_SUBJECTS[type(record)]
    body, body_line = record.body, source.body_line
    return PageSource(kind, source.path, body, body_line, meta=meta, subject=record)


def place(
    records: dict[str, PageSource],
    generated: dict[str, PageSource],
    files: Files,
    settings: SiteSettings,
) -> Iterator[tuple[File, PageSource]]:
    """Give every page its file. Adds files for pages that have none, and renames the file of a
    release that is not called after it. Files only introduce `generated` pages."""
    config, routes = settings.config, settings.routes
    missing = dict(records)
    elsewhere = {source.path for path, source in records.items() if path != source.path}
    for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
        path = composed(file.src_uri)
        if file.inclusion.is_excluded():
            if path in generated:
                continue  # the page that readers get is there without its introduction
            yield file, replace(_written(file, routes), kind=Kind.PAGE)
        elif file.src_uri in missing:
            yield file, missing.pop(file.src_uri)
        elif file.src_uri in elsewhere:
            files.remove(file)
        else:
            written = _written(file, routes)
            if PAGE_KINDS[written.kind].is_introduced and path not in generated:
                file.inclusion = InclusionLevel.DRAFT
                written = _introducing_nothing(written, generated)
            page = _introducing(generated.get(path), written)
            if path in generated and path != file.src_uri:
                files.remove(file)
                yield _add_file(path, page, files, config), page
            else:
                yield file, page
    # A writer's own archive.md is the archive.
    written_paths = {file.dest_uri for file in files if file.inclusion.is_included()}
    for path, page_source in chain(missing.items(), generated.items()):
        dest = File(path, None, config.site_dir, config.use_directory_urls).dest_uri
        if path not in generated or dest not in written_paths:
            yield _add_file(path, page_source, files, config), page_source


def _add_file(path: str, page_source: PageSource, files: Files, config: MkDocsConfig) -> File:
    """Add a file for a page that has none, or one whose name is not that of its page."""
    file = File(path, None, config.site_dir, config.use_directory_urls)
    file.content_string, file.generated_by = page_source.body, "kernlog"
    file.inclusion = InclusionLevel.NOT_IN_NAV
    if excluded := files.src_uris.get(path):
        files.remove(excluded)
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


def _introducing_nothing(written: PageSource, generated: Iterable[str]) -> PageSource:
    """What is written about a topic, an author or a year without an article: the first one may be
    still to come."""
    folder, name = posixpath.split(written.path)
    beside = (posixpath.basename(path) for path in generated if posixpath.dirname(path) == folder)
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
    return PageSource(kind, path, body, body_line, meta=_readable(meta), problems=problems)


def _readable(meta: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata whose title and description are text, as everybody takes them to be; without a value
    there is none."""
    texts = ("title", "description")
    given = {key: value for key, value in meta.items() if value is not None or key not in texts}
    return {key: str(value) if key in texts else value for key, value in given.items()}
