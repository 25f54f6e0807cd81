"""The states of a file in real repositories."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from repository import Repository

from kernlog_site.commits.git.client import GitFailed
from kernlog_site.commits.git.file_history import FileHistory, NoRevision, PastCommit

STORE = "log/content/commits.jsonl"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "site")


def write(repository: Repository, data: bytes, path: str = STORE) -> str:
    """Commit the file with other content; an hour later."""
    file = repository.path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    repository.git("add", "--all")
    return repository.commit("Sync")


def history(repository: Repository) -> FileHistory:
    found = FileHistory.of(repository.path / STORE)
    assert found
    return found


def state(repository: Repository, revision: str) -> bytes | None:
    found = history(repository)
    return found.at(found.named(revision))


def test_a_file_in_a_folder_of_its_repository(git: str, repository: Repository) -> None:
    sha = write(repository, b"one\r\n\xff\0two\n")
    repository.tag("v1")

    assert state(repository, "v1") == b"one\r\n\xff\0two\n"
    assert history(repository).head() == PastCommit(sha, "2010-01-01")
    assert str(history(repository).head()) == f"commit {sha[:12]} of 2010-01-01"


def test_a_file_that_a_link_leads_to(repository: Repository, tmp_path: Path) -> None:
    write(repository, b"one")
    (tmp_path / "elsewhere").symlink_to(repository.path / "log")
    found = FileHistory.of(tmp_path / "elsewhere" / "content" / "commits.jsonl")

    assert found
    assert found.at(found.named("HEAD")) == b"one"


def test_a_work_tree_of_its_own(repository: Repository, tmp_path: Path) -> None:
    write(repository, b"one")
    repository.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "tree"))
    found = FileHistory.of(tmp_path / "tree" / STORE)

    assert found
    assert found.at(found.named("side")) == b"one"


def test_no_repository(tmp_path: Path) -> None:
    assert FileHistory.of(tmp_path / STORE) is None


def test_a_repository_without_a_commit(repository: Repository) -> None:
    assert history(repository).head() is None


def test_a_folder_that_only_looks_like_a_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    with pytest.raises(GitFailed, match="no git repository"):
        FileHistory.of(tmp_path / STORE)


def test_the_commit_before_the_last_change(git: str, repository: Repository) -> None:
    repository.commit("Begin")
    first = write(repository, b"one")
    write(repository, b"other", "README")
    write(repository, b"two")
    repository.commit("Nothing")
    found = history(repository)

    before = found.before_last_change(found.named("HEAD"))

    assert before
    assert found.at(before) == b"one"
    assert found.before_last_change(found.named(first)) is None


def test_what_came_by_a_merge_came_at_once(git: str, repository: Repository) -> None:
    write(repository, b"one")
    repository.git("checkout", "--quiet", "-b", "weekly")
    write(repository, b"two")
    write(repository, b"three")
    repository.git("checkout", "--quiet", "master")
    write(repository, b"x", "README")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "weekly")
    found = history(repository)

    before = found.before_last_change(found.named("HEAD"))

    assert before
    assert found.at(before) == b"one"


@pytest.mark.parametrize(
    ("hour", "minute", "data"), [(1, 1, b"one"), (2, 0, b"one"), (2, 1, b"two"), (23, 0, b"two")]
)
def test_the_last_commit_before_a_time(
    git: str, repository: Repository, hour: int, minute: int, data: bytes
) -> None:
    write(repository, b"one")  # at one o'clock in +01:00
    write(repository, b"two")
    found = history(repository)

    assert found.at(found.before(datetime(2010, 1, 1, hour - 1, minute, tzinfo=UTC))) == data


@pytest.mark.parametrize("year", [1, 1969, 1970, 2009])
def test_a_time_before_all_commits(repository: Repository, year: int) -> None:
    write(repository, b"one")

    with pytest.raises(NoRevision, match=r"has no commit before .* Choose a later day\."):
        history(repository).before(datetime(year, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("", "is no revision"),
        ("--all", "is no revision"),
        ("-1", "is no revision"),
        ("HEAD\nHEAD", "is no revision"),
        ("HEAD\0", "is no revision"),
        ("\udcff", "is no revision"),
        ("v9", "has no commit 'v9'. Check how it is written"),
        ("HEAD:../../etc/passwd", "is no revision"),
        ("HEAD:log", "is no revision"),
        ("0" * 40, "has no commit"),
        ("a" * 3, "has no commit"),
    ],
)
def test_what_is_no_revision(repository: Repository, revision: str, told: str) -> None:
    write(repository, b"one")

    with pytest.raises(NoRevision) as raised:
        history(repository).named(revision)

    assert told in str(raised.value)


def test_a_revision_without_the_file(repository: Repository) -> None:
    repository.commit("Begin")
    write(repository, b"one")

    assert state(repository, "HEAD~1") is None


def test_a_folder_in_the_place_of_the_file(repository: Repository) -> None:
    write(repository, b"one", f"{STORE}/x")

    assert state(repository, "HEAD") is None


def test_a_path_that_git_would_take_for_a_pattern(repository: Repository) -> None:
    path = "l*g/:(glob)?.jsonl"
    write(repository, b"one", path)
    write(repository, b"one", "lag/:(glob)x.jsonl")
    write(repository, b"two", "lag/:(glob)x.jsonl")
    found = FileHistory.of(repository.path / path)

    assert found
    assert found.before_last_change(found.named("HEAD")) is None


def test_a_path_that_could_not_be_asked_for(repository: Repository) -> None:
    path = "a\nb/commits.jsonl"
    write(repository, b"one", path)
    found = FileHistory.of(repository.path / path)

    assert found
    assert found.at(found.named("HEAD")) is None


def test_a_shallow_repository_says_what_it_lacks(repository: Repository, tmp_path: Path) -> None:
    first = write(repository, b"one")
    write(repository, b"two")
    write(repository, b"x", "README")
    source = repository.path.as_uri()
    repository.git("clone", "--quiet", "--depth=1", source, str(tmp_path / "shallow"))
    found = FileHistory.of(tmp_path / "shallow" / STORE)

    assert found
    assert found.is_shallow
    with pytest.raises(NoRevision, match="git fetch --unshallow"):
        found.before_last_change(found.named("HEAD"))
    with pytest.raises(NoRevision, match="git fetch --unshallow"):
        found.named(first)
    with pytest.raises(NoRevision, match="git fetch --unshallow"):
        found.before(datetime(2010, 1, 1, 0, 30, tzinfo=UTC))


def test_no_configuration_runs_anything(repository: Repository, tmp_path: Path) -> None:
    write(repository, b"one")
    write(repository, b"two")
    ran = tmp_path / "ran"
    for name in ("core.fsmonitor", "core.pager", "diff.x.textconv", "filter.x.smudge"):
        repository.git("config", name, f"touch {ran}; cat")
    attributes = repository.path / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("* diff=x filter=x\n")
    found = history(repository)

    assert found.before_last_change(found.named("HEAD"))
    assert found.at(found.named("HEAD")) == b"two"
    assert not os.path.exists(ran)
