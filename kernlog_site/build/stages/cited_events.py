"""Cited events: what became of the commits that published articles cite, newest first.

Nearly all commits have none, so the lines of those that do are searched for once for each state of
the store. Which articles cite them is found out when the store or a citation has changed; else one
digest tells that all is as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from pydantic import TypeAdapter

from kernlog_site.build.fingerprints import fingerprint_of_time
from kernlog_site.build.stages.rendered import Rendered
from kernlog_site.citations.backlinks import CitedPlace
from kernlog_site.commits.followups.wording import Event, events
from kernlog_site.core.commit import Commit, CommitId
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Article
from kernlog_site.core.routes import citation_anchor
from kernlog_site.core.versions import Version
from kernlog_site.incremental.cache import pack
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.incremental.shapes import read_as

_NEWEST = 50
"""How many events are told of the site, and of each release."""
_COMMITS = TypeAdapter(list[Commit])
_DIGESTS = TypeAdapter(dict[str, str])
"""By the names of those that have events. Whether one has decides which files there are, so bare
digests would not do, of which none looks wrong."""


@fingerprinted
class EventPlace(NamedTuple):
    """A place that cites the commit of an event: in which article, its address from the root of the
    site, and the section."""

    headline: str
    url: str
    section: str


@fingerprinted
class CitedEvent(NamedTuple):
    """A dated event, the commit with its address in the git web, and who cites it, newest first."""

    event: Event
    commit: CommitId
    subject: str
    url: str
    places: tuple[EventPlace, ...]


_Dated = tuple[Event, Commit]


class CitedEvents:
    """The newest events of a rendered site, and those of each release."""

    def __init__(self, rendered: Rendered) -> None:
        self._rendered = rendered
        self._settings = rendered.loaded.settings
        self._records = rendered.loaded.records
        self._cache = rendered.loaded.tools.reuse.cache
        self._by_article: dict[str, Collection[CommitId]] = {}

    def fingerprint(self, release: Version | None) -> bytes:
        """A digest of the events of a release, or of the site; empty if there are none."""
        return self._fingerprints.get(_name(release), "").encode()

    def newest(self, release: Version | None) -> Sequence[CitedEvent]:
        """The newest events of a release, or of the site."""
        return [self._cited(event, commit) for event, commit in self._newest(release)]

    def _newest(self, release: Version | None) -> Iterator[_Dated]:
        library = self._records.library
        articles = library.articles if release is None else library.articles_on(release)
        cited = set().union(*(self._eventful_in(article) for article in articles))
        return islice((its for its in self._dated if its[1].id in cited), _NEWEST)

    @cached_property
    def _fingerprints(self) -> Mapping[str, str]:
        key = self._key
        digests = read_as(_DIGESTS, self._cache.get(key))
        if digests is None:
            digests = dict(self._find())
            self._cache.put(key, pack(_DIGESTS.dump_json(digests)))
        return digests

    @property
    def _key(self) -> bytes:
        """A digest of all that events are made from."""
        settings, records = self._settings, self._records
        made_with = digest_of(
            settings.publication,
            settings.headlines,
            dict(settings.trees),
            settings.words.fingerprint,
        )
        return digest(
            b"cited events",
            digest_of_programs(),
            made_with,
            records.digest_of_records,
            records.digest_of_store,
            fingerprint_of_time(records.library, settings.now),
            *self._rendered.digests_of_citations.values(),
        )

    def _find(self) -> Iterator[tuple[str, str]]:
        for release in (None, *sorted(self._records.library.releases)):
            if found := self.newest(release):
                yield _name(release), digest_of(*found).hex()

    @cached_property
    def _dated(self) -> Sequence[_Dated]:
        """All events that have a date, newest first, with their commits, cited or not."""
        dated: dict[tuple[str, ...], tuple[datetime, _Dated]] = {}
        for commit in self._commits.values():
            for event in events(commit, self._settings.words):
                if event.when:  # an older store does not know
                    # What stands twice in a line happened once.
                    key = (*commit.id, event.kind, event.key)
                    dated[key] = event.when, (event, commit)
        in_order = [dated[key] for key in sorted(dated)]
        in_order.sort(key=itemgetter(0), reverse=True)
        return [its for _, its in in_order]

    def _cited(self, event: Event, commit: Commit) -> CitedEvent:
        tree = self._settings.trees.get(commit.tree)
        url = tree.commit(commit.sha) if tree else ""
        shown = tuple(self._place(commit, place) for place in self._places[commit.id])
        return CitedEvent(event, commit.id, commit.subject, url, shown)

    def _place(self, commit: Commit, place: CitedPlace) -> EventPlace:
        article, section, earlier = place
        settings = self._settings
        headline = settings.headlines.headline(article, self._records.library)
        anchor = citation_anchor(commit.abbreviation, earlier)
        return EventPlace(headline, f"{settings.routes.url(article.path)}#{anchor}", section)

    @cached_property
    def _places(self) -> Mapping[CommitId, list[CitedPlace]]:
        """Who cites the commits with events."""
        places: dict[CommitId, list[CitedPlace]] = defaultdict(list)
        for article in self._records.library.articles:
            if eventful := self._eventful_in(article):
                for commit, section, earlier, _ in self._rendered.cited[article.path].numbered():
                    if commit in eventful:
                        places[commit].append((article, section, earlier))
        return places

    def _eventful_in(self, article: Article) -> Collection[CommitId]:
        """The commits with events that an article cites, if it is out."""
        found = self._by_article.get(article.path)
        if found is None:
            found = self._by_article[article.path] = self._find_eventful_in(article)
        return found

    def _find_eventful_in(self, article: Article) -> Collection[CommitId]:
        cited = self._rendered.cited.get(article.path)
        if cited is None or not article.is_public(self._settings.now):
            return ()
        if self._hashes.isdisjoint(cited.hashes.split()):
            return ()
        return self._commits.keys() & set(cited.commits())

    @cached_property
    def _hashes(self) -> frozenset[str]:
        return frozenset(sha for _, sha in self._commits)

    @cached_property
    def _commits(self) -> Mapping[CommitId, Commit]:
        """The commits with events, cited or not."""
        store = self._records.library.store
        if not store:
            return {}
        key = digest(b"eventful", digest_of_programs(), self._records.digest_of_store)
        commits = read_as(_COMMITS, self._cache.get(key))
        if commits is None:
            commits = list(store.eventful())
            self._cache.put(key, pack(_COMMITS.dump_json(commits)))
        return {commit.id: commit for commit in commits}


def _name(release: Version | None) -> str:
    """A release, or the site, as a key."""
    return "" if release is None else str(release)
