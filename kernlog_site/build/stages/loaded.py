"""Loaded: every record is read, and every page has its file and its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs.structure.files import Files, InclusionLevel

from kernlog_site.build.loader import Records, load_records
from kernlog_site.build.markdown.answers import Answers
from kernlog_site.build.markdown.links import LinkTargets
from kernlog_site.build.markdown.processor import MarkdownProcessor
from kernlog_site.build.markdown.texts import FeedHtml, Texts, Watch
from kernlog_site.build.mkdocs_files import problems_of_folders
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_frame import resolve_foot_links, resolve_wordmark
from kernlog_site.build.pages.page_source import generated_pages, place, record_pages
from kernlog_site.build.pages.theme import problems_of_theme
from kernlog_site.build.stages.site_settings import SiteSettings
from kernlog_site.build.state import Reuse
from kernlog_site.citations.commit_rows import Rows
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.resolver import Resolver
from kernlog_site.commits.store.reader import COMMITS
from kernlog_site.config.mkdocs_settings import problems_of_options
from kernlog_site.content.library import Library
from kernlog_site.content.visibility import without
from kernlog_site.core.problems import Problem


@dataclass(frozen=True, slots=True)
class TextTools:
    """What renders texts besides the site: the Markdown extension, what makes feed HTML, caches."""

    extension: CitationExtension
    feed_html_of: FeedHtml
    reuse: Reuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A site whose pages are known, but not what is in their texts.

    `problems` are those of the files of records and of the store. It is rendered by `render`, or by
    MkDocs.
    """

    settings: SiteSettings
    files: Files
    records: Records
    tools: TextTools
    texts: Texts
    pages: tuple[KernlogPage, ...]
    problems: tuple[Problem, ...]

    def render(self, pages: Sequence[KernlogPage], watch: Watch = iter) -> None:
        """Render pages, where MkDocs does not do it one by one."""
        for page in pages:
            page.read_source(self.settings.config)
        self.texts.render_pages(pages, watch)

    @property
    def library(self) -> Library:
        """The records in order."""
        return self.records.library

    @property
    def store_path(self) -> str:
        """The path of the commit store below the content folder."""
        return f"{self.settings.options.data_}/{COMMITS}"


def load(files: Files, settings: SiteSettings, tools: TextTools) -> Loaded:
    """Read all records, and give MkDocs a page for each.

    Takes out of the files and of the navigation what has no place in the site, and adds files for
    pages that have none.
    """
    config = settings.config
    records = load_records(files, settings, tools.reuse)
    folders = problems_of_folders(config.docs_dir, settings.options.lists)
    problems = (*records.problems, *folders, *problems_of_theme(config))
    problems += tuple(problems_of_options(settings.options, config))
    if records.withheld:
        config.nav = without(config.nav, records.withheld)
    library, routes = records.library, settings.routes
    texts = texts_of(records, files, settings, tools)
    titles = dict(_titles_in(config.nav or []))
    of_records = record_pages(library, settings.headlines, routes)
    generated = generated_pages(library, routes, settings.words)
    pages: list[KernlogPage] = []
    for file, source in place(of_records, generated, files, settings):
        if source.subject is not None:
            file.inclusion = InclusionLevel.NOT_IN_NAV
        title = titles.get(file.src_uri)
        pages.append(KernlogPage(title, file, config, source, texts.render))
    options = settings.options
    options.foot, lost = resolve_foot_links(options.foot, files, config)
    options.wordmark, missing = resolve_wordmark(options.wordmark, files, config)
    return Loaded(
        settings=settings,
        files=files,
        records=records,
        tools=tools,
        texts=texts,
        pages=tuple(pages),
        problems=(*problems, *lost, *missing),
    )


def texts_of(records: Records, files: Files, settings: SiteSettings, tools: TextTools) -> Texts:
    """The texts of a site with those records and files."""
    trees, schemes, words = settings.trees, settings.options.links, settings.words
    resolver = Resolver(records.library, trees, schemes, settings.routes, words)
    answers = Answers.of(resolver, records.digest_of_store)
    link_targets = LinkTargets(files, records.withheld)
    rows = Rows(trees, schemes, settings.day, words)
    processor = MarkdownProcessor(settings.config, tools.extension, link_targets, answers, rows)
    return Texts(processor, link_targets, answers, tools.reuse, tools.feed_html_of)


def _titles_in(nav: Any) -> Iterator[tuple[str, str]]:
    """The titles that `nav` in `mkdocs.yml` gives to pages, by path."""
    for entry in nav:
        for title, below in entry.items() if isinstance(entry, dict) else ():
            if isinstance(below, str):
                yield below, title
            else:
                yield from _titles_in(below)
