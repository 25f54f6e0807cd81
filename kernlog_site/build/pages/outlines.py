"""What pages show besides their own texts, as digests that are remembered from build to build.

To find out what all pages show of the records takes longer than all else that a build without work
does. So everything that it is made from is one key: records, store, time, configuration, programs,
and for what articles have in common their citations. What was found under it before cannot have
become different.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from kernlog_site.build.build import Build
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.core.model import Article, Release
from kernlog_site.core.routes import Kind
from kernlog_site.incremental.digest import digest, digest_of
from kernlog_site.incremental.memo import remembered


class Outlines:
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
        pages = [(its.file.src_uri, its.manuscript.kind, its.canonical_url) for its in self._pages]
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
        build, subject = self._build, page.manuscript.subject
        channels = build.channels(page)
        if isinstance(subject, Article):
            url = page.canonical_url or ""
            return build.presenter.article_without_commits(subject, url), channels
        if isinstance(subject, Release):
            articles = build.library.articles_on(subject.version)
            citing = [(its.path, build.headlines.headline(its, build.library)) for its in articles]
            return build.presenter.release_without_commits(subject), citing, channels
        return None if page.manuscript.kind is Kind.LOOKUP else build.view(page), channels

    def _told_by_citations(self, page: KernlogPage) -> object:
        build, subject = self._build, page.manuscript.subject
        if isinstance(subject, Article):
            return build.presenter.also_cited(subject)
        if isinstance(subject, Release):
            return build.presenter.cited_elsewhere(subject)
        return build.view(page) if page.manuscript.kind is Kind.LOOKUP else None

    def _rows_listed_on(self, page: KernlogPage) -> Iterator[bytes]:
        """What the tracking page of a release lists: the commits that its articles cite."""
        build, subject = self._build, page.manuscript.subject
        if isinstance(subject, Release):
            for article in build.library.articles_on(subject.version):
                yield build.of_citations_in[article.path]
                yield build.texts.fingerprint_of_rows(build.page_of(article))
