"""All that a site has beside its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.build import Build
from kernlog_site.outputs.api import exports
from kernlog_site.outputs.feeds.feeds import feeds
from kernlog_site.outputs.lookup.shards import shards
from kernlog_site.outputs.redirects import redirects
from kernlog_site.outputs.sitemap import for_crawlers
from kernlog_site.outputs.social_cards.cards import cards


def artifacts_of(build: Build) -> Iterator[Iterable[Artifact]]:
    """The files that are no pages, one kind after the other."""
    yield cards(build)
    yield exports(build)
    yield shards(build)
    yield for_crawlers(build)
    yield feeds(build)
    yield redirects(build)  # last: all others win
