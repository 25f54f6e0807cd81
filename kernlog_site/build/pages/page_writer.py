"""The page writer: writes the pages of a build, unless one would come out as it did before.

To find out what all pages show of the records takes longer than all else that a build without work
does. So everything that it is made from is one key: records, store, time, configuration, programs,
and for what articles have in common their citations. What was found under it before cannot have
become different.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kernlog_site.build.build import Build
from kernlog_site.build.output_dir import OutputDir
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.templates import PageTemplates
from kernlog_site.core.model import Article, Release, Series
from kernlog_site.core.routes import Kind
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest, digest_of, digest_of_repr
from kernlog_site.incremental.memo import remembered
from kernlog_site.incremental.workers import in_all_processors

log = logging.getLogger("mkdocs.commands.build")

_NOTHING = pack(b"")
_ERROR_PAGE = "404.html"


@dataclass(frozen=True)
class PageWriter:
    """One print run of some pages, if `build` is finished.

    `made_with` is a digest of configuration, programs and templates.
    """

    build: Build
    templates: PageTemplates
    site: OutputDir
    cache: Cache
    made_with: bytes
    pages: Sequence[KernlogPage]

    def prepare(self) -> None:
        """Find out what has to be printed, before `print` does."""
        _ = self._stale

    def print(self) -> None:
        """Put on the stage of the site whatever differs from the last build."""
        self.build.expect(page for page, _ in self._stale)
        batches = self._batches(self._stale)
        finishing = in_all_processors(lambda each: self._finish(each[0]), batches)
        for (page, fingerprint), packed in zip(chain(*batches), finishing, strict=True):
            self.cache.put(fingerprint, packed)
            self._note(page, fingerprint, is_empty=packed == _NOTHING)
        self.cache.save()

    def keep_error_page(self) -> None:
        """Keep MkDocs from making 404.html again, if it would come out as it did before."""
        templates = self.templates.config.theme.static_templates
        if _ERROR_PAGE not in templates:
            return
        listed = [(its.title, its.url, its.meta) for its in self.build.pages]
        fingerprint = digest(self._made_with_navigation(), digest_of_repr(listed)).hex()
        if self.site.keep(_ERROR_PAGE, fingerprint):
            templates.discard(_ERROR_PAGE)
        else:
            self.site.printed(_ERROR_PAGE, fingerprint)

    def _made_with_navigation(self) -> bytes:
        return digest(self.made_with, digest_of_repr(*self.templates.navigation()))

    @cached_property
    def _stale(self) -> list[tuple[KernlogPage, bytes]]:
        """The pages that have to be finished anew; the others are kept, or taken from the cache."""
        return list(self._found_stale())

    def _found_stale(self) -> Iterator[tuple[KernlogPage, bytes]]:
        made_with = self._made_with_navigation()
        view_digests = ViewDigests(self.build, self.pages, self.made_with)
        for page in self.pages:
            path, fingerprint = page.file.dest_uri, self._fingerprint(page, made_with, view_digests)
            self.cache.needs(fingerprint)
            if self.site.keep(path, fingerprint.hex()):
                continue
            finished = self.cache.get(fingerprint)
            if finished is None:
                yield page, fingerprint
            else:
                self.site.write(path, finished)
                self._note(page, fingerprint, is_empty=not finished)

    def _fingerprint(self, page: KernlogPage, made_with: bytes, view_digests: ViewDigests) -> bytes:
        """A digest of all that a page shows."""
        itself = page.file.dest_uri, page.title, page.canonical_url, page.edit_url, page.meta
        text = self.build.texts.fingerprint(page)
        return digest(made_with, text, digest_of_repr(itself), view_digests.of(page))

    def _batches(
        self, stale: Iterable[tuple[KernlogPage, bytes]]
    ) -> list[list[tuple[KernlogPage, bytes]]]:
        """First a page of each template, so that templates are compiled once for all processes.

        Then all that is on one release, in one batch: it shows the same commits.
        """
        first: dict[str, tuple[KernlogPage, bytes]] = {}
        by_release: dict[str, list[tuple[KernlogPage, bytes]]] = defaultdict(list)
        for its in stale:
            page = its[0]
            if first.setdefault(page.template, its) is not its:
                by_release[self._release_of(page)].append(its)
        return [list(first.values()), *by_release.values()]

    def _release_of(self, page: KernlogPage) -> str:
        """The release that a page is about, if it is."""
        subject = page.source.subject
        if isinstance(subject, Release):
            return str(subject.version)
        if isinstance(subject, Article):
            return str(self.build.library.release_of(subject) or "")
        return str(subject.release or "") if isinstance(subject, Series) else ""

    def _finish(self, page: KernlogPage) -> bytes:
        """Write a page, in whichever process; gives it packed."""
        html = self.templates.finish(page, self.build)
        self.site.write(page.file.dest_uri, html)
        return pack(html)

    def _note(self, page: KernlogPage, fingerprint: bytes, *, is_empty: bool) -> None:
        if is_empty:
            log.info("Page skipped: '%s'. Generated empty output.", page.file.src_uri)
        else:
            self.site.printed(page.file.dest_uri, fingerprint.hex())


class ViewDigests:
    """Tells for each of some pages of a finished build whether it would come out as it did before.

    `made_with` is a digest of configuration, programs and templates.
    """

    def __init__(self, build: Build, pages: Sequence[KernlogPage], made_with: bytes) -> None:
        self._build = build
        self._pages = pages
        self._made_with = made_with

    def of(self, page: KernlogPage) -> bytes:
        """A digest of all that the context of a page depends on besides the page's own text.

        Lists of commits, which are long, are replaced by the fingerprints of what they come from.
        """
        told = self._build.problems_shown_on(page) if self._build.preview else None
        path = page.file.src_uri
        shown = self._of_records[path], self._of_citations[path], digest_of(told)
        return digest(*shown, *self._rows_listed_on(page))

    @cached_property
    def _of_records(self) -> dict[str, bytes]:
        """What pages show of records, by path."""
        return self._remembered(self._records, self._told_by_records)

    @cached_property
    def _of_citations(self) -> dict[str, bytes]:
        """What pages show of how articles cite the same, by path."""
        key = digest(self._records, self._build.of_citations)
        return self._remembered(key, self._told_by_citations)

    @cached_property
    def _records(self) -> bytes:
        """A digest of all that views are made from but for citations, and of the pages."""
        pages = [(its.file.src_uri, its.source.kind, its.canonical_url) for its in self._pages]
        return digest(self._made_with, self._build.of_views, digest_of(pages))

    def _remembered(self, key: bytes, told: Callable[[KernlogPage], object]) -> dict[str, bytes]:
        """A digest of what is told to each page."""
        pages = self._pages
        found = remembered(
            self._build.cache, key, len(pages), lambda: map(digest_of, map(told, pages))
        )
        paths = (page.file.src_uri for page in pages)
        return dict(zip(paths, found, strict=True))

    def _told_by_records(self, page: KernlogPage) -> object:
        build, subject = self._build, page.source.subject
        feed_links = build.feed_links(page)
        if isinstance(subject, Article):
            url = page.canonical_url or ""
            return build.presenter.article_without_commits(subject, url), feed_links
        if isinstance(subject, Release):
            articles = build.library.articles_on(subject.version)
            citing = [(its.path, build.headlines.headline(its, build.library)) for its in articles]
            return build.presenter.release_without_commits(subject), citing, feed_links
        return None if page.source.kind is Kind.LOOKUP else build.view(page), feed_links

    def _told_by_citations(self, page: KernlogPage) -> object:
        build, subject = self._build, page.source.subject
        if isinstance(subject, Article):
            return build.presenter.also_cited(subject)
        if isinstance(subject, Release):
            return build.presenter.cited_elsewhere(subject)
        return build.view(page) if page.source.kind is Kind.LOOKUP else None

    def _rows_listed_on(self, page: KernlogPage) -> Iterator[bytes]:
        """What the tracking page of a release lists: the commits that its articles cite."""
        build, subject = self._build, page.source.subject
        if isinstance(subject, Release):
            for article in build.library.articles_on(subject.version):
                yield build.of_citations_in[article.path]
                yield build.texts.fingerprint_of_rows(build.page_of(article))
