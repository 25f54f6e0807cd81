"""The sync of one tree: cited commits are added to the store, known ones learn what came since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kernlog_site.commits.followups.reverts_and_fixes import Judgement, judgements
from kernlog_site.commits.git.client import GitFailed
from kernlog_site.commits.git.history import Snapshot, outside
from kernlog_site.commits.hashes import abbreviated
from kernlog_site.commits.store.writer import Ledger, Record
from kernlog_site.commits.sync.clone_lines import (
    FETCH_OR_SWITCH,
    Outcomes,
    description,
    figures,
    outcomes_of,
)
from kernlog_site.commits.sync.sync_state import SyncMemory

Say = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """The result of a sync in figures, and what it could not do (`warnings`, each a sentence).

    `cves` is None where no records of CVEs were read.
    """

    commits: int = 0
    added: int = 0
    releases: int = 0
    cves: int | None = None
    changed: bool = False
    warnings: list[str] = field(default_factory=list)


class TreeSync:
    """The sync of the lines of one tree in a ledger, told in a report."""

    def __init__(
        self,
        tree: str,
        snapshot: Snapshot,
        commits: Ledger[tuple[str, str]],
        report: Report,
        say: Say,
    ) -> None:
        self._tree = tree
        self._snapshot = snapshot
        self._clone = snapshot.clone
        self._commits = commits
        self._report = report
        self._say = say

    def run(self, hashes: Sequence[str], memory: SyncMemory) -> SyncMemory:
        """Sync the cited abbreviations and all lines of the tree; gives the ends of its history,
        and the judgements in that."""
        if self._snapshot.is_shallow:
            self._report.warnings.append(
                f"The clone {self._clone.path} is shallow, so commits and tags may be missing. "
                "Complete it: git fetch --unshallow --tags."
            )
            memory = SyncMemory()
        stored = {sha for sha, tree in self._commits if tree == self._tree}
        self._say(f"{self._tree}: looking up {len(hashes)} citations")
        cited = set(self._full_hashes(hashes, stored))
        present = self._present(stored | cited)
        self._report.commits += len(present)
        self._report.added += len(cited - stored)
        ends = self._snapshot.ends
        # At the end of a shallow history a commit seems to have brought all files.
        countable = [] if self._snapshot.is_shallow else present
        uncounted = [sha for sha in countable if not self._is_counted(sha)]
        is_as_remembered = memory.ends == ends and memory.store == self._commits.digest
        if is_as_remembered and cited <= stored and not uncounted:
            return memory
        judged = self._judgements(memory)
        if present:
            self._describe(present, uncounted)
            self._follow(present, judged)
        return SyncMemory(ends, judged)

    def _full_hashes(self, hashes: Sequence[str], stored: set[str]) -> Iterator[str]:
        """The full hashes of abbreviations; of an ambiguous one all candidates, so that the build
        can name them."""
        objects = self._clone.find(hashes)
        unclear = [digits for digits, found in objects.items() if found.kind == "ambiguous"]
        candidates = self._clone.starting_with(unclear)
        for digits, found in objects.items():
            place = f"in the tree '{self._tree}'"
            if found.kind == "commit" and found.sha:
                yield found.sha
            elif found.kind == "ambiguous":
                yield from candidates[digits]
                named = ", ".join(abbreviated(candidates[digits]))
                self._report.warnings.append(f"'{digits}' is ambiguous {place}: {named}.")
            elif found.kind != "missing":
                self._report.warnings.append(
                    f"'{digits}' names a git {found.kind} {place}, and no commit."
                )
            elif not any(sha.startswith(digits) for sha in stored):
                self._report.warnings.append(f"'{digits}' is unknown {place}. Check the hash.")

    def _present(self, hashes: Iterable[str]) -> list[str]:
        """Those of the commits that the clone has; the others are reported."""
        objects = self._clone.find(sorted(hashes))
        for sha, found in objects.items():
            if found.kind != "commit":
                self._report.warnings.append(
                    f"{sha[:12]} is no longer in {self._clone.path}; its entry stays."
                )
        return [sha for sha, found in objects.items() if found.kind == "commit"]

    def _describe(self, hashes: Sequence[str], uncounted: Sequence[str]) -> None:
        """Add what git says about commits; what they changed, for those that lack it."""
        self._say(f"{self._tree}: reading {len(hashes)} commits")
        counted: dict[str, Record] = {}
        try:
            counted = figures(self._clone, uncounted)
        except GitFailed as error:  # a partial clone has no files to count lines in
            self._report.warnings.append(f"What commits changed could not be read. {error}")
        for facts in self._clone.facts(hashes):
            self._update(facts.sha, {**description(facts), **counted.get(facts.sha, {})})

    def _judgements(self, memory: SyncMemory) -> list[Judgement]:
        """The judgements of all the history: those remembered, and those since."""
        since, tips = sorted(set(memory.ends.values())), self._snapshot.tips
        known = list(memory.judgements)
        if not all(found.kind == "commit" for found in self._clone.find(since).values()):
            since, known = [], []
        if since != tips:
            self._say(f"{self._tree}: reading what became of commits")
            if outside(self._clone, since, tips):  # HEAD has gone back
                gone = outside(self._clone, [its.sha for its in known], tips)
                known = [its for its in known if its.sha not in gone]
            known += judgements(self._clone, tips, since)
        return known

    def _follow(self, hashes: Sequence[str], judged: Sequence[Judgement]) -> None:
        """Add what may change: the first tag, and the follow-ups on a commit."""
        self._say(f"{self._tree}: looking for the first tags of {len(hashes)} commits")
        outcomes = outcomes_of(self._snapshot, {sha: self._line(sha) for sha in hashes}, judged)
        for sha, line in outcomes.lines.items():
            self._update(sha, line)
        self._report.warnings += self._lacking(outcomes)

    def _lacking(self, outcomes: Outcomes) -> Iterator[str]:
        """A sentence about what the store knows of and the clone lacks."""
        if outcomes.lacking_commits:
            yield f"{outcomes.lacking(self._clone)}; what is known of that stays. {FETCH_OR_SWITCH}"
        if outcomes.lacking_tags:
            yield (
                f"The clone {self._clone.path} lacks the tags "
                f"{', '.join(sorted(outcomes.lacking_tags))}, so the first tags of commits stay as "
                "they are. Fetch them: git fetch --tags."
            )

    def _is_counted(self, sha: str) -> bool:
        """Whether the store says what a commit changed, and does so once."""
        lines = self._commits.lines((sha, self._tree))
        return len(lines) == 1 and {"files", "areas"} <= lines[0].keys()

    def _line(self, sha: str) -> Record:
        return self._commits.get((sha, self._tree))

    def _update(self, sha: str, values: Record) -> None:
        self._commits.update({"sha": sha, "tree": self._tree, **values})
