"""The page writer: writes the pages of a site, unless one would come out as it did before."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from itertools import chain

from kernlog_site.build.output_dir import OutputDir
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.templates import PageTemplates
from kernlog_site.build.pages.view_digests import ViewDigests
from kernlog_site.build.stages.finished import Finished
from kernlog_site.core.model import Article, Release, Series
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest, digest_of_repr
from kernlog_site.incremental.workers import in_all_processors

log = logging.getLogger("mkdocs.commands.build")

_NOTHING = pack(b"")
_ERROR_PAGE = "404.html"


@dataclass(frozen=True)
class PageWriter:
    """Writes some pages of a finished site into the output folder.

    `fingerprint` is that of configuration, programs and templates.
    """

    site: Finished
    templates: PageTemplates
    output: OutputDir
    cache: Cache
    _: KW_ONLY
    fingerprint: bytes
    pages: Sequence[KernlogPage]

    def find_stale_pages(self) -> None:
        """Find out which pages to write now rather than when they are written."""
        _ = self._stale

    def write_stale_pages(self) -> None:
        """Put in the staging folder whatever differs from the last build."""
        stale = self._stale
        site = self.site.for_pages(page for page, _ in stale)
        batches = self._batches(stale)
        finishing = in_all_processors(lambda entry: self._write(entry[0], site), batches)
        for (page, fingerprint), packed in zip(chain(*batches), finishing, strict=True):
            self.cache.put(fingerprint, packed)
            self._record(page, fingerprint, is_empty=packed == _NOTHING)
        self.cache.save()

    def keep_error_page(self) -> None:
        """Keep MkDocs from making 404.html again, if it would come out as it did before."""
        templates = self.templates.config.theme.static_templates
        if _ERROR_PAGE not in templates:
            return
        listed = [(page.title, page.url, page.meta) for page in self.site.pages]
        fingerprint = digest(self._fingerprint_with_navigation(), digest_of_repr(listed)).hex()
        if self.output.keep_unchanged(_ERROR_PAGE, fingerprint):
            templates.discard(_ERROR_PAGE)
        else:
            self.output.record(_ERROR_PAGE, fingerprint)

    def _fingerprint_with_navigation(self) -> bytes:
        return digest(self.fingerprint, digest_of_repr(*self.templates.navigation()))

    @cached_property
    def _stale(self) -> list[tuple[KernlogPage, bytes]]:
        """The pages that have to be finished anew; the others are kept, or taken from the cache."""
        return list(self._find_stale())

    def _find_stale(self) -> Iterator[tuple[KernlogPage, bytes]]:
        common = self._fingerprint_with_navigation()
        view_digests = ViewDigests(self.site, self.pages, self.cache, self.fingerprint)
        for page in self.pages:
            path, fingerprint = page.file.dest_uri, self._fingerprint_of(page, common, view_digests)
            self.cache.needs(fingerprint)
            if self.output.keep_unchanged(path, fingerprint.hex()):
                continue
            finished = self.cache.get(fingerprint)
            if finished is None:
                yield page, fingerprint
            else:
                self.output.write(path, finished)
                self._record(page, fingerprint, is_empty=not finished)

    def _fingerprint_of(self, page: KernlogPage, common: bytes, view_digests: ViewDigests) -> bytes:
        """A digest of all that a page shows."""
        itself = page.file.dest_uri, page.title, page.canonical_url, page.edit_url, page.meta
        text = self.site.texts.fingerprint(page)
        return digest(common, text, digest_of_repr(itself), view_digests.of(page))

    def _batches(
        self, stale: Iterable[tuple[KernlogPage, bytes]]
    ) -> list[list[tuple[KernlogPage, bytes]]]:
        """First a page of each template, so that templates are compiled once for all processes.

        Then all that is on one release, in one batch: it shows the same commits.
        """
        first: dict[str, tuple[KernlogPage, bytes]] = {}
        by_release: dict[str, list[tuple[KernlogPage, bytes]]] = defaultdict(list)
        for entry in stale:
            page = entry[0]
            if first.setdefault(page.template, entry) is not entry:
                by_release[self._release_of(page)].append(entry)
        return [list(first.values()), *by_release.values()]

    def _release_of(self, page: KernlogPage) -> str:
        """The release that a page is about, if it is."""
        subject = page.source.subject
        if isinstance(subject, Release):
            return str(subject.version)
        if isinstance(subject, Article):
            return str(self.site.library.release_of(subject) or "")
        return str(subject.release or "") if isinstance(subject, Series) else ""

    def _write(self, page: KernlogPage, site: Finished) -> bytes:
        """Write a page, in whichever process; gives it packed."""
        html = self.templates.finish(page, site)
        self.output.write(page.file.dest_uri, html)
        return pack(html)

    def _record(self, page: KernlogPage, fingerprint: bytes, *, is_empty: bool) -> None:
        if is_empty:
            log.info("Page skipped: '%s'. Generated empty output.", page.file.src_uri)
        else:
            self.output.record(page.file.dest_uri, fingerprint.hex())
