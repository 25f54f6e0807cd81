"""The feeds of the site: of all articles, and of each series, release, topic and author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import NamedTuple

from mkdocs.plugins import get_plugin_logger

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.build import Build
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.content.aliases import BadAlias, file_of
from kernlog_site.core.model import Article, Person, Release, Series, Topic
from kernlog_site.core.routes import JSON_FEED, lasting_name, topic_slug
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
from kernlog_site.views.feed_links import FeedLink, Followed, feed_link_of
from kernlog_site.views.models import AuthorLink
from kernlog_site.views.taxonomies import topics_of

log = get_plugin_logger("kernlog")

_NEWEST = 10
"""How many articles a feed has."""


class _Filed(NamedTuple):
    """An article, the page that has its text, and a digest of its entry with the text."""

    article: Article
    page: KernlogPage
    fingerprint: bytes


def feeds(build: Build) -> Iterator[Artifact]:
    """The feeds of a site that has an address, which all that is in them is made from."""
    if not build.site_url:
        log.info("The site has no feeds. Set site_url in mkdocs.yml to its address.")
        return
    yield from _Newsagent(build).feeds()


class _Newsagent:
    """Puts the articles of a build in feeds."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._site = build.publication
        self._made_with = digest(b"feed", digest_of_programs())
        self._filed = {its.article.path: its for its in self._file()}

    def feeds(self) -> Iterator[Artifact]:
        """All of them."""
        library = self._build.library
        newest = list(self._newest(library.articles))
        feed_link = feed_link_of(None, self._site.name, self._build.routes)
        subtitle = self._site.description
        yield self._feed(feed_link, "", subtitle, newest, atom)
        yield self._feed(feed_link._replace(path=JSON_FEED), "", subtitle, newest, json_feed)
        for page in self._build.pages:
            subject = page.source.subject
            if isinstance(subject, Followed):
                feed_link = feed_link_of(subject, self._site.name, self._build.routes)
                subtitle = subject.summary if isinstance(subject, Series) else ""
                newest = list(self._newest(self._articles(subject)))
                yield self._feed(feed_link, page.url, subtitle, newest, atom)

    def _feed(
        self, feed_link: FeedLink, url: str, subtitle: str, newest: list[_Filed], write: Write
    ) -> Artifact:
        site = self._site
        feed = Feed(
            id=lasting_id(site.namespace, "feed", feed_link.name),
            title=feed_link.title,
            url=f"{site.url}{url}",
            address=f"{site.url}{feed_link.url}",
            author=site.author or site.name,
            language=site.language,
            direction=self._build.formats.direction,
            subtitle=subtitle,
        )
        fingerprint = digest(self._made_with, digest_of(feed), *(its.fingerprint for its in newest))
        make = partial(self._write, write, feed, newest)
        return Artifact(feed_link.path, fingerprint, make, kept=False)

    def _write(self, write: Write, feed: Feed, newest: list[_Filed]) -> bytes:
        feed_html = self._build.texts.feed_html
        texts = (at_home(feed_html(its.page), self._site.url) for its in newest)
        return write(feed, [self._entry(its.article, its.page) for its in newest], texts)

    def _newest(self, articles: Iterable[Article]) -> Iterator[_Filed]:
        public = (self._filed[a.path] for a in articles if a.path in self._filed)
        return islice(public, _NEWEST)

    def _articles(self, subject: Followed) -> Iterable[Article]:
        """The articles about a subject, newest first."""
        library = self._build.library
        match subject:
            case Series():
                return library.articles_in(subject.id)
            case Release():
                return library.articles_on(subject.version)
            case Topic():
                return subject.articles
            case Person():
                return library.articles_by(subject.id)

    def _file(self) -> Iterator[_Filed]:
        """All articles that are out. What their entries say is found out if it may be new."""
        build = self._build
        public = [
            (its.source.subject, its)
            for its in build.pages
            if isinstance(its.source.subject, Article)
            and its.source.subject.is_public(build.presenter.now)
        ]
        urls = [page.url for _, page in public]
        key = digest(self._made_with, build.of_views, digest_of(self._site, build.headlines, urls))
        entries = remembered(
            build.cache, key, len(public), lambda: (digest_of(self._entry(*its)) for its in public)
        )
        for (article, page), entry in zip(public, entries, strict=True):
            yield _Filed(article, page, digest(entry, build.texts.fingerprint(page)))

    def _entry(self, article: Article, page: KernlogPage) -> FeedEntry:
        build = self._build
        assert article.date
        now = build.presenter.now
        changes = (update.date for update in article.updates if update.date <= now)
        first = lasting_name(_first_file(article, self._site.url))
        return FeedEntry(
            id=lasting_id(self._site.namespace, "article", first),
            url=f"{self._site.url}{page.url}",
            title=build.headlines.headline(article, build.library),
            published=article.date,
            updated=max((article.date, *changes)),
            summary=article.summary,
            authors=tuple(map(self._author, build.presenter.people(article))),
            categories=tuple(
                Category(topic_slug(topic.name) or topic.name, topic.name)
                for topic in topics_of(article, build.library, build.routes)
            ),
        )

    def _author(self, author: AuthorLink) -> Author:
        return Author(author.name, f"{self._site.url}{author.url}" if author.url else "")


def _first_file(article: Article, site_url: str) -> str:
    """The file at the first address that an article had, or its source."""
    for alias in article.aliases:
        with suppress(BadAlias):
            return file_of(alias, site_url)
    return article.path
