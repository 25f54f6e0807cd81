"""Feeds in their two forms, from values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from feed_validation import is_atom, read_atom, read_json, texts_of
from record_factories import version

from kernlog_site.build.pages.page_kinds import feed_link_of
from kernlog_site.core.model import Person, Release, Series, Source, Topic, Year
from kernlog_site.core.routes import Routes
from kernlog_site.outputs.feeds.feed_formats import (
    Author,
    Category,
    Feed,
    FeedEntry,
    atom,
    json_feed,
    lasting_id,
)
from kernlog_site.views.feed_links import feed_link

NOON = datetime(2010, 2, 12, 12, tzinfo=timezone(timedelta(hours=1)))
FEED = Feed(
    id=lasting_id("", "feed", ""),
    title="Small Log",
    url="https://log.example/",
    address="https://log.example/feed.xml",
    author="Small Log",
    language="pt-BR",
    subtitle="Of small things.",
)
ENTRY = FeedEntry(
    id=lasting_id("", "article", "articles/a"),
    url="https://log.example/articles/a/",
    title="Kernel Log: A",
    published=NOON,
    updated=NOON + timedelta(days=2),
    summary="What is new.",
    authors=(Author("Anna", "https://log.example/authors/anna/"), Author("Ben")),
    categories=(Category("file-systems", "File systems"), Category("disks", "disks")),
)
BARE = replace(ENTRY, id="urn:x", summary="", authors=(), categories=(), updated=NOON)
HOSTILE = [
    "<b>Bold</b> & <script>alert(1)</script>",
    "\"Quotes\" 'and' ]]> &amp; &lt; --> <![CDATA[",
    "🐧 שלום مرحبا 漢字 \u200f!",
    "tab\tand  spaces",
]


def test_atom_says_all_that_is_known() -> None:
    parsed = read_atom(atom(FEED, [ENTRY, BARE], ["<p>One</p>", "<p>Two</p>"]))
    first, second = parsed.entries

    assert parsed.version == "atom10"
    assert parsed.feed.title == "Small Log"
    assert parsed.feed.subtitle == "Of small things."
    assert parsed.feed.language == "pt-BR"
    assert parsed.feed.author == "Small Log"
    assert parsed.feed.updated == first.updated == "2010-02-14T12:00:00+01:00"
    assert {(link.rel, link.href) for link in parsed.feed.links} == {
        ("self", "https://log.example/feed.xml"),
        ("alternate", "https://log.example/"),
    }
    assert (first.title, first.link, first.id) == (ENTRY.title, ENTRY.url, ENTRY.id)
    assert (first.published, second.updated) == (NOON.isoformat(), NOON.isoformat())
    assert first.summary == "What is new."
    assert [(its.name, its.get("href")) for its in first.authors] == [
        ("Anna", "https://log.example/authors/anna/"),
        ("Ben", None),
    ]
    assert [(tag.term, tag.label) for tag in first.tags] == [
        ("file-systems", "File systems"),
        ("disks", "disks"),
    ]
    assert (first.content[0].type, first.content[0].value) == ("text/html", "<p>One</p>")
    assert second.content[0].value == "<p>Two</p>"


def test_json_says_the_same() -> None:
    feed = read_json(json_feed(FEED, [ENTRY, BARE], ["<p>One</p>", "<p>Two</p>"]))
    first, second = feed["items"]

    assert feed["title"] == "Small Log"
    assert feed["description"] == "Of small things."
    assert feed["home_page_url"] == "https://log.example/"
    assert feed["language"] == "pt-BR"
    assert first == {
        "id": ENTRY.id,
        "url": ENTRY.url,
        "title": ENTRY.title,
        "summary": "What is new.",
        "date_published": "2010-02-12T12:00:00+01:00",
        "date_modified": "2010-02-14T12:00:00+01:00",
        "authors": [{"name": "Anna", "url": ENTRY.authors[0].url}, {"name": "Ben"}],
        "tags": ["File systems", "disks"],
        "content_html": "<p>One</p>",
    }
    assert second.keys() == {
        "id",
        "url",
        "title",
        "date_published",
        "date_modified",
        "content_html",
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_letter_for_letter(text: str) -> None:
    feed = replace(FEED, title=text, subtitle=text, author=text)
    entry = replace(
        ENTRY,
        title=text,
        summary=text,
        authors=(Author(text),),
        categories=(Category(text, text),),
    )
    data = atom(feed, [entry], ["<p>x</p>"])
    (item,) = read_json(json_feed(feed, [entry], ["<p>x</p>"]))["items"]

    assert texts_of(data, "title") == [text, text]
    assert texts_of(data, "name") == [text, text]
    assert read_atom(data).entries[0].tags[0].label == text
    assert item["title"] == item["summary"] == item["tags"][0] == text


def test_a_summary_is_text() -> None:
    data = atom(FEED, [replace(ENTRY, summary="a <b> & c")], ["x"])

    assert texts_of(data, "summary") == ["a &lt;b&gt; &amp; c"], "read as HTML, it is the text"


def test_what_xml_cannot_have_is_replaced() -> None:
    bad = "a\0b\x0bc\x1f\ud800\ufffe"
    entry = replace(
        ENTRY, title=bad, summary=bad, authors=(Author(bad),), categories=(Category(bad, bad),)
    )
    feed = replace(FEED, title=bad, subtitle=bad, author=bad)
    shown = "a\ufffdb\ufffdc\ufffd\ufffd\ufffd"

    assert texts_of(atom(feed, [entry], ["x"]), "title") == [shown, shown]
    assert read_atom(atom(feed, [entry], ["x"])).entries[0].tags[0].label == shown
    assert read_json(json_feed(feed, [entry], ["x"]))["items"][0]["title"] == shown


def test_text_that_runs_leftwards_says_so() -> None:
    feed = replace(FEED, direction="rtl", language="ar")

    assert texts_of(atom(feed, [ENTRY], ["<p>x</p>"]), "content") == [
        '<div dir="rtl"><p>x</p></div>'
    ]
    (item,) = read_json(json_feed(feed, [ENTRY], ["<p>x</p>"]))["items"]
    assert item["content_html"] == '<div dir="rtl"><p>x</p></div>'


def test_a_feed_without_articles_is_the_same_at_any_time() -> None:
    feed = replace(FEED, subtitle="")
    parsed = read_atom(atom(feed, [], []))

    assert parsed.entries == []
    assert parsed.feed.updated == "1970-01-01T00:00:00+00:00"
    assert "subtitle" not in parsed.feed
    assert read_json(json_feed(feed, [], []))["items"] == []


def test_the_schema_would_tell() -> None:
    data = atom(FEED, [ENTRY], ["x"])

    assert is_atom(data)
    for right, wrong in [
        (b"<updated>", b"<updated>x"),
        (b'xml:lang="pt-BR"', b'xml:lang="pt BR"'),
        (b"<title>", b"<title type='x'>"),
        (b" term=", b" name="),
    ]:
        assert right in data
        assert not is_atom(data.replace(right, wrong))


def test_ids_differ_by_all_that_they_are_made_from() -> None:
    ids = {
        lasting_id(namespace, kind, name)
        for namespace in ("", "de")
        for kind in ("article", "feed")
        for name in ("", "a", "a/b")
    }

    assert len(ids) == 12
    assert lasting_id("", "article", "articles/a") == ENTRY.id
    assert ENTRY.id == "urn:uuid:15558e68-5344-5e72-a92f-d99e8f3c3569", (
        "which is in feed readers by now"
    )


def test_feeds_are_called_and_found_after_what_they_are_about() -> None:
    routes = Routes(series="reihen")
    anna = Person("anna", "Anna")
    found = [
        feed_link_of(subject, "Log", routes)
        for subject in (
            Series("coming", Source("reihen/coming.md"), "Coming"),
            Release(version("2.6.33"), Source("releases/whatever.md")),
            Topic("größe", "Größe", ()),
            anna,
        )
    ]

    assert feed_link("Log", routes.home, routes) == ("Log", "feed.xml", "")
    assert found == [
        ("Log: Coming", "reihen/coming/feed.xml", "reihen/coming"),
        ("Log: Linux 2.6.33", "releases/2.6.33/feed.xml", "releases/2.6.33"),
        ("Log: Größe", "topics/größe/feed.xml", "topics/größe"),
        ("Log: Anna", "authors/anna/feed.xml", "authors/anna"),
    ]
    assert found[2]
    assert found[2].url == "topics/gr%C3%B6%C3%9Fe/feed.xml"
    assert feed_link_of(anna, "Log", Routes(directory_urls=False)) == found[3]
    assert feed_link_of(Year(2010, ()), "Log", routes) is None


def test_times_are_those_of_the_writer() -> None:
    entry = replace(ENTRY, updated=datetime(2010, 2, 12, 15, 51, tzinfo=UTC))

    assert texts_of(atom(FEED, [entry], ["x"]), "published") == ["2010-02-12T12:00:00+01:00"]
