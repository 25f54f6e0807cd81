"""One build of the site, from the files that MkDocs found to the context of every template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from kernlog_site.build.failures import making
from kernlog_site.build.fingerprints import (
    fingerprint_of_names,
    fingerprint_of_releases,
    fingerprint_of_time,
)
from kernlog_site.build.loader import load
from kernlog_site.build.markdown.texts import FeedHtml, Texts, Watch
from kernlog_site.build.mkdocs_files import folders_instead
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_head import describe, publication
from kernlog_site.build.pages.page_source import (
    PageSource,
    Record,
    of_record,
    overviews,
    page_sources,
    place,
)
from kernlog_site.build.state import Reuse
from kernlog_site.citations.backlinks import repeated_gems
from kernlog_site.citations.commit_rows import Rows
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.resolver import Resolver
from kernlog_site.commits.store.reader import COMMITS
from kernlog_site.commits.web.trees import Tree
from kernlog_site.config import KernlogConfig
from kernlog_site.content.aliases import redirects
from kernlog_site.content.checks import check, check_files
from kernlog_site.content.content_reader import Reader, content_of
from kernlog_site.content.library import Library, build_library
from kernlog_site.content.visibility import without
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.model import Article, Person, Release, Series, Topic, Year
from kernlog_site.core.problems import Problem, Severity, in_order
from kernlog_site.core.routes import Kind
from kernlog_site.incremental.cache import Cache
from kernlog_site.incremental.digest import digest, digest_of
from kernlog_site.views.feed_links import FeedLink, feed_links_of
from kernlog_site.views.headlines import Headlines
from kernlog_site.views.metadata import Publication
from kernlog_site.views.presenter import Presenter
from kernlog_site.views.taxonomies import Taxonomies

if TYPE_CHECKING:
    from kernlog_site.core.formats import Formats

_FEW = 1 / 8
"""The part of all articles from which on it is as quick to find out about all."""


class Build:
    """The state of one build: `start`, then `read` or MkDocs' own rendering, then `finish`."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        options: KernlogConfig,
        config: MkDocsConfig,
        extension: CitationExtension,
        now: datetime,
        preview: bool,
        reuse: Reuse,
        words: Words = ENGLISH,
        *,
        feed_html_of: FeedHtml,
    ) -> None:
        self.routes = options.routes(config.use_directory_urls)
        self.headlines = Headlines(options.kicker, options.headline)
        self._options = options
        self._config = config
        self._extension = extension
        self.now = now
        self.preview = preview
        self._reuse = reuse
        self.words = words
        self._for_feeds = feed_html_of
        self._edited: set[str] = set()

    @cached_property
    def formats(self) -> Formats:
        """How the language of the site writes dates and numbers."""
        from kernlog_site.core.formats import Formats  # noqa: PLC0415 - babel takes its time to load

        return Formats.of(self.words.language)

    def _day(self, when: date) -> str:
        return self.formats.day(when)

    @property
    def site_url(self) -> str:
        """The absolute address of the site; empty where it has none."""
        return self._config.site_url or ""

    @cached_property
    def publication(self) -> Publication:
        """What all pages and feeds have in common."""
        return publication(self._config, self._options, self.preview)

    @property
    def trees(self) -> Mapping[str, Tree]:
        """Where commits are shown."""
        return self._options.trees

    @property
    def cache(self) -> Cache:
        """What earlier builds made."""
        return self._reuse.cache

    @cached_property
    def of_views(self) -> bytes:
        """A digest of what all views are made from, but for configuration and citations."""
        return digest(self.of_records, self.of_store, fingerprint_of_time(self.library, self.now))

    @cached_property
    def of_citations_in(self) -> Mapping[str, bytes]:
        """A digest of what each article cites, and where, by its path."""
        cited = self.presenter.cited
        return {its.path: digest_of(cited[its.path]) for its in self.library.articles}

    @cached_property
    def of_citations(self) -> bytes:
        """A digest of all that articles cite, and where."""
        return digest(*self.of_citations_in.values())

    def page_of(self, article: Article) -> KernlogPage:
        """The page of an article."""
        return self._by_path[article.path]

    @property
    def has_cards(self) -> bool:
        """Whether articles get a picture for social networks, which is shown by its address."""
        return bool(self._options.cards and self.site_url and not self.preview)

    def start(self, files: Files) -> Sequence[KernlogPage]:
        """Read all records, and give MkDocs a page for each."""
        gathered = load(files, self._options, self.routes, self.now, self.preview, self._reuse)
        self.files = files
        self.library: Library = gathered.library
        self.of_records, self.of_store = gathered.records, gathered.store
        folders = folders_instead(self._config.docs_dir, self._options.lists)
        self._problems = *gathered.problems, *folders
        self._withheld = gathered.withheld
        if self._withheld:
            self._config.nav = without(self._config.nav, self._withheld)
        self.texts = self._texts(self._reuse.cache)
        titles = dict(_titles_in(self._config.nav or []))
        records = page_sources(self.library, self.headlines, self.routes)
        self.pages: list[KernlogPage] = []
        others = overviews(self.library, self.routes, self.words)
        for file, page_source in place(records, others, files, self._config, self.routes):
            if page_source.subject is not None:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            self.pages.append(self._page(titles.get(file.src_uri), file, page_source))
        return self.pages

    def read(self, pages: Sequence[KernlogPage], watch: Watch = iter) -> None:
        """Find out what is in the text of those pages, rendering them where that is not known."""
        for page in pages:
            page.read_source(self._config)
        self.texts.read(pages, watch)

    def finish(self) -> tuple[Problem, ...]:
        """Prepare the views, and give all problems of the content in order."""
        self._present()
        found = [*self._problems, *check(self.library, self.routes, self._options.trees)]
        taken = self._taken()
        found += check_files(taken, self.library)
        self.redirects, of_aliases = redirects(self.library, self.routes, self.site_url, taken)
        found += of_aliases
        for page in self.pages:
            found += page.problems
        found += self._repeated_gems()
        store = f"{self._options.data_}/{COMMITS}"
        is_told = any(problem.path == store for problem in self._problems)
        if not is_told and not all(page.is_proven for page in self.pages):
            problem = Problem(
                "There is no commit store, so no citation is proven.",
                "Run `kernlog sync`.",
                Severity.WARNING,
            )
            found.append(problem.at(store))
        self._tell(found)
        return self._found

    def _repeated_gems(self) -> Iterator[Problem]:
        repeated = repeated_gems(self.library.articles, self.presenter.cited)
        for article, its in groupby(repeated, key=lambda gem: gem.article):
            page = self.page_of(article)
            lines = self.texts.lines(page)
            for gem in its:
                for line in gem.lines(page.citations, lines):
                    yield page.located(gem.problem, line)

    def _taken(self) -> Mapping[str, str]:
        """The files of the site by path, each with the path of what was written for it."""
        files = [file for file in self.files if file.inclusion.is_included()]
        return {f.dest_uri: "" if f.generated_by == "kernlog" else f.src_uri for f in files}

    def edit(self, file: File, data: bytes) -> KernlogPage | None:
        """Take the new text of a record into a finished build, and give its page, rendered.

        Other pages do not learn of it. None for a page that is about no record, or if the file is
        now about another one. Raises `MakingFailed`.
        """
        before = file.page.source.subject if isinstance(file.page, KernlogPage) else None
        reader = Reader(self.routes, self._options.timezone, self._options.authors)
        read = reader.read(file.src_uri, data)
        if not isinstance(read.record, Record) or _name(read.record) != _name(before):
            return None
        reads, library = self._reuse.memory.reads, self.library
        reads[file.src_uri] = b"", read
        content = content_of((its for _, its in reads.values()), self._options.authors)
        self.library = build_library(
            content, self.routes, library.tree, library.store, library.facts
        )
        self.texts = self._texts(Cache(None))
        named = (its for its in content.articles if its.path == file.src_uri)
        record = next(named) if isinstance(read.record, Article) else read.record
        page = self._page(None, file, of_record(record, self.library, self.headlines))
        page.read_source(self._config)
        with making(f"reading page '{file.src_uri}'"):
            page.render(self._config, self.files)
        self.pages = [page if its.file is file else its for its in self.pages]
        self._edited.add(page.source.path)
        self._present()
        others = (p for p in self._found if p.path != file.src_uri)
        self._tell([*others, *read.problems, *page.problems])
        return page

    def _tell(self, problems: Iterable[Problem]) -> None:
        self._found = in_order(problems)
        self._told: dict[str, list[Problem]] = defaultdict(list)
        for problem in self._found:
            self._told[problem.path].append(problem)

    def _page(self, title: str | None, file: File, page_source: PageSource) -> KernlogPage:
        return KernlogPage(title, file, self._config, page_source, self.texts.render)

    def _texts(self, cache: Cache) -> Texts:
        trees, schemes = self._options.trees, self._options.links
        return Texts(
            self._config,
            self.files,
            self._withheld,
            self._extension,
            Resolver(self.library, trees, schemes, self.routes, self.words),
            Rows(trees, schemes, self._day, self.words),
            cache,
            self._reuse.memory.results,
            self._reuse.made_with,
            digest(self.of_store, fingerprint_of_releases(self.library)),
            fingerprint_of_names(self.library),
            self._for_feeds,
        )

    def _present(self) -> None:
        self._by_path = {page.source.path: page for page in self.pages}
        self.presenter = Presenter(
            self.library,
            self.routes,
            self.headlines,
            {p.source.path: p.citations for p in self.pages if p.source.kind is Kind.ARTICLE},
            lambda article: self.texts.rows(self.page_of(article)),
            self.now,
            self._options.share,
            frozenset(self._edited),
            self.words,
        )
        self.taxonomies = Taxonomies(self.library, self.routes, self.presenter.teaser)

    def context(self, page: KernlogPage) -> dict[str, Any]:
        """What the template of a page gets: `view`, its head, and in the preview its `problems`."""
        view = self.view(page)
        feed_links = self.feed_links(page)
        context = {"view": view, **describe(page, view, self.publication, feed_links)}
        if self.preview:
            context["problems"] = self.problems_shown_on(page)
        return context

    def expect(self, pages: Iterable[KernlogPage]) -> None:
        """Be asked for the context of those pages, and for no lists of commits of other articles.

        If they are few, nobody needs to find out which commits all articles have in common.
        """
        citing: set[str] = set()
        for page in pages:
            subject = page.source.subject
            if isinstance(subject, Article):
                citing.add(subject.path)
            elif isinstance(subject, Release):
                citing.update(its.path for its in self.library.articles_on(subject.version))
        if len(citing) < len(self.library.articles) * _FEW:
            self.presenter = replace(self.presenter, wanted=frozenset(citing))

    def problems_shown_on(self, page: KernlogPage) -> list[Problem]:
        """What the preview of a page tells: its own problems, on the home page those of all."""
        if page.source.kind is Kind.HOME:
            return list(self._found)
        return self._told.get(page.source.path, [])

    def feed_links(self, page: KernlogPage) -> tuple[FeedLink, ...]:
        """The feeds that a page announces besides that of the site."""
        subject, name = page.source.subject, self.publication.name
        return feed_links_of(subject, self.library, name, self.routes) if self.site_url else ()

    def view(self, page: KernlogPage) -> Any:
        """What the template of a page shows besides its text."""
        present, taxonomies = self.presenter, self.taxonomies
        subject = page.source.subject
        if isinstance(subject, Article):
            return present.article(subject, page.canonical_url or "")
        of_subjects: dict[type, Callable[[Any], object]] = {
            Series: present.series,
            Release: present.release,
            Topic: taxonomies.topic,
            Person: taxonomies.author,
            Year: taxonomies.year,
        }
        if subject is not None:
            return of_subjects[type(subject)](subject)
        views: dict[Kind, Callable[[], object]] = {
            Kind.HOME: present.home,
            Kind.SERIES_INDEX: present.all_series,
            Kind.RELEASE_INDEX: present.all_releases,
            Kind.TOPIC_INDEX: taxonomies.all_topics,
            Kind.AUTHOR_INDEX: taxonomies.all_authors,
            Kind.ARCHIVE: taxonomies.archive,
            Kind.LOOKUP: present.lookup,
        }
        view = views.get(page.source.kind)
        return view() if view else None


def _name(record: object) -> object:
    """What tells a record from the others of its kind."""
    if isinstance(record, Article):
        return record.path
    if isinstance(record, Series):
        return Series, record.id
    return (Release, record.version) if isinstance(record, Release) else None


def _titles_in(nav: Any) -> Iterator[tuple[str, str]]:
    """The titles that `nav` in `mkdocs.yml` gives to pages, by path."""
    for entry in nav:
        for title, below in entry.items() if isinstance(entry, dict) else ():
            if isinstance(below, str):
                yield below, title
            else:
                yield from _titles_in(below)
