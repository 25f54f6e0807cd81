"""The lines of commits as a clone gives them: what each is, where it landed, what followed.

A sync writes them into the store, and a check holds the store against them.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kernlog_site.commits.followups.messages import bugs, discussions, stable_versions
from kernlog_site.commits.followups.reverts_and_fixes import Judgement, followups
from kernlog_site.commits.git.changes import Change, changes_of
from kernlog_site.commits.git.client import Clone, CommitFacts
from kernlog_site.commits.git.history import Snapshot, outside
from kernlog_site.commits.git.landings import landings_of
from kernlog_site.commits.git.subjects import folders_of
from kernlog_site.commits.hashes import is_full
from kernlog_site.commits.store.writer import Record

FIGURES = ("files", "insertions", "deletions", "areas")
"""The keys that say what a commit changed. They need the files of a clone, and never change."""

OPTIONAL = ("backports", "cves", "pull", "stable")
"""The keys that stand in a line only where they say something, in the order of the line."""

FETCH_OR_SWITCH = "Fetch them, or check out what has them."
"""What helps where the history of a clone lacks commits that the store knows."""

_WORTH_A_PROCESS = 500
_MOST_WORKERS = 4


def description(facts: CommitFacts) -> Record:
    """The keys of a line that come from the commit itself."""
    return {
        "subject": facts.subject,
        "author": facts.author,
        "authored": facts.authored,
        "committed": facts.committed,
        "links": discussions(facts.body),
        "bugs": bugs(f"{facts.subject}\n{facts.body}"),
        "stable": stable_versions(facts.body),
    }


def figures(clone: Clone, hashes: Sequence[str]) -> dict[str, Record]:
    """The `FIGURES` of commits by hash, counted by as many processes of git as there are
    processors.

    Raises `GitFailed`, for example in a partial clone.
    """
    workers = min(os.cpu_count() or 1, _MOST_WORKERS, len(hashes) // _WORTH_A_PROCESS + 1)
    with ThreadPoolExecutor(workers) as pool:
        shares = [hashes[first::workers] for first in range(workers)]
        counted = pool.map(lambda share: list(changes_of(clone, share)), shares)
        return {change.sha: _figures(change) for changes in counted for change in changes}


def _figures(change: Change) -> Record:
    return {
        "areas": folders_of(change.files),
        "files": len(change.files),
        "insertions": change.insertions,
        "deletions": change.deletions,
    }


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Landings and follow-ups of commits, by hash: `first_tag`, `pull` and `fate` of their lines.

    What the store knows of tags and commits that the history lacks is kept; those are named in
    `lacking_tags` and `lacking_commits`.
    """

    lines: Mapping[str, Record]
    lacking_tags: frozenset[str]
    lacking_commits: frozenset[str]

    def lacking(self, clone: Clone) -> str:
        """A sentence about the commits that the store knows and the history lacks."""
        named = ", ".join(sha[:12] for sha in sorted(self.lacking_commits))
        return (
            f"The history of HEAD and of the tags in the clone {clone.path} lacks {named}, by "
            "which commits of the store were pulled, reverted or fixed"
        )


def outcomes_of(
    snapshot: Snapshot, lines: Mapping[str, Record], judged: Sequence[Judgement]
) -> Outcomes:
    """Landings and follow-ups of commits, given by their lines with the subjects of the clone.

    `judged` are the judgements of all the history. Raises `GitFailed`.
    """
    subjects = {sha: str(line["subject"]) for sha, line in lines.items()}
    followups_on = followups(snapshot.clone, snapshot.tips, subjects, judged)
    following = {followup.sha for entries in followups_on.values() for followup in entries}
    # Of all, not only of those without one: a clone may have lacked an older tag.
    landed = landings_of(snapshot, {*lines, *following})
    pulls = {pull for sha in lines if (pull := landed[sha].pull)}
    facts = {facts.sha: facts for facts in snapshot.clone.facts(sorted(following | pulls))}
    known_by = {str(entry["sha"]) for line in lines.values() for entry in _stored_followups(line)}
    unlanded = {sha for sha, line in lines.items() if _stored_pull(line) and not any(landed[sha])}
    # HEAD may have gone back. With wrong clocks git may take for lacking what it has.
    asked = {*filter(is_full, known_by | unlanded)}
    lacking = outside(snapshot.clone, asked, snapshot.tips) - following
    beyond = unlanded & lacking
    updates: dict[str, Record] = {}
    for sha, line in lines.items():
        stored = {str(entry["sha"]): entry for entry in _stored_followups(line)}
        fate = [entry for by, entry in stored.items() if by in lacking]
        for followup in followups_on.get(sha, ()):
            known = stored.get(followup.sha, {}).get("first_tag")
            first_tag = kept_tag(known, landed[followup.sha].tag, snapshot)
            fate.append(_entry(followup.kind, facts[followup.sha], first_tag))
        tag, pull = landed[sha]
        first_tag = kept_tag(line.get("first_tag"), tag, snapshot)
        # On a main line that the clone lacks, or has in part.
        is_kept = first_tag != tag or snapshot.is_shallow or sha in beyond
        updates[sha] = {
            "first_tag": first_tag,
            "fate": fate,
            "pull": line.get("pull") if is_kept else pull and _pull(facts[pull]),
        }
    lacking_tags = _lacking_tags(updates.values(), snapshot, lacking)
    told = {*(lacking & known_by), *(_stored_pull(lines[sha]) for sha in beyond)}
    return Outcomes(updates, lacking_tags, frozenset(told))


def _entry(kind: str, facts: CommitFacts, first_tag: str | None) -> Record:
    """What a line says of a commit that follows up on its own."""
    return {
        "kind": kind,
        "sha": facts.sha,
        "subject": facts.subject,
        "author": facts.author,
        "first_tag": first_tag,
        "committed": facts.committed,
    }


def _pull(facts: CommitFacts) -> Record:
    """What a line says of the merge that brought its commit."""
    return {"sha": facts.sha, "subject": facts.subject}


def kept_tag(stored: Any, now: str | None, snapshot: Snapshot) -> str | None:
    """A first tag that is in the store and not in the clone, else that of now.

    One that is no version's was stored when versions were read in another way.
    """
    if not isinstance(stored, str) or snapshot.clone.versions.of_tag(stored) is None:
        return now
    return now if stored in snapshot.ends else stored


def _lacking_tags(
    lines: Iterable[Record], snapshot: Snapshot, lacking: Collection[str]
) -> frozenset[str]:
    """The first tags in lines that the clone lacks, but for those of commits that it lacks, too."""
    named = {
        place["first_tag"]
        for line in lines
        for place in (line, *line["fate"])
        if place.get("sha") not in lacking
    }
    return frozenset(named - snapshot.ends.keys() - {None})


def _stored_pull(line: Record) -> str:
    """The merge that brought a commit, by its stored line; empty for none."""
    pull = line.get("pull")
    return str(pull.get("sha", "")) if isinstance(pull, dict) else ""


def _stored_followups(line: Record) -> list[Record]:
    """The entries of a stored `fate`, as far as they say by whom."""
    fate = line.get("fate")
    entries = fate if isinstance(fate, list) else []
    return [entry for entry in entries if isinstance(entry, dict) and "sha" in entry]
