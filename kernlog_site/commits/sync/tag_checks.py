"""Whether the tags of the clones are written as the configuration says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from kernlog_site.commits.git.client import TagFacts
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.core.versions import Version

_SHOWN = 3


def ambiguous(tags: Iterable[TagFacts], tree: str, wanted: Collection[Version]) -> Iterator[str]:
    """Tags of the releases wanted that are different commits and yet one version."""
    by_version: dict[Version, list[TagFacts]] = defaultdict(list)
    for facts in tags:
        if facts.version.release in wanted:
            by_version[facts.version].append(facts)
    for version, alike in by_version.items():
        if len({facts.commit for facts in alike}) > 1:
            names = ", ".join(sorted(facts.tag.name for facts in alike))
            yield (
                f"The tags {names} in the clone of trees.{tree} all stand for {version}, and are "
                "different commits. Describe tags in versions of mkdocs.yml so that it has one, or "
                "delete the others."
            )


def with_zero(tags: Collection[TagFacts], wanted: Iterable[Version]) -> Iterator[str]:
    """Releases wanted that have no tag, while the same with an update number of 0 have some."""
    releases = {facts.version.release for facts in tags}
    by_numbers = {facts.version.numbers: facts.tag.name for facts in tags}
    for release in sorted(set(wanted) - releases):
        name = by_numbers.get((*release.numbers, 0))
        if name is not None:
            yield (
                f"The release {release} has no tag, but there is {name}. If that is its tag, set "
                "zero: tag in versions of mkdocs.yml, or the preset that does."
            )


def foreign(snapshots: Sequence[Snapshot]) -> Iterator[str]:
    """That clones have tags, and none of them that of a version. Asks git only about those."""
    if any(snapshot.tags for snapshot in snapshots):
        return
    clones = [snapshot.clone for snapshot in snapshots]
    named = [(clone, names) for clone in clones if (names := clone.tag_names())]
    if not named:
        return
    clone, names = named[0]
    scheme = clone.versions
    shown = ", ".join(names[-_SHOWN:])
    yield (
        f"No clone has a tag such as {scheme.range_example.replace('..', ' or ')}; {clone.path} "
        f"has {shown}. Set versions in mkdocs.yml to how the project writes its tags, or fetch "
        "them: git fetch --tags."
    )
