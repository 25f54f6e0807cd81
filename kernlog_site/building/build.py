"""One build of the site, from the files that MkDocs found to the context of every template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel

from kernlog_site.building.gathering import gather
from kernlog_site.building.manuscripts import manuscripts, place
from kernlog_site.building.pages import KernlogPage
from kernlog_site.checks import check
from kernlog_site.commits.store import COMMITS
from kernlog_site.config import KernlogConfig
from kernlog_site.library import Library
from kernlog_site.model import Article, Release, Series
from kernlog_site.problems import Problem, Severity, in_order
from kernlog_site.rendering.citations import Cited, repeated_gems
from kernlog_site.rendering.extension import CitationExtension
from kernlog_site.rendering.headlines import Headlines
from kernlog_site.rendering.links import Resolve
from kernlog_site.rendering.presenting import Presenter
from kernlog_site.rendering.resolving import Place, Resolver
from kernlog_site.routes import Kind


class Build:
    """The state of one build: `start` before MkDocs renders, `finish` after it."""

    def __init__(
        self,
        options: KernlogConfig,
        config: MkDocsConfig,
        extension: CitationExtension,
        now: datetime,
        preview: bool,
    ) -> None:
        self.routes = options.routes(config.use_directory_urls)
        self.headlines = Headlines(options.kicker, options.headline)
        self._options = options
        self._config = config
        self._extension = extension
        self._now = now
        self._preview = preview

    def start(
        self,
        files: Files,
        resolving: Callable[[Library], Callable[[Place], Resolve]] | None = None,
    ) -> Sequence[KernlogPage]:
        """Read all records, and give MkDocs a page for each.

        `resolving` may put something else in the place of the resolver.
        """
        gathered = gather(files, self._options, self.routes, self._now, self._preview)
        self.library: Library = gathered.library
        self._problems = gathered.problems
        resolve_at = (resolving or self._resolver)(self.library)
        titles = dict(_titles_in(self._config.nav or []))
        records = manuscripts(self.library, self.headlines, self.routes)
        self._pages = []
        for file, manuscript in place(records, files, self._config, self.routes):
            if manuscript.subject is not None:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            title = titles.get(file.src_uri)
            page = KernlogPage(title, file, self._config, manuscript, self._extension, resolve_at)
            self._pages.append(page)
        return self._pages

    def finish(self) -> tuple[Problem, ...]:
        """Prepare the views, and give all problems of the content in order."""
        cited: Cited = {
            page.manuscript.path: page.citations
            for page in self._pages
            if page.manuscript.kind is Kind.ARTICLE
        }
        self._presenter = Presenter(
            self.library,
            self.routes,
            self._options.trees,
            self._options.links,
            self.headlines,
            cited,
            self._now,
            self._options.share,
        )
        found = [*self._problems, *check(self.library, self.routes, self._options.trees)]
        by_path = {page.manuscript.path: page for page in self._pages}
        for page in self._pages:
            found += page.problems
        for repeated in repeated_gems(self.library.articles, cited):
            path = repeated.article.path
            lines = by_path[path].lines(repeated.abbreviation)
            found += (repeated.problem.at(path, line) for line in lines)
        if not all(page.proven for page in self._pages):
            problem = Problem(
                "There is no commit store, so no citation is proven.",
                "Run `kernlog sync`.",
                Severity.WARNING,
            )
            found.append(problem.at(f"{self._options.data_}/{COMMITS}"))
        self._found = in_order(found)
        return self._found

    def context(self, page: KernlogPage) -> dict[str, Any]:
        """What the template of a page gets: `view`, and in the preview its `problems`."""
        context: dict[str, Any] = {"view": self._view(page)}
        if self._preview:
            everywhere = page.manuscript.kind is Kind.HOME
            context["problems"] = [
                p for p in self._found if everywhere or p.path == page.manuscript.path
            ]
        return context

    def _resolver(self, library: Library) -> Callable[[Place], Resolve]:
        return Resolver(library, self._options.trees, self._options.links, self.routes).at

    def _view(self, page: KernlogPage) -> Any:
        present = self._presenter
        subject = page.manuscript.subject
        if isinstance(subject, Article):
            return present.article(subject, page.canonical_url or "")
        if isinstance(subject, Series):
            return present.series(subject)
        if isinstance(subject, Release):
            return present.release(subject)
        views = {
            Kind.HOME: present.home,
            Kind.SERIES_INDEX: present.all_series,
            Kind.RELEASE_INDEX: present.all_releases,
        }
        view = views.get(page.manuscript.kind)
        return view() if view else None


def _titles_in(nav: Any) -> Iterator[tuple[str, str]]:
    """The titles that `nav` in `mkdocs.yml` gives to pages, by path."""
    for entry in nav:
        for title, below in entry.items() if isinstance(entry, dict) else ():
            if isinstance(below, str):
                yield below, title
            else:
                yield from _titles_in(below)
