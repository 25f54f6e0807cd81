"""How things stand that many pages tell: what is out, what it is called, and what day it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kernlog_site.content.library import Library
from kernlog_site.incremental.digest import digest_of


def of_releases(library: Library) -> bytes:
    """A digest of what answers about commits may depend on: which releases are out."""
    return digest_of(*((its.version, its.in_development) for its in library.newest_releases))


def of_names(library: Library) -> bytes:
    """A digest of what links by name may show: parts and their titles, series, releases."""
    return digest_of(*_names(library))


def of_time(library: Library, now: datetime) -> bytes:
    """A digest of all that time tells, while the files stay as they are."""
    updates = (update for article in library.articles for update in article.updates)
    return digest_of(
        now.date(),
        [release.tag_at(now) for release in library.newest_releases],
        [article.path for article in library.articles if not article.is_public(now)],
        [update for update in updates if update.date > now],
    )


def _names(library: Library) -> Iterator[object]:
    for series in library.series.values():
        yield series.id, series.title
        for part in library.parts(series.id):
            yield part.number, part.title, part.article.path if part.article else None
    yield from sorted(library.releases)
