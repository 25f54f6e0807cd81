"""What the answers to citations and links may depend on, besides the commits in the store."""

from __future__ import annotations

from collections.abc import Iterator

from kernlog_site.building.canonical import digest_of
from kernlog_site.library import Library


def of_standing(library: Library) -> bytes:
    """A digest of what answers about commits depend on: which releases are out."""
    return digest_of(*((its.version, its.in_development) for its in library.newest_releases))


def of_names(library: Library) -> bytes:
    """A digest of what links by name may show: parts and their titles, series, releases."""
    return digest_of(*_names(library))


def _names(library: Library) -> Iterator[object]:
    for series in library.series.values():
        yield series.id, series.title
        for part in library.parts(series.id):
            yield part.number, part.title, part.article.path if part.article else None
    yield from sorted(library.releases)
