"""One file of the commit look-up: commits, and every place that cites them.

    {"$schema": "https://kernlog.example/api/schema/commits.json", "version": 1,
     "site": "https://kernlog.example/",
     "trees": {"linux": "https://git.kernel.org/.../commit/?id={sha}"},
     "releases": {"v2.6.33-rc1": "https://kernlog.example/releases/2.6.33/"},
     "articles": [{"url": "https://kernlog.example/articles/...", "headline": "Kernel Log: ..."}],
     "commits": [
    {"sha": "...", "tree": "linux", "subject": "...", "author": "...", "authored": "...",
     "first_tag": "v2.6.33-rc1", "fate": [...],
     "places": [{"article": 0, "anchor": "c-7c68af6e32c7", "section": "KVM"}]}
    ]}

A large site has more of that than of anything else. So what the store says of a commit is copied,
not read and written again.

A site may cite a hundred thousand commits, and whoever looks one up should load a few kilobytes. So
by a rule that a browser applies, too, the commits are dealt out by the first digits of their hashes
to as many files as it takes, always a power of two. `index.json` tells how many digits are read,
and how many of their values share a file: with three digits in steps of four, 7c68af6e32c7 is in
`7c4.json`, which has all from 7c4 to 7c7. So every hash of four digits or more leads to one file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from kernlog_site.commits.store.line_format import Projection, tags_in
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.commits.web.trees import Tree
from kernlog_site.core.commit import CommitId
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.routes import citation_anchor, schema
from kernlog_site.core.versions import Version, VersionScheme

VERSION = 1

_FEW, _MANY = 48, 256
"""Citations in a shard, on average at most: some 25 KB, and packed as much in a large site."""
_ENOUGH = 1024
"""Shards from which on they grow instead: to write a file takes longer than what is in it."""
_MOST_BITS = 16
_BITS_OF_A_DIGIT = 4


class Occurrence(NamedTuple):
    """A place that cites a commit: the article's address and headline, and the section."""

    commit: CommitId
    url: str
    headline: str
    section: str


@fingerprinted
@dataclass(frozen=True)
class Shards:
    """Makes shards. `site` is the address of the site, `tree` that of bare hashes.

    `releases` are the addresses of tracking pages.
    """

    site: str
    tree: str
    trees: Mapping[str, Tree]
    releases: Mapping[Version | None, str]
    versions: VersionScheme = LINUX

    def shard(self, projections: Iterable[Projection], mentions: Iterable[Occurrence]) -> bytes:
        """The commits of the store that are mentioned, in the order of their hashes; mentions are
        in the order in which readers are to see them."""
        articles: dict[str, str] = {}
        places = self._places(mentions, articles)
        cited = [projection for projection in projections if projection.commit in places]
        cited.sort(
            key=lambda projection: (
                projection.commit[1],
                projection.commit[0] != self.tree,
                projection.commit,
            )
        )
        release_of = self.versions.release_of_tag
        releases = {tag: self.releases.get(release_of(tag)) for tag in tags_in(cited)}
        head = {
            "$schema": self.site + schema("commits"),
            "version": VERSION,
            "site": self.site,
            "trees": self._addresses,
            "releases": {tag: url for tag, url in releases.items() if url},
        }
        sources = ", ".join(_source(url, headline) for url, headline in articles.items())
        rows = (
            projection.json + f', "places": [{", ".join(places[projection.commit])}]}}'.encode()
            for projection in cited
        )
        begin = f'{_json(head)[:-1]}, "articles": [{sources}], "commits": [\n'
        return begin.encode() + b",\n".join(rows) + b"\n]}\n"

    def _places(
        self, mentions: Iterable[Occurrence], articles: dict[str, str]
    ) -> Mapping[CommitId, list[str]]:
        """The places of each commit as JSON; notes the articles that they are in, in order."""
        places: dict[CommitId, list[str]] = defaultdict(list)
        numbers: dict[str, int] = {}
        earlier: dict[tuple[int, str], int] = defaultdict(int)
        for commit, url, headline, section in mentions:
            number = numbers.get(url)
            if number is None:
                number = numbers[url] = len(numbers)
                articles[url] = headline
            abbreviation = commit[1][:12]
            anchor = citation_anchor(abbreviation, earlier[number, abbreviation])
            earlier[number, abbreviation] += 1
            places[commit].append(
                f'{{"article": {number}, "anchor": "{anchor}", "section": {_quoted(section)}}}'
            )
        return places

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """Where each tree shows a commit, that of bare hashes first."""
        names = sorted(self.trees, key=lambda name: name != self.tree)
        return {name: self.trees[name].commit("{sha}") for name in names}


def index(site: str, sharding: Sharding) -> bytes:
    """The file that tells which shard has a commit."""
    head = {"$schema": site + schema("commits-index"), "version": VERSION}
    return f"{_json(head | asdict(sharding))}\n".encode()


@lru_cache(maxsize=1 << 12)
def _source(url: str, headline: str) -> str:
    """An article, which is in as many shards as it has citations, as JSON."""
    return _json({"url": url, "headline": headline})


@lru_cache(maxsize=1024)
def _quoted(section: str) -> str:
    """The name of a section, which many articles have, as JSON."""
    return _json(section)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@fingerprinted
@dataclass(frozen=True, slots=True)
class Sharding:
    """The rule: `digits` of a hash are read as a number, `step` of which share a shard."""

    digits: int
    step: int

    @classmethod
    def of(cls, citations: int) -> Sharding:
        """The rule for a site with so many citations."""
        shards = max(min(-(-citations // _FEW), _ENOUGH), -(-citations // _MANY))
        bits = min(max(shards - 1, 0).bit_length(), _MOST_BITS)
        digits = max(1, -(-bits // _BITS_OF_A_DIGIT))
        return cls(digits, 1 << (digits * _BITS_OF_A_DIGIT - bits))

    def name(self, sha: str) -> str:
        """The shard that has a commit, given by at least four digits."""
        number = int(sha[: self.digits], 16)
        return f"{number - number % self.step:0{self.digits}x}"

    @property
    def count(self) -> int:
        """How many shards there are."""
        return len(range(0, 16**self.digits, self.step))

    def names(self) -> Iterator[str]:
        """All shards in order."""
        for number in range(0, 16**self.digits, self.step):
            yield f"{number:0{self.digits}x}"

    def beginnings(self, name: str) -> Iterator[str]:
        """How the hashes in a shard begin, in order."""
        first = int(name, 16)
        for number in range(first, first + self.step):
            yield f"{number:0{self.digits}x}"
