"""Addresses: which file is what, under which URL, and how pages link to each other."""

from __future__ import annotations

from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.routes import (
    Kind,
    Routes,
    citation_anchor,
    is_person_id,
    is_series_id,
    is_web_address,
    lasting_name,
    relative,
    row_anchor,
    to_root,
    topic_slug,
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.md", Kind.HOME),
        ("about.md", Kind.PAGE),
        ("articles/index.md", Kind.PAGE),
        ("articles/network.md", Kind.ARTICLE),
        ("articles/2.6.33/network.md", Kind.ARTICLE),
        ("articles/2.6.33/index.md", Kind.ARTICLE),
        ("articles2/network.md", Kind.PAGE),
        ("series/index.md", Kind.SERIES_INDEX),
        ("series/coming-in-2.6.33.md", Kind.SERIES),
        ("series/deeper/coming-in-2.6.33.md", Kind.PAGE),
        ("releases/index.md", Kind.RELEASE_INDEX),
        ("releases/2.6.33.md", Kind.RELEASE),
        ("handbook/series/x.md", Kind.PAGE),
        # MkDocs makes the index of a folder from README.md as well.
        ("README.md", Kind.HOME),
        ("articles/README.md", Kind.PAGE),
        ("series/README.md", Kind.SERIES_INDEX),
        ("releases/README.md", Kind.RELEASE_INDEX),
    ],
)
def test_a_path_says_what_a_file_is_for(path: str, kind: Kind) -> None:
    assert Routes().kind(path) is kind


def test_folders_can_be_called_otherwise() -> None:
    routes = Routes(articles="news/kernel", series="serien", releases="versionen")
    assert routes.kind("news/kernel/x.md") is Kind.ARTICLE
    assert routes.kind("news/x.md") is Kind.PAGE
    assert routes.kind("serien/index.md") is Kind.SERIES_INDEX
    assert routes.series_source("coming") == "serien/coming.md"
    assert routes.release_source(LINUX.parse("6.10")) == "versionen/6.10.md"


@pytest.mark.parametrize(
    ("path", "directory_url", "file_url"),
    [
        ("index.md", "", "index.html"),
        ("README.md", "", "index.html"),
        ("articles/network.md", "articles/network/", "articles/network.html"),
        ("articles/x/index.md", "articles/x/", "articles/x/index.html"),
        ("articles/x/README.md", "articles/x/", "articles/x/index.html"),
        ("releases/2.6.33.md", "releases/2.6.33/", "releases/2.6.33.html"),
        ("releases/index.md", "releases/", "releases/index.html"),
        ("articles/Grüße & mehr.md", "articles/Gr%C3%BC%C3%9Fe%20%26%20mehr/", None),
        ("articles/a:b?c#d.md", "articles/a%3Ab%3Fc%23d/", "articles/a%3Ab%3Fc%23d.html"),
    ],
)
def test_a_page_has_the_address_that_mkdocs_gives_it(
    path: str, directory_url: str, file_url: str | None
) -> None:
    assert Routes().url(path) == directory_url
    if file_url is not None:
        assert Routes(directory_urls=False).url(path) == file_url


@pytest.mark.parametrize(
    ("url", "page_url", "link"),
    [
        ("releases/2.6.33/", "", "releases/2.6.33/"),
        ("releases/2.6.33/", "articles/x/", "../../releases/2.6.33/"),
        ("articles/y/", "articles/x/", "../y/"),
        ("articles/x/", "articles/x/", "./"),
        ("", "articles/x/", "../../"),
        ("", "", "./"),
        ("articles/", "articles/x/", "../"),
        ("articles/x/#c-1", "articles/x/", "./#c-1"),
        ("articles/y/#c-1", "articles/x/", "../y/#c-1"),
        ("releases/2.6.33.html", "articles/x.html", "../releases/2.6.33.html"),
        ("articles/y.html", "articles/x.html", "y.html"),
        ("articles/x.html", "articles/x.html", "x.html"),
        ("index.html", "articles/x.html", "../index.html"),
        ("articles/x.html#a", "index.html", "articles/x.html#a"),
    ],
)
def test_pages_link_to_each_other(url: str, page_url: str, link: str) -> None:
    assert relative(url, page_url) == link


names = st.text(min_size=1, max_size=8).filter(lambda t: t.strip("./\\") == t)
source_paths = st.lists(names, min_size=1, max_size=4).map(
    lambda parts: "/".join(part.replace("/", "-") for part in parts) + ".md"
)


@given(source_paths, source_paths, st.booleans(), st.sampled_from(["", "#c-7c68af6e32c7"]))
def test_a_relative_link_leads_back_to_its_target(
    target: str, page: str, directory_urls: bool, fragment: str
) -> None:
    routes = Routes(directory_urls=directory_urls)
    url = routes.url(target) + fragment
    root = "https://kernlog.example/"
    assert urljoin(root + routes.url(page), relative(url, routes.url(page))) == root + url


