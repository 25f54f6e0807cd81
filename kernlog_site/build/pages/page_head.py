"""The head of a page, from what MkDocs and the configuration know and from its view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kernlog_site.build.pages.escaped_titles import title_of
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_kinds import PAGE_KINDS, feed_link_of
from kernlog_site.build.stages.finished import Finished
from kernlog_site.content.library import Library
from kernlog_site.core.model import Article, Release
from kernlog_site.core.routes import Kind
from kernlog_site.views.feed_links import FeedLink, event_feed_link, feed_link
from kernlog_site.views.json_ld import Thing, linked_data
from kernlog_site.views.metadata import Metadata, Publication, in_brief


def known_of(page: KernlogPage, site: Finished) -> Metadata:
    """What is known of any page, whatever its kind."""
    author = page.meta.get("author") or site.settings.publication.author
    return Metadata(
        kind="page",
        name=title_of(page),
        url=page.canonical_url or "",
        description=str(page.meta.get("description") or ""),
        authors=(str(author),) if author else (),
        previous=page.previous_page.url if page.previous_page else "",
        next=page.next_page.url if page.next_page else "",
        feeds=feed_links_on(page, site),
        events=event_feed_on(page, site),
    )


def feed_links_on(page: KernlogPage, site: Finished) -> tuple[FeedLink, ...]:
    """The feeds that a page announces besides that of the site: its own, or those in which its
    article is."""
    settings = site.settings
    if not settings.site_url:
        return ()
    name, routes = settings.publication.name, settings.routes
    subjects = _followed(page.source.subject, site.library)
    links = (feed_link_of(subject, name, routes) for subject in subjects)
    return tuple(link for link in links if link)


def event_feed_on(page: KernlogPage, site: Finished) -> FeedLink | None:
    """The feed of what became of commits that a page announces: that of its release, or that of the
    site on the home page. None where nothing became of them."""
    settings, subject = site.settings, page.source.subject
    if not settings.site_url:
        return None
    name, routes = settings.publication.name, settings.routes
    if page.source.kind is Kind.HOME and site.events.fingerprint(None):
        feed = feed_link(name, routes.home, routes)
        return event_feed_link(feed, routes.home, routes, settings.words)
    if isinstance(subject, Release) and site.events.fingerprint(subject.version):
        source, own = routes.release_source(subject.version), feed_link_of(subject, name, routes)
        return event_feed_link(own, source, routes, settings.words) if own else None
    return None


def head_of(
    kind: Kind, known: Metadata, view: object, publication: Publication
) -> tuple[Metadata, Thing | None]:
    """The head of a page of some kind, and the same for search engines.

    `known` is what is known of any page.
    """
    page_kind = PAGE_KINDS[kind]
    head = replace(known, kind=page_kind.about)
    if page_kind.describe:
        head = page_kind.describe(head, view, publication)
    head = in_brief(head, publication)
    return head, linked_data(page_kind.schema_org, head, view, publication)


def _followed(subject: object, library: Library) -> Iterator[object]:
    """The subjects whose feeds have to do with a subject."""
    if not isinstance(subject, Article):
        yield subject
        return
    if subject.series:
        yield library.series[subject.series]
    if version := library.release_of(subject):
        yield library.releases[version]
