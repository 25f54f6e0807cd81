from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import etree
from site_core import CASES

from kernlog_site.outputs import sitemap as rendering
from kernlog_site.outputs.sitemap import SitemapEntry, SitemapFile, robots, sitemap, written

SITE = "https://log.example/"
SCHEMA = etree.XMLSchema(etree.parse(str(Path(CASES / "schemas" / "sitemap.xsd"))))
NOON = datetime(2010, 7, 12, 12, tzinfo=timezone(timedelta(hours=2)))


def read(file: SitemapFile) -> list[tuple[str, str | None]]:
    """The addresses and dates in a file that keeps to the schema."""
    root = etree.fromstring(written(file))
    SCHEMA.assertValid(root)
    return [(str(entry[0].text), str(entry[1].text) if len(entry) > 1 else None) for entry in root]


def test_pages_in_order_with_the_moment_in_utc() -> None:
    (file,) = sitemap([SitemapEntry(f"{SITE}b/", NOON), SitemapEntry(f"{SITE}a/")], SITE)

    assert file.name == "sitemap.xml"
    assert read(file) == [(f"{SITE}a/", None), (f"{SITE}b/", "2010-07-12T10:00:00Z")]


def test_what_xml_would_misread_is_escaped() -> None:
    (file,) = sitemap([SitemapEntry(f"{SITE}?a=1&b=<c>\"'")], SITE)

    assert read(file) == [(f"{SITE}?a=1&b=<c>\"'", None)]


def test_a_large_site_has_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_MOST", 2)
    pages = [
        SitemapEntry(f"{SITE}{n}/", NOON + timedelta(days=n) if n < 4 else None) for n in range(5)
    ]

    index, *pieces = sitemap(pages, SITE)

    assert read(index) == [
        (f"{SITE}sitemap-1.xml", "2010-07-13T10:00:00Z"),
        (f"{SITE}sitemap-2.xml", "2010-07-15T10:00:00Z"),
        (f"{SITE}sitemap-3.xml", None),
    ]
    assert [f"{SITE}{piece.name}" for piece in pieces] == [url for url, _ in read(index)]
    assert [url for piece in pieces for url, _ in read(piece)] == [page.url for page in pages]


def test_as_many_as_the_protocol_allows() -> None:
    (file,) = sitemap((SitemapEntry(f"{SITE}{n}/") for n in range(50_000)), SITE)
    index, *pieces = sitemap((SitemapEntry(f"{SITE}{n}/") for n in range(50_001)), SITE)

    assert len(read(file)) == 50_000
    assert [len(read(piece)) for piece in (index, *pieces)] == [2, 50_000, 1]


def test_robots() -> None:
    assert robots("") == b"User-agent: *\nDisallow:\n"
    assert robots(f"{SITE}sitemap.xml").endswith(b"\n\nSitemap: https://log.example/sitemap.xml\n")


def test_moments_are_whole_seconds() -> None:
    (file,) = sitemap([SitemapEntry(SITE, datetime(2010, 1, 1, 1, 1, 1, 999, tzinfo=UTC))], SITE)

    assert read(file) == [(SITE, "2010-01-01T01:01:01Z")]
