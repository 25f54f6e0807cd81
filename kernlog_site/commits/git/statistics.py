"""A release in numbers, as plain git gives them, for `kernlog stats` and for the store.

Authors are the different names of commits that are no merges, as the commits have them: `.mailmap`
is not applied, since the numbers in the news never were. Files and lines compare the two ends with
each other (`git diff --shortstat`); those of authors and areas add up what each commit changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from kernlog_site.commits.git.changes import changes, compare
from kernlog_site.commits.git.client import Clone, GitFailed, TagFacts
from kernlog_site.commits.git.history import RevisionRange, Snapshot
from kernlog_site.commits.git.landings import Parents, history_of, landings
from kernlog_site.commits.git.subjects import area_of, one_spelling
from kernlog_site.core.model import Tag
from kernlog_site.core.versions import Version

_Work = tuple[str, str, int]
"""Of one commit: author, area, lines changed."""

_MOST_ACTIVE = 20


@dataclass(frozen=True, slots=True)
class StepFigures:
    """Commits that came with one tag, and with none before it. `date` is ISO 8601 with offset."""

    name: str
    date: str
    commits: int
    non_merges: int
    version: Version | None = field(default=None, compare=False)

    def to_record(self) -> dict[str, Any]:
        """The numbers as JSON has them."""
        return {
            "name": self.name,
            "date": self.date,
            "commits": self.commits,
            "non_merges": self.non_merges,
        }


@dataclass(frozen=True, slots=True)
class Active:
    """The share of an author or an area: commits that are no merges, lines added and removed."""

    name: str
    commits: int
    lines: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The numbers of a range, a release mostly. `days` are calendar days between its two ends."""

    version: str
    days: int
    commits: int
    non_merges: int
    authors: int
    new_authors: int
    files: int
    insertions: int
    deletions: int
    renames: str
    """`found`, `limited` or `off`, as in `changes`."""
    steps: tuple[StepFigures, ...]
    """By version tag, oldest first; the last is the range's end, tag or not. They add up."""
    top_authors_by_commits: tuple[Active, ...]
    top_authors_by_lines: tuple[Active, ...]
    top_areas: tuple[Active, ...]

    @property
    def candidates(self) -> tuple[StepFigures, ...]:
        """The release candidates among the steps."""
        return tuple(step for step in self.steps if step.version and step.version.is_candidate)

    def to_record(self) -> dict[str, Any]:
        """The numbers as JSON has them."""
        return {
            "version": self.version,
            "days": self.days,
            "commits": self.commits,
            "non_merges": self.non_merges,
            "authors": self.authors,
            "new_authors": self.new_authors,
            "files": self.files,
            "insertions": self.insertions,
            "deletions": self.deletions,
            "renames": self.renames,
            "candidates": [step.to_record() for step in self.candidates],
            "top_authors": {
                "by_commits": [asdict(author) for author in self.top_authors_by_commits],
                "by_lines": [asdict(author) for author in self.top_authors_by_lines],
            },
            "top_areas": [asdict(area) for area in self.top_areas],
        }


def statistics(snapshot: Snapshot, ends: RevisionRange, *, renames: bool = True) -> Statistics:
    """The numbers of a range, whatever its size, by five questions to git.

    `renames` is git's default rename detection. Raises `GitFailed`, also for a shallow clone, in
    which git counts what it has without a word about the rest.
    """
    clone, tags = snapshot.clone, snapshot.tags
    if snapshot.is_shallow:
        raise GitFailed(
            f"The clone {clone.path} is shallow, so numbers from it would be wrong. Fetch the "
            "rest: git fetch --unshallow"
        )
    with ThreadPoolExecutor(max_workers=1) as pool:
        # Reading what every commit changed takes as long as all the rest.
        reading = pool.submit(_work, clone, ends, renames)
        history = list(history_of(clone, [ends.end_sha], [ends.start_sha]))
        start, end = _dates(clone, ends, tags)
        earlier = _authors_before(clone, ends)
        compared = compare(clone, ends, renames=renames)
        work = reading.result()
    authors = _shares((author, lines) for author, _, lines in work)
    version = clone.versions.of_tag(_tag_name(ends.end_name))
    return Statistics(
        version=str(version or ends.end_name),
        days=(end.date() - start.date()).days,
        commits=len(history),
        non_merges=len(work),
        authors=len(authors),
        new_authors=sum(author.name not in earlier for author in authors),
        files=compared.files,
        insertions=compared.insertions,
        deletions=compared.deletions,
        renames=compared.renames,
        steps=_steps(ends, history, tags, end, version),
        top_authors_by_commits=_most(authors, lambda share: (share.commits, share.lines)),
        top_authors_by_lines=_most(authors, lambda share: (share.lines, share.commits)),
        top_areas=_most(_areas(work), lambda share: (share.commits, share.lines)),
    )


