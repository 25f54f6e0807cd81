"""What crawlers find: a sitemap of all pages with the dates of what is on them, and robots.txt."""

from __future__ import annotations

import gzip
import urllib.robotparser

import pytest
from editable_site import EPOCH, EditableSite
from lxml import etree
from site_core import CASES
from small_site import Built, SmallSite

SITE = "https://log.example/"
SCHEMA = etree.XMLSchema(etree.parse(str(CASES / "schemas" / "sitemap.xsd")))


def entries(built: Built) -> dict[str, str | None]:
    """The dates by the addresses of a sitemap that keeps to the schema."""
    root = etree.fromstring((built.folder / "sitemap.xml").read_bytes())
    SCHEMA.assertValid(root)
    found = {}
    for entry in root:
        assert str(entry[0].text) not in found
        found[str(entry[0].text)] = str(entry[1].text) if len(entry) > 1 else None
    return found


def test_every_page_is_in_it_and_nothing_else(built: Built) -> None:
    pages = {page.removesuffix("index.html") for page in built.pages()}

    found = {address.removeprefix(SITE) for address in entries(built)}
    assert found == pages - {"404.html", "search/"}


@pytest.mark.parametrize(
    ("page", "changed"),
    [
        ("articles/2.6.33/network/", "2010-01-21T09:00:00Z"),  # its update
        ("articles/2.6.33/storage/", "2010-02-12T15:51:00Z"),
        ("series/coming-in-2.6.33/", "2010-02-12T15:51:00Z"),
        ("series/", "2010-02-12T15:51:00Z"),
        ("releases/2.6.33/", "2010-02-13T10:00:00Z"),
        ("releases/2.6.32.9/", "2010-02-23T10:00:00Z"),
        ("releases/", "2010-02-23T10:00:00Z"),
        ("authors/anna/", "2010-02-23T10:00:00Z"),
        ("topics/networking/", "2010-01-21T09:00:00Z"),
        ("archive/", "2010-02-23T10:00:00Z"),
        ("", "2010-02-23T10:00:00Z"),
        ("about/", None),
    ],
)
def test_the_date_is_that_of_the_newest_on_the_page(
    built: Built, page: str, changed: str | None
) -> None:
    assert entries(built)[f"{SITE}{page}"] == changed


def test_an_update_of_the_future_is_no_news_yet(site: SmallSite) -> None:
    site.edit("articles/2.6.33/network.md", "2010-01-21 09:00", "2099-01-21 09:00")

    assert entries(site.build())[f"{SITE}articles/2.6.33/network/"] == "2010-01-20T14:30:00Z"


def test_the_packed_one_is_the_same_whenever_it_is_packed(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    first = site.build().files()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(EPOCH) + 60))
    second = site.build().files()

    assert gzip.decompress(first["sitemap.xml.gz"]) == first["sitemap.xml"]
    assert first["sitemap.xml.gz"] == second["sitemap.xml.gz"]


def test_robots_txt_leads_to_it(built: Built) -> None:
    robots = urllib.robotparser.RobotFileParser()
    robots.parse((built.folder / "robots.txt").read_text().splitlines())

    assert robots.site_maps() == [f"{SITE}sitemap.xml"]
    assert robots.can_fetch("anybody", f"{SITE}articles/2.6.33/network/")


def test_a_site_below_a_path(site: SmallSite) -> None:
    site.settings(site_url="https://example.org/log/")
    built = site.build()

    assert "https://example.org/log/articles/rc8/" in entries(built)
    robots = (built.folder / "robots.txt").read_text()
    assert "Sitemap: https://example.org/log/sitemap.xml\n" in robots


def test_a_site_that_does_not_know_its_address(site: SmallSite) -> None:
    site.settings(site_url="")
    files = site.build().files()

    assert b"Sitemap" not in files["robots.txt"]
    assert not {"sitemap.xml", "sitemap.xml.gz"} & files.keys()


def test_what_writers_put_there_stays(site: SmallSite) -> None:
    site.write("robots.txt", "User-agent: Badbot\nDisallow: /\n")
    site.write("sitemap.xml", "<mine/>")
    files = site.build().files()

    assert files["robots.txt"] == b"User-agent: Badbot\nDisallow: /\n"
    assert files["sitemap.xml"] == b"<mine/>"


def test_a_preview_has_no_robots_txt(site: SmallSite) -> None:
    assert "robots.txt" not in site.build(preview=True, strict=False).files()


def test_they_follow_what_changes(editable: EditableSite) -> None:
    editable.again()
    editable.edit("A new text.")
    same = editable.again()
    editable.write_page("articles/new.md", {"title": "New", "date": "2010-03-12"}, "Text.")
    new = editable.again()
    editable.configure(site_url="https://elsewhere.example/")
    moved = editable.again()

    assert b"/articles/new/" not in same.files["sitemap.xml"]
    assert b"<loc>https://log.example/articles/new/</loc>" in new.files["sitemap.xml"]
    assert b"log.example" not in moved.files["sitemap.xml"] + moved.files["robots.txt"]
    assert moved.differences(editable.clean()) == []
