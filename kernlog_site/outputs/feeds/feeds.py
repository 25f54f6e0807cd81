"""The feeds of the site: of all articles, and of each series, release, topic and author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import NamedTuple

from mkdocs.plugins import get_plugin_logger

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_kinds import PAGE_KINDS, feed_link_of
from kernlog_site.build.stages.finished import Finished
from kernlog_site.content.aliases import BadAlias, file_of
from kernlog_site.core.model import Article
from kernlog_site.core.routes import JSON_FEED, lasting_name, topic_slug
from kernlog_site.incremental.cache import Cache
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.incremental.memo import remembered
from kernlog_site.outputs.feeds.content import at_home
from kernlog_site.outputs.feeds.feed_formats import (
    Author,
    Category,
    Feed,
    FeedEntry,
    Write,
    atom,
    json_feed,
    lasting_id,
)
from kernlog_site.views.feed_links import FeedLink, feed_link
from kernlog_site.views.models import AuthorLink
from kernlog_site.views.taxonomies import topics_of

log = get_plugin_logger("kernlog")

_NEWEST = 10
"""How many articles a feed has."""


class _PublishedArticle(NamedTuple):
    """An article, the page that has its text, and a digest of its entry with the text."""

    article: Article
    page: KernlogPage
    fingerprint: bytes


def feeds(site: Finished, cache: Cache) -> Iterator[Artifact]:
    """The feeds of a site that has an address, which all that is in them is made from."""
    if not site.settings.site_url:
        log.info("The site has no feeds. Set site_url in mkdocs.yml to its address.")
        return
    yield from _FeedMaker(site, cache).feeds()


class _FeedMaker:
    """Makes the feeds of a finished site."""

    def __init__(self, site: Finished, cache: Cache) -> None:
        self._site = site
        self._cache = cache
        self._settings = site.settings
        self._publication = site.settings.publication
        self._made_with = digest(b"feed", digest_of_programs())
        self._published = {entry.article.path: entry for entry in self._find_published()}

    def feeds(self) -> Iterator[Artifact]:
        """All of them."""
        site, name, routes = self._site, self._publication.name, self._settings.routes
        newest = list(self._newest(site.library.articles))
        link, subtitle = feed_link(name, routes.home, routes), self._publication.description
        yield self._feed(self._described(link, "", subtitle), link.path, newest, atom)
        link = link._replace(path=JSON_FEED)
        yield self._feed(self._described(link, "", subtitle), link.path, newest, json_feed)
        for page in site.pages:
            subject, page_kind = page.source.subject, PAGE_KINDS[page.source.kind]
            subject_link = feed_link_of(subject, name, routes)
            if page_kind.feed and subject_link:
                newest = list(self._newest(page_kind.articles(site.library, subject)))
                feed = self._described(subject_link, page.url, page_kind.feed.subtitle(subject))
                yield self._feed(feed, subject_link.path, newest, atom)

    def _described(self, link: FeedLink, url: str, subtitle: str) -> Feed:
        """A feed, but for what is in it. `url` is that of its page from the root of the site."""
        publication = self._publication
        return Feed(
            id=lasting_id(publication.namespace, "feed", link.name),
            title=link.title,
            url=f"{publication.url}{url}",
            address=f"{publication.url}{link.url}",
            author=publication.author or publication.name,
            language=publication.language,
            direction=self._settings.formats.direction,
            subtitle=subtitle,
        )

    def _feed(
        self, feed: Feed, path: str, newest: list[_PublishedArticle], write: Write
    ) -> Artifact:
        entries = (entry.fingerprint for entry in newest)
        fingerprint = digest(self._made_with, digest_of(feed), *entries)
        make = partial(self._write, write, feed, newest)
        return Artifact(path, fingerprint, make, kept=False)

    def _write(self, write: Write, feed: Feed, newest: list[_PublishedArticle]) -> bytes:
        feed_html = self._site.texts.feed_html
        texts = (at_home(feed_html(entry.page), self._publication.url) for entry in newest)
        return write(feed, [self._entry(entry.article, entry.page) for entry in newest], texts)

    def _newest(self, articles: Iterable[Article]) -> Iterator[_PublishedArticle]:
        public = (self._published[a.path] for a in articles if a.path in self._published)
        return islice(public, _NEWEST)

    def _find_published(self) -> Iterator[_PublishedArticle]:
        """All articles that are out. What their entries say is found out if it may be new."""
        site, settings = self._site, self._settings
        public = [
            (page.source.subject, page)
            for page in site.pages
            if isinstance(page.source.subject, Article)
            and page.source.subject.is_public(settings.now)
        ]
        urls = [page.url for _, page in public]
        shown = digest_of(self._publication, settings.headlines, urls)
        key = digest(self._made_with, site.digest_of_views, shown)
        entries = remembered(
            self._cache,
            key,
            len(public),
            lambda: (digest_of(self._entry(*published)) for published in public),
        )
        for (article, page), entry in zip(public, entries, strict=True):
            fingerprint = digest(entry, site.texts.fingerprint(page))
            yield _PublishedArticle(article, page, fingerprint)

    def _entry(self, article: Article, page: KernlogPage) -> FeedEntry:
        settings, library, publication = self._settings, self._site.library, self._publication
        assert article.date
        changes = (update.date for update in article.updates if update.date <= settings.now)
        first = lasting_name(_first_file(article, publication.url))
        return FeedEntry(
            id=lasting_id(publication.namespace, "article", first),
            url=f"{publication.url}{page.url}",
            title=settings.headlines.headline(article, library),
            published=article.date,
            updated=max((article.date, *changes)),
            summary=article.summary,
            authors=tuple(map(self._author, self._site.presenter.people(article))),
            categories=tuple(
                Category(topic_slug(topic.name) or topic.name, topic.name)
                for topic in topics_of(article, library, settings.routes)
            ),
        )

    def _author(self, author: AuthorLink) -> Author:
        return Author(author.name, f"{self._publication.url}{author.url}" if author.url else "")


def _first_file(article: Article, site_url: str) -> str:
    """The file at the first address that an article had, or its source."""
    for alias in article.aliases:
        with suppress(BadAlias):
            return file_of(alias, site_url)
    return article.path
