"""Notes in a clone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from repository import Repository

from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.git_notes import REF, Difference, compare, write

NOW = datetime(2010, 2, 12, 12, tzinfo=UTC)
GONE = "deadbeef" * 5


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "linux")


def noted(repository: Repository, notes: dict[str, str]) -> Difference:
    clone = Clone(str(repository.path))
    difference = compare(clone, notes)
    write(clone, difference, NOW)
    return difference


def shown(repository: Repository, sha: str) -> str:
    return repository.git("log", "-1", "--notes=kernlog", "--format=%N", sha)


def commits_of_notes(repository: Repository) -> int:
    return int(repository.git("rev-list", "--count", REF))


def test_git_shows_the_notes_below_the_commits(repository: Repository) -> None:
    first, second = repository.commit("first"), repository.commit("second")
    difference = noted(repository, {first: "Kernel Log: Größe\nAnother\n", second: "x\n"})
    assert difference.added == tuple(sorted((first, second)))
    assert shown(repository, first) == "Kernel Log: Größe\nAnother"
    assert repository.git("notes", "--ref=kernlog", "show", second) == "x"


def test_nothing_else_in_the_clone_changes(repository: Repository) -> None:
    sha = repository.commit("first")
    repository.tag("v2.6.33")
    repository.git("notes", "add", "-m", "mine", sha)
    (repository.path / "file").write_text("in progress")
    before = set(repository.git("show-ref").split("\n"))
    status = repository.git("status", "--porcelain")
    noted(repository, {sha: "x\n"})
    new = set(repository.git("show-ref").split("\n")) - before
    assert [line.partition(" ")[2] for line in new] == [REF]
    assert before <= set(repository.git("show-ref").split("\n"))
    assert repository.git("status", "--porcelain") == status
    assert repository.git("notes", "show", sha) == "mine"


def test_again_there_is_nothing_to_do(repository: Repository) -> None:
    sha = repository.commit("first")
    noted(repository, {sha: "x\n"})
    assert not noted(repository, {sha: "x\n"})
    assert commits_of_notes(repository) == 1


def test_without_notes_there_is_no_ref(repository: Repository) -> None:
    repository.commit("first")
    assert not noted(repository, {})
    assert repository.git("for-each-ref", REF) == ""


def test_only_what_differs_is_written(repository: Repository) -> None:
    kept, changed, removed, added = (repository.commit(name) for name in "abcd")
    noted(repository, {kept: "kept\n", changed: "old\n", removed: "x\n"})
    difference = noted(repository, {kept: "kept\n", changed: "new\n", added: "added\n"})
    assert (difference.added, difference.changed) == ((added,), (changed,))
    assert difference.removed == (removed,)
    assert [shown(repository, sha) for sha in (kept, changed, removed, added)] == [
        "kept",
        "new",
        "",
        "added",
    ]
    assert commits_of_notes(repository) == 2
    assert repository.git("log", "-1", "--format=%an %s", REF) == (
        "kernlog 1 added, 1 changed, 1 removed"
    )


def test_what_the_clone_does_not_have_is_told(repository: Repository) -> None:
    sha = repository.commit("first")
    tree = repository.git("rev-parse", "HEAD^{tree}")
    difference = noted(repository, {sha: "x\n", GONE: "x\n", tree: "x\n"})
    assert difference.added == (sha,)
    assert set(difference.missing) == {GONE, tree}


def test_a_note_of_a_commit_that_the_clone_lost_goes_with_it(repository: Repository) -> None:
    sha = repository.commit("first")
    blob = repository.git("hash-object", "-w", "--stdin", given=b"old\n")
    notes = repository.git("mktree", given=f"100644 blob {blob}\t{GONE}\n".encode())
    repository.git("update-ref", REF, repository.git("commit-tree", "-m", "x", notes))
    assert noted(repository, {sha: "x\n"}).removed == (GONE,)
    assert repository.git("notes", "--ref=kernlog", "list").endswith(sha)
    assert GONE not in repository.git("ls-tree", "-r", REF)


def test_many_notes_are_found_again_in_their_folders(repository: Repository) -> None:
    commit = repository.commit("first")
    stream = "".join(
        f"commit refs/heads/many\ncommitter x <x@y> {number} +0000\ndata 1\nx\n"
        for number in range(300)
    )
    repository.git("fast-import", "--quiet", given=stream.encode())
    hashes = [commit, *repository.git("rev-list", "many").split("\n")]
    noted(repository, {sha: f"{sha}\n" for sha in hashes})
    assert "/" in repository.git("ls-tree", "-r", "--name-only", REF)
    assert not noted(repository, {sha: f"{sha}\n" for sha in hashes})
    assert len(noted(repository, {sha: f"{sha}\n" for sha in hashes[:5]}).removed) == 296
    assert len(repository.git("notes", "--ref=kernlog", "list").split("\n")) == 5


def test_notes_that_somebody_else_wrote_meanwhile_are_not_lost(repository: Repository) -> None:
    sha, other = repository.commit("first"), repository.commit("second")
    noted(repository, {sha: "x\n"})
    clone = Clone(str(repository.path))
    difference = compare(clone, {sha: "y\n"})
    repository.git("notes", "--ref=kernlog", "add", "-m", "theirs", other)
    with pytest.raises(GitFailed, match="cannot lock ref"):
        write(clone, difference, NOW)
    assert shown(repository, other) == "theirs"


def test_notes_that_somebody_else_removed_meanwhile_stay_away(repository: Repository) -> None:
    sha = repository.commit("first")
    noted(repository, {sha: "x\n"})
    clone = Clone(str(repository.path))
    difference = compare(clone, {sha: "y\n"})
    repository.git("update-ref", "-d", REF)
    with pytest.raises(GitFailed, match="cannot lock ref"):
        write(clone, difference, NOW)
    assert repository.git("for-each-ref", REF) == ""


def test_text_is_never_a_command(repository: Repository) -> None:
    sha = repository.commit("first")
    text = "x\ndone\nreset refs/heads/master\nfrom 0\n"
    before = repository.git("rev-parse", "master")
    noted(repository, {sha: text})
    assert shown(repository, sha) == text.strip()
    assert repository.git("rev-parse", "master") == before


def tree_of(repository: Repository, entries: Sequence[tuple[bytes, bytes, str]]) -> str:
    """A tree with any names, which git does not check; of mode, name and hash."""
    raw = b"".join(b"%s %s\0%s" % (m, name, bytes.fromhex(sha)) for m, name, sha in entries)
    options = ("-t", "tree", "-w", "--literally", "--stdin")
    return repository.git("hash-object", *options, given=raw)


def start_with(repository: Repository, *names: bytes) -> None:
    """Notes as somebody else may have left them: a text under each name."""
    blob = repository.git("hash-object", "-w", "--stdin", given=b"theirs\n")
    tree = tree_of(repository, [(b"100644", name, blob) for name in names])
    repository.git("update-ref", REF, repository.git("commit-tree", "-m", "theirs", tree))


HOSTILE = (
    b"a\nN inline 0000\ndata 0\n",
    b"a\ncommit refs/heads/evil\ncommitter a <> 0 +0000\ndata 0\nfrom refs/heads/master\n\n",
    b"a\nreset refs/heads/evil\nfrom refs/heads/master\n",
    b"a\ndone\n",
    b'"quoted" \\n',
    b"not utf-8 \xff",
    b"not utf-8 \xfe",
    b"../../config",
    b".git",
    b"--force",
    b"\x1b[2J\x07",
    "\u202edrow".encode(),
    GONE[:39].encode(),
    GONE.upper().encode(),
)


def test_a_name_in_the_notes_is_never_a_command(repository: Repository) -> None:
    first, second = repository.commit("first"), repository.commit("second")
    start_with(repository, *sorted((*HOSTILE, first.encode())))
    tip, before = repository.git("rev-parse", REF), repository.git("show-ref", "--heads")

    difference = noted(repository, {first: "x\n", second: "y\n"})

    assert (difference.added, difference.changed) == ((second,), (first,))
    assert len(difference.removed) == len(HOSTILE)
    assert all(name.isprintable() for name in difference.removed)
    assert repository.git("show-ref", "--heads") == before
    assert repository.git("rev-parse", f"{REF}^") == tip
    assert repository.git("ls-tree", "-r", "--name-only", REF).split("\n") == sorted(
        [first, second]
    )
    assert not noted(repository, {first: "x\n", second: "y\n"})
    assert "fast_import_crash" not in " ".join(os.listdir(repository.path / ".git"))


def test_two_notes_of_one_commit_become_one(repository: Repository) -> None:
    sha = repository.commit("first")
    blob = repository.git("hash-object", "-w", "--stdin", given=b"x\n")
    folder = tree_of(repository, [(b"100644", sha[2:].encode(), blob)])
    entries = [(b"40000", sha[:2].encode(), folder), (b"100644", sha.encode(), blob)]
    tree = tree_of(repository, sorted(entries))
    repository.git("update-ref", REF, repository.git("commit-tree", "-m", "theirs", tree))

    assert noted(repository, {sha: "x\n"}).changed == (sha,)
    assert shown(repository, sha) == "x"
    assert repository.git("ls-tree", "-r", "--name-only", REF) == sha


@pytest.mark.parametrize("other", ["refs/heads/master", "refs/notes/commits"])
def test_a_ref_that_stands_for_another_is_not_ours(repository: Repository, other: str) -> None:
    sha = repository.commit("first")
    repository.git("notes", "add", "-m", "mine", sha)
    repository.git("symbolic-ref", REF, other)
    before = repository.git("show-ref")

    with pytest.raises(GitFailed, match=f"stands for {other}. Remove it: git symbolic-ref"):
        noted(repository, {sha: "x\n"})
    assert repository.git("show-ref") == before


def test_a_ref_that_comes_to_stand_for_another_meanwhile_leaves_that_alone(
    repository: Repository,
) -> None:
    sha = repository.commit("first")
    noted(repository, {sha: "x\n"})
    clone = Clone(str(repository.path))
    difference = compare(clone, {sha: "y\n"})
    repository.git("update-ref", "refs/heads/other", REF)
    repository.git("symbolic-ref", REF, "refs/heads/other")
    before = repository.git("rev-parse", "other")

    write(clone, difference, NOW)

    assert repository.git("rev-parse", "other") == before
    assert shown(repository, sha) == "y"


def test_a_ref_below_ours_is_told_with_a_safe_command(repository: Repository) -> None:
    sha = repository.commit("first")
    repository.git("update-ref", f"{REF}/x;touch$IFS-evil", sha)

    with pytest.raises(GitFailed, match=r"Remove it: git update-ref -d 'refs/notes/kernlog/x;"):
        noted(repository, {sha: "x\n"})


@pytest.mark.parametrize("kind", ["blob", "tree"])
def test_a_ref_to_no_commit_is_told(repository: Repository, kind: str) -> None:
    sha = repository.commit("first")
    blob = repository.git("hash-object", "-w", "--stdin", given=b"x")
    there = {"blob": blob, "tree": repository.git("rev-parse", "HEAD^{tree}")}[kind]
    repository.git("update-ref", REF, there)

    with pytest.raises(GitFailed, match=f"leads to a {kind} and no commit"):
        noted(repository, {sha: "x\n"})
    assert repository.git("rev-parse", REF) == there


def test_what_was_written_is_sound(repository: Repository) -> None:
    hashes = [repository.commit(name) for name in "abc"]
    noted(repository, {sha: f"{sha}\n" * 100 for sha in hashes})
    noted(repository, {hashes[0]: "Größe\n"})
    noted(repository, {})

    assert repository.git("fsck", "--strict", "--full") == ""
    assert repository.git("ls-tree", "-r", REF) == ""


def test_a_repository_of_longer_hashes_has_notes_too(tmp_path: Path) -> None:
    (tmp_path / "longer").mkdir()
    repository = Repository(tmp_path / "longer")
    repository.git("init", "--quiet", "--object-format=sha256", ".")
    hashes = [repository.commit(name) for name in "abc"]

    noted(repository, {sha: f"{sha}\n" for sha in hashes})

    assert shown(repository, hashes[1]) == hashes[1]
    assert not noted(repository, {sha: f"{sha}\n" for sha in hashes})
    assert repository.git("fsck", "--strict", "--full") == ""
