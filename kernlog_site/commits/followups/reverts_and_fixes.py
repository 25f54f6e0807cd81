"""Follow-ups on commits: reverts and fixes, as later messages tell of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kernlog_site.commits.followups.messages import NamedCommit, Verdict, verdict
from kernlog_site.commits.git.client import Clone
from kernlog_site.commits.git.history import brought_in, messages, with_subjects
from kernlog_site.commits.hashes import SHORTER, starting_with
from kernlog_site.core.commit import FIXED, REVERTED

_SPEAKING = ("revert", "undo", "back out", "backs out", "fixes:")
_SHORTEST = 7


@dataclass(frozen=True, slots=True)
class Judgement:
    """A commit whose message speaks of others, with the verdict in it; `committed` is in seconds.

    `undoes` has all commits of a reversed merge.
    """

    sha: str
    committed: int
    subject: str
    verdict: Verdict
    undoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUpCommit:
    """A commit that follows up on another: `kind` is `reverted` or `fixed`, `sha` its full hash."""

    kind: str
    sha: str


def judgements(clone: Clone, ends: Sequence[str], since: Sequence[str] = ()) -> Iterator[Judgement]:
    """The commits of a history that revert or fix others; what `since` has is left out.

    `ends` and `since` are full hashes.
    """
    for sha, committed, subject, body in messages(clone, ends, since, _SPEAKING):
        statement = verdict(subject, body)
        if statement:
            # Reversed merges are rare; each is asked about once, and then remembered.
            undoes = brought_in(clone, statement.merge, statement.base) if statement.merge else ()
            yield Judgement(sha, committed, subject, statement, tuple(undoes))


def followups(
    clone: Clone, ends: Sequence[str], subjects: Mapping[str, str], judged: Sequence[Judgement]
) -> dict[str, list[FollowUpCommit]]:
    """The follow-ups on commits, given by full hash with their subjects, oldest first.

    `ends` are those of the history, `judged` all judgements in it. A revert that was itself
    reverted does not count, and commits without follow-ups are left out.
    """
    judging_subjects = {judgement.sha: judgement.subject for judgement in judged}
    named = _Named(clone, ends, {**judging_subjects, **subjects}, judged)
    reverted_by: dict[str, set[str]] = defaultdict(set)
    fixed_by: dict[str, set[str]] = defaultdict(set)
    for judgement in judged:
        for sha in (*named.all(judgement.verdict.reverts), *judgement.undoes):
            reverted_by[sha].add(judgement.sha)
        for sha in named.by_subject(judgement):
            reverted_by[sha].add(judgement.sha)
        for sha in named.all(judgement.verdict.fixes):
            fixed_by[sha].add(judgement.sha)
    in_force = _InForce(reverted_by)
    when = {judgement.sha: judgement.committed for judgement in judged}
    by_commit = {}
    for sha in subjects:
        entries = [
            FollowUpCommit(kind, by)
            for kind, commits in ((REVERTED, reverted_by[sha]), (FIXED, fixed_by[sha]))
            for by in commits
            if by != sha and in_force.includes(by)
        ]
        if entries:
            by_commit[sha] = sorted(entries, key=lambda entry: (when[entry.sha], entry.sha))
    return by_commit


class _InForce:
    """The commits in force: those not reverted by one that is in force itself."""

    def __init__(self, reverted_by: Mapping[str, set[str]]) -> None:
        self._reverted_by = {sha: by for sha, by in reverted_by.items() if by}
        self._known: dict[str, bool] = {}

    def includes(self, sha: str) -> bool:
        """Whether a commit is in force, without recursion: reverts of reverts may go on for longer
        than Python would."""
        questions = [self._question(sha)] if sha not in self._known else []
        while questions:
            about, reverting = questions[-1]
            for other in reverting:
                if other not in self._known:
                    questions[-1] = about, chain([other], reverting)
                    questions.append(self._question(other))
                    break
                if self._known[other]:
                    self._known[about] = False
                    questions.pop()
                    break
            else:
                questions.pop()
        return self._known[sha]

    def _question(self, sha: str) -> tuple[str, Iterator[str]]:
        """A commit that stands until one of those that revert it is found to."""
        self._known[sha] = True  # ends a circle of commits that revert each other
        return sha, (other for other in self._reverted_by.get(sha, ()) if other != sha)


class _Named:
    """The commits that messages name, among those of interest."""

    def __init__(
        self,
        clone: Clone,
        ends: Sequence[str],
        subjects: Mapping[str, str],
        judged: Sequence[Judgement],
    ) -> None:
        self._subjects = subjects
        self._hashes = sorted(subjects)
        self._with_subject: dict[str, list[str]] = defaultdict(list)
        for sha, subject in subjects.items():
            self._with_subject[subject].append(sha)
        mentions = (m for j in judged for m in (*j.verdict.reverts, *j.verdict.fixes))
        short = {m.digits for m in mentions if len(m.digits) < SHORTER and self._starting(m.digits)}
        self._objects = clone.find(sorted(short))
        quoted = {j.verdict.quoted for j in judged if j.verdict.quoted in self._with_subject}
        self._dated = with_subjects(clone, ends, sorted(quoted))

    def all(self, mentions: Iterable[NamedCommit]) -> Iterator[str]:
        """The full hashes of the commits named, as far as they are unambiguous."""
        for mention in mentions:
            candidates = self._starting(mention.digits)
            if len(mention.digits) >= SHORTER:
                yield from candidates
            elif candidates:
                sha = self._objects[mention.digits].sha
                if sha is None:  # ambiguous: the subject may tell
                    same = [c for c in candidates if self._subjects[c] == mention.subject]
                    sha = same[0] if len(same) == 1 else None
                yield from (c for c in candidates if c == sha)

    def by_subject(self, judgement: Judgement) -> Iterator[str]:
        """The latest commit of that subject before the one that reverts it."""
        earlier = [
            (committed, sha)
            for committed, sha in self._dated.get(judgement.verdict.quoted, ())
            if committed <= judgement.committed and sha != judgement.sha
        ]
        if earlier:
            yield max(earlier)[1]

    def _starting(self, digits: str) -> Sequence[str]:
        return starting_with(digits, self._hashes) if len(digits) >= _SHORTEST else ()
