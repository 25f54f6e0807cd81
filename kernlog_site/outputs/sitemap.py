"""What crawlers read: a sitemap with dates, and robots.txt, which leads to it."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain

from kernlog_site.build.artifacts import Supplement
from kernlog_site.build.build import Build
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.content.library import Library
from kernlog_site.core.model import Article, Person, Release, Series, Topic, Year
from kernlog_site.core.routes import ROBOTS, SITEMAP, Kind
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.outputs.x_sitemap import Entry, File, robots, sitemap, written

_LISTED: dict[Kind, Callable[[Article, Library], object]] = {
    Kind.HOME: lambda _, __: True,
    Kind.ARCHIVE: lambda _, __: True,
    Kind.LOOKUP: lambda _, __: True,
    Kind.SERIES_INDEX: lambda article, _: article.series,
    Kind.RELEASE_INDEX: lambda article, library: library.release_of(article),
    Kind.TOPIC_INDEX: lambda article, _: article.topics,
    Kind.AUTHOR_INDEX: lambda article, _: article.authors,
}
"""Which articles make the pages new that lead to others."""


def for_crawlers(build: Build) -> Iterator[Supplement]:
    """The sitemap of a site that has an address, also packed. A preview has no robots.txt."""
    made_with = digest(b"for crawlers", digest_of_programs())
    address = f"{build.site_url}{SITEMAP}" if build.site_url else ""
    if not build.preview:
        made_from = digest(made_with, digest_of(address))
        yield Supplement(ROBOTS, made_from, partial(robots, address))
    if not address:
        return
    for file in sitemap(_entries(build), build.site_url):
        made_from = digest(made_with, digest_of(*file))
        yield Supplement(file.name, made_from, partial(written, file))
        yield Supplement(f"{file.name}.gz", digest(made_from, b"gz"), partial(_packed, file))


def _packed(file: File) -> bytes:
    """The same bytes whenever it is packed."""
    return gzip.compress(written(file), mtime=0)


def _entries(build: Build) -> Iterator[Entry]:
    for file in build.files.documentation_pages():
        page = file.page
        if page is not None and page.canonical_url and file.inclusion.is_included():
            shown = _shown_on(page, build.library) if isinstance(page, KernlogPage) else ()
            changed = max(chain.from_iterable(map(_changes, shown)), default=None)
            yield Entry(page.canonical_url, changed)


def _changes(article: Article) -> Iterator[datetime]:
    """When there was something new in an article."""
    if article.date is not None:
        yield article.date
    yield from (update.date for update in article.updates)


def _shown_on(page: KernlogPage, library: Library) -> Iterable[Article]:
    """The article of a page, or those that a page lists; none for a page about other things."""
    subject = page.manuscript.subject
    if isinstance(subject, Article):
        return (subject,)
    if isinstance(subject, Series):
        return (part.article for part in library.parts(subject.id) if part.article)
    if isinstance(subject, Release):
        return library.articles_on(subject.version)
    if isinstance(subject, Topic | Year):
        return subject.articles
    if isinstance(subject, Person):
        return library.articles_by(subject.id)
    is_listed = _LISTED.get(page.manuscript.kind)
    return (its for its in library.articles if is_listed(its, library)) if is_listed else ()
