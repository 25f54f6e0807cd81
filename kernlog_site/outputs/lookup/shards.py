"""The files of the commit look-up: which there are, and what each is made from.

A large site has thousands, with all its citations. As long as no article and nothing in the store
has changed, one digest tells that for all of them. Else the citations are dealt out to the files,
which is quick, and only files that got others are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import NamedTuple

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.stages.finished import Finished
from kernlog_site.citations.backlinks import Citations
from kernlog_site.core.commit import CommitId
from kernlog_site.core.routes import export
from kernlog_site.core.versions import Version
from kernlog_site.incremental.cache import Cache
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.incremental.memo import remembered
from kernlog_site.outputs.lookup.cves import CveIndex
from kernlog_site.outputs.lookup.format import Occurrence, Sharding, Shards, index


def shards(site: Finished, cache: Cache) -> Iterator[Artifact]:
    """The index of the look-up and that of vulnerabilities, then every shard."""
    deal = _Deal(site, cache)
    index_file = index(site.settings.site_url or "/", deal.sharding)
    yield Artifact(export("commits/index"), digest(index_file), partial(bytes, index_file))
    # Without any it is there, too, so that nobody asks for a file that is missing.
    cves = deal.fingerprint_of_cves()
    yield Artifact(export("commits/cves"), cves, deal.cves, kept=False)
    for name, fingerprint in zip(deal.sharding.names(), deal.fingerprint(), strict=True):
        yield Artifact(
            export(f"commits/{name}"), fingerprint, partial(deal.shard, name), kept=False
        )


class _Source(NamedTuple):
    """An article as shards refer to it."""

    url: str
    headline: str
    citations: Citations


class _Deal:
    """The citations of a site, dealt out to shards."""

    def __init__(self, site: Finished, cache: Cache) -> None:
        self._site = site
        self._cache = cache
        self._digest_of_store = site.records.digest_of_store
        self._store = site.library.store
        sources = list(_sources(site))
        # A digest of all that shards may say of an article stands for it.
        self._sources = {digest_of(*source)[:8].hex(): source for source in sources}
        self.sharding = Sharding.of(sum(source.citations.count for source in sources))

    def shard(self, name: str) -> bytes:
        """Make a shard."""
        begin = self.sharding.beginnings(name)
        projections = (
            chain.from_iterable(map(self._store.projections, begin)) if self._store else ()
        )
        return self._shards.shard(projections, self._mentions(name))

    def fingerprint(self) -> Sequence[bytes]:
        """What each shard is made from."""
        return self._remembered(self._everything, self._digests)

    def cves(self) -> bytes:
        """Make the index of vulnerabilities."""
        return self._cves.file(self._site.settings.site_url or "/", self._is_cited)

    def fingerprint_of_cves(self) -> bytes:
        """A digest of the index of vulnerabilities: small, but for nothing it need not be made."""
        key = digest(b"cves", self._everything)
        (fingerprint,) = remembered(self._cache, key, 1, lambda: [digest(self.cves())])
        return fingerprint

    @cached_property
    def _cves(self) -> CveIndex:
        key = digest(b"cves of store", digest_of_programs(), self._digest_of_store)
        return CveIndex.of(self._store, self._cache, key)

    def _is_cited(self, commit: CommitId) -> bool:
        tree, sha = commit
        return f" {tree} {sha} ".encode() in self._dealt[self.sharding.name(sha)]

    @cached_property
    def _made_with(self) -> bytes:
        """What all shards are made from besides commits and places."""
        return digest(digest_of_programs(), digest_of(self.sharding, self._shards))

    @cached_property
    def _everything(self) -> bytes:
        """What they are made from altogether."""
        sources = (key.encode() for key in self._sources)
        return digest(self._made_with, self._digest_of_store, *sources)

    def _remembered(self, key: bytes, find: Callable[[], Iterator[bytes]]) -> Sequence[bytes]:
        """A digest for each shard."""
        return remembered(self._cache, key, self.sharding.count, find)

    def _digests(self) -> Iterator[bytes]:
        key = digest(digest_of_programs(), self._digest_of_store, digest_of(self.sharding))
        of_store = self._remembered(key, self._digests_of_store)
        for name, lines in zip(self.sharding.names(), of_store, strict=True):
            yield digest(self._made_with, lines, bytes(self._dealt[name]))

    def _digests_of_store(self) -> Iterator[bytes]:
        """What is in the store of the commits of each shard."""
        for name in self.sharding.names():
            begin = self.sharding.beginnings(name)
            lines = map(self._store.starting, begin) if self._store else ()
            yield digest(b"".join(chain.from_iterable(lines)))

    @cached_property
    def _dealt(self) -> Mapping[str, bytearray]:
        return _deal(self._sources, self.sharding)

    def _mentions(self, name: str) -> Iterator[Occurrence]:
        for line in self._dealt[name].decode().splitlines():
            key, tree, sha, word = line.split(" ")
            url, headline, citations = self._sources[key]
            yield Occurrence((tree, sha), url, headline, citations.section(word))

    @cached_property
    def _shards(self) -> Shards:
        library, settings = self._site.library, self._site.settings
        url, routes = settings.site_url or "/", settings.routes
        releases: dict[Version | None, str] = {
            version: url + routes.url(routes.release_source(version))
            for version in sorted(library.releases)
        }
        return Shards(url, library.tree, settings.trees, releases, library.versions)


def _deal(sources: Mapping[str, _Source], sharding: Sharding) -> Mapping[str, bytearray]:
    """What each shard is to have: lines of the key of an article, a tree, a hash and a section."""
    dealt = {name: bytearray() for name in sharding.names()}
    to = {begin: dealt[name] for name in dealt for begin in sharding.beginnings(name)}
    for key, source in sources.items():
        words = source.citations.places.split()
        for (tree, sha), word in zip(source.citations.commits(), words, strict=True):
            to[sha[: sharding.digits]] += f"{key} {tree} {sha} {word}\n".encode()
    return dealt


def _sources(site: Finished) -> Iterator[_Source]:
    """The articles that cite something, as their places are to be listed."""
    settings, library, cited = site.settings, site.library, site.rendered.cited
    for article in library.articles:
        citations = cited.get(article.path)
        if citations is not None and citations.hashes:
            url = (settings.site_url or "/") + settings.routes.url(article.path)
            yield _Source(url, settings.headlines.headline(article, library), citations)
