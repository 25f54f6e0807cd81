"""What crawlers are told of a site: which pages it has, and when something new was on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from kernlog_site.core.routes import SITEMAP

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000
"""Addresses that a sitemap may have."""


class Entry(NamedTuple):
    """A page by its absolute address, and when it was new, if anybody knows."""

    url: str
    changed: datetime | None = None


class File(NamedTuple):
    """A file of a sitemap: its name, and what is in it."""

    name: str
    entries: Sequence[Entry]
    is_index: bool = False


def sitemap(entries: Iterable[Entry], site_url: str) -> Iterator[File]:
    """The files of the sitemap of a site: one, or of large sites an index and what it leads to."""
    ordered = sorted(entries, key=lambda entry: entry.url)
    if len(ordered) <= _MOST:
        yield File(SITEMAP, ordered)
        return
    pieces = [
        File(f"sitemap-{number}.xml", ordered[start : start + _MOST])
        for number, start in enumerate(range(0, len(ordered), _MOST), 1)
    ]
    index = [Entry(f"{site_url}{piece.name}", newest(piece.entries)) for piece in pieces]
    yield File(SITEMAP, index, is_index=True)
    yield from pieces


def newest(entries: Iterable[Entry]) -> datetime | None:
    """When the newest of some pages was new."""
    return max((entry.changed for entry in entries if entry.changed), default=None)


def written(file: File) -> bytes:
    """A file as XML."""
    root, element = ("sitemapindex", "sitemap") if file.is_index else ("urlset", "url")
    lines = "".join(f"<{element}>{_inside(entry)}</{element}>\n" for entry in file.entries)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    return f"{head}{lines}</{root}>\n".encode()


def _inside(entry: Entry) -> str:
    location = f"<loc>{escape(entry.url)}</loc>"
    if entry.changed is None:
        return location
    return f"{location}<lastmod>{entry.changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>"


def robots(sitemap_url: str) -> bytes:
    """A robots.txt that lets everybody read everything, and leads to the sitemap, if any."""
    leads = f"\nSitemap: {sitemap_url}\n" if sitemap_url else ""
    return f"User-agent: *\nDisallow:\n{leads}".encode()