def _work(clone: Clone, ends: RevisionRange, renames: bool) -> list[_Work]:
    return [
        (change.author, area_of(change.subject), change.lines)
        for change in changes(clone, ends, renames=renames)
    ]


def _authors_before(clone: Clone, ends: RevisionRange) -> frozenset[str]:
    answer = clone.run("log", "--format=tformat:%an", ends.start_sha, "--")
    return frozenset(answer.split("\n"))


def _dates(
    clone: Clone, ends: RevisionRange, tags: Sequence[TagFacts]
) -> tuple[datetime, datetime]:
    """When each end was tagged; when it was committed, if it is no version tag."""
    tagged = {facts.tag.name: facts.tag.date for facts in tags}
    names = ends.start_name, ends.end_name
    dates = []
    for name, facts in zip(names, clone.facts([ends.start_sha, ends.end_sha]), strict=True):
        date = tagged.get(_tag_name(name))
        if date is None and not facts.is_dated:
            raise GitFailed(f"An end of {ends} has a date that is none: {facts.sha[:12]}.")
        dates.append(date or datetime.fromisoformat(facts.committed))
    start, end = dates
    return start, end


def _steps(
    ends: RevisionRange,
    history: Sequence[Parents],
    tags: Iterable[TagFacts],
    end: datetime,
    end_version: Version | None,
) -> tuple[StepFigures, ...]:
    """Each commit counts for the first tag that contains it, else for the end of the range."""
    age = {sha: number for number, (sha, _) in enumerate(reversed(history))}
    end_tag = _tag_name(ends.end_name)
    between = []
    for facts in tags:
        later = facts.commit == ends.end_sha and end_version and facts.version >= end_version
        if facts.commit in age and not later:
            between.append((age[facts.commit], facts.version, facts))
    # The older commit first; on one commit the older version.
    between.sort(key=lambda entry: entry[:2])
    commits: Counter[str] = Counter()
    non_merges: Counter[str] = Counter()
    for _, parents, tag, _ in landings(history, [facts for *_, facts in between]):
        commits[tag or end_tag] += 1
        non_merges[tag or end_tag] += len(parents) <= 1
    points = [facts.tag for *_, facts in between]
    return tuple(
        StepFigures(
            tag.name, tag.date.isoformat(), commits[tag.name], non_merges[tag.name], tag.version
        )
        for tag in (*points, Tag(end_tag, end, end_version))
    )


def _areas(work: Sequence[_Work]) -> list[Active]:
    """The shares of areas, however their names are capitalised; without commits that have none."""
    spelling = one_spelling(area for _, area, _ in work)
    return _shares((spelling[area.casefold()], lines) for _, area, lines in work if area)


def _shares(work: Iterable[tuple[str, int]]) -> list[Active]:
    commits: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for name, lines in work:
        commits[name] += 1
        changed[name] += lines
    return [Active(name, commits[name], changed[name]) for name in commits]


def _most(
    shares: Sequence[Active], weight: Callable[[Active], tuple[int, int]]
) -> tuple[Active, ...]:
    """The heaviest, of equals by name."""
    by_name = sorted(shares, key=lambda share: (share.name.casefold(), share.name))
    return tuple(sorted(by_name, key=weight, reverse=True)[:_MOST_ACTIVE])


def _tag_name(name: str) -> str:
    return name.removeprefix("refs/").removeprefix("tags/")
