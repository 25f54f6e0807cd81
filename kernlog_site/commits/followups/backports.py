"""Backports: the commits of a stable tree that took over commits of the tree it follows.

commit 7dd65feb6c60... upstream.               as the first line below the subject
[ Upstream commit 7dd65feb6c60... ]
(cherry picked from commit 7dd65feb6c60...)    anywhere below it

A backport counts while it is in force on some branch. The commit that reverts it there names it by
its own hash, by that of the commit that it took over, or by that of the same backport on another
branch, which the message was copied from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kernlog_site.commits.followups.messages import NamedCommit
from kernlog_site.commits.followups.reverts_and_fixes import Judgement, followups
from kernlog_site.commits.git.client import Clone, TagFacts
from kernlog_site.commits.git.history import bodies, outside
from kernlog_site.commits.git.landings import Parents, landings
from kernlog_site.commits.hashes import IN_TEXT, is_full, starting_with

_HASH = rf"({IN_TEXT})(?![0-9a-zA-Z])"
_FIRST_LINE = re.compile(
    rf"\s*+(?:commit\ ++{_HASH}\ ++upstream\b|\[\s*+upstream\ ++commit\ ++{_HASH}\s*+\])",
    re.IGNORECASE,
)
_PICKED = re.compile(rf"\(cherry[ -]picked\ from\ commit\ ++{_HASH}", re.IGNORECASE)

Claims = Mapping[str, tuple[str, ...]]
"""By the full hash of a commit, the digits of those that its message says it takes over."""


def taken_over(body: str) -> tuple[str, ...]:
    """The commits that a message says are taken over, by the digits that it has of them."""
    first = _FIRST_LINE.match(body)
    named = [first[1] or first[2]] if first else []
    named += _PICKED.findall(body)
    return tuple(dict.fromkeys(digits.lower() for digits in named))


def claims(clone: Clone, hashes: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The commits, given by full hash, that take over others, and which. Raises `GitFailed`."""
    for sha, body in bodies(clone, hashes):
        named = taken_over(body)
        if named:
            yield sha, named


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a commit stands in a walk, children before parents, and the branches that have it.

    A branch is a bit: that of the newest commit of it.
    """

    number: int
    branches: int
    tag: str | None

    def is_older(self, other: _Place) -> bool:
        """Whether all branches that have the other commit had this one before."""
        return self.number > other.number and not other.branches & ~self.branches


class StableHistory:
    """The commits that a stable tree has and the tree that it follows has not."""

    def __init__(self, history: Iterable[Parents], tags: Iterable[TagFacts]) -> None:
        """`history` has children before parents."""
        self.tips: list[str] = []
        """The newest commit of each branch."""
        self._places: dict[str, _Place] = {}
        branches: dict[str, int] = defaultdict(int)
        for number, (sha, parents, tag, _) in enumerate(landings(history, tags)):
            its = branches.pop(sha, 0)
            if not its:
                its = 1 << len(self.tips)
                self.tips.append(sha)
            self._places[sha] = _Place(number, its, tag)
            for parent in parents:
                branches[parent] |= its

    def __contains__(self, sha: str) -> bool:
        return sha in self._places

    def first_tag(self, sha: str) -> str | None:
        """The first tag that contains a commit."""
        return self._places[sha].tag

    def on(self, branch: int, hashes: Iterable[str]) -> list[str]:
        """Those of the commits that are on a branch, given by its number, oldest first."""
        there = (sha for sha in hashes if self._places[sha].branches >> branch & 1)
        return sorted(there, key=lambda sha: self._places[sha].number, reverse=True)

    def latest_before(self, sha: str, hashes: Iterable[str]) -> str | None:
        """The latest of the commits that all branches of another one had before it."""
        place = self._places[sha]
        older = [other for other in hashes if self._places[other].is_older(place)]
        return min(older, key=lambda other: self._places[other].number, default=None)


@dataclass(frozen=True, slots=True)
class FollowedTree:
    """The clone of the tree that a stable tree follows, and the ends of the history of that."""

    clone: Clone
    ends: Sequence[str]


@dataclass(frozen=True, slots=True)
class StableTree:
    """A stable tree: what it has for itself, what its messages claim, and whom they revert.

    `before` are the ends of what it has from the tree that it follows.
    """

    clone: Clone
    history: StableHistory
    before: Sequence[str]
    claims: Claims
    judged: Sequence[Judgement]

    def backports(
        self, commits: Collection[str], followed: FollowedTree | None
    ) -> dict[str, list[str]]:
        """By full hash, the commits that took over each of `commits` and are in force.

        Of several on one branch it is the first. Where a hash is abbreviated, the clone of the
        followed tree says for which commit it stands; ambiguous ones count for none. What the
        followed tree has is no backport, and without a clone of that, what no tag has is none.
        """
        digits = {digits for named in self.claims.values() for digits in named}
        meant = _meant(digits, commits, followed.clone if followed else None)
        reverting = self._reverting()
        names = _Names(reverting, self.claims, meant)
        claiming = {
            sha: upstreams
            for sha, named in self.claims.items()
            if sha in self.history and (upstreams := {meant[its] for its in named if its in meant})
        }
        claiming = {sha: claiming[sha] for sha in self._own(claiming, followed)}
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for hashes in self._standing(claiming, reverting, names):
            taken: set[str] = set()
            for sha in hashes:
                for upstream in claiming[sha] - taken:
                    found[upstream][sha] = None
                taken |= claiming[sha]
        return {upstream: list(hashes) for upstream, hashes in found.items()}

    def _own(self, hashes: Collection[str], followed: FollowedTree | None) -> Collection[str]:
        """Those of its commits that are not the followed tree's: its HEAD may be an older state of
        that."""
        if followed is None:
            return [sha for sha in hashes if self.history.first_tag(sha)]
        return outside(followed.clone, hashes, followed.ends)

    def _reverting(self) -> dict[str, Judgement]:
        """The judgements of its own commits that revert something, by hash."""
        return {
            judgement.sha: judgement
            for judgement in self.judged
            if judgement.sha in self.history
            and (judgement.verdict.reverts or judgement.verdict.quoted or judgement.undoes)
        }

    def _standing(
        self, claiming: Collection[str], reverting: Mapping[str, Judgement], names: _Names
    ) -> Iterator[list[str]]:
        """For each branch, those of the commits there that nothing reverted, oldest first."""
        subjects = {facts.sha: facts.subject for facts in self.clone.facts(sorted(claiming))}
        for branch, tip in enumerate(self.history.tips):
            there = self.history.on(branch, claiming)
            if not there:
                continue
            judging = self.history.on(branch, reverting)
            on_branch = {*there, *judging}
            judged = [self._by_own_names(reverting[sha], names, on_branch) for sha in judging]
            ends = [tip, *(f"^{sha}" for sha in self.before)]
            became = followups(self.clone, ends, {sha: subjects[sha] for sha in there}, judged)
            yield [sha for sha in there if sha not in became]

    def _by_own_names(self, judgement: Judgement, names: _Names, on_branch: set[str]) -> Judgement:
        """A judgement that names the commits of its branch by their own hashes, too; of fixes it
        says nothing."""
        same = (names.same_as(mention.digits) for mention in judgement.verdict.reverts)
        meant = [
            sha
            for commits in same
            if (sha := self.history.latest_before(judgement.sha, commits & on_branch))
        ]
        reverts = (*judgement.verdict.reverts, *map(NamedCommit, meant))
        return replace(judgement, verdict=replace(judgement.verdict, reverts=reverts, fixes=()))


class _Names:
    """Commits by all the hashes that stand for them: their own, and those that they took over."""

    def __init__(self, reverting: Iterable[str], claims: Claims, meant: Mapping[str, str]) -> None:
        """Of interest are commits that revert others, and those that took over what is `meant`."""
        self._upstreams = {sha: {*claims.get(sha, ())} for sha in reverting}
        for sha, named in claims.items():
            if sha in self._upstreams or any(digits in meant for digits in named):
                self._upstreams[sha] = {meant.get(digits, digits) for digits in named}
        self._claiming: dict[str, set[str]] = defaultdict(set)
        for sha, upstreams in self._upstreams.items():
            for upstream in upstreams:
                self._claiming[upstream].add(sha)
        self._in_order = sorted({*self._upstreams, *self._claiming})

    def same_as(self, digits: str) -> set[str]:
        """The commits of all branches that are the same change as the one named so."""
        named = starting_with(digits, self._in_order)
        if len(named) != 1:
            return set()
        (name,) = named
        upstreams = self._upstreams.get(name, {name})
        return set().union(*(self._claiming[upstream] for upstream in upstreams))


def _meant(
    names: Iterable[str], commits: Collection[str], followed: Clone | None
) -> dict[str, str]:
    """By the digits of names, the commits that they stand for, as far as those are of interest."""
    meant = {}
    unclear = []
    in_order = sorted(commits)
    for digits in names:
        if is_full(digits):
            if digits in commits:
                meant[digits] = digits
        elif starting_with(digits, in_order):
            unclear.append(digits)
    objects = followed.find(sorted(unclear)) if followed else {}
    for digits, found in objects.items():
        if found.sha in commits:
            meant[digits] = str(found.sha)
    return meant
