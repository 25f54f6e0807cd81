"""Finished: all that templates and outputs show of a site is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from mkdocs.structure.files import Files

from kernlog_site.build.fingerprints import fingerprint_of_time
from kernlog_site.build.loader import Records
from kernlog_site.build.markdown.texts import Texts
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_kinds import Views
from kernlog_site.build.stages.cited_events import CitedEvents
from kernlog_site.build.stages.loaded import Loaded
from kernlog_site.build.stages.rendered import Rendered
from kernlog_site.build.stages.site_settings import SiteSettings
from kernlog_site.citations.backlinks import repeated_gems
from kernlog_site.content.aliases import Redirect, redirects
from kernlog_site.content.checks import check, check_files
from kernlog_site.content.library import Library
from kernlog_site.core.model import Article, Release
from kernlog_site.core.problems import Problem, Severity, in_order
from kernlog_site.core.routes import Kind
from kernlog_site.incremental.digest import digest
from kernlog_site.views.presenter import Presenter
from kernlog_site.views.taxonomies import Taxonomies

_FEW = 1 / 8
"""The part of all articles from which on it is as quick to find out about all."""


@dataclass(frozen=True)
class Finished:
    """A rendered site with what makes its views, all problems in order, redirects, and what became
    of commits."""

    rendered: Rendered
    views: Views
    problems: tuple[Problem, ...]
    redirects: Sequence[Redirect]
    events: CitedEvents

    @property
    def loaded(self) -> Loaded:
        """The site before its texts were rendered."""
        return self.rendered.loaded

    @property
    def settings(self) -> SiteSettings:
        """Options, language, time and mode of the build."""
        return self.loaded.settings

    @property
    def files(self) -> Files:
        """The files of MkDocs, pages among them."""
        return self.loaded.files

    @property
    def records(self) -> Records:
        """The records, with digests of them and of the store."""
        return self.loaded.records

    @property
    def library(self) -> Library:
        """The records in order."""
        return self.loaded.library

    @property
    def texts(self) -> Texts:
        """The HTML of pages."""
        return self.loaded.texts

    @property
    def pages(self) -> Sequence[KernlogPage]:
        """All pages."""
        return self.loaded.pages

    @property
    def presenter(self) -> Presenter:
        """What makes the views of articles, series and releases."""
        return self.views.presenter

    @cached_property
    def digest_of_views(self) -> bytes:
        """A digest of what all views are made from, but for configuration and citations."""
        records, now = self.records, self.settings.now
        time = fingerprint_of_time(self.library, now)
        return digest(records.digest_of_records, records.digest_of_store, time)

    @property
    def digests_of_citations(self) -> Mapping[str, bytes]:
        """A digest of what each article cites, and where, by its path."""
        return self.rendered.digests_of_citations

    @cached_property
    def digest_of_citations(self) -> bytes:
        """A digest of all that articles cite, and where."""
        return digest(*self.digests_of_citations.values())

    def problems_shown_on(self, page: KernlogPage) -> Sequence[Problem]:
        """The problems that a page shows in a preview: its own, on the home page those of all."""
        if page.source.kind is Kind.HOME:
            return self.problems
        return self._problems_by_path.get(page.source.path, [])

    @cached_property
    def _problems_by_path(self) -> Mapping[str, Sequence[Problem]]:
        by_path: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            by_path[problem.path].append(problem)
        return by_path

    def for_pages(self, pages: Iterable[KernlogPage]) -> Finished:
        """The same for those who ask for the context of these pages alone.

        If they are few, nobody needs to find out which commits all articles have in common.
        """
        citing: set[str] = set()
        for page in pages:
            subject = page.source.subject
            if isinstance(subject, Article):
                citing.add(subject.path)
            elif isinstance(subject, Release):
                citing.update(a.path for a in self.library.articles_on(subject.version))
        if len(citing) >= len(self.library.articles) * _FEW:
            return self
        presenter = replace(self.presenter, wanted=frozenset(citing))
        return replace(self, views=self.views._replace(presenter=presenter))


def finish(rendered: Rendered) -> Finished:
    """Check a rendered site as a whole."""
    loaded = rendered.loaded
    settings, library = loaded.settings, loaded.library
    sources = _sources_of_site(loaded.files)
    of_aliases, problems_of_aliases = redirects(
        library, settings.routes, settings.site_url, sources
    )
    problems = [
        *loaded.problems,
        *check(library, settings.routes, settings.trees),
        *check_files(sources, library),
        *problems_of_aliases,
        *(problem for page in loaded.pages for problem in page.problems),
        *_repeated_gems(rendered),
        *_missing_store(loaded),
    ]
    events = CitedEvents(rendered)
    return Finished(rendered, views_of(rendered), in_order(problems), of_aliases, events)


def views_of(rendered: Rendered, wanted: frozenset[str] = frozenset()) -> Views:
    """What makes the views of a rendered site.

    Where articles are `wanted`, by path, nobody asks for the lists of commits of others.
    """
    settings, library = rendered.loaded.settings, rendered.loaded.library
    presenter = Presenter(
        library,
        settings.routes,
        settings.headlines,
        cited=rendered.cited,
        rows_of=rendered.rows_of,
        now=settings.now,
        share=settings.options.share,
        wanted=wanted,
        words=settings.words,
    )
    return Views(presenter, Taxonomies(library, settings.routes, presenter.teaser))


def _sources_of_site(files: Files) -> Mapping[str, str]:
    """The files of the site by path, each with the path of what was written for it."""
    included = (file for file in files if file.inclusion.is_included())
    return {f.dest_uri: "" if f.generated_by == "kernlog" else f.src_uri for f in included}


def _repeated_gems(rendered: Rendered) -> Iterator[Problem]:
    repeated = repeated_gems(rendered.loaded.library.articles, rendered.cited)
    for article, gems in groupby(repeated, key=attrgetter("article")):
        page = rendered.page_of(article)
        lines = rendered.loaded.texts.lines(page)
        for gem in gems:
            for line in gem.lines(page.citations, lines):
                yield page.located(gem.problem, line)


def _missing_store(loaded: Loaded) -> Iterator[Problem]:
    """That nothing is proven, unless a problem of the store says why."""
    path = loaded.store_path
    is_explained = any(problem.path == path for problem in loaded.problems)
    if not is_explained and not all(page.is_proven for page in loaded.pages):
        problem = Problem(
            "There is no commit store, so no citation is proven.",
            "Run `kernlog sync`.",
            Severity.WARNING,
        )
        yield problem.at(path)
