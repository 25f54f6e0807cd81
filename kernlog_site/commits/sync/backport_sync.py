"""The backports of one tree in the store: from the clone of a stable tree that follows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kernlog_site.commits.followups.backports import FollowedTree, StableHistory, StableTree, claims
from kernlog_site.commits.followups.reverts_and_fixes import Judgement, judgements
from kernlog_site.commits.git.client import TagFacts
from kernlog_site.commits.git.history import HEAD, Snapshot, outside
from kernlog_site.commits.git.landings import Parents, history_of
from kernlog_site.commits.hashes import is_full
from kernlog_site.commits.store.writer import Ledger, Record
from kernlog_site.commits.sync.clone_lines import FETCH_OR_SWITCH, kept_tag
from kernlog_site.commits.sync.sync_state import ClaimsMemory, SyncMemory
from kernlog_site.commits.sync.tree_sync import Report, Say
from kernlog_site.commits.web.trees import Tree
from kernlog_site.core.versions import VersionScheme


@dataclass(frozen=True, slots=True)
class Following:
    """A stable tree by name and clone, and the tree that it follows, of which there may be none."""

    tree: str
    snapshot: Snapshot
    followed_tree: str
    followed: Snapshot | None

    @property
    def followed_ends(self) -> tuple[str, ...]:
        """The ends of the history of the tree that is followed: its HEAD and its releases."""
        ends = {release.commit for release in self._followed_releases}
        if self.followed and HEAD in self.followed.ends:
            ends.add(self.followed.ends[HEAD])
        return tuple(sorted(ends))

    @property
    def _followed_releases(self) -> list[TagFacts]:
        tags = self.followed.tags if self.followed else ()
        return [tag for tag in tags if not tag.version.is_update]

    def ends_before(self) -> tuple[str, ...]:
        """The ends of what the clone has from the tree that is followed: those of that tree's HEAD
        and releases, and of releases newer than all of these.

        Updates of releases are those of stable trees, whichever clone has their tags.
        """
        newest = max((release.version for release in self._followed_releases), default=None)
        newer = {
            tag.commit
            for tag in self.snapshot.tags
            if not tag.version.is_update and (newest is None or tag.version > newest)
        }
        objects = self.snapshot.clone.find(sorted(newer.union(self.followed_ends)))
        return tuple(sha for sha, found in objects.items() if found.kind == "commit")

    def stable_tree(
        self, before: Sequence[str], memory: ClaimsMemory, judged: Sequence[Judgement]
    ) -> StableTree:
        """What the clone tells, read as far as it is not remembered. Raises `GitFailed`."""
        clone, tips = self.snapshot.clone, self.snapshot.tips
        history = list(history_of(clone, tips, before))
        known: dict[str, tuple[str, ...]] = {}
        unread: Sequence[Parents] = history
        if self._has_read(memory, before):
            known.update(memory.claims)
            unread = list(history_of(clone, tips, [*before, *memory.ends]))
        hashes = [sha for sha, parents in unread if len(parents) <= 1]
        known.update(claims(clone, hashes))
        return StableTree(clone, StableHistory(history, self.snapshot.tags), before, known, judged)

    def _has_read(self, memory: ClaimsMemory, before: Sequence[str]) -> bool:
        """Whether all is read that the ends of then have and those before do not have now."""
        clone = self.snapshot.clone
        objects = clone.find(sorted({*memory.ends, *memory.before}))
        if not memory.ends or any(found.kind != "commit" for found in objects.values()):
            return False
        given = [*memory.before, *(f"^{sha}" for sha in before)]
        options = ("--max-count=1", "--stdin")
        return not memory.before or not clone.run("rev-list", *options, given=given)

    def lines(
        self, stable: StableTree, lines: Mapping[str, Record]
    ) -> tuple[dict[str, Record], list[str]]:
        """The key `backports` of the lines of the followed tree, by hash, and the backports that
        the store knows and the history of the clone lacks, which stay."""
        clone = self.snapshot.clone
        stored = {sha: list(_entries(line)) for sha, line in lines.items()}
        own = {e["sha"] for entries in stored.values() for e in entries if e["tree"] == self.tree}
        followed = FollowedTree(self.followed.clone, self.followed_ends) if self.followed else None
        found = stable.backports(lines.keys(), followed)
        # With wrong clocks git may take for lacking what it has.
        lacking = outside(clone, {*filter(is_full, own)}, self.snapshot.tips).difference(
            *found.values()
        )
        updates: dict[str, Record] = {}
        for sha, entries in stored.items():
            known = {entry["sha"]: entry for entry in entries if entry["tree"] == self.tree}
            now = [entry for entry in entries if entry["tree"] != self.tree]
            now += [known[by] for by in known if by in lacking]
            for by in found.get(sha, ()):
                before = known.get(by, {}).get("first_tag")
                first_tag = kept_tag(before, stable.history.first_tag(by), self.snapshot)
                now.append({"tree": self.tree, "sha": by, "first_tag": first_tag})
            updates[sha] = {"backports": sorted(now, key=_by_version(clone.versions))}
        return updates, sorted(lacking)

    def lacking(self, hashes: Sequence[str]) -> str:
        """A sentence about the backports that the store knows and the history lacks."""
        named = ", ".join(sha[:12] for sha in hashes)
        return (
            f"The history of HEAD and of the tags in the clone {self.snapshot.clone.path} lacks "
            f"{named}, by which commits of the store were taken over; what is known of that stays."
        )

    @property
    def without_tags(self) -> str | None:
        """A sentence about a clone without tags, which cannot tell what is in which release."""
        if self.snapshot.tags:
            return None
        return (
            f"The clone {self.snapshot.clone.path} of trees.{self.tree} has no tags of versions, "
            "so what the store knows of backports stays."
        )


def followings(trees: Mapping[str, Tree], snapshots: Mapping[str, Snapshot]) -> list[Following]:
    """The trees that follow others and have clones, which are given by name."""
    return [
        Following(name, snapshots[name], tree.follows, snapshots.get(tree.follows))
        for name, tree in sorted(trees.items())
        if tree.follows is not None and name in snapshots
    ]


def sync_backports(
    following: Following,
    commits: Ledger[tuple[str, str]],
    memory: tuple[SyncMemory, Sequence[Judgement]],
    report: Report,
    say: Say,
) -> ClaimsMemory:
    """Update the backports of all lines of the followed tree; gives what to remember.

    `memory` is what was remembered before, and the judgements of all the history of the clone.
    Raises `GitFailed`.
    """
    if warning := following.without_tags:
        report.warnings.append(f"{warning} Fetch them: git fetch --tags.")
        return ClaimsMemory()
    remembered, judged = memory
    before = following.ends_before()
    read = ClaimsMemory(tuple(following.snapshot.tips), before, following.followed_ends)
    is_known = replace(remembered.claims, claims={}) == read
    if is_known and remembered.store == commits.digest and not report.added:
        return remembered.claims
    say(f"{following.tree}: looking for backports")
    stable = following.stable_tree(before, remembered.claims, judged)
    keys = [key for key in commits if key[1] == following.followed_tree]
    lines, lacking = following.lines(stable, {key[0]: commits.get(key) for key in keys})
    for sha, values in lines.items():
        commits.update({"sha": sha, "tree": following.followed_tree, **values})
    if lacking:
        report.warnings.append(f"{following.lacking(lacking)} {FETCH_OR_SWITCH}")
    return replace(read, claims=stable.claims)


def backport_lines(
    following: Following, lines: Mapping[str, Record]
) -> tuple[dict[str, Record], list[str]]:
    """The same as `Following.lines`, everything read anew. Raises `GitFailed`."""
    before = following.ends_before()
    judged = list(judgements(following.snapshot.clone, following.snapshot.tips, before))
    stable = following.stable_tree(before, ClaimsMemory(), judged)
    return following.lines(stable, lines)


def _entries(line: Record) -> Iterator[Record]:
    """The entries of stored `backports`, as far as they say where and by whom."""
    entries = line.get("backports")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("sha"), str) and "tree" in entry:
            yield entry


def _by_version(versions: VersionScheme) -> Any:
    """The sort key of entries: the oldest version first, then those without a tag."""

    def key(entry: Record) -> tuple[Any, ...]:
        tag = entry.get("first_tag")
        version = versions.of_tag(tag) if isinstance(tag, str) else None
        return (version is None, version or 0, str(entry["tree"]), entry["sha"])

    return key
