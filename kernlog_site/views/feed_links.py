"""The feeds that there are: title, address, and the name that ids are made from."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from kernlog_site.core.fingerprinted import fingerprinted
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


def feed_link(title: str, source_path: str, routes: Routes) -> FeedLink:
    """The feed that belongs to the page of a source path; that of all articles to the home page."""
    return FeedLink(title, routes.feed(source_path), lasting_name(source_path))
