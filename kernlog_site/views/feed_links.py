"""The feeds that there are: title, address, and the name that ids are made from."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from kernlog_site.content.library import Library
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Article, Person, Release, Series, Topic
from kernlog_site.core.routes import Routes, lasting_name

Followed = Series | Release | Topic | Person
"""What has a feed of its own."""


@fingerprinted
class FeedLink(NamedTuple):
    """A feed: its title, its file below the root of the site, and the name that its id is made
    from."""

    title: str
    path: str
    name: str

    @property
    def url(self) -> str:
        """Its address from the root of the site."""
        return quote(self.path)


def feed_link_of(subject: Followed | None, site: str, routes: Routes) -> FeedLink:
    """The feed about a subject, of a site by that name; that of all articles for none."""
    if subject is None:
        title, source = site, routes.home
    else:
        title, source = _about(subject, routes)
        title = f"{site}: {title}"
    return FeedLink(title, routes.feed(source), lasting_name(source))


def feed_links_of(
    subject: object, library: Library, site: str, routes: Routes
) -> tuple[FeedLink, ...]:
    """The feeds that a page about a subject has to do with: its own, or those in which its article
    is."""
    followed: list[Followed] = []
    if isinstance(subject, Followed):
        followed.append(subject)
    elif isinstance(subject, Article):
        if subject.series:
            followed.append(library.series[subject.series])
        if version := library.release_of(subject):
            followed.append(library.releases[version])
    return tuple(feed_link_of(record, site, routes) for record in followed)


def _about(subject: Followed, routes: Routes) -> tuple[str, str]:
    """What a subject is called, and the source path of its page."""
    match subject:
        case Series():
            return subject.title, routes.series_source(subject.id)
        case Release():
            return f"Linux {subject.version}", routes.release_source(subject.version)
        case Topic():
            return subject.name, routes.topic_source(subject.slug)
        case Person():
            return subject.name, routes.author_source(subject.id)
