"""The commits of one tree: cited ones are added to the store, known ones learn what came since."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from kernlog_site.commits.git.changes import Change, changes_of
from kernlog_site.commits.git.client import Clone, CommitFacts, GitFailed
from kernlog_site.commits.git.first_tags import first_tags
from kernlog_site.commits.git.followups import Judgement, fates, judgements
from kernlog_site.commits.git.history import is_shallow, tips
from kernlog_site.commits.git.messages import bugs, discussions
from kernlog_site.commits.git.subjects import folders_of
from kernlog_site.commits.hashes import is_full
from kernlog_site.commits.store.sync_state import SyncMemory
from kernlog_site.commits.store.writer import Ledger, Record

Say = Callable[[str], None]

_WORTH_A_PROCESS = 500
_MOST_WORKERS = 4


@dataclass(slots=True)
class Report:
    """What a sync did, and what it could not do (`warnings`, each a sentence)."""

    commits: int = 0
    added: int = 0
    releases: int = 0
    changed: bool = False
    warnings: list[str] = field(default_factory=list)


class TreeSync:
    """Updates the lines of one tree in a ledger, and tells a report about it."""

    def __init__(
        self, tree: str, clone: Clone, commits: Ledger[tuple[str, str]], report: Report, say: Say
    ) -> None:
        self._tree = tree
        self._clone = clone
        self._commits = commits
        self._report = report
        self._say = say

    def run(self, hashes: Sequence[str], memory: SyncMemory) -> SyncMemory:
        """Sync the cited abbreviations and all lines of the tree; gives what to remember."""
        shallow = is_shallow(self._clone)
        if shallow:
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
        ends = tips(self._clone)
        uncounted = [sha for sha in present if not self._is_counted(sha)]
        is_as_remembered = memory.ends == ends and memory.store == self._commits.digest
        if is_as_remembered and cited <= stored and not uncounted:
            return memory
        self._describe(present, uncounted)
        judged = self._judgements(memory, ends)
        self._follow(present, ends, judged)
        # What is below a shallow history has not been read, and is not to be taken for read.
        return SyncMemory() if shallow else SyncMemory(ends, judged)

    def _full_hashes(self, hashes: Sequence[str], stored: set[str]) -> Iterator[str]:
        """The full hashes of abbreviations; of an ambiguous one all candidates, so that the build
        can name them."""
        found = self._clone.find(hashes)
        unclear = [digits for digits, what in found.items() if what.kind == "ambiguous"]
        candidates = self._clone.starting_with(unclear)
        for digits, what in found.items():
            told = f"in the tree '{self._tree}'"
            if what.kind == "commit" and what.sha:
                yield what.sha
            elif what.kind == "ambiguous":
                yield from candidates[digits]
                named = ", ".join(sha[:12] for sha in candidates[digits])
                self._report.warnings.append(f"'{digits}' is ambiguous {told}: {named}.")
            elif what.kind != "missing":
                self._report.warnings.append(
                    f"'{digits}' names a git {what.kind} {told}, and no commit."
                )
            elif not any(sha.startswith(digits) for sha in stored):
                self._report.warnings.append(f"'{digits}' is unknown {told}. Check the hash.")

    def _present(self, hashes: Iterable[str]) -> list[str]:
        """Those of the commits that the clone has; the others are reported."""
        known = self._clone.find(sorted(hashes))
        for sha, what in known.items():
            if what.kind != "commit":
                self._report.warnings.append(
                    f"{sha[:12]} is no longer in {self._clone.path}; its entry stays."
                )
        return [sha for sha, what in known.items() if what.kind == "commit"]

    def _describe(self, hashes: Sequence[str], uncounted: Sequence[str]) -> None:
        """Add what git says about commits; what they changed, for those that lack it."""
        self._say(f"{self._tree}: reading {len(hashes)} commits")
        changed: dict[str, Change] = {}
        try:
            changed = self._changes(uncounted)
        except GitFailed as error:  # a partial clone has no files to count lines in
            self._report.warnings.append(f"What commits changed could not be read. {error}")
        for facts in self._clone.facts(hashes):
            line = _described(facts, changed.get(facts.sha))
            self._commits.update({"sha": facts.sha, "tree": self._tree, **line})

    def _changes(self, hashes: Sequence[str]) -> dict[str, Change]:
        """What commits changed, counted by as many processes of git as there are processors."""
        workers = min(os.cpu_count() or 1, _MOST_WORKERS, len(hashes) // _WORTH_A_PROCESS + 1)
        with ThreadPoolExecutor(workers) as pool:
            shares = [hashes[first::workers] for first in range(workers)]
            counted = pool.map(lambda share: list(changes_of(self._clone, share)), shares)
            return {change.sha: change for changes in counted for change in changes}

    def _judgements(self, memory: SyncMemory, ends: Mapping[str, str]) -> list[Judgement]:
        """What was remembered, and what was said since."""
        since = sorted(set(memory.ends.values()))
        known = list(memory.judgements)
        if not all(what.kind == "commit" for what in self._clone.find(since).values()):
            since, known = [], []
        if since != sorted(set(ends.values())):
            self._say(f"{self._tree}: reading what became of commits")
            known += judgements(self._clone, sorted(set(ends.values())), since)
        return known

    def _follow(
        self, hashes: Sequence[str], ends: Mapping[str, str], judged: Sequence[Judgement]
    ) -> None:
        """Add what may change: the first tag, and what became of a commit."""
        subjects = {sha: str(self._line(sha)["subject"]) for sha in hashes}
        found = fates(self._clone, sorted(set(ends.values())), subjects, judged)
        doers = sorted({done.by for all_done in found.values() for done in all_done})
        # Of all, not only of those without one: a clone may have lacked an older tag.
        self._say(f"{self._tree}: looking for the first tags of {len(hashes)} commits")
        tags = first_tags(self._clone, {*hashes, *doers})
        told = {
            facts.sha: {
                "sha": facts.sha,
                "subject": facts.subject,
                "author": facts.author,
                "first_tag": tags[facts.sha],
            }
            for facts in self._clone.facts(doers)
        }
        lacking: set[str] = set()

        def kept(stored: Any, now: str | None) -> str | None:
            """A first tag that is in the store and no longer in the clone, else that of now."""
            if stored is None or stored in ends:
                return now
            lacking.add(str(stored))
            return str(stored)

        gone = self._gone_deeds(hashes, told)
        for sha in hashes:
            line = self._line(sha)
            before = {str(deed["sha"]): deed for deed in _deeds(line)}
            fate = [deed for by, deed in before.items() if by in gone]
            for done in found.get(sha, ()):
                deed = {"kind": done.kind, **told[done.by]}
                stored = before.get(done.by, {}).get("first_tag")
                fate.append({**deed, "first_tag": kept(stored, tags[done.by])})
            first_tag = kept(line.get("first_tag"), tags[sha])
            self._commits.update(
                {"sha": sha, "tree": self._tree, "first_tag": first_tag, "fate": fate}
            )
        if gone:
            named = ", ".join(sha[:12] for sha in sorted(gone))
            self._report.warnings.append(
                f"The clone {self._clone.path} lacks {named}, by which commits of the store were "
                "reverted or fixed; what is known of that stays. Fetch them."
            )
        if lacking:
            self._report.warnings.append(
                f"The clone {self._clone.path} lacks the tags {', '.join(sorted(lacking))}, so the "
                "first tags of commits stay as they are. Fetch them: git fetch --tags."
            )

    def _gone_deeds(self, hashes: Sequence[str], told: Collection[str]) -> set[str]:
        """Of the commits that did something to others, by the store, those the clone lacks."""
        stored = {str(deed["sha"]) for sha in hashes for deed in _deeds(self._line(sha))}
        asked = sorted(sha for sha in stored.difference(told) if is_full(sha))
        return {sha for sha, what in self._clone.find(asked).items() if what.kind != "commit"}

    def _is_counted(self, sha: str) -> bool:
        """Whether the store says what a commit changed, and does so once."""
        lines = self._commits.lines((sha, self._tree))
        return len(lines) == 1 and {"files", "areas"} <= lines[0].keys()

    def _line(self, sha: str) -> Record:
        return self._commits.get((sha, self._tree))


def _deeds(line: Record) -> list[Record]:
    """What the store says of a commit's fate, as far as it says by whom."""
    fate = line.get("fate")
    found = fate if isinstance(fate, list) else []
    return [deed for deed in found if isinstance(deed, dict) and "sha" in deed]


def _described(facts: CommitFacts, change: Change | None) -> dict[str, Any]:
    line: dict[str, Any] = {
        "subject": facts.subject,
        "author": facts.author,
        "authored": facts.authored,
        "committed": facts.committed,
        "links": discussions(facts.body),
        "bugs": bugs(f"{facts.subject}\n{facts.body}"),
    }
    if change:
        line["areas"] = folders_of(change.files)
        line["files"] = len(change.files)
        line["insertions"], line["deletions"] = change.insertions, change.deletions
    return line