@given(source_paths)
def test_an_address_is_the_path_encoded(path: str) -> None:
    url = Routes().url(path)
    assert url.isascii()
    if not path.endswith(("index.md", "README.md")):
        assert unquote(url) == path.removesuffix(".md") + "/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/", True),
        ("http://example.org:8080/a?b#c", True),
        ("HTTPS://example.org/", True),
        ("ftp://example.org/", False),
        ("javascript:alert(1)", False),
        ("//example.org/", False),
        ("https://", False),
        ("https:///path", False),
        ("https://exa mple.org/", False),
        ("https://example.org/\ufffd", False),
        ("https://[::1", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_only_http_addresses_are_web_addresses(text: str, expected: bool) -> None:
    assert is_web_address(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coming-in-2.6.33", True),
        ("2.6.33", True),
        ("A_b", True),
        ("", False),
        ("..", False),
        (".hidden", False),
        ("a/b", False),
        ("a b", False),
        ("a\n", False),
        ("größer", True),
        ("cafe\u0301", True),
        ("网络-2.6", True),
        ("नेटवर्क", True),
        ("\u0301a", False),
        ("a\u200bb", False),
        ("a\u202eb", False),
        ("a’b", False),
    ],
)
def test_a_series_is_called_so_that_it_can_be_an_address(text: str, expected: bool) -> None:
    assert is_series_id(text) is expected


def test_a_repeated_citation_has_an_anchor_of_its_own() -> None:
    anchors = [citation_anchor("7c68af6e32c7", earlier) for earlier in range(3)]
    assert anchors == ["c-7c68af6e32c7", "c-7c68af6e32c7-2", "c-7c68af6e32c7-3"]
    rows = [row_anchor("7c68af6e32c7", earlier) for earlier in range(2)]
    assert rows == ["k-7c68af6e32c7", "k-7c68af6e32c7-2"]


@pytest.mark.parametrize(
    ("url", "way"), [("", ""), ("releases/6.1/", "../../"), ("releases/6.1.html", "../")]
)
def test_a_page_knows_the_way_to_the_root(url: str, way: str) -> None:
    assert to_root(url) == way


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("File systems", "file-systems"),
        ("file_systems", "file systems "),
        ("Straße", "strasse"),
        ("Virtualisation", "virtualisation"),
    ],
)
def test_spellings_of_one_topic_share_a_slug(one: str, other: str) -> None:
    assert topic_slug(one) == topic_slug(other)


@pytest.mark.parametrize(
    ("topic", "slug"),
    [
        ("power management", "power-management"),
        ("¡Ay! x86/64…", "ay-x86-64"),
        ("Ｎｅｔ", "net"),
        ("الشبكات", "الشبكات"),
        ("网络 驱动", "网络-驱动"),
        ("हिन्दी", "हिन्दी"),
        ("Zu\u0308rich", "z\u00fcrich"),
        ("\u0308🐧\ufe0f net", "net"),
    ],
)
def test_topics_of_all_scripts_make_addresses(topic: str, slug: str) -> None:
    assert topic_slug(topic) == slug


@pytest.mark.parametrize(
    "topic", ["", "!!!", "🐧", "❤\ufe0f", "Index", "README", "../..", "x" * 201, "网" * 67]
)
def test_what_makes_no_address_has_no_slug(topic: str) -> None:
    assert topic_slug(topic) == ""


@pytest.mark.parametrize("topic", ["x" * 200, "网" * 66, "indexes", "c"])
def test_what_nearly_makes_none_has_one(topic: str) -> None:
    assert topic_slug(topic) == topic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna", True),
        ("Anna.Example_1", True),
        ("index", False),
        ("Index", False),
        ("readme", False),
        ("..", False),
        ("a/b", False),
        ("a b", False),
        ("", False),
        ("a" * 201, False),
    ],
)
def test_people_are_called_so_that_they_can_have_a_page(text: str, expected: bool) -> None:
    assert is_person_id(text) is expected


def test_years_have_addresses_and_other_files_beside_them_are_pages() -> None:
    routes = Routes()
    assert routes.kind(routes.year_source(2010)) is Kind.YEAR
    assert routes.url(routes.year_source(2010)) == "archive/2010/"
    assert routes.kind("archive/about.md") is Kind.PAGE
    assert routes.kind("archive/2010/about.md") is Kind.PAGE


@pytest.mark.parametrize(("one", "other"), [("net", "network"), ("x86", "x86-64")])
def test_different_topics_do_not(one: str, other: str) -> None:
    assert topic_slug(one) != topic_slug(other)


@pytest.mark.parametrize("directory_urls", [True, False])
def test_feeds_are_at_the_same_address_whatever_pages_are_called(directory_urls: bool) -> None:
    routes = Routes(directory_urls=directory_urls)
    sources = (routes.home, "series/coming-in-2.6.33.md", "releases/2.6.33.md")

    assert [routes.feed(source) for source in sources] == [
        "feed.xml",
        "series/coming-in-2.6.33/feed.xml",
        "releases/2.6.33/feed.xml",
    ]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("articles/x.md", "articles/x"),
        ("articles/x/index.md", "articles/x"),
        ("articles/x/README.md", "articles/x"),
        ("articles/x.html", "articles/x"),
        ("articles/x.htm", "articles/x"),
        ("articles/x/index.html", "articles/x"),
        ("releases/2.6.33.md", "releases/2.6.33"),
        ("releases/2.6.33/index.html", "releases/2.6.33"),
        ("old/page.php/index.html", "old/page.php"),
        ("index.md", ""),
        ("x.md", "x"),
    ],
)
def test_a_name_outlives_the_form_of_addresses(path: str, name: str) -> None:
    assert lasting_name(path) == name
