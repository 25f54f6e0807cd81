"""Pages at old addresses of articles, in real builds."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from editable_site import EditableSite
from small_site import Built, SmallSite, links, text

from kernlog_site.tools.project import open_project

ARTICLE = "articles/2.6.33/network.md"
PAGE = "articles/2.6.33/network/"
HEADLINE = "Kernel Log: Coming in 2.6.33 (Part 1) - Networking"
ADDRESSES = {
    "open/features/old-address.html": "open/features/old-address.html",
    "old/path/": "old/path/index.html",
    "/old/bare": "old/bare/index.html",
    "old.php": "old.php/index.html",
    "Old.HTM": "Old.HTM",
    "https://log.example/full/": "full/index.html",
    "gr%C3%B6%C3%9Fe/%C3%BCber uns.html": "größe/über uns.html",
}


def with_aliases(site: SmallSite, *aliases: str, path: str = ARTICLE) -> None:
    lines = "".join(f"  - '{alias}'\n" for alias in aliases)
    site.edit(path, "title:", f"aliases:\n{lines}title:")


def refresh(page: BeautifulSoup) -> str:
    meta = page.find("meta", {"http-equiv": "refresh"})
    assert meta
    found = re.fullmatch(r"0; url=(\S+)", str(meta["content"]))
    assert found
    return found[1]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = SmallSite(tmp_path_factory.mktemp("moved"))
    site.settings(site_url="https://log.example/")
    with_aliases(site, *ADDRESSES)
    return site.build()


@pytest.mark.parametrize("path", ADDRESSES.values())
def test_an_old_address_leads_to_the_article(moved: Built, path: str) -> None:
    assert moved.problems == []
    page = moved.page(path)

    there = moved.folder / PAGE / "index.html"
    assert moved.target(path, refresh(page)) == (there, "")
    assert [moved.target(path, href) for href in links(page)] == [(there, "")]
    assert text(page.select("a")[0]) == HEADLINE
    assert page.title
    assert page.title.string == HEADLINE
    canonical = page.find("link", rel="canonical")
    assert canonical
    assert canonical["href"] == f"https://log.example/{PAGE}"
    assert page.find("meta", {"name": "robots", "content": "noindex"})
    assert page.body
    assert text(page.body) == f"This article has moved to another address: {HEADLINE}"


def test_the_script_that_keeps_the_fragment_comes_first_and_is_the_only_one(moved: Built) -> None:
    page = moved.page("old/path/")

    [script] = page.find_all("script")
    assert moved.target("old/path/index.html", str(script["src"]))[0].is_file()
    assert script["data-to"] == refresh(page)
    assert script.sourceline < page.find("meta", {"http-equiv": "refresh"}).sourceline  # type: ignore
    assert not script.string


def test_nothing_else_names_an_old_address(moved: Built) -> None:
    elsewhere = {p: data for p, data in moved.files().items() if p not in ADDRESSES.values()}

    assert [
        p for p, data in elsewhere.items() if b"old-address" in data or b"old.php" in data
    ] == []


def test_without_folders_for_pages(site: SmallSite) -> None:
    site.settings(use_directory_urls=False)
    with_aliases(site, "old/path", "old/address.html", "articles/2.6.33/network/")
    built = site.build()

    assert built.problems == []
    there = built.folder / "articles/2.6.33/network.html"
    for path in ("old/path/index.html", "old/address.html", "articles/2.6.33/network/index.html"):
        assert built.target(path, refresh(built.page(path))) == (there, "")


def test_without_an_address_of_the_site(site: SmallSite) -> None:
    site.settings(site_url=None)
    with_aliases(site, "old/")
    page = site.build().page("old/")

    canonical = page.find("link", rel="canonical")
    assert canonical
    assert canonical["href"] == refresh(page) == f"../{PAGE}"


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("de", "ltr", "Dieser Artikel hat jetzt eine andere Adresse:"), ("ar", "rtl", "")],
)
def test_in_the_language_of_the_site(
    site: SmallSite, language: str, direction: str, words: str
) -> None:
    theme = {"name": "material", "font": False}
    site.settings(theme={**theme, "language": language})
    with_aliases(site, "old/")
    page = site.build().page("old/")

    assert page.html
    assert (page.html["lang"], page.html["dir"]) == (language, direction)
    assert words in text(page)


def test_a_headline_is_data(site: SmallSite) -> None:
    with_aliases(site, "old.html")
    site.edit(ARTICLE, "title: Networking", "title: '</title><script>\"x\"&amp;'")
    page = site.build(strict=False).page("old.html")

    assert len(page.find_all("script")) == 1
    assert '</title><script>"x"&amp;' in text(page.select("a")[0])


@pytest.mark.parametrize("key", ["status: draft", "date: 2099-01-01 10:00"])
def test_what_readers_cannot_see_has_no_old_addresses(site: SmallSite, key: str) -> None:
    line = "aliases: [old.html, ../wrong]"
    site.write("articles/new.md", f"---\ntitle: New\ndate: 2010-02-20\n{line}\n---\n")
    site.edit(
        "articles/new.md",
        "date: 2010-02-20" if "date" in key else "title: New",
        key if "date" in key else f"title: New\n{key}",
    )
    built = site.build()

    assert built.problems == []
    assert not (built.folder / "old.html").exists()
    assert (site.build(preview=True, strict=False).folder / "old.html").exists()


def test_what_content_has_wins(site: SmallSite) -> None:
    site.write("files/table.html", "A table")
    site.write("files/feed", "A file without an ending")
    paths = [
        "about/",
        "files/table.html",
        "files/feed",
        "files/feed/more",
        "files.html/x",
        "assets/x.html",
        "sitemap.xml",
        "404.html",
        "releases/",
        "articles/2.6.33/storage",
    ]
    before = site.build().files()
    with_aliases(site, *paths)
    built = site.build(strict=False)

    after = built.files()
    new = set(after) - set(before)
    assert new == {"files.html/x/index.html", "assets/x.html"}
    # Feeds know an article by its oldest address, and the sitemap when it was made.
    same = (path for path in before if not path.rpartition("/")[2].startswith(("feed.", "sitemap")))
    differing = {path for path in same if before[path] != after[path]}
    assert differing == set()
    assert len(built.problems) == 8
    assert all("network.md:" in problem for problem in built.problems)


def test_the_command_tells_what_a_build_tells(site: SmallSite) -> None:
    with_aliases(site, "about", "404.html", "../x", "releases", "sitemap.xml", "assets")
    told = {str(p) for p in open_project(str(site.config_file)).problems()}
    in_build = {p.partition("content/")[2] for p in site.build(strict=False).problems}

    assert {p for p in told if "old address" in p} == {p for p in in_build if "old address" in p}


def test_a_page_comes_and_goes_with_its_alias(editable: EditableSite) -> None:
    file = editable.content / ARTICLE
    before = file.read_text()
    assert "old.html" not in editable.again().files
    file.write_text(before.replace("title:", "aliases: [old.html, old/one/]\ntitle:", 1))
    page = editable.again().files["old.html"]
    assert b"Networking" in page
    file.write_text(file.read_text().replace("title: Networking", "title: Nets"))
    assert b"Nets" in editable.again().files["old.html"]
    file.write_text(before)
    assert not {"old.html", "old/one/index.html"} & set(editable.again().files)
