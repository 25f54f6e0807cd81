"""The releases of one tree in the store: their tags, and their numbers.

The main figures of a release are counted once it is out. Numbers that `kernlog stats --store` put
there say at which tag they end; those up to a candidate are counted again, all of them, up to the
newest tag.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from kernlog_site.commits.git.changes import OFF, compare
from kernlog_site.commits.git.client import Clone, TagFacts
from kernlog_site.commits.git.history import Snapshot, revisions
from kernlog_site.commits.git.statistics import Statistics, statistics
from kernlog_site.commits.store.writer import Ledger, Record
from kernlog_site.commits.sync.tag_checks import ambiguous, with_zero
from kernlog_site.commits.sync.tree_sync import Report
from kernlog_site.core.versions import Version

ReleaseLedger = Ledger[tuple[Version, str]]
"""The lines of `releases.jsonl`, by release and tree."""


@dataclass(frozen=True, slots=True)
class Count:
    """The reach of the numbers that the store has: up to which version, with which renames."""

    end: Version
    renames: bool = True


def counts(releases: ReleaseLedger, tree: str) -> dict[Version, Count]:
    """The releases of a tree whose numbers the store has; of several lines, the furthest count."""
    furthest: dict[Version, Count] = {}
    for release, tree_of_line in releases:
        lines = releases.lines((release, tree_of_line)) if tree_of_line == tree else ()
        of_lines = [_count(release, line["statistics"]) for line in lines if "statistics" in line]
        if of_lines:
            furthest[release] = max(of_lines, key=lambda count: count.end)
    return furthest


def _count(release: Version, numbers: Any) -> Count:
    """The count that left these numbers; that of the whole release where nothing tells."""
    if not isinstance(numbers, dict):
        return Count(release)
    tag = numbers.get("tag", unsaid_end(numbers))
    end = release.scheme.of_tag(tag) if isinstance(tag, str) else None
    return Count(end or release, numbers.get("renames") != OFF)


def unsaid_end(numbers: Record) -> str | None:
    """The tag at the end of numbers that do not say so yet: the last candidate, if nothing came
    after it. None for others."""
    if "tag" in numbers:
        return None
    try:
        candidates = numbers["candidates"]
        is_all = sum(step["commits"] for step in candidates) == numbers["commits"]
        last = candidates[-1]["name"]
        return last if is_all and isinstance(last, str) else None
    except (KeyError, IndexError, TypeError):
        return None


def count_releases(
    snapshot: Snapshot, wanted: Iterable[Version], counted: Mapping[Version, Count]
) -> dict[Version, Record]:
    """The numbers that the store is to get, against the predecessors of the releases.

    Updates of a release, such as 2.6.33.1, have none, and a shallow clone cannot count. Raises
    `GitFailed`.
    """
    if snapshot.is_shallow:
        return {}
    tags = {facts.version: facts for facts in snapshot.tags}
    mainline = [version for version in tags if _is_mainline(version)]
    numbers = {}
    for release in sorted(set(wanted)):
        before = max((version for version in mainline if version < release), default=None)
        end = _newest(release, tags)
        if before is None or end is None:
            continue
        known = counted.get(release)
        if known is None and end == release:
            numbers[release] = _main_figures(snapshot.clone, tags[before], tags[end])
        elif known is not None and known.end < end:
            ends = revisions(snapshot.clone, f"{tags[before].tag.name}..{tags[end].tag.name}")
            counted_anew = statistics(snapshot, ends, renames=known.renames)
            numbers[release] = to_store(counted_anew, tags[end].tag.name)
    return numbers


def _is_mainline(version: Version) -> bool:
    return version == version.release and not version.is_update


def _newest(release: Version, tags: Iterable[Version]) -> Version | None:
    """The version of the newest tag of a mainline release: its own, else the last candidate."""
    if not _is_mainline(release):
        return None
    own = [v for v in tags if v == release or (v.release == release and v.is_candidate)]
    return release if release in own else max(own, default=None)


def _main_figures(clone: Clone, before: TagFacts, after: TagFacts) -> Record:
    ends = revisions(clone, f"{before.tag.name}..{after.tag.name}")
    span = f"{ends.start_sha}..{ends.end_sha}"
    authors = clone.run("log", "--no-merges", "--format=tformat:%an", span, "--").split("\n")[:-1]
    compared = compare(clone, ends)
    return {
        "days": (after.tag.date.date() - before.tag.date.date()).days,
        "commits": int(clone.run("rev-list", "--count", span)),
        "non_merges": len(authors),
        "authors": len(set(authors)),
        "files": compared.files,
        "insertions": compared.insertions,
        "deletions": compared.deletions,
        "renames": compared.renames,
    }


def to_store(counted: Statistics, tag: str) -> Record:
    """All numbers of a range as the store has them: the tag at the end in place of the version."""
    record = counted.to_record()
    del record["version"]
    return {"tag": tag, **record}


def sync_tags(
    releases: ReleaseLedger,
    snapshot: Snapshot,
    tree: str,
    wanted: frozenset[Version],
    report: Report,
) -> None:
    """Update the tags of the wanted releases; the store keeps those that the clone lacks."""
    report.warnings += ambiguous(snapshot.tags, tree, wanted)
    report.warnings += with_zero(snapshot.tags, wanted)
    tags_of_release: dict[Version, dict[str, Record]] = defaultdict(dict)
    for facts in snapshot.tags:
        release = facts.version.release
        if release in wanted:
            tags_of_release[release][facts.tag.name] = tag_record(facts)
    for release, tags in tags_of_release.items():
        key = release, tree
        known = {name for line in releases.lines(key) for name in _tags_of(line)}
        if lacking := sorted(known - tags.keys()):
            report.warnings.append(
                f"The clone {snapshot.clone.path} lacks the tags {', '.join(lacking)}; their "
                "entries stay. Fetch them: git fetch --tags."
            )
        report.releases += 1
        releases.update({"version": str(release), "tree": tree})
        releases.amend(key, partial(_with_tags, tags))


def tag_record(facts: TagFacts) -> Record:
    """A tag of a clone as a line of the store has it."""
    date = facts.tag.date.isoformat()
    return {"name": facts.tag.name, "date": date, "commit": facts.commit}


def _tags_of(line: Record) -> dict[str, Record]:
    return {tag["name"]: tag for tag in line.get("tags", ())}


def _with_tags(found: Mapping[str, Record], line: Record) -> Record:
    """A line with tags as the clone has them, and those that it has besides, oldest first."""
    known = _tags_of(line)
    tags = [{**known.get(name, {}), **found.get(name, {})} for name in {**known, **found}]
    tags.sort(key=lambda tag: (datetime.fromisoformat(tag["date"]), tag["name"]))
    return {**line, "tags": tags}
