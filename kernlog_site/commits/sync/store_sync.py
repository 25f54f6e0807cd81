"""Sync: the store filled from clones with every cited commit, first tags, follow-ups, releases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from kernlog_site.commits.git.client import GitFailed, clone_at
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.commits.git.statistics import Statistics
from kernlog_site.commits.hashes import is_full
from kernlog_site.commits.store.reader import COMMITS, RELEASES
from kernlog_site.commits.store.writer import Ledger, Record, save_together
from kernlog_site.commits.sync import tag_checks
from kernlog_site.commits.sync.backport_sync import followings, sync_backports
from kernlog_site.commits.sync.clone_lines import OPTIONAL
from kernlog_site.commits.sync.cve_sync import CveSync
from kernlog_site.commits.sync.previous_store import keep_previous
from kernlog_site.commits.sync.release_sync import (
    ReleaseLedger,
    count_releases,
    counts,
    sync_tags,
    to_store,
)
from kernlog_site.commits.sync.sync_state import SyncMemory, recall, remember
from kernlog_site.commits.sync.tree_sync import Report, Say, TreeSync
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.commits.web.trees import Tree
from kernlog_site.core.versions import NoVersion, Version, VersionScheme

_COMMIT = (
    *("sha", "tree", "subject", "author", "authored", "committed", "first_tag"),
    *("files", "insertions", "deletions", "areas", "links", "bugs", "fate"),
    *OPTIONAL,
)
_RELEASE = ("version", "tree", "tags", "statistics")


class AnotherSync(Exception):
    """Raised when another sync of the same site has not ended."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The citations of the content: abbreviated hashes by tree, and the releases that it names."""

    hashes: Mapping[str, Collection[str]]
    releases: frozenset[Version]


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a sync: that of the store, of the cache, and of relative paths of clones.

    `vulns` is the path of a clone of the CNA's records, as configured.
    """

    store: Path
    cache: Path
    root: Path
    vulns: str | None = None

    def memory_of(self, tree: str) -> Path:
        """The file of what a sync remembers of a tree."""
        return self.cache / f"sync-{tree}.json"


def sync(
    places: Places,
    wanted: Wanted,
    trees: Mapping[str, Tree],
    say: Say = lambda _: None,
    versions: VersionScheme = LINUX,
) -> Report:
    """Update the store from the clones of the trees; `say` is told what is going on.

    Nothing that is in the store is ever lost. Raises `GitFailed`, `BrokenLedger`, `OSError` and
    `AnotherSync`, and then has written nothing.
    """
    with _alone(places.cache):
        return _sync(places, wanted, trees, say, versions)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A lock: of two syncs at once, the second would write a store without what the first found."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "sync.lock").acquire(timeout=0)
    except Timeout as error:
        raise AnotherSync("Another `kernlog sync` is at work. Wait until it is done.") from error
    except OSError:  # nowhere to lock, but perhaps the store can be written all the same
        yield
        return
    with lock:
        yield


def _sync(
    places: Places,
    wanted: Wanted,
    trees: Mapping[str, Tree],
    say: Say,
    versions: VersionScheme,
) -> Report:
    """A sync, alone at work."""
    commits = Ledger(places.store / COMMITS, _commit_key, _COMMIT, OPTIONAL)
    releases = _ledger_of_releases(places.store, versions)
    report = Report()
    snapshots = dict(_snapshots(places, wanted, trees, report, versions=versions))
    cves = _cve_sync(places, commits, wanted)
    memories: dict[str, SyncMemory] = {}
    for name, snapshot in snapshots.items():
        syncing = TreeSync(name, snapshot, commits, report, say)
        remembered = recall(places.memory_of(name))
        own = replace(wanted, releases=_not_in(snapshots.get(str(trees[name].follows)), wanted))
        # Counting is git's work alone, so it goes on beside the rest.
        with _counting(snapshot, name, own, releases, report):
            memories[name] = syncing.run(sorted(wanted.hashes.get(name, ())), remembered)
        sync_tags(releases, snapshot, name, wanted.releases, report)
    for following in followings(trees, snapshots):
        name = following.tree
        judged, remembered = memories[name].judgements, recall(places.memory_of(name))
        claims = sync_backports(following, commits, (remembered, judged), report, say)
        memories[name] = replace(memories[name], claims=claims)
    if cves is not None:
        cves.put(report, say)
    report.warnings += tag_checks.foreign(list(snapshots.values()))
    report.warnings += _contradictions(commits, releases)
    before = commits.data
    report.changed = save_together(commits, releases)
    if commits.data != before:
        keep_previous(places.cache, before)
    # Only now: what is remembered must not run ahead of what is stored.
    for name, memory in memories.items():
        # What is below a shallow history has not been read, and is not to be taken for read.
        read = SyncMemory() if snapshots[name].is_shallow else memory
        remember(places.memory_of(name), replace(read, store=commits.digest))
    if cves is not None:
        cves.remember()
    return report


def _snapshots(
    places: Places,
    wanted: Wanted,
    trees: Mapping[str, Tree],
    report: Report,
    *,
    versions: VersionScheme,
) -> Iterator[tuple[str, Snapshot]]:
    """The trees that have a clone, in the order of their names.

    Raises `GitFailed` for a clone that cannot be used, unless its tree only follows another.
    """
    for name, tree in sorted(trees.items()):
        if tree.clone is None:
            if count := len(wanted.hashes.get(name, ())):
                report.warnings.append(
                    f"The tree '{name}' has no clone to look its commits up in "
                    f"({count} cited). Add clone: <path> to trees.{name}."
                )
            continue
        try:
            yield name, Snapshot.of(clone_at(places.root, tree.clone, versions))
        except GitFailed as error:
            if tree.follows is None:
                raise
            report.warnings.append(f"{error} Until then, what is known of trees.{name} stays.")


def _not_in(followed: Snapshot | None, wanted: Wanted) -> frozenset[Version]:
    """The releases that a tree has to count itself: not those of the tree that it follows."""
    if followed is None:
        return wanted.releases
    return wanted.releases - {facts.version.release for facts in followed.tags}


@contextmanager
def _counting(
    snapshot: Snapshot, tree: str, wanted: Wanted, releases: ReleaseLedger, report: Report
) -> Iterator[None]:
    """Count the releases of a tree while something else is done, then put them into the store."""
    with ThreadPoolExecutor(1) as pool:
        counting = pool.submit(count_releases, snapshot, wanted.releases, counts(releases, tree))
        yield
        try:
            numbers = counting.result()
        except GitFailed as error:  # a partial clone has no files to compare
            report.warnings.append(f"The numbers of releases could not be counted. {error}")
            numbers = {}
    for version, counted in numbers.items():
        releases.update({"version": str(version), "tree": tree, "statistics": counted})


def _cve_sync(places: Places, commits: Ledger[tuple[str, str]], wanted: Wanted) -> CveSync | None:
    """The sync of CVEs, which has begun to read; None where no clone is configured."""
    if places.vulns is None:
        return None
    cited = chain.from_iterable(wanted.hashes.values())
    memory = places.cache / "sync-vulns.revision"
    return CveSync(places.vulns, places.root, memory, commits, cited)


def store_statistics(
    places: Places, tree: str, counted: Statistics, versions: VersionScheme = LINUX
) -> None:
    """Put the numbers of a release, or of one so far, into the store.

    Raises `BrokenLedger`, `OSError`, `AnotherSync`, and `GitFailed` if it is no release.
    """
    try:
        version = versions.parse(counted.version)
    except NoVersion as error:
        raise GitFailed(
            f"The range ends at {counted.version}, which is no release to store."
        ) from error
    end = counted.steps[-1]
    numbers = to_store(counted, end.name if end.version else version.tag)
    with _alone(places.cache):
        releases = _ledger_of_releases(places.store, versions)
        line = {"version": str(version.release), "tree": tree, "tags": []}
        key = version.release, tree
        releases.amend(key, lambda known: {**line, **known, "statistics": numbers})
        releases.save()


def _contradictions(commits: Ledger[tuple[str, str]], releases: ReleaseLedger) -> Iterator[str]:
    """A sentence on each line that stands in the store in two ways, of which no clone tells the
    right one."""
    differing = [
        *(
            (f"The commit {sha[:12]}", tree, names)
            for (sha, tree), names in commits.contradictions()
        ),
        *((f"The release {v}", tree, names) for (v, tree), names in releases.contradictions()),
    ]
    for name, tree, columns in differing:
        yield (
            f"{name} of the tree '{tree}' has lines in the store that differ in "
            f"{', '.join(columns)}, and no clone tells which is right. All stay; remove the wrong "
            "ones."
        )


def _commit_key(record: Record) -> tuple[str, str]:
    sha, tree = record["sha"], record["tree"]
    if not isinstance(tree, str) or not is_full(sha):
        raise ValueError(record)
    return sha, tree


def _ledger_of_releases(store: Path, versions: VersionScheme) -> Ledger[tuple[Version, str]]:
    return Ledger(store / RELEASES, partial(_release_key, versions), _RELEASE)


def _release_key(versions: VersionScheme, record: Record) -> tuple[Version, str]:
    if not isinstance(record["tree"], str):
        raise TypeError(record)
    for tag in record.get("tags", ()):
        if datetime.fromisoformat(tag["date"]).tzinfo is None or not isinstance(tag["name"], str):
            raise ValueError(record)
    return versions.release_named(record["version"]), record["tree"]
