"""Feeds: the newest articles of the site, of a series, of a release and so on, for other programs.

What stands here are values and the two forms that they are written in, Atom (RFC 4287) and JSON
Feed 1.1. The same values always give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from xml.sax.saxutils import XMLGenerator

from feedgenerator import Atom1Feed

from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.outputs.feeds.content import legal

_KERNLOG = UUID("e7699917-fd11-4b60-81e8-6fce83d2162d")
"""Of all ids in feeds of kernlog. It never changes."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without articles was updated."""
_TEXT = b"\0"
"""What stands for a text while a feed is written. XML has no such character."""
_JSON_FEED = "https://jsonfeed.org/version/1.1"


@fingerprinted
class Author(NamedTuple):
    """Who wrote an article; `url` is empty where the site has no page about them."""

    name: str
    url: str = ""


@fingerprinted
class Category(NamedTuple):
    """What an article is about: the term that it is filed under, and how that is called."""

    term: str
    label: str


@fingerprinted
@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article in a feed, but for its text. Addresses are absolute."""

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    summary: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()


@fingerprinted
@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, but for what is in it.

    `url` is the address of the page that it goes with, `address` its own. `author` stands for the
    authors of articles that name none.
    """

    id: str
    title: str
    url: str
    address: str
    author: str
    language: str
    direction: str = "ltr"
    subtitle: str = ""


Write = Callable[[Feed, Sequence[FeedEntry], Iterable[str]], bytes]
"""Writes a feed with its entries, newest first, and their texts, which are HTML."""


def lasting_id(namespace: str, kind: str, name: str) -> str:
    """The id of what was first published under a name, wherever it may move from there."""
    return uuid5(_KERNLOG, "\n".join((namespace, kind, name))).urn


def atom(feed: Feed, entries: Sequence[FeedEntry], texts: Iterable[str]) -> bytes:
    """A feed in Atom."""
    written = _Atom(
        legal(feed.title),
        feed.url,
        description=None,
        language=feed.language,
        author_name=legal(feed.author),
        subtitle=legal(feed.subtitle),
        feed_url=feed.address,
        feed_guid=feed.id,
        updated=max((entry.updated for entry in entries), default=_NEVER),
    )
    for entry in entries:
        written.add_item(
            legal(entry.title),
            entry.url,
            description=escape(legal(entry.summary)) or None,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.id,
            authors=entry.authors,
            topics=entry.categories,
        )
    begin, *others = str(written.writeString("utf-8")).encode().split(_TEXT)
    contents = (_escaped(_directed(text, feed)) for text in texts)
    return begin + b"".join(chain.from_iterable(zip(contents, others, strict=True)))


def _escaped(text: str) -> bytes:
    """HTML as text in XML. Bytes are searched in a fifth of the time that letters are."""
    data = text.encode()
    return data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def json_feed(feed: Feed, entries: Sequence[FeedEntry], texts: Iterable[str]) -> bytes:
    """A feed as JSON."""
    written: dict[str, object] = {
        "version": _JSON_FEED,
        "title": legal(feed.title),
        "home_page_url": feed.url,
        "feed_url": feed.address,
        "description": legal(feed.subtitle),
        "authors": _authors((Author(feed.author),)),
        "language": feed.language,
    }
    pairs = zip(entries, texts, strict=True)
    items = [_item(entry, _directed(text, feed)) for entry, text in pairs]
    whole = _without_empty(written) | {"items": items}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: FeedEntry, text: str) -> dict[str, object]:
    return _without_empty(
        {
            "id": entry.id,
            "url": entry.url,
            "title": legal(entry.title),
            "summary": legal(entry.summary),
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": _authors(entry.authors),
            "tags": [legal(topic.label) for topic in entry.categories],
        }
    ) | {"content_html": text}


def _authors(authors: Iterable[Author]) -> list[dict[str, object]]:
    return [_without_empty({"name": legal(author.name), "url": author.url}) for author in authors]


def _without_empty(written: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in written.items() if value}


def _directed(text: str, feed: Feed) -> str:
    """A text that says itself where it runs leftwards: feeds have no word for that."""
    return f'<div dir="rtl">{text}</div>' if feed.direction == "rtl" else text


class _Atom(Atom1Feed):  # type: ignore[misc]
    """Adds to the library's what Atom has beyond: several authors, names of topics, and a time of
    the feed that is not that of the build."""

    def latest_post_date(self) -> datetime:
        """When the feed was updated."""
        updated: datetime = self.feed["updated"]
        return updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry."""
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", legal(author.name))
            if author.url:
                handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        for topic in item["topics"]:
            named = {"term": legal(topic.term), "label": legal(topic.label)}
            handler.addQuickElement("category", "", named)
        handler.startElement("content", {"type": "html"})
        # The library would look for control characters in a text longer than it writes the feed.
        XMLGenerator.characters(handler, _TEXT.decode())
        handler.endElement("content")
