"""What crawlers are told of a site: its pages, when something new was on them, and `robots.txt`."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from html import escape
from itertools import chain
from typing import NamedTuple

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_kinds import PAGE_KINDS
from kernlog_site.build.stages.finished import Finished
from kernlog_site.content.library import Library
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Article
from kernlog_site.core.routes import ROBOTS, SITEMAP
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000
"""Addresses that a sitemap may have."""


def for_crawlers(site: Finished) -> Iterator[Artifact]:
    """The sitemap of a site that has an address, also packed, and robots.txt."""
    made_with = digest(b"for crawlers", digest_of_programs())
    site_url = site.settings.site_url
    address = f"{site_url}{SITEMAP}" if site_url else ""
    if site.settings.mode.welcomes_crawlers:
        fingerprint = digest(made_with, digest_of(address))
        yield Artifact(ROBOTS, fingerprint, partial(robots, address))
    if not address:
        return
    for file in sitemap(_entries(site), site_url):
        fingerprint = digest(made_with, digest_of(*file))
        yield Artifact(file.name, fingerprint, partial(written, file))
        yield Artifact(f"{file.name}.gz", digest(fingerprint, b"gz"), partial(_packed, file))


def _packed(file: SitemapFile) -> bytes:
    """The same bytes whenever it is packed."""
    return gzip.compress(written(file), mtime=0)


def _entries(site: Finished) -> Iterator[SitemapEntry]:
    for file in site.files.documentation_pages():
        page = file.page
        if page is not None and page.canonical_url and file.inclusion.is_included():
            articles = _shown_on(page, site.library) if isinstance(page, KernlogPage) else ()
            changed = max(chain.from_iterable(map(_changes, articles)), default=None)
            yield SitemapEntry(page.canonical_url, changed)


def _changes(article: Article) -> Iterator[datetime]:
    """When there was something new in an article."""
    if article.date is not None:
        yield article.date
    yield from (update.date for update in article.updates)


def _shown_on(page: KernlogPage, library: Library) -> Iterable[Article]:
    """The articles that a page shows."""
    return PAGE_KINDS[page.source.kind].articles(library, page.source.subject)


@fingerprinted
class SitemapEntry(NamedTuple):
    """A page by its absolute address, and when it was new, if anybody knows."""

    url: str
    changed: datetime | None = None


class SitemapFile(NamedTuple):
    """A file of a sitemap: its name, and what is in it."""

    name: str
    entries: Sequence[SitemapEntry]
    is_index: bool = False


def sitemap(entries: Iterable[SitemapEntry], site_url: str) -> Iterator[SitemapFile]:
    """The files of the sitemap of a site: one, or of large sites an index and what it leads to."""
    ordered = sorted(entries, key=lambda entry: entry.url)
    if len(ordered) <= _MOST:
        yield SitemapFile(SITEMAP, ordered)
        return
    pieces = [
        SitemapFile(f"sitemap-{number}.xml", ordered[start : start + _MOST])
        for number, start in enumerate(range(0, len(ordered), _MOST), 1)
    ]
    index = [SitemapEntry(f"{site_url}{piece.name}", newest(piece.entries)) for piece in pieces]
    yield SitemapFile(SITEMAP, index, is_index=True)
    yield from pieces


def newest(entries: Iterable[SitemapEntry]) -> datetime | None:
    """When the newest of some pages was new."""
    return max((entry.changed for entry in entries if entry.changed), default=None)


def written(file: SitemapFile) -> bytes:
    """A file as XML."""
    root, element = ("sitemapindex", "sitemap") if file.is_index else ("urlset", "url")
    lines = "".join(f"<{element}>{_inside(entry)}</{element}>\n" for entry in file.entries)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    return f"{head}{lines}</{root}>\n".encode()


def _inside(entry: SitemapEntry) -> str:
    location = f"<loc>{escape(entry.url)}</loc>"
    if entry.changed is None:
        return location
    return f"{location}<lastmod>{entry.changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>"


def robots(sitemap_url: str) -> bytes:
    """A robots.txt that lets everybody read everything, and leads to the sitemap, if any."""
    leads = f"\nSitemap: {sitemap_url}\n" if sitemap_url else ""
    return f"User-agent: *\nDisallow:\n{leads}".encode()
