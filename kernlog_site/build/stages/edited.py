"""A finished site after the text of one record was edited, for a preview."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mkdocs.structure.files import File

from kernlog_site.build.failures import making
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_source import Record, of_record
from kernlog_site.build.stages.finished import Finished, views_of
from kernlog_site.build.stages.loaded import Loaded, texts_of
from kernlog_site.build.stages.rendered import Rendered
from kernlog_site.content.content_reader import Read, content_of
from kernlog_site.content.library import build_library
from kernlog_site.core.model import Article, Release, Series
from kernlog_site.core.problems import in_order
from kernlog_site.incremental.cache import Cache


@dataclass(frozen=True, slots=True)
class Edited:
    """The site with the edited record, and the page of that, rendered."""

    site: Finished
    page: KernlogPage


def edit(site: Finished, file: File, data: bytes) -> Edited | None:
    """Take the new bytes of the file of a record into a site.

    Other pages stay as they are. None for a page that is about no record, or if the file is now
    about another one. Raises `MakingFailed`.
    """
    loaded = site.loaded
    before = file.page.source.subject if isinstance(file.page, KernlogPage) else None
    read = loaded.settings.reader.read(file.src_uri, data)
    if not isinstance(read.record, Record) or _identity(read.record) != _identity(before):
        return None
    edited = _with_record(loaded, file.src_uri, read)
    config, headlines = loaded.settings.config, loaded.settings.headlines
    articles = edited.library.articles
    named = (article for article in articles if article.path == file.src_uri)
    record = next(named) if isinstance(read.record, Article) else read.record
    source = of_record(record, edited.library, headlines)
    page = KernlogPage(None, file, config, source, edited.texts.render)
    page.read_source(config)
    with making(f"reading page '{file.src_uri}'"):
        page.render(config, edited.files)
    pages = tuple(page if known.file is file else known for known in edited.pages)
    rendered = Rendered.of(replace(edited, pages=pages))
    views = views_of(rendered, site.presenter.wanted | {page.source.path})
    others = (problem for problem in site.problems if problem.path != file.src_uri)
    problems = in_order([*others, *read.problems, *page.problems])
    return Edited(Finished(rendered, views, problems, site.redirects, site.events), page)


def _with_record(loaded: Loaded, path: str, read: Read) -> Loaded:
    """The site with another record in a file. It does without the cache, which is closed."""
    settings, tools, library = loaded.settings, loaded.tools, loaded.library
    reads = tools.reuse.memory.reads
    reads[path] = b"", read
    options = settings.options
    content = content_of((known for _, known in reads.values()), options.authors, options.versions)
    edited = build_library(content, settings.routes, library.tree, library.store, library.facts)
    records = replace(loaded.records, library=edited)
    uncached = replace(tools, reuse=replace(tools.reuse, cache=Cache(None)))
    texts = texts_of(records, loaded.files, settings, uncached)
    return replace(loaded, records=records, texts=texts)


def _identity(record: object) -> object:
    """What tells a record from the others of its kind."""
    if isinstance(record, Article):
        return record.path
    if isinstance(record, Series):
        return Series, record.id
    return (Release, record.version) if isinstance(record, Release) else None
