"""What the head of a page tells programs: search engines, social networks, readers of links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.routes import Routes
from kernlog_site.views.feed_links import FeedLink
from kernlog_site.views.models import ArticleView, HomeView, ReleaseView, SeriesView
from kernlog_site.views.taxonomies import AuthorView

_LONGEST = 300
"""Characters of a description; search engines and social networks show less."""


CARD_SIZE = 1200, 630
"""Width and height of a social card, in pixels."""


@fingerprinted
@dataclass(frozen=True, slots=True)
class Publication:
    """The metadata of a site, which the heads of all pages have in common.

    `url` is the absolute address of the site, with a slash at its end. Without one no page has an
    address that others could use. `cards` says whether articles have pictures, and from `namespace`
    the ids in its feeds are made.
    """

    name: str
    routes: Routes
    url: str = ""
    description: str = ""
    author: str = ""
    section: str = ""
    language: str = "en"
    locale: str = "en_GB"
    cards: bool = False
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class SocialCard:
    """The words on the social card of an article; all but the title may be empty."""

    title: str
    kicker: str = ""
    release: str = ""
    series: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands for a page."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head of a page. `kind` says what the page is about.

    A page that is not described has the description of the site. Addresses are absolute but for
    `previous`, `next`, and those of `feeds` and of the feed of `events` on commits, which start at
    the root of the site.
    """

    kind: str
    name: str
    url: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    section: str = ""
    topics: tuple[str, ...] = ()
    picture: Picture | None = None
    previous: str = ""
    next: str = ""
    is_hidden: bool = False
    is_described: bool = False
    locale: str = ""
    feeds: tuple[FeedLink, ...] = ()
    events: FeedLink | None = None


Describe = Callable[[Metadata, Any, Publication], Metadata]
"""Completes the head of a page by what the view of its kind shows."""


def in_brief(page: Metadata, site: Publication) -> Metadata:
    """The head of a page with a description of one line, be it that of the site."""
    brief = _brief(page.description or site.description)
    is_described = bool(page.description)
    return replace(page, description=brief, is_described=is_described, locale=site.locale)


def of_series(page: Metadata, view: SeriesView, _: Publication) -> Metadata:
    """The head of the page of a series."""
    return replace(page, name=view.series.title, description=view.series.summary)


def of_release(page: Metadata, view: ReleaseView, _: Publication) -> Metadata:
    """The head of a tracking page."""
    return replace(page, name=view.release.version.named)


def of_home(page: Metadata, _: HomeView, site: Publication) -> Metadata:
    """The head of the home page."""
    return replace(page, name=site.name)


def of_author(page: Metadata, view: AuthorView, _: Publication) -> Metadata:
    """The head of the page of someone who writes."""
    return replace(page, description=page.description or view.person.bio)


def of_article(page: Metadata, view: ArticleView, site: Publication) -> Metadata:
    """The head of the page of an article."""
    article = view.article
    picture = Picture(f"{site.url}{quote(site.routes.card(article.path))}", *CARD_SIZE)
    return replace(
        page,
        name=view.headline,
        description=article.summary,
        authors=tuple(person.name for person in view.authors) or page.authors,
        published=article.date,
        modified=max(_times(view), default=None),
        section=site.section,
        topics=tuple(topic.name for topic in view.topics),
        picture=picture if site.cards and site.url else None,
        previous=view.previous.url if view.previous else "",
        next=view.next.url if view.next else "",
        is_hidden=view.is_draft or view.is_scheduled or None in {article.date, article.status},
    )


def _times(view: ArticleView) -> Iterator[datetime]:
    if view.article.date:
        yield view.article.date
    yield from (update.date for update in view.updates)


def _brief(text: str) -> str:
    """A text on one line, cut between two words if it is too long."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    start = text[:_LONGEST]
    return f"{start.rpartition(' ')[0] or start[:-1]}…"
