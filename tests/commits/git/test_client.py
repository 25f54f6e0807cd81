from __future__ import annotations

from pathlib import Path

import pytest
from repository import Repository

from kernlog_site.commits.git.client import Clone, FoundObject, GitFailed
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.commits.git.landings import landings_of

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "linux")


def clone_of(repository: Repository) -> Clone:
    return Clone(str(repository.path))


def test_facts_of_many_commits_come_in_one_answer(repository: Repository) -> None:
    hashes = [repository.commit(f"area: change {number}\n\nBody.") for number in range(30)]

    facts = list(clone_of(repository).facts(hashes))

    assert [fact.sha for fact in facts] == hashes
    assert [fact.subject for fact in facts] == [f"area: change {number}" for number in range(30)]
    assert facts[0].author == "Ada Author"
    assert facts[0].authored == facts[0].committed == "2010-01-01T01:00:00+01:00"


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("", ""),
        ("one\ntwo\n\nbody", "one two"),
        ("tab\there | pipe `tick` <tag> & \\ --add", "tab\there | pipe `tick` <tag> & \\ --add"),
        ("next\x85line and \u2028 separator", "next\x85line and \u2028 separator"),
    ],
)
def test_subjects_come_through_as_git_has_them(
    repository: Repository, message: str, subject: str
) -> None:
    sha = repository.commit(message)
    other = repository.commit("after it")

    assert [f.subject for f in clone_of(repository).facts([sha, other])] == [subject, "after it"]


def test_bytes_that_are_no_utf_8_do_no_harm(repository: Repository) -> None:
    good = repository.commit("first")
    tree = repository.git("rev-parse", "HEAD^{tree}")
    raw = b"tree %s\nauthor Andr\xe9 <a@b> 0 +0000\ncommitter x <x@y> 0 +0000\n\ncaf\xe9\n"
    store = ("hash-object", "-t", "commit", "-w", "--stdin")
    bad = repository.git(*store, given=raw % tree.encode())

    facts = list(clone_of(repository).facts([bad, good]))

    assert [(f.subject, f.author) for f in facts] == [
        ("caf\ufffd", "Andr\ufffd"),
        ("first", "Ada Author"),
    ]


def test_first_tag_is_the_oldest_that_contains_a_commit(repository: Repository) -> None:
    first = repository.commit("first")
    repository.tag("v2.6.33-rc1")
    second = repository.commit("second")
    repository.tag("not-a-version")
    repository.tag("v2.6.33", annotated=False)
    third = repository.commit("third")

    found = landings_of(Snapshot.of(clone_of(repository)), [third, first, second])

    tags = {sha: landing.tag for sha, landing in found.items()}
    assert tags == {first: "v2.6.33-rc1", second: "v2.6.33", third: None}


def test_tags_are_those_of_commits_oldest_first(repository: Repository) -> None:
    commit = repository.commit("first")
    repository.tag("v2.6.33-rc2")
    repository.tag("v2.6.33-rc10")
    repository.git("tag", "--annotate", "--message=tree", "v2.6.11-tree", "HEAD^{tree}")

    tags = clone_of(repository).tags()

    assert [(t.tag.name, t.commit) for t in tags] == [
        ("v2.6.33-rc2", commit),
        ("v2.6.33-rc10", commit),
    ]
    assert tags[0].tag.date.isoformat() == "2010-01-01T02:00:00+01:00"


def test_a_tag_of_a_tag_of_a_commit_is_a_tag_of_that(repository: Repository) -> None:
    commit = repository.commit("first")
    repository.tag("v2.6.33")
    repository.git("tag", "--annotate", "--message=again", "v2.6.33.1", "v2.6.33")
    repository.git("tag", "--annotate", "--message=tree", "v2.6.11-tree", "HEAD^{tree}")
    repository.git("tag", "--annotate", "--message=again", "v2.6.11-again", "v2.6.11-tree")

    found = {facts.tag.name: facts.commit for facts in clone_of(repository).tags()}

    assert found == {"v2.6.33": commit, "v2.6.33.1": commit}


def test_find_tells_commits_from_everything_else(repository: Repository) -> None:
    commit = repository.commit("first")
    repository.tag("v1")
    tag = repository.git("rev-parse", "v1")
    tree = repository.git("rev-parse", "HEAD^{tree}")

    found = clone_of(repository).find([commit[:12], tag, tree, "f" * 12])

    assert found == {
        commit[:12]: FoundObject(commit, "commit"),
        tag: FoundObject(tag, "tag"),
        tree: FoundObject(tree, "tree"),
        "f" * 12: FoundObject(None, "missing"),
    }


def test_ambiguous_abbreviations_have_all_their_candidates(repository: Repository) -> None:
    hashes = [repository.commit(f"commit {number}") for number in range(40)]
    by_start: dict[str, list[str]] = {}
    for sha in hashes:
        by_start.setdefault(sha[:1], []).append(sha)
    prefix, candidates = max(by_start.items(), key=lambda item: len(item[1]))
    assert len(candidates) > 1

    found = clone_of(repository).starting_with([prefix, hashes[0]])

    assert sorted(found[prefix]) == sorted(candidates)
    assert found[hashes[0]] == [hashes[0]]


def test_nothing_asked_is_nothing_answered(repository: Repository) -> None:
    repository.commit("HEAD must not be the answer to an empty question")
    clone = clone_of(repository)

    assert clone.find([]) == {}
    assert list(clone.facts([])) == []
    assert landings_of(Snapshot.of(clone), []) == {}
    assert clone.starting_with([]) == {}


def test_a_bare_clone_will_do(repository: Repository, tmp_path: Path) -> None:
    sha = repository.commit("first")
    repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))

    assert [fact.sha for fact in Clone(str(tmp_path / "bare")).facts([sha])] == [sha]


def test_another_repository_in_the_environment_is_not_asked(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = repository.commit("first")
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))

    assert [fact.sha for fact in clone_of(repository).facts([sha])] == [sha]


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("nowhere", "does not exist"),
        ("plain", "is no git repository"),
        ("linux/sub", "a folder of one"),
    ],
)
def test_what_is_no_clone_is_refused(
    repository: Repository, tmp_path: Path, folder: str, message: str
) -> None:
    (tmp_path / "plain").mkdir()
    (repository.path / "sub").mkdir()

    with pytest.raises(GitFailed, match=message):
        Clone(str(tmp_path / folder))


def test_without_git_the_message_says_so(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitFailed, match="Install git"):
        clone_of(repository)
