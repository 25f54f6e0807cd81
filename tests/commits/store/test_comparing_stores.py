"""Two states of the store, compared by their bytes and by what they say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st
from odd_store_lines import RECORDS, written

from kernlog_site.commits.store import comparison
from kernlog_site.commits.store.commit_lines import commit_of, line_of
from kernlog_site.commits.store.comparison import compare, lines_on
from kernlog_site.commits.store.form import MARK
from kernlog_site.core.commit import Commit, CommitId

PLAIN: dict[str, Any] = {
    "sha": "a" * 40,
    "tree": "linux",
    "subject": "x",
    "author": "y",
    "authored": "2010-02-12T12:00:00+00:00",
    "committed": "2010-02-12T12:00:00+00:00",
}
STABLE = PLAIN | {"tree": "stable"}

RECORD = RECORDS | st.sampled_from([PLAIN, STABLE, PLAIN | {"subject": "z"}])
STORES = st.lists(st.tuples(RECORD, st.booleans()), max_size=4)
Lines = Sequence[tuple[dict[str, Any], bool]]


def store(lines: Lines) -> bytes:
    return b"".join(written(record, is_ascii) for record, is_ascii in lines)


def commits(data: bytes) -> dict[CommitId, Commit]:
    """What a store says, read whole; of several lines on one commit the first counts."""
    read: dict[CommitId, Commit] = {}
    for line in data.decode().split("\n"):
        if line and (commit := commit_of(json.loads(line))):
            read.setdefault(commit.id, commit)
    return read


@given(STORES, STORES)
@example([(PLAIN, True)], [(PLAIN | {"subject": "z"}, True)])
@example([(PLAIN, True), (STABLE, True)], [(STABLE | {"author": "z"}, True), (PLAIN, False)])
@example([(PLAIN, True)], [(PLAIN, True), (PLAIN | {"subject": "z"}, True)])
def test_what_differs_is_what_reading_all_would_tell(before: Lines, now: Lines) -> None:
    known, current = commits(store(before)), commits(store(now))
    expected = [
        (known[its_id], commit)
        for its_id, commit in current.items()
        if its_id in known and known[its_id] != commit
    ]

    found = compare(store(before), store(now)).differences

    assert [(its.before, its.now) for its in found] == expected


@given(STORES)
def test_a_state_does_not_differ_from_itself(lines: Lines) -> None:
    assert compare(store(lines), store(lines)) == comparison.Comparison((), (0, 0))


@given(STORES, STORES)
def test_there_and_back_the_same_differs(before: Lines, now: Lines) -> None:
    there = compare(store(before), store(now)).differences
    back = compare(store(now), store(before)).differences

    assert {(its.before, its.now) for its in there} == {(its.now, its.before) for its in back}


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_are_compared(before: bytes, now: bytes) -> None:
    assert compare(before, now).differences == ()


def test_lines_that_cannot_be_read_are_counted_where_they_differ() -> None:
    good = written(PLAIN, True)
    before = good + b"broken\n<<<<<<< HEAD\n"
    now = MARK + good.replace(b'"x"', b'"z"') + b"broken\n\n" + b'{"sha": "' + b"b" * 40 + b'", "\n'

    found = compare(before, now)

    assert len(found.differences) == 1
    assert found.unread == (1, 1)


def test_a_line_that_is_the_same_is_not_parsed() -> None:
    lines = b"".join(
        line_of(commit)
        for number in range(50)
        if (commit := commit_of(PLAIN | {"sha": f"{number:040x}"}))
    )
    now = lines.replace(b"0001f", b"0001f", 1).replace(b'"x"', b'"z"', 1)

    with patch.object(comparison, "_commit_in", wraps=comparison._commit_in) as parsing:
        assert len(compare(lines, now).differences) == 1

    assert parsing.call_count == 2


def test_lines_on_commits_whose_hashes_begin_so() -> None:
    other = written(PLAIN | {"sha": "b" * 40}, True)
    by_hand = json.dumps({"tree": "linux", **{k: v for k, v in PLAIN.items() if k != "tree"}})
    data = written(PLAIN, True) + other + by_hand.encode()

    assert list(lines_on(data, {b"aaaa"})) == [written(PLAIN, True)[:-1], by_hand.encode()]
    assert list(lines_on(data, {b"cccc"})) == []
