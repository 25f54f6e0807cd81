"""What a range is, in real repositories."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from git_history import change, lines
from repository import Repository

from kernlog_site.commits.git.changes import changes
from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.history import outside, revisions

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "linux")
    change(made, "first", {"a.c": lines(1, 2, 3)})
    made.tag("v1.0.0")
    return made


def clone_of(repository: Repository) -> Clone:
    return Clone(str(repository.path))


def test_what_is_outside_of_a_history_may_be_in_the_clone_or_not(repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD")
    second, third = change(repository, "second"), change(repository, "third")
    tree = repository.git("rev-parse", "HEAD^{tree}")
    clone = clone_of(repository)
    asked = [third, "f" * 40, first, second, tree]

    assert outside(clone, asked, [third]) == {"f" * 40, tree}
    assert outside(clone, asked, [second]) == {third, "f" * 40, tree}
    assert outside(clone, asked, []) == {*asked}
    assert outside(clone, [], [first]) == frozenset()


def test_a_range_is_two_commits_and_what_they_were_called(repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD")
    second = change(repository, "second")

    found = revisions(clone_of(repository), f"v1.0.0..{second[:12]}")

    assert (found.start_sha, found.end_sha) == (first, second)
    assert str(found) == f"v1.0.0..{second[:12]}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("v1.0.0", "is no range. Write it as two tags"),
        ("", "is no range"),
        ("v1.0.0...HEAD", "is no range"),
        ("..HEAD", "has one end only"),
        ("v1.0.0..", "has one end only"),
        ("v9.9.9..HEAD", "has no 'v9.9.9'. Fetch it: git fetch --tags"),
        ("v1.0.0..v9.9.9", "has no 'v9.9.9'"),
        ("v1.0.0..^HEAD", "has no '^HEAD'"),
        ("v1.0.0..HEAD HEAD", "has no 'HEAD HEAD'"),
        ("--upload-pack=x..HEAD", "'--upload-pack=x' is an option"),
        ("v1.0.0..--output=/tmp/x", "'--output=/tmp/x' is an option"),
        ("v1.0.0..-n", "'-n' is an option"),
        ("v1.0.0\nHEAD..HEAD", "has a control character"),
        ("v1.0.0..HEAD\0", "has a control character"),
        ("v1.0.0..caf\udce9", "has a control character"),
        ("v1.0.0..HEAD:a.c", "'HEAD:a.c' is a blob, not a commit"),
        ("HEAD^{tree}..HEAD", "is a tree, not a commit"),
        ("v1.0.0-tree..HEAD", "is a tag that leads to no commit"),
        ("v1.0.0..HEAD", "is empty: both ends are commit"),
        ("second..v1.0.0", "is the wrong way round: .* Write v1.0.0..second"),
    ],
)
def test_what_is_no_range_is_refused_with_the_reason(
    repository: Repository, text: str, message: str
) -> None:
    repository.git("tag", "--annotate", "--message=tree", "v1.0.0-tree", "HEAD^{tree}")
    repository.git("switch", "--quiet", "--create", "second")
    change(repository, "second")
    repository.git("switch", "--quiet", "master")

    with pytest.raises(GitFailed) as failed:
        revisions(clone_of(repository), text)

    assert failed.match(message.replace("^", r"\^"))


def test_an_ambiguous_end_wants_more_digits(repository: Repository) -> None:
    commit = "commit refs/heads/many\ncommitter A <a@b> {} +0000\ndata 0\n\n"
    stream = "".join(commit.format(number) for number in range(2000))
    repository.git("fast-import", "--quiet", given=stream.encode())
    starts = Counter(sha[:4] for sha in repository.git("rev-list", "many").split())
    ((ambiguous, times),) = starts.most_common(1)
    assert times > 1

    with pytest.raises(GitFailed, match="Write more digits"):
        revisions(clone_of(repository), f"v1.0.0..{ambiguous}")


def test_diverged_ends_make_a_range(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "stable")
    change(repository, "on stable")
    repository.git("switch", "--quiet", "master")
    change(repository, "on master")

    clone = clone_of(repository)
    found = changes(clone, revisions(clone, "stable..master"))

    assert [change.subject for change in found] == ["on master"]
