"""All that a site has beside its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.stages.finished import Finished
from kernlog_site.incremental.cache import Cache
from kernlog_site.outputs.api import exports
from kernlog_site.outputs.feeds.event_feeds import event_feeds
from kernlog_site.outputs.feeds.feeds import feeds
from kernlog_site.outputs.lookup.shards import shards
from kernlog_site.outputs.redirects import redirects
from kernlog_site.outputs.sitemap import for_crawlers
from kernlog_site.outputs.social_cards.cards import cards


def artifacts_of(site: Finished, cache: Cache) -> Iterator[Iterable[Artifact]]:
    """The files that are no pages, one kind after the other."""
    yield cards(site)
    yield exports(site)
    yield shards(site, cache)
    yield for_crawlers(site)
    yield feeds(site, cache)
    yield event_feeds(site)
    yield redirects(site)  # last: all others win
