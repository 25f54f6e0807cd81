"""First tags: the oldest tag that contains each commit, as the history itself tells.

git's own answer (`name-rev`) depends on its version: since 2.40 it names the nearest tag, no longer
the oldest, and with wrong clocks either may name none. So every commit is looked at once, children
before parents, and gets the first of the tags that contain its children. Dates decide only between
tags of which none contains the other, such as those of two stable branches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from kernlog_site.commits.git.client import Clone, TagFacts
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.core.versions import Version

Parents = tuple[str, Sequence[str]]
"""The hash of a commit, and those of its parents."""

_Rank = tuple[float, int, str]
"""The place of a tag in time, and its name. A tag comes before all that contain it, whatever its
date says: then it has the seconds of the one that contains it, and a lower number behind them."""


def first_tags(snapshot: Snapshot, hashes: Collection[str]) -> dict[str, str | None]:
    """The first version tag that contains each commit; None for one without a tag yet.

    `hashes` are full. All the history is read, by one question. Raises `GitFailed`.
    """
    tag_of_commit: dict[str, str | None] = dict.fromkeys(hashes)
    ends = [facts.commit for facts in snapshot.tags] if tag_of_commit else []
    for sha, _, tag in landings(history_of(snapshot.clone, ends), snapshot.tags):
        if sha in tag_of_commit:
            tag_of_commit[sha] = tag
    return tag_of_commit


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
    history: Iterable[Parents], tags: Iterable[TagFacts]
) -> Iterator[tuple[str, Sequence[str], str | None]]:
    """Each commit of a history with its parents and the first of the tags that contain it.

    Children come before parents, here as there.
    """
    own = _first_on_each_commit(tags)
    ranks: dict[str, _Rank] = {}
    for sha, parents in history:
        rank = ranks.pop(sha, None)
        if sha in own:
            rank = _rank_before(own[sha], rank)
        yield sha, parents, rank and rank[-1]
        if rank is not None:
            for parent in parents:
                ranks[parent] = min(rank, ranks.get(parent, rank))


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
