"""All that a site has beside its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kernlog_site.building.build import Build
from kernlog_site.building.cards import cards
from kernlog_site.building.crawling import for_crawlers
from kernlog_site.building.exports import exports
from kernlog_site.building.feeds import feeds
from kernlog_site.building.redirects import redirects
from kernlog_site.building.shards import shards
from kernlog_site.building.supplements import Supplement


def beside(build: Build) -> Iterator[Iterable[Supplement]]:
    """The files that are no pages, one kind after the other."""
    yield cards(build)
    yield exports(build)
    yield shards(build)
    yield for_crawlers(build)
    yield feeds(build)
    yield redirects(build)  # last: all others win
