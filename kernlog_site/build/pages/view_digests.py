"""Digests of what pages show besides their texts: by them a page that stays the same is known.

To find out what all pages show of the records takes longer than all else that a build without work
does. So everything that it is made from is one key: records, store, time, configuration, programs,
and for what articles have in common their citations. What was found under it before cannot have
become different.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_head import event_feed_on, feed_links_on
from kernlog_site.build.pages.page_kinds import PAGE_KINDS, ViewOf
from kernlog_site.build.stages.finished import Finished
from kernlog_site.core.model import Release
from kernlog_site.incremental.cache import Cache
from kernlog_site.incremental.digest import digest, digest_of
from kernlog_site.incremental.memo import remembered


@dataclass(frozen=True)
class ViewDigests:
    """The digests of some pages of a finished site.

    `made_with` is a digest of configuration, programs and templates.
    """

    site: Finished
    pages: Sequence[KernlogPage]
    cache: Cache
    made_with: bytes

    def of(self, page: KernlogPage) -> bytes:
        """A digest of all that the context of a page depends on besides the page's own text.

        Lists of commits, which are long, are replaced by the fingerprints of what they come from.
        """
        shows_problems = self.site.settings.mode.shows_problems
        problems = list(self.site.problems_shown_on(page)) if shows_problems else None
        path = page.file.src_uri
        shown = self._of_records[path], self._of_citations[path], digest_of(problems)
        return digest(*shown, *self._of_listed_rows(page))

    @cached_property
    def _of_records(self) -> dict[str, bytes]:
        """What pages show of records, by path."""
        return self._remembered(self._key_of_records, self._shown_of_records)

    @cached_property
    def _of_citations(self) -> dict[str, bytes]:
        """What pages show of how articles cite the same, and that there are feeds of what became of
        that, by path."""
        key = digest(self._key_of_records, self.site.digest_of_citations)
        return self._remembered(key, self._shown_of_citations)

    @cached_property
    def _key_of_records(self) -> bytes:
        """A digest of all that views are made from but for citations, and of the pages."""
        pages = [(p.file.src_uri, p.source.kind, p.canonical_url) for p in self.pages]
        return digest(self.made_with, self.site.digest_of_views, digest_of(pages))

    def _remembered(
        self, key: bytes, shown_on: Callable[[KernlogPage], object]
    ) -> dict[str, bytes]:
        """A digest of what each page shows, by path."""
        pages = self.pages
        digests = remembered(
            self.cache, key, len(pages), lambda: map(digest_of, map(shown_on, pages))
        )
        paths = (page.file.src_uri for page in pages)
        return dict(zip(paths, digests, strict=True))

    def _shown_of_records(self, page: KernlogPage) -> object:
        page_kind = PAGE_KINDS[page.source.kind]
        view = self._view(page, page_kind.view_but_citations or page_kind.view)
        return view, feed_links_on(page, self.site)

    def _shown_of_citations(self, page: KernlogPage) -> object:
        view_of_citations = PAGE_KINDS[page.source.kind].view_of_citations
        view = self._view(page, view_of_citations) if view_of_citations else None
        return view, event_feed_on(page, self.site)

    def _view(self, page: KernlogPage, view_of: ViewOf) -> object:
        return view_of(self.site.views, page.source.subject, page.canonical_url or "")

    def _of_listed_rows(self, page: KernlogPage) -> Iterator[bytes]:
        """What the tracking page of a release lists: the commits that its articles cite."""
        site, subject = self.site, page.source.subject
        if isinstance(subject, Release):
            for article in site.library.articles_on(subject.version):
                yield site.digests_of_citations[article.path]
                yield site.texts.fingerprint_of_rows(site.rendered.page_of(article))
