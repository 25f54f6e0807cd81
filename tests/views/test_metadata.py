"""What the head of a page is made from, as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from record_factories import NOON, site

from kernlog_site.build.pages.page_head import head_of
from kernlog_site.core.routes import Kind, Routes
from kernlog_site.views.headlines import Headlines
from kernlog_site.views.json_ld import Thing
from kernlog_site.views.metadata import Metadata, Picture, Publication
from kernlog_site.views.models import AuthorLink
from kernlog_site.views.presenter import Presenter
from kernlog_site.views.taxonomies import Taxonomies

ROOT = "https://log.example/news/"
PUBLICATION = Publication(
    "Small Log",
    Routes(),
    ROOT,
    "Of small things.",
    section="Log",
    language="de",
    locale="de_DE",
    cards=True,
)
PART = """---
title: {title}
series: coming
part: {part}
date: 2010-02-0{part} 12:00
authors: [anna, nobody]
summary: |
  What is
  new.
topics: [disks, file systems]
---
"""
UPDATED = "\nupdated: [{date: 2010-02-20 09:00, note: More.}]\n---\n"
CORE = site(
    **{
        "authors.yml": "anna: {name: Anna Example, links: [{title: a, url: 'https://a.example/'},"
        " {title: b, url: 'https://b.example/@b'}]}",
        "series__coming": "---\ntitle: Coming\nrelease: 2.6.33\nsummary: All parts.\n"
        "planned: [{part: 4, title: Later}]\n---\n",
        "articles__p1": PART.format(title="Networking", part=1).replace("\n---\n", UPDATED),
        "articles__p2": PART.format(title="Storage", part=2),
        "articles__p3": PART.format(title="Graphics", part=3).replace("12:00", "12:00 +05:30"),
        "articles__one": "---\ntitle: One\ndate: 2010-02-11 12:00\nrelease: 2.6.33\n"
        "authors: []\n---\n",
        "articles__alone": "---\ntitle: Alone\ndate: 2010-02-11 12:00\nauthors: []\n---\n",
        "articles__draft": "---\ntitle: Draft\nstatus: draft\nauthors: []\n---\n",
        "articles__later": "---\ntitle: Later\ndate: 2010-03-01\nauthors: []\n---\n",
    }
)
HEADLINES = Headlines("Log", "{kicker}: {series} {part}, {title}")
PRESENT = Presenter(CORE.library, CORE.routes, HEADLINES, cited={}, rows_of=lambda _: (), now=NOON)
WAYS = Taxonomies(CORE.library, CORE.routes, PRESENT.teaser)


def known(url: str, **fields: str) -> Metadata:
    """What is known of any page."""
    return Metadata("page", fields.pop("name", "A page"), f"{ROOT}{url}", **fields)  # type: ignore[arg-type]


def of_article(name: str, publication: Publication = PUBLICATION) -> tuple[Metadata, Thing | None]:
    view = PRESENT.article(CORE.article(f"articles/{name}.md"), f"{ROOT}articles/{name}/")
    return head_of(Kind.ARTICLE, known(f"articles/{name}/"), view, publication)


def of(kind: Kind, view: object, url: str, **fields: str) -> tuple[Metadata, list[Thing]]:
    """The head of a page of some kind, and what search engines are told of it."""
    head, data = head_of(kind, known(url, **fields), view, PUBLICATION)
    return head, things(data)


def things(data: Thing | None) -> list[Thing]:
    assert data
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def test_an_article_tells_who_wrote_what_and_when() -> None:
    head, _ = of_article("p2")

    assert head == Metadata(
        kind="article",
        name="Log: Coming 2, Storage",
        url=f"{ROOT}articles/p2/",
        description="What is new.",
        authors=("Anna Example", "nobody"),
        published=head.published,
        modified=head.published,
        section="Log",
        topics=("disks", "file systems"),
        picture=Picture(f"{ROOT}articles/p2/card.png", 1200, 630),
        previous="articles/p1/",
        next="articles/p3/",
        is_described=True,
        locale="de_DE",
    )
    assert head.published == datetime.fromisoformat("2010-02-02T12:00+00:00")


def test_an_update_is_when_an_article_was_modified() -> None:
    head, data = of_article("p1")

    assert head.modified == datetime.fromisoformat("2010-02-20T09:00+00:00")
    assert things(data)[0]["dateModified"] == "2010-02-20T09:00:00+00:00"


def test_times_keep_their_offset() -> None:
    head, data = of_article("p3")

    assert head.published
    assert head.published.utcoffset() == timedelta(hours=5, minutes=30)
    assert things(data)[0]["datePublished"] == "2010-02-03T12:00:00+05:30"


def test_search_engines_learn_where_an_article_belongs() -> None:
    article, trail = things(of_article("p2")[1])

    assert article == {
        "@type": "NewsArticle",
        "@id": f"{ROOT}articles/p2/",
        "url": f"{ROOT}articles/p2/",
        "mainEntityOfPage": f"{ROOT}articles/p2/",
        "headline": "Log: Coming 2, Storage",
        "alternativeHeadline": "Storage",
        "description": "What is new.",
        "image": f"{ROOT}articles/p2/card.png",
        "datePublished": "2010-02-02T12:00:00+00:00",
        "dateModified": "2010-02-02T12:00:00+00:00",
        "author": [
            {
                "@type": "Person",
                "name": "Anna Example",
                "url": f"{ROOT}authors/anna/",
                "sameAs": ["https://a.example/", "https://b.example/@b"],
            },
            {"@type": "Person", "name": "nobody"},
        ],
        "publisher": {"@type": "Organization", "name": "Small Log", "url": ROOT},
        "articleSection": "Log",
        "keywords": ["disks", "file systems"],
        "about": {"@type": "Thing", "name": "Linux 2.6.33", "url": f"{ROOT}releases/2.6.33/"},
        "isPartOf": {
            "@type": "CreativeWorkSeries",
            "name": "Coming",
            "url": f"{ROOT}series/coming/",
        },
        "position": 2,
        "inLanguage": "de",
    }
    assert trail_of(trail) == [
        (1, "Small Log", ROOT),
        (2, "Coming", f"{ROOT}series/coming/"),
        (3, "Log: Coming 2, Storage", f"{ROOT}articles/p2/"),
    ]


def trail_of(trail: Thing) -> list[tuple[int, str, str]]:
    return [(its["position"], its["name"], its["item"]) for its in trail["itemListElement"]]


def test_an_article_on_its_own_is_found_by_its_release_or_from_the_home_page() -> None:
    article, trail = things(of_article("one")[1])

    assert {"isPartOf", "position", "keywords", "author"}.isdisjoint(article)
    assert [name for _, name, _ in trail_of(trail)] == ["Small Log", "Linux 2.6.33", "Log: One"]
    _, trail = things(of_article("alone")[1])
    assert [name for _, name, _ in trail_of(trail)] == ["Small Log", "Log: Alone"]


def test_an_article_that_names_no_author_is_by_those_of_the_site() -> None:
    view = PRESENT.article(CORE.article("articles/one.md"), "")
    page = replace(known("articles/one/"), authors=("The editors",))

    assert head_of(Kind.ARTICLE, page, view, PUBLICATION)[0].authors == ("The editors",)


@pytest.mark.parametrize("name", ["draft", "later"])
def test_what_is_not_public_is_told_to_nobody(name: str) -> None:
    head, data = of_article(name)

    assert head.is_hidden
    assert data is None


def test_nor_is_that_of_which_nobody_knows() -> None:
    view = PRESENT.article(CORE.article("articles/one.md"), "")
    for article in (replace(view.article, status=None), replace(view.article, date=None)):
        unknown = replace(view, article=article)
        head, data = head_of(Kind.ARTICLE, known("articles/one/"), unknown, PUBLICATION)
        assert head.is_hidden
        assert data is None


def test_without_cards_or_an_address_there_is_no_picture() -> None:
    assert of_article("one", replace(PUBLICATION, cards=False))[0].picture is None
    assert of_article("one", replace(PUBLICATION, url=""))[0].picture is None


def test_a_series_lists_what_can_be_read_of_it() -> None:
    view = PRESENT.series(CORE.library.series["coming"])
    head, (series, _) = of(Kind.SERIES, view, "series/coming/")

    assert (head.kind, head.name, head.description) == ("series", "Coming", "All parts.")
    assert series["@type"] == "CreativeWorkSeries"
    assert series["hasPart"][1] == {
        "@type": "NewsArticle",
        "name": "Storage",
        "url": f"{ROOT}articles/p2/",
        "position": 2,
        "datePublished": "2010-02-02T12:00:00+00:00",
    }
    assert [part["position"] for part in series["hasPart"]] == [1, 2, 3]


def test_a_tracking_page_lists_its_articles() -> None:
    view = PRESENT.release(next(iter(CORE.library.releases.values())))
    head, (page, _) = of(Kind.RELEASE, view, "releases/2.6.33/")

    assert (head.kind, head.name) == ("release", "Linux 2.6.33")
    assert page["@type"] == "CollectionPage"
    assert trail_of(page["mainEntity"]) == [
        (1, "Networking", f"{ROOT}articles/p1/"),
        (2, "Storage", f"{ROOT}articles/p2/"),
        (3, "Graphics", f"{ROOT}articles/p3/"),
        (4, "One", f"{ROOT}articles/one/"),
    ]


def test_the_home_page_is_the_site() -> None:
    view = PRESENT.home()
    head, (site_,) = of(Kind.HOME, view, "")

    assert (head.kind, head.name) == ("home", "Small Log")
    assert site_["@type"] == "WebSite"
    assert site_["url"] == ROOT


def test_a_topic_is_a_collection_about_something() -> None:
    view = WAYS.topic(CORE.library.topics["disks"])
    head, (collection, trail) = of(Kind.TOPIC, view, "topics/disks/", name="disks")

    assert (head.kind, head.name, head.is_described) == ("topic", "disks", False)
    assert collection["@type"] == "CollectionPage"
    assert collection["about"] == {"@type": "Thing", "name": "disks"}
    assert [item["item"] for item in collection["mainEntity"]["itemListElement"]] == [
        f"{ROOT}articles/p{number}/" for number in (3, 2, 1)
    ]
    assert trail["itemListElement"][-1]["item"] == f"{ROOT}topics/disks/"


def test_an_author_has_a_profile() -> None:
    view = WAYS.author(CORE.library.people["anna"])
    head, (profile, trail) = of(Kind.AUTHOR, view, "authors/anna/", name="Anna Example")

    assert (head.kind, head.is_described) == ("author", False)
    assert trail["@type"] == "BreadcrumbList"
    assert profile["@type"] == "ProfilePage"
    assert profile["mainEntity"] == {
        "@type": "Person",
        "name": "Anna Example",
        "url": f"{ROOT}authors/anna/",
        "sameAs": ["https://a.example/", "https://b.example/@b"],
    }


def test_a_biography_describes_unless_the_page_says_otherwise() -> None:
    person = replace(CORE.library.people["anna"], bio="Writes\nmuch.")
    view = WAYS.author(person)
    own, _ = of(Kind.AUTHOR, view, "authors/anna/", description="In other words.")
    head, (profile, _) = of(Kind.AUTHOR, view, "authors/anna/")

    assert own.description == "In other words."
    assert head.description == profile["mainEntity"]["description"] == "Writes much."
    assert head.is_described


def test_the_pages_of_the_archive_name_the_newest_articles() -> None:
    year, (collection, _) = of(
        Kind.YEAR, WAYS.year(CORE.library.years[2010]), "archive/2010/", name="2010"
    )
    archive, (same, _) = of(Kind.ARCHIVE, WAYS.archive(), "archive/", name="Archive")
    topics, (bare, _) = of(Kind.TOPIC_INDEX, WAYS.all_topics(), "topics/", name="Topics")

    assert [its.kind for its in (year, archive, topics)] == ["year", "overview", "overview"]
    names = [item["name"] for item in collection["mainEntity"]["itemListElement"]]
    assert names[:2] == ["Log: Later", "Log: Alone"]
    assert len(same["mainEntity"]["itemListElement"]) > len(names) - 1
    assert "mainEntity" not in bare


def test_another_page_says_what_it_says_itself() -> None:
    page = known("about/", name="About", description="Who we are.")
    head, data = head_of(Kind.PAGE, page, None, PUBLICATION)

    assert (head.kind, head.name, head.description) == ("page", "About", "Who we are.")
    assert data is None
    head, _ = head_of(Kind.PAGE, known("about/"), None, PUBLICATION)
    assert head.description == "Of small things."


@pytest.mark.parametrize(
    ("text", "length", "end"),
    [
        ("word " * 100, 300, "word…"),
        ("x" * 500, 300, "x…"),
        ("a " * 150, 299, "a a"),
        ("  two\n\n lines ", 9, "two lines"),
    ],
)
def test_a_long_description_ends_after_a_word(text: str, length: int, end: str) -> None:
    head, _ = head_of(Kind.PAGE, known("", description=text), None, PUBLICATION)
    described = head.description

    assert len(described) == length
    assert described.endswith(end)


def test_a_person_without_links_is_a_name() -> None:
    view = PRESENT.article(CORE.article("articles/one.md"), "")
    people = (
        AuthorLink("A"),
        AuthorLink("B", elsewhere=("https://b.example/", "https://c.example/")),
    )
    view = replace(view, authors=people)
    _, (article, _) = of(Kind.ARTICLE, view, "articles/one/")

    assert article["author"] == [
        {"@type": "Person", "name": "A"},
        {
            "@type": "Person",
            "name": "B",
            "url": "https://b.example/",
            "sameAs": ["https://c.example/"],
        },
    ]
