"""The commit store: reading its lines, finding commits by abbreviation."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factories import commit, version
from site_core import store_of

from kernlog_site.commits.store.reader import read_commits, read_releases
from kernlog_site.core.model import Step, Tag

PATH = "_data/commits.jsonl"
RECORD: dict[str, Any] = {
    "sha": "7c68af6e32c73992bad24107311f3433c89016e2",
    "tree": "linux",
    "subject": "core, x86: Add user return notifiers",
    "author": "Avi Kivity",
    "authored": "2009-09-19T09:40:22+03:00",
    "committed": "2009-10-01T12:12:18-07:00",
    "first_tag": "v2.6.33-rc1",
}
DEED: dict[str, Any] = {
    "kind": "fixed",
    "sha": "a" * 40,
    "subject": "x86: mend it",
    "author": "Ada",
    "first_tag": None,
}
TAGS: dict[str, Any] = {
    "version": "2.6.33",
    "tree": "linux",
    "tags": [
        {"name": "v2.6.33", "date": "2010-02-24T10:52:24-08:00"},
        {"name": "v2.6.33-rc1", "date": "2009-12-17T17:15:07-08:00"},
    ],
}


COUNTED: dict[str, Any] = {
    "days": 84,
    "commits": 11684,
    "non_merges": 10871,
    "authors": 1243,
    "files": 9515,
    "insertions": 809597,
    "deletions": 429591,
}


def line(record: Any = None, **changes: Any) -> bytes:
    return json.dumps(RECORD | changes if record is None else record).encode() + b"\n"


def messages(data: bytes) -> list[str]:
    return [str(problem) for problem in read_commits(PATH, data)[1]]


def test_a_line_is_a_commit() -> None:
    store, problems = read_commits(PATH, line(files=["kernel/user-return-notifier.c"]))
    assert problems == ()
    (found,) = store.find("linux", "7c68af6e32c7")
    assert (found.sha, found.tree, found.subject, found.author, found.first_tag) == (
        RECORD["sha"],
        "linux",
        RECORD["subject"],
        "Avi Kivity",
        "v2.6.33-rc1",
    )
    assert found.authored == datetime(2009, 9, 19, 9, 40, 22, tzinfo=timezone(timedelta(hours=3)))
    assert found.abbreviation == "7c68af6e32c7"


@pytest.mark.parametrize("changes", [{"first_tag": None}, {"subject": ""}, {"author": ""}])
def test_some_values_may_be_empty(changes: dict[str, Any]) -> None:
    store, problems = read_commits(PATH, line(**changes))
    assert (len(store), problems) == (1, ())


def test_a_commit_without_a_first_tag_has_none() -> None:
    record = {key: value for key, value in RECORD.items() if key != "first_tag"}
    store, _ = read_commits(PATH, line(record))
    assert store.find("linux", "7c68")[0].first_tag is None


def test_an_empty_file_is_an_empty_store() -> None:
    for data in (b"", b"\n\r\n  \n", b"\xef\xbb\xbf"):
        store, problems = read_commits(PATH, data)
        assert (len(store), problems) == (0, ())


def test_windows_line_ends_and_a_byte_order_mark_just_work() -> None:
    data = b"\xef\xbb\xbf" + (line() + line(sha="a" * 40)).replace(b"\n", b"\r\n")
    store, problems = read_commits(PATH, data)
    assert (len(store), problems) == (2, ())


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0c", "\x1e"])
def test_a_subject_may_contain_what_ends_a_line_elsewhere(separator: str) -> None:
    data = json.dumps(RECORD | {"subject": f"a{separator}b"}, ensure_ascii=False).encode()
    store, problems = read_commits(PATH, data)
    assert problems == ()
    assert store.find("linux", "7c68")[0].subject == "a\ufffdb"


@pytest.mark.parametrize(("written", "shown"), [("a\tb", "a b"), ("a\nb", "a b"), ("\t", " ")])
def test_text_is_shown_on_one_line(written: str, shown: str) -> None:
    fate = [{**DEED, "subject": written, "author": written}]
    changes = {"subject": written, "author": written, "first_tag": written, "fate": fate}
    store, problems = read_commits(PATH, line(**changes, links=[written], bugs=[written]))
    assert problems == ()
    (found,) = store.find("linux", "7c68")
    (deed,) = found.fate
    told = (found.subject, found.author, found.first_tag, *found.links, *found.bugs)
    assert {*told, deed.subject, deed.author} == {shown}


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"1" * 5000,
        b"<<<<<<< HEAD",
        pytest.param(b"[" * 200_000, id="nested too deep"),
    ],
)
def test_a_line_that_is_no_json_object_is_told_and_passed_over(data: bytes) -> None:
    store, (problem,) = read_commits(PATH, line() + data + b"\n" + line(sha="a" * 40))
    assert len(store) == 2
    assert str(problem) == (
        "_data/commits.jsonl:2: The line is no JSON object. Restore the file from version control."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"sha": "7c68af6e32c7"},
        {"sha": "7C68AF6E32C73992BAD24107311F3433C89016E2"},
        {"sha": "x" * 40},
        {"sha": 7},
        {"sha": ["a"]},
        {"tree": None},
        {"subject": 5},
        {"author": {}},
        {"authored": "yesterday"},
        {"authored": 1253342422},
        {"committed": "2009-10-01T12:12:18"},
        {"first_tag": 2.6},
    ],
)
def test_a_line_that_is_no_commit_is_told_and_passed_over(changes: dict[str, Any]) -> None:
    store, (problem,) = read_commits(PATH, line(**changes) + line(sha="a" * 40))
    assert len(store) == 1
    assert problem.line == 1
    assert problem.message.startswith(("The line lacks what the store needs", "The line cannot be"))


@pytest.mark.parametrize("key", [key for key in RECORD if key != "first_tag"])
def test_a_line_without_a_needed_key_is_told(key: str) -> None:
    record = {name: value for name, value in RECORD.items() if name != key}
    assert len(messages(line(record))) == 1


def test_one_commit_twice_with_different_data_is_told_and_the_first_counts() -> None:
    store, (problem,) = read_commits(PATH, line() + b"\n" + line(subject="Another"))
    assert store.find("linux", "7c68")[0].subject == RECORD["subject"]
    assert str(problem) == (
        "_data/commits.jsonl:3: Commit 7c68af6e32c7 stands twice with different data; first on "
        "line 1. Remove the wrong line, or run `kernlog sync`."
    )


def test_one_commit_twice_with_the_same_data_is_fine() -> None:
    assert messages(line() + line()) == []


def test_one_hash_may_be_in_two_trees() -> None:
    store, problems = read_commits(PATH, line() + line(tree="stable"))
    assert (len(store), problems) == (2, ())


@pytest.mark.parametrize(
    ("digits", "found"),
    [
        ("abcdef012345", ["abcdef0123450001", "abcdef0123450002"]),
        ("abcdef0123450002", ["abcdef0123450002"]),
        ("abcdef0123450001".ljust(40, "0"), ["abcdef0123450001"]),
        ("a", ["a1", "abcdef0123450001", "abcdef0123450002"]),
        ("f", ["f"]),
        ("abcdef0123450003", []),
        ("0", []),
        ("g", []),
        ("abcdef0123450001".ljust(41, "0"), []),
    ],
)
def test_commits_are_found_by_any_abbreviation(digits: str, found: list[str]) -> None:
    shas = ["f", "abcdef0123450002", "a1", "abcdef0123450001"]
    store = store_of(commit(sha) for sha in shas)
    assert store.find("linux", digits) == tuple(commit(sha) for sha in found)
    assert store.find("stable", digits) == ()


hashes = st.text(alphabet="01f", min_size=1, max_size=6)


@given(st.lists(st.tuples(hashes, st.sampled_from(["linux", "stable"]))), hashes)
def test_find_equals_a_naive_search(stored: list[tuple[str, str]], digits: str) -> None:
    commits = {commit(sha, tree=tree) for sha, tree in stored}
    naive = sorted(
        (c for c in commits if c.tree == "linux" and c.sha.startswith(digits)),
        key=lambda c: c.sha,
    )
    assert store_of(commits).find("linux", digits) == tuple(naive)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*RECORD, *TAGS, "x"]), json_values))
def test_no_record_raises(changes: dict[str, Any]) -> None:
    read_commits(PATH, line(**changes))
    read_releases("r", line(TAGS | changes))


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    read_commits(PATH, data)
    read_releases("r", data)


def test_tags_are_read_by_tree_and_release_oldest_first() -> None:
    releases, problems = read_releases("r", line(TAGS))
    assert problems == ()
    tags = releases["linux"][version("2.6.33")].tags
    assert [tag.name for tag in tags] == ["v2.6.33-rc1", "v2.6.33"]
    assert tags[0] == Tag("v2.6.33-rc1", datetime(2009, 12, 18, 1, 15, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "next"},
        {"version": 2.6},
        {"tree": ["linux"]},
        {"tree": 5},
        {"tags": "v2.6.33"},
        {"tags": [{"name": "v2.6.33"}]},
        {"tags": [{"name": 5, "date": "2010-02-24T10:52:24-08:00"}]},
        {"tags": [{"name": "v2.6.33", "date": "soon"}]},
        {"tags": [{"name": "v2.6.33", "date": "2010-02-24T10:52:24"}]},
        {"statistics": {"days": 84}},
        {"statistics": "many"},
        {"statistics": COUNTED | {"candidates": ["v2.6.33-rc1"]}},
        {"statistics": COUNTED | {"candidates": [{"name": "v2.6.33-rc1"}]}},
    ],
)
def test_a_line_that_is_no_release_is_told(changes: dict[str, Any]) -> None:
    tags, (problem,) = read_releases("r", line(TAGS | changes))
    assert tags == {}
    assert str(problem).startswith("r:1: The line is no release with version, tree and tags. ")


@pytest.mark.parametrize(
    ("counted", "candidates"),
    [
        ({}, ()),
        ({"candidates": []}, ()),
        (
            {"candidates": [{"name": "v2.6.33-rc1", "commits": 9, "non_merges": 8475}]},
            (Step("v2.6.33-rc1", 8475),),
        ),
    ],
)
def test_the_numbers_of_a_release_may_be_by_candidate(
    counted: dict[str, Any], candidates: tuple[Step, ...]
) -> None:
    releases, problems = read_releases("r", line(TAGS | {"statistics": COUNTED | counted}))
    assert problems == ()
    numbers = releases["linux"][version("2.6.33")].numbers
    assert numbers is not None
    assert (numbers.commits, numbers.candidates) == (11684, candidates)


def test_half_a_surrogate_pair_does_not_get_into_a_page() -> None:
    """JSON may hold what UTF-8 cannot; a page with it could not be written."""
    store, _ = read_commits(PATH, line(subject="a\ud800b", author="J\udcf6rg"))
    for found in store.find("linux", "7c68"):
        assert (found.subject + found.author).encode("utf-8")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("cves", None),
        ("cves", [{"id": "CVE-2024-1000", "role": "introduced", "fixed_in": "6.6.31"}]),
        ("cves", [{"id": "CVE-2024-1000", "role": "caused", "fixed_in": []}]),
        ("cves", [{"id": "CVE-2024-1000", "role": "fixed", "fixed_in": [], "score": True}]),
        ("cves", [{"id": "CVE-2024-1000", "role": "fixed", "fixed_in": [], "score": 10.1}]),
        ("backports", [{"tree": "stable"}]),
        ("pull", "Merge it"),
        ("stable", 6.1),
    ],
)
def test_a_key_that_cannot_be_read_is_named(key: str, value: object) -> None:
    record = RECORD
    found, (problem,) = read_commits(PATH, json.dumps({**record, key: value}).encode())

    assert len(found) == 0
    assert problem.line == 1
    assert f"what it says of {key} is of another form" in problem.message
