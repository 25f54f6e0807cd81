"""Fills the store from clones: what every cited commit is, and where it landed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kernlog_site.commits.git import Clone
from kernlog_site.commits.ledger import Ledger, Record
from kernlog_site.commits.store import COMMITS, RELEASES
from kernlog_site.commits.trees import Tree
from kernlog_site.versions import KernelVersion


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the content cites: abbreviated hashes by tree, and the releases it names."""

    hashes: Mapping[str, frozenset[str]]
    releases: frozenset[KernelVersion]


@dataclass(slots=True)
class Report:
    """What a sync did, and what it could not do (`warnings`, each a sentence)."""

    commits: int = 0
    added: int = 0
    releases: int = 0
    changed: bool = False
    warnings: list[str] = field(default_factory=list)


def sync(folder: Path, wanted: Wanted, trees: Mapping[str, Tree], root: Path) -> Report:
    """Update the store in a folder from the clones of the trees.

    Relative paths of clones start at `root`. Nothing that is in the store is ever lost. Raises
    `GitFailed` and `BrokenLedger`, and then has written nothing.
    """
    commits = Ledger(folder / COMMITS, _commit_key)
    releases = Ledger(folder / RELEASES, _release_key)
    report = Report()
    for name, tree in sorted(trees.items()):
        hashes, clone = wanted.hashes.get(name, frozenset()), tree.clone
        if clone is None:
            if hashes:
                report.warnings.append(
                    f"The tree '{name}' has no clone to look its commits up in "
                    f"({len(hashes)} cited). Add clone: <path> to trees.{name}."
                )
            continue
        repository = Clone(str(root / Path(clone).expanduser()))
        _sync_commits(commits, repository, name, hashes, report)
        _sync_releases(releases, repository, name, wanted.releases, report)
    changed = commits.save()
    report.changed = releases.save() or changed
    return report


def _sync_commits(
    commits: Ledger[tuple[str, str]], clone: Clone, tree: str, hashes: Iterable[str], report: Report
) -> None:
    """Cited commits, and again all of this tree in the store: a tag may have come since."""
    stored = {sha for sha, its_tree in commits if its_tree == tree}
    cited = set(_full_hashes(clone, tree, sorted(hashes), stored, report))
    found = clone.find(sorted(stored | cited))
    gone = sorted(sha for sha, what in found.items() if what.kind != "commit")
    for sha in gone:
        report.warnings.append(f"{sha[:12]} is no longer in {clone.path}; its entry stays.")
    present = [sha for sha in found if sha not in gone]
    tags = clone.first_tags(present)
    for facts in clone.facts(present):
        report.commits += 1
        report.added += (facts.sha, tree) not in commits
        commits.update(
            {
                "sha": facts.sha,
                "tree": tree,
                "subject": facts.subject,
                "author": facts.author,
                "authored": facts.authored,
                "committed": facts.committed,
                "first_tag": tags[facts.sha],
            }
        )


def _full_hashes(
    clone: Clone, tree: str, hashes: list[str], stored: set[str], report: Report
) -> Iterator[str]:
    """The full hashes of abbreviations; of an ambiguous one all candidates, so that the build can
    name them."""
    found = clone.find(hashes)
    candidates = clone.starting_with([h for h, what in found.items() if what.kind == "ambiguous"])
    for digits, what in found.items():
        if what.kind == "commit" and what.sha:
            yield what.sha
        elif what.kind == "ambiguous":
            yield from candidates[digits]
            named = ", ".join(sha[:12] for sha in candidates[digits])
            report.warnings.append(f"'{digits}' is ambiguous in the tree '{tree}': {named}.")
        elif what.kind != "missing":
            report.warnings.append(
                f"'{digits}' names a git {what.kind} in the tree '{tree}', and no commit."
            )
        elif not any(sha.startswith(digits) for sha in stored):
            report.warnings.append(f"'{digits}' is unknown in the tree '{tree}'. Check the hash.")


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
