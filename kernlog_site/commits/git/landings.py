"""Landings: the first tag that contains each commit and the pull that brought it, from one walk
through all of the history.

git's own answer (`name-rev`) depends on its version: since 2.40 it names the nearest tag, no longer
the oldest, and with wrong clocks either may name none. So every commit is looked at once, children
before parents, and gets the first of the tags that contain its children. Dates decide only between
tags of which none contains the other, such as those of two stable branches.

The main line of a tag are its first parents, and theirs. The pull of a commit is the merge that
brought it to the main line of its first tag: `git rev-list M^1..M` has the commit for that merge
`M` alone. All commits on the main line that contain it have the same first tag as it has, so the
last of them to be walked by is that merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from kernlog_site.commits.git.client import Clone, TagFacts
from kernlog_site.commits.git.history import HEAD, Snapshot
from kernlog_site.core.versions import Version

Parents = tuple[str, Sequence[str]]
"""The hash of a commit, and those of its parents."""

_Rank = tuple[float, int, str]
"""The place of a tag in time, and its name. A tag comes before all that contain it, whatever its
date says: then it has the seconds of the one that contains it, and a lower number behind them."""
_NO_TAG: _Rank = (inf, 0, "")
"""The rank of HEAD, whose main line counts for what is in no tag."""

_NOWHERE: _Rank = (inf, 1, "")
"""The rank of what neither a tag nor HEAD has."""

_Way = tuple[_Rank, int, str]
"""How a commit came into its first tag: the rank of that, the place on its main line, counted from
the newest commit downwards with a minus, and the commit that stands there. The least counts."""
_NO_WAY: _Way = (_NOWHERE, 0, "")


class Landing(NamedTuple):
    """The first tag that contains a commit, and the full hash of the merge that brought it there.

    What has no tag yet came to HEAD. `pull` is None for a commit that was made on the main line.
    """

    tag: str | None = None
    pull: str | None = None


def landings_of(snapshot: Snapshot, hashes: Collection[str]) -> dict[str, Landing]:
    """The landings of commits; an empty one for those that neither a tag nor HEAD has.

    `hashes` are full. All the history is read, by one question. Raises `GitFailed`.
    """
    landed = dict.fromkeys(hashes, Landing())
    ends = snapshot.ends
    walk = history_of(snapshot.clone, list(ends.values()) if landed else [])
    for sha, _, tag, pull in landings(walk, snapshot.tags, ends.get(HEAD)):
        if sha in landed:
            landed[sha] = Landing(tag, pull)
    return landed


def history_of(clone: Clone, ends: Sequence[str], before: Sequence[str] = ()) -> Iterator[Parents]:
    """The commits of `ends` that `before` lacks, all given by full hash; children before parents.

    With wrong clocks git may give some that `before` has, too.
    """
    given = [*dict.fromkeys(ends), *(f"^{sha}" for sha in before)] if ends else []
    answer = clone.ask_at_length("rev-list", "--topo-order", "--parents", "--stdin", given=given)
    for line in answer:
        sha, *parents = line.split(" ")
        yield sha, parents


def landings(
    history: Iterable[Parents], tags: Iterable[TagFacts], head: str | None = None
) -> Iterator[tuple[str, Sequence[str], str | None, str | None]]:
    """Each commit of a history with its parents, the first of the tags that contain it, and the
    merge that brought it to the main line of that, or else of `head`.

    Children come before parents, here as there.
    """
    own = _first_on_each_commit(tags)
    ways: dict[str, _Way] = {}
    main_line: dict[str, _Rank] = {}
    for number, (sha, parents) in enumerate(history):
        rank, place, pull = ways.pop(sha, _NO_WAY)
        is_on_main_line = main_line.pop(sha, None) == rank
        if sha in own:
            rank, is_on_main_line = _rank_before(own[sha], rank), True
        elif sha == head and rank == _NOWHERE:
            rank, is_on_main_line = _NO_TAG, True
        if is_on_main_line:
            place, pull = -number, sha
            for parent in parents[:1]:
                main_line[parent] = min(rank, main_line.get(parent, rank))
        yield sha, parents, rank[-1] or None, None if pull in (sha, "") else pull
        if rank != _NOWHERE:
            way = rank, place, pull
            for parent in parents:
                ways[parent] = min(way, ways.get(parent, way))


def _first_on_each_commit(tags: Iterable[TagFacts]) -> dict[str, TagFacts]:
    """The first tag on each commit: of several, a candidate comes before its release."""
    tags_on_commit: dict[str, list[TagFacts]] = defaultdict(list)
    for facts in tags:
        tags_on_commit[facts.commit].append(facts)
    return {
        sha: min(tags_there, key=_order_on_commit) for sha, tags_there in tags_on_commit.items()
    }


def _order_on_commit(facts: TagFacts) -> tuple[Version, float, str]:
    """The sort key of tags on one commit."""
    return facts.version, facts.tag.date.timestamp(), facts.tag.name


def _rank_before(facts: TagFacts, contains_it: _Rank | None) -> _Rank:
    """The rank of a tag, before that of a tag which contains it."""
    rank = (facts.tag.date.timestamp(), 0, facts.tag.name)
    if contains_it is None or rank < contains_it:
        return rank
    return contains_it[0], contains_it[1] - 1, facts.tag.name
