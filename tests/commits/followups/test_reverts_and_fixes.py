"""What became of commits, on made repositories with every form of message."""

from __future__ import annotations

from pathlib import Path

import pytest
from repository import Repository

from kernlog_site.commits.followups.messages import verdict
from kernlog_site.commits.followups.reverts_and_fixes import (
    FollowUpCommit,
    Judgement,
    followups,
    judgements,
)
from kernlog_site.commits.git.client import Clone
from kernlog_site.commits.git.history import Snapshot, with_subjects
from kernlog_site.core.commit import FIXED, REVERTED

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def linux(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "linux")


def fate(repository: Repository, sha: str) -> list[tuple[str, str]]:
    """What became of one commit: kinds and full hashes, oldest first."""
    clone = Clone(str(repository.path))
    ends = Snapshot.of(clone).tips
    subject = next(clone.facts([sha])).subject
    found = followups(clone, ends, {sha: subject}, list(judgements(clone, ends)))
    return [(followup.kind, followup.sha) for followup in found.get(sha, [])]


@pytest.mark.parametrize(
    "message",
    [
        'Revert "lib: add LZO"\n\nThis reverts commit {full}.',
        'lib: go back\n\nThis reverts commit {twelve} ("lib: add LZO").',
        "lib: go back\n\nThis patch reverts {seven}.",
        "lib: revert commit {twelve}",
        "lib: go back\n\nThis reverts commits {other} and {full}.",
        'Revert "lib: add LZO"\n\nIt broke the build.',
    ],
)
def test_a_revert_in_every_form(linux: Repository, message: str) -> None:
    other = linux.commit("x86: something else")
    sha = linux.commit("lib: add LZO")
    by = linux.commit(message.format(full=sha, twelve=sha[:12], seven=sha[:7], other=other[:12]))

    assert fate(linux, sha) == [(REVERTED, by)]


def test_a_subject_alone_means_the_latest_commit_before_the_revert(linux: Repository) -> None:
    first = linux.commit("lib: add LZO")
    second = linux.commit("lib: add LZO")
    by = linux.commit('Revert "lib: add LZO"')
    third = linux.commit("lib: add LZO")

    assert fate(linux, first) == []
    assert fate(linux, second) == [(REVERTED, by)]
    assert fate(linux, third) == []


def test_a_reversed_merge_undoes_all_that_it_brought(linux: Repository) -> None:
    base = linux.commit("base")
    linux.git("checkout", "--quiet", "-b", "topic")
    brought = [linux.commit(f"topic: change {number}") for number in range(3)]
    linux.git("checkout", "--quiet", "master")
    mainline = linux.commit("mainline goes on")
    linux.hour += 1
    linux.git("merge", "--quiet", "--no-ff", "--message=Merge branch 'topic'", "topic")
    merge = linux.git("rev-parse", "HEAD")
    by = linux.commit(
        f"Revert \"Merge branch 'topic'\"\n\nThis reverts commit {merge}, reversing\n"
        f"changes made to {mainline}.\n"
    )

    for sha in (*brought, merge):
        assert fate(linux, sha) == [(REVERTED, by)]
    for sha in (base, mainline):
        assert fate(linux, sha) == []


def test_a_revert_that_was_reverted_does_not_count(linux: Repository) -> None:
    sha = linux.commit("lib: add LZO")
    revert = linux.commit(f'Revert "lib: add LZO"\n\nThis reverts commit {sha}.')
    again = linux.commit(f'Revert "Revert "lib: add LZO""\n\nThis reverts commit {revert}.')

    assert fate(linux, sha) == []
    assert fate(linux, revert) == [(REVERTED, again)]

    linux.commit(f"Third thoughts\n\nThis reverts commit {again}.")

    assert fate(linux, sha) == [(REVERTED, revert)]


def test_fixes_and_reverts_come_in_order(linux: Repository) -> None:
    sha = linux.commit("lib: add LZO")
    fix = linux.commit(f'lib: repair\n\nFixes: {sha[:12]} ("lib: add LZO")')
    revert = linux.commit(f"lib: give up\n\nThis reverts commit {sha}.")

    assert fate(linux, sha) == [(FIXED, fix), (REVERTED, revert)]


def test_an_ambiguous_abbreviation_is_told_by_its_subject_or_not_at_all(
    linux: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = linux.commit("lib: add LZO")
    linux.commit(f'lib: repair\n\nFixes: {sha[:12]} ("lib: add LZO")')
    linux.commit(f'lib: repair\n\nFixes: {sha[:11]} ("lib: something else")')
    find = Clone.find

    def ambiguous(clone: Clone, given: list[str]) -> dict[str, object]:
        found = find(clone, given)
        return {d: type(w)(None, "ambiguous") if len(d) <= 12 else w for d, w in found.items()}

    monkeypatch.setattr(Clone, "find", ambiguous)

    assert len(fate(linux, sha)) == 1


def test_a_merge_that_repeats_the_message_of_a_revert_is_none(linux: Repository) -> None:
    sha = linux.commit("lib: add LZO")
    linux.git("checkout", "--quiet", "-b", "topic")
    by = linux.commit(f"lib: revert commit {sha[:12]}")
    linux.git("checkout", "--quiet", "master")
    linux.commit("mainline goes on")
    linux.hour += 1
    message = f"Merge branch 'topic'\n\n* topic:\n  lib: revert commit {sha[:12]}\n"
    linux.git("merge", "--quiet", "--no-ff", f"--message={message}", "topic")

    assert fate(linux, sha) == [(REVERTED, by)]


def test_only_what_is_new_is_read(linux: Repository) -> None:
    sha = linux.commit("lib: add LZO")
    linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    clone = Clone(str(linux.path))
    before = Snapshot.of(clone).tips
    new = linux.commit(f"lib: and again\n\nFixes: {sha[:12]}")

    found = list(judgements(clone, Snapshot.of(clone).tips, before))

    assert [judgement.sha for judgement in found] == [new]


def test_reverts_of_reverts_may_go_on_for_ever(linux: Repository) -> None:
    """Further than a function may call itself."""
    shas = [linux.commit("lib: add LZO")]
    judged = []
    for number in range(5_000):
        shas.append(f"{number:040x}")
        found = verdict("", f"This reverts commit {shas[-2]}.")
        judged.append(Judgement(shas[-1], number, "again", found))

    def what_became(last: int) -> dict[str, list[FollowUpCommit]]:
        return followups(Clone(str(linux.path)), [], {shas[0]: "lib: add LZO"}, judged[:last])

    assert what_became(5_000) == {}
    assert what_became(4_999) == {shas[0]: [FollowUpCommit(REVERTED, shas[1])]}


def test_subjects_of_any_length_and_number_are_found(linux: Repository) -> None:
    long = "x" * 200_000
    first = linux.commit(f"lib: {long}")
    linux.commit(f"lib: {long}y")
    by = linux.commit(f'Revert "lib: {long}"')
    clone = Clone(str(linux.path))
    head = linux.git("rev-parse", "HEAD")

    assert fate(linux, first) == [(REVERTED, by)]
    many = [f"{number} {long}" for number in range(300)]
    found = with_subjects(clone, [head], [*many, f"lib: {long}"])
    assert [sha for _, sha in found[f"lib: {long}"]] == [first]
