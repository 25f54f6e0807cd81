"""What commits changed, in real repositories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from git_history import GitCallCounter, as_it_is, change, lines, merge
from repository import Repository

from kernlog_site.commits.git.changes import FOUND, LIMITED, OFF, Change, changes, compare
from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.history import revisions

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "linux")
    change(made, "first", {"a.c": lines(1, 2, 3)})
    made.tag("v1.0.0")
    return made


def clone_of(repository: Repository) -> Clone:
    return Clone(str(repository.path))


def read(repository: Repository, text: str = "v1.0.0..HEAD", **options: Any) -> list[Change]:
    clone = clone_of(repository)
    return list(changes(clone, revisions(clone, text), **options))


def test_changes_come_oldest_first_with_files_and_lines(repository: Repository) -> None:
    second = change(repository, "second", {"a.c": lines(1, 2), "b/c.c": lines(1)}, "Bob Builder")
    third = change(repository, "third")

    assert read(repository) == [
        Change(second, "second", "Bob Builder", ("a.c", "b/c.c"), 1, 1, second[:12]),
        Change(third, "third", "Ada Author", (), 0, 0, third[:12]),
    ]


def test_the_first_commit_of_all_added_its_files(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--orphan", "new")
    change(repository, "a root of its own", {"b.c": lines(1)})

    assert [(c.files, c.lines) for c in read(repository, "master..new")] == [(("b.c",), 1)]


def test_a_renamed_file_counts_under_its_new_name(repository: Repository) -> None:
    change(repository, "long", {"long.c": lines(*range(50))})
    change(repository, "move", {"long.c": None, "new.c": lines(*range(51)), "z.c": lines(1)})

    found = read(repository)[-1]
    without = read(repository, renames=False)[-1]

    assert (found.files, found.insertions, found.deletions) == (("new.c", "z.c"), 2, 0)
    assert (without.files, without.insertions, without.deletions) == (
        ("long.c", "new.c", "z.c"),
        52,
        50,
    )


def test_a_binary_file_counts_no_lines(repository: Repository) -> None:
    change(repository, "firmware", {"fw.bin": b"\0\1\2\n" * 9, "b.c": lines(1)})

    assert [(c.files, c.lines) for c in read(repository)] == [(("b.c", "fw.bin"), 1)]


def test_merges_are_left_out_unless_wanted_and_have_no_files(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "topic")
    change(repository, "topic 1", {"t.c": lines(1)})
    change(repository, "topic 2", {"t.c": lines(1, 2)})
    repository.git("switch", "--quiet", "master")
    change(repository, "between", {"m.c": lines(1)})
    merge(repository, "topic", "Merge topic")

    # Those of one branch stay together though the third came between in time.
    subjects = [c.subject for c in read(repository)]
    merges = [c for c in read(repository, merges=True) if c.subject == "Merge topic"]

    assert sorted(subjects) == ["between", "topic 1", "topic 2"]
    assert subjects.index("topic 2") == subjects.index("topic 1") + 1
    assert [(c.files, c.lines) for c in merges] == [((), 0)]


@pytest.mark.parametrize(
    ("paths", "subjects"),
    [
        (["net"], ["both", "net"]),
        (["net/"], ["both", "net"]),
        (["net/core.c"], ["both"]),
        (["*"], ["star"]),
        (["net", "*"], ["both", "net", "star"]),
        ([":(glob)net/**"], []),
        ([":!net"], []),
        (["--all"], []),
        (["caf\udce9.c"], ["latin"]),
        (["no/such"], []),
    ],
)
def test_paths_are_taken_letter_for_letter(
    repository: Repository, paths: list[str], subjects: list[str]
) -> None:
    change(repository, "both", {"net/core.c": "x\n", "fs/inode.c": "x\n"})
    change(repository, "net", {"net/other.c": "x\n"})
    change(repository, "fs", {"fs/inode.c": "y\n"})
    change(repository, "star", {"*": "y\n"})
    change(repository, "latin", {"caf\udce9.c": "y\n"})

    assert [c.subject for c in read(repository, paths=paths)] == subjects


def test_commits_selected_by_path_have_all_their_files(repository: Repository) -> None:
    change(repository, "both", {"net/core.c": "x\n", "fs/inode.c": "x\n"})

    assert [c.files for c in read(repository, paths=["net"])] == [("fs/inode.c", "net/core.c")]


@pytest.mark.parametrize(
    ("options", "subjects"),
    [
        ({"grep": "FIX(es)?:"}, ["net: one"]),
        ({"grep": "net: (one|two)"}, ["net: one", "net: two"]),
        ({"author": "bob|nobody"}, ["net: two"]),
        ({"grep": "net", "author": "ada"}, ["net: one"]),
        ({"grep": "--all"}, []),
        ({"author": "--output=/tmp/x"}, []),
        ({"grep": ""}, ["net: one", "net: two"]),
        ({"grep": "größe"}, ["net: two"]),
    ],
)
def test_patterns_are_extended_and_ignore_case(
    repository: Repository, options: dict[str, Any], subjects: list[str]
) -> None:
    change(repository, "net: one\n\nFixes: something")
    change(repository, "net: two\n\ndie größe", author="Bob B.")

    assert [c.subject for c in read(repository, **options)] == subjects


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"grep": "("}, r"Unmatched \("),
        ({"grep": "a\0b"}, "NUL"),
        ({"paths": ["a\0b"]}, "NUL"),
        ({"paths": ["a.c", ""]}, "A path is empty"),
        ({"paths": ["../outside"]}, "outside repository"),
    ],
)
def test_what_git_cannot_search_for_is_refused(
    repository: Repository, options: dict[str, Any], message: str
) -> None:
    change(repository, "second")

    with pytest.raises(GitFailed, match=message):
        read(repository, **options)


def test_odd_messages_and_names_come_through(repository: Repository) -> None:
    change(repository, "", {"tab\tand\nline.c": "x\n"})
    as_it_is(repository, b"caf\xe9", b"Andr\xe9")
    change(repository, "esc \x1b[1m and\ttab")
    change(repository, "x" * 10_000)

    assert [(c.subject, c.author, c.files) for c in read(repository)] == [
        ("", "Ada Author", ("tab\tand\nline.c",)),
        ("caf\ufffd", "Andr\ufffd", ()),
        ("esc \x1b[1m and\ttab", "Ada Author", ()),
        ("x" * 10_000, "Ada Author", ()),
    ]


def test_the_users_configuration_changes_nothing(repository: Repository) -> None:
    change(repository, "long", {"long.c": lines(*range(50))})
    change(repository, "move", {"long.c": None, "new.c": lines(*range(50))})
    before = read(repository)
    for setting in (
        "diff.renames=false",
        "diff.renameLimit=1",
        "diff.noPrefix=true",
        "diff.algorithm=patience",
        "diff.external=false",
        "log.follow=true",
        "log.showRoot=false",
        "log.diffMerges=separate",
        "log.abbrevCommit=true",
        "core.abbrev=5",
        "core.quotePath=true",
        "color.ui=always",
        "format.pretty=raw",
    ):
        repository.git("config", *setting.split("="))

    assert read(repository) == before


def test_it_is_one_process_whatever_the_number_of_commits(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        change(repository, f"commit {number}", {"a.c": lines(number)})
    clone = clone_of(repository)
    ends = revisions(clone, "v1.0.0..HEAD")
    calls = GitCallCounter(tmp_path / "bin", monkeypatch)

    assert len(list(changes(clone, ends))) == 20
    assert calls.count() == 1


def test_a_comparison_says_what_became_of_renames(repository: Repository) -> None:
    change(repository, "long", {"long.c": lines(*range(50)), "fw.bin": b"\0\1"})
    repository.tag("v1.0.1")
    change(repository, "move", {"long.c": None, ":new A": lines(*range(49)), "fw.bin": b"\0"})
    clone = clone_of(repository)
    ends = revisions(clone, "v1.0.1..HEAD")

    found, off = compare(clone, ends), compare(clone, ends, renames=False)

    assert (found.files, found.insertions, found.deletions, found.renames) == (2, 0, 1, FOUND)
    assert (off.files, off.insertions, off.deletions, off.renames) == (3, 49, 50, OFF)


def test_ends_of_the_same_content_differ_in_nothing(repository: Repository) -> None:
    change(repository, "there", {"a.c": lines(1)})
    change(repository, "and back", {"a.c": lines(1, 2, 3)})
    clone = clone_of(repository)

    compared = compare(clone, revisions(clone, "v1.0.0..HEAD"))

    assert (compared.files, compared.insertions, compared.deletions) == (0, 0, 0)


@pytest.mark.parametrize(("pairs", "renames"), [(1000, FOUND), (1001, LIMITED)])
def test_more_renames_than_git_looks_for_are_told(
    repository: Repository, pairs: int, renames: str
) -> None:
    old = {f"old/{number}.c": f"a{number}\n" for number in range(pairs)}
    new = {f"new/x{number}.h": f"b{number}\n" for number in range(pairs)}
    change(repository, "old", old)
    repository.tag("v1.0.1")
    change(repository, "new", {**dict.fromkeys(old), **new})
    clone = clone_of(repository)

    assert compare(clone, revisions(clone, "v1.0.1..HEAD")).renames == renames
