"""The feeds that there are: title, address, and the name that ids are made from."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.i18n import Words
from kernlog_site.core.routes import Routes, lasting_name


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


def event_feed_link(feed: FeedLink, source_path: str, routes: Routes, words: Words) -> FeedLink:
    """The feed of what became of commits, beside another one that belongs to the same page."""
    title = words.gettext("%(feed)s: what became of it") % {"feed": feed.title}
    return FeedLink(title, routes.event_feed(source_path), feed.name)


def feed_link(title: str, source_path: str, routes: Routes) -> FeedLink:
    """The feed that belongs to the page of a source path; that of all articles to the home page."""
    return FeedLink(title, routes.feed(source_path), lasting_name(source_path))
