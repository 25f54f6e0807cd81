"""Fills the store from clones: what every cited commit is, where it landed, what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kernlog_site.commits.git import Clone, GitFailed
from kernlog_site.commits.ledger import Ledger, Record
from kernlog_site.commits.memory import Memory, recall, remember
from kernlog_site.commits.store import COMMITS, RELEASES
from kernlog_site.commits.trees import Tree
from kernlog_site.commits.treesync import Report, Say, TreeSync
from kernlog_site.versions import KernelVersion

_COMMIT = (
    *("sha", "tree", "subject", "author", "authored", "committed", "first_tag"),
    *("files", "insertions", "deletions", "areas", "links", "bugs", "fate"),
)
_RELEASE = ("version", "tree", "tags", "statistics")


class AnotherSync(Exception):
    """Raised when another sync of the same site has not ended."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the content cites: abbreviated hashes by tree, and the releases it names."""

    hashes: Mapping[str, Collection[str]]
    releases: frozenset[KernelVersion]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a sync reads and writes: the store's folder, the cache's, that of relative clones."""

    store: Path
    cache: Path
    root: Path


def sync(
    places: Places, wanted: Wanted, trees: Mapping[str, Tree], say: Say = lambda _: None
) -> Report:
    """Update the store from the clones of the trees; `say` is told what is going on.

    Nothing that is in the store is ever lost. Raises `GitFailed`, `BrokenLedger`, `OSError` and
    `AnotherSync`, and then has written nothing.
    """
    with _alone(places.cache):
        return _sync(places, wanted, trees, say)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Of two syncs at once, the second would write a store without what the first one found."""
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


def _sync(places: Places, wanted: Wanted, trees: Mapping[str, Tree], say: Say) -> Report:
    commits = Ledger(places.store / COMMITS, _commit_key, _COMMIT)
    releases = Ledger(places.store / RELEASES, _release_key, _RELEASE)
    report = Report()
    memories: dict[Path, Memory] = {}
    for name, tree in sorted(trees.items()):
        hashes = wanted.hashes.get(name, ())
        if tree.clone is None:
            if hashes:
                report.warnings.append(
                    f"The tree '{name}' has no clone to look its commits up in "
                    f"({len(hashes)} cited). Add clone: <path> to trees.{name}."
                )
            continue
        clone = Clone(str(places.root / Path(tree.clone).expanduser()))
        path = places.cache / f"sync-{name}.json"
        syncing = TreeSync(name, clone, commits, report, say)
        memories[path] = syncing.run(sorted(hashes), recall(path))
        _sync_releases(releases, clone, name, wanted.releases, report)
    changed = commits.save()
    report.changed = releases.save() or changed
    # Only now: what is remembered must not run ahead of what is stored.
    for path, memory in memories.items():
        remember(path, replace(memory, store=commits.digest))
    return report


def store_statistics(places: Places, tree: str, record: Record) -> None:
    """Put the numbers of a release, with its `version`, into the store.

    Raises `BrokenLedger`, `OSError`, `AnotherSync`, and `GitFailed` if it is no release.
    """
    numbers = {key: value for key, value in record.items() if key != "version"}
    version = KernelVersion.from_tag(f"v{record['version']}")
    if version is None:
        raise GitFailed(f"The range ends at {record['version']}, which is no release to store.")
    with _alone(places.cache):
        releases = Ledger(places.store / RELEASES, _release_key, _RELEASE)
        known = releases.get((version.release, tree))
        line = {"version": str(version.release), "tree": tree, "tags": known.get("tags", [])}
        releases.update({**line, "statistics": numbers})
        releases.save()


def _sync_releases(
    releases: Ledger[tuple[KernelVersion, str]],
    clone: Clone,
    tree: str,
    wanted: frozenset[KernelVersion],
    report: Report,
) -> None:
    tags: dict[KernelVersion, list[dict[str, Any]]] = defaultdict(list)
    for facts in clone.tags():
        version = facts.tag.version
        if version is not None and version.release in wanted:
            tags[version.release].append(
                {"name": facts.tag.name, "date": facts.tag.date.isoformat(), "commit": facts.commit}
            )
    for release, its_tags in tags.items():
        report.releases += 1
        releases.update({"version": str(release), "tree": tree, "tags": its_tags})


def _commit_key(record: Record) -> tuple[str, str]:
    return record["sha"], record["tree"]


def _release_key(record: Record) -> tuple[KernelVersion, str]:
    return KernelVersion.parse(record["version"]), record["tree"]
