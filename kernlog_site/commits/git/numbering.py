"""The numbers that a tracking page shows of a release, counted by sync where nobody did yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from kernlog_site.commits.git.client import Clone, TagFacts
from kernlog_site.commits.git.history import compare, revisions
from kernlog_site.commits.git.scanning import is_shallow
from kernlog_site.core.versions import KernelVersion

Numbers = dict[str, Any]


def count(
    clone: Clone, wanted: Iterable[KernelVersion], counted: Collection[KernelVersion]
) -> dict[KernelVersion, Numbers]:
    """The numbers of those releases that are out and not counted yet, against their predecessors.

    Updates of a release, such as 2.6.33.1, have none, and a shallow clone cannot count. Raises
    `GitFailed`.
    """
    if is_shallow(clone):
        return {}
    tags = {t.tag.version: t for t in clone.tags() if t.tag.version and _is_mainline(t.tag.version)}
    found = {}
    for version in sorted(set(wanted) - set(counted)):
        earlier = [other for other in tags if other < version]
        if version in tags and earlier:
            found[version] = _numbers(clone, tags[max(earlier)], tags[version])
    return found


def _is_mainline(version: KernelVersion) -> bool:
    return version == version.release and not version.is_update


def _numbers(clone: Clone, before: TagFacts, after: TagFacts) -> Numbers:
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
