"""The heads of real pages, read by what reads them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from small_site import Built, SmallSite

from kernlog_site.core.characters import printable

ROOT = "https://log.example/"
PART = "articles/2.6.33/network/"
HOSTILE = [
    '"><script>alert(1)</script>',
    "</script><script>alert(1)</script><!--",
    "'\" onload='alert(1)' x=\"",
    "]]> &amp; &lt;b&gt; {{ 7 * 7 }} {% raw %}",
    "🐧 \u202eשלום مرحبا\u202c 漢字",
    "a\u2028b\u0085c",
]


def tags(soup: BeautifulSoup, key: str) -> dict[str, str]:
    """The contents of <meta> by name or by property; of several the last."""
    return {str(m[key]): str(m["content"]) for m in soup.find_all("meta", attrs={key: True})}


def relations(soup: BeautifulSoup) -> dict[str, str]:
    found = {}
    for link in soup.head.find_all("link") if soup.head else ():
        found[" ".join(link["rel"])] = str(link["href"])
    return found


def linked_data(soup: BeautifulSoup) -> list[dict[str, Any]]:
    scripts = soup.find_all("script", type="application/ld+json")
    assert len(scripts) == 1
    return list(json.loads(scripts[0].get_text())["@graph"])


def title(soup: BeautifulSoup) -> str:
    (found,) = soup.select("head > title")
    return str(found.get_text())


def test_an_article_for_search_engines_and_networks(built: Built) -> None:
    page = built.page(PART)
    named, properties = tags(page, "name"), tags(page, "property")

    assert title(page) == "Kernel Log: Coming in 2.6.33 (Part 1) - Networking"
    assert named["viewport"] == "width=device-width,initial-scale=1"
    assert named["twitter:card"] == "summary_large_image"
    assert named["description"] == properties["og:description"]
    assert "robots" not in named
    assert properties["og:title"] == title(page)
    assert properties["og:type"] == "article"
    assert properties["og:url"] == f"{ROOT}{PART}" == relations(page)["canonical"]
    assert properties["og:image"] == f"{ROOT}{PART}card.png"
    assert properties["og:image:alt"] == title(page)
    assert properties["og:site_name"] == "Small Log"
    assert properties["article:published_time"].startswith("2010-")
    assert properties["article:author"] == named["author"]
    assert [thing["@type"] for thing in linked_data(page)] == ["NewsArticle", "BreadcrumbList"]


@pytest.mark.parametrize(
    ("address", "called", "kinds"),
    [
        ("", "Small Log", ["WebSite"]),
        (
            "series/coming-in-2.6.33/",
            "Coming in 2.6.33 – Small Log",
            ["CreativeWorkSeries", "BreadcrumbList"],
        ),
        (
            "releases/2.6.33/",
            "Linux 2.6.33: tracking page – Small Log",
            ["CollectionPage", "BreadcrumbList"],
        ),
    ],
)
def test_other_pages_say_what_they_are(
    built: Built, address: str, called: str, kinds: list[str]
) -> None:
    page = built.page(address)

    assert title(page) == called
    assert [thing["@type"] for thing in linked_data(page)] == kinds
    assert tags(page, "property")["og:type"] == "website"
    assert tags(page, "name")["twitter:card"] == "summary"


@pytest.mark.parametrize("address", ["series/", "releases/", "about/"])
def test_pages_about_no_record_need_no_linked_data(built: Built, address: str) -> None:
    page = built.page(address)

    assert title(page).endswith(" – Small Log")
    assert page.find("script", type="application/ld+json") is None
    assert relations(page)["canonical"] == f"{ROOT}{address}"


def test_parts_lead_to_each_other_and_icons_are_there(built: Built) -> None:
    first, second = built.page(PART), built.page("articles/2.6.33/storage/")

    assert "prev" not in relations(first)
    assert built.target(f"{PART}index.html", relations(first)["next"])[0].is_file()
    assert relations(second)["prev"].endswith(PART)
    for relation in ("icon", "apple-touch-icon"):
        assert built.target(f"{PART}index.html", relations(first)[relation])[0].is_file()
    assert "next" not in relations(second)


def test_every_article_has_the_picture_that_it_announces(built: Built) -> None:
    feed_links_of = {
        image.removeprefix(ROOT)
        for page in built.pages()
        if (image := tags(built.page(page), "property").get("og:image"))
    }

    assert len(feed_links_of) == 4
    assert feed_links_of == {name for name in built.files() if name.endswith("card.png")}


def test_addresses_in_linked_data_lead_to_pages(built: Built) -> None:
    found = [
        address
        for page in built.pages()
        for address in _addresses(built.page(page).find("script", type="application/ld+json"))
    ]

    assert len(found) > 30
    assert [its for its in found if not built.target("", its.removeprefix(ROOT))[0].is_file()] == []


def _addresses(script: Any) -> list[str]:
    text = json.loads(script.get_text()) if script else {}
    return [its for its in _strings(text) if its.startswith(ROOT)]


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [string for its in value for string in _strings(its)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_record_gets_out_of_its_place(site: SmallSite, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii="🐧" not in text)
    front = f"title: {quoted}\nsummary: {quoted}\ntopics: [{quoted}]\n"
    site.write("articles/bad.md", f"---\n{front}date: 2010-02-13 10:00\nrelease: 2.6.33\n---\nX.\n")
    site.write("series/bad.md", f"---\n{front.partition('topics')[0]}---\nX.\n")
    site.write("authors.yml", f"anna: {{name: {quoted}}}\n")
    site.write("about.md", f"---\ndescription: {quoted}\nauthor: {quoted}\n---\n# About\n")
    built = site.build(strict=False)
    text = printable(text)
    shown = " ".join(text.split())

    for address in ("articles/bad/", "series/bad/", "about/", PART):
        page = built.page(address)
        assert page.head
        assert {tag.name for tag in page.head.find_all()} <= {"meta", "link", "title", "script"}
        assert not [s for s in page.find_all("script") if s.get_text().startswith("alert")]
        assert not page.find_all(onload=True)
    bad = built.page("articles/bad/")
    assert title(bad) == f"Kernel Log: {text}"
    assert tags(bad, "name")["description"] == shown
    assert linked_data(bad)[0]["alternativeHeadline"] == text
    assert linked_data(bad)[0]["keywords"] == [text]
    assert tags(built.page("about/"), "name")["author"] == text
    assert tags(built.page("about/"), "name")["description"] == shown
    assert (built.folder / "articles/bad/card.png").is_file()


def test_a_preview_marks_what_is_not_public_and_draws_nothing(site: SmallSite) -> None:
    site.write("articles/draft.md", "---\ntitle: Draft\nstatus: draft\n---\nX.\n")
    built = site.build(strict=False, preview=True)

    assert tags(built.page("articles/draft/"), "name")["robots"] == "noindex"
    assert "robots" not in tags(built.page(PART), "name")
    assert "og:image" not in tags(built.page(PART), "property")
    assert [name for name in built.files() if name.endswith("card.png")] == []


@pytest.mark.parametrize("setting", ["cards", "site_url"])
def test_without_cards_or_an_address_none_is_announced(site: SmallSite, setting: str) -> None:
    if setting == "cards":
        site.options(cards=False)
    else:
        site.settings(site_url=None)
    built = site.build()
    page = built.page(PART)

    assert [name for name in built.files() if name.endswith("card.png")] == []
    assert "og:image" not in tags(page, "property")
    assert tags(page, "name")["twitter:card"] == "summary"
    assert title(page) == "Kernel Log: Coming in 2.6.33 (Part 1) - Networking"


def test_cards_have_their_place_without_directory_urls(site: SmallSite) -> None:
    site.settings(use_directory_urls=False)
    built = site.build()
    image = tags(built.page("articles/2.6.33/network.html"), "property")["og:image"]

    assert image == f"{ROOT}articles/2.6.33/network-card.png"
    assert (built.folder / "articles/2.6.33/network-card.png").is_file()


def test_a_site_below_a_path(site: SmallSite) -> None:
    site.settings(site_url=f"{ROOT}news")
    built = site.build()

    assert tags(built.page(PART), "property")["og:image"] == f"{ROOT}news/{PART}card.png"
    lost = built.page("404.html")
    assert [a["href"] for a in lost.select(".kl-lost nav a")] == [
        "/news/",
        "/news/series/",
        "/news/releases/",
        "/news/about/",
        "/news/commits/",
    ]


def test_the_page_for_lost_readers(site: SmallSite) -> None:
    lost = site.build().page("404.html")

    assert title(lost) == "Page not found – Small Log"
    assert tags(lost, "name")["robots"] == "noindex"
    assert "canonical" not in relations(lost)
    assert [a["href"] for a in lost.select(".kl-lost nav a")] == [
        "/",
        "/series/",
        "/releases/",
        "/about/",
        "/commits/",
    ]
    assert all(str(href).startswith(("/", "https:")) for href in relations(lost).values())


def test_it_has_a_search(site: SmallSite) -> None:
    (form,) = site.build().page("404.html").select(".kl-lost form")

    assert (form["action"], form["method"]) == ("/search/", "get")
    assert form.select_one("input[type=search][name=q]")


def test_an_icon_of_the_site_takes_the_place_of_ours(site: SmallSite) -> None:
    theme = {"name": "material", "font": False}
    site.settings(theme=theme | {"favicon": "own.ico"})
    page = site.build().page(PART)

    assert relations(page)["icon"] == "../../../own.ico"
    assert "apple-touch-icon" not in relations(page)
