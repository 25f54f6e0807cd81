"""What sync wrote is searched as it is; what else was written is parsed, and as good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factories import NOON, commit
from site_core import CASES, store_of

from kernlog_site.commits.store import commit_lines
from kernlog_site.commits.store import reader as store
from kernlog_site.commits.store.commit_lines import line_of, text_of
from kernlog_site.commits.store.form import MARK
from kernlog_site.commits.store.line_format import (
    are_in_order,
    ends,
    is_in_form,
    is_line,
    projection,
)
from kernlog_site.commits.store.reader import read_commits
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.core.commit import Backport, Commit, Cve, FollowUp, Pull

PATH = "_data/commits.jsonl"
SAMPLE = Path(__file__).parents[3] / "content" / PATH
DEED = FollowUp("reverted", "b" * 40, 'Revert "tcp: \\o/"', "Jörg", None)
MADE = [
    commit("a1", subject='Revert "x86: \\o/"', fate=(DEED, replace(DEED, first_tag="v2.6.34"))),
    commit("a1", tree="stable", first_tag=None),
    commit("a2", author="Jörg Müller", links=("lore:1@x", "https://x/"), bugs=("bug:1",)),
    commit("f0", authored=datetime(2010, 1, 31, 1, tzinfo=timezone(timedelta(hours=-8)))),
    commit("f0".ljust(64, "0"), subject="sha256: do it", fate=(replace(DEED, sha="b" * 64),)),
    commit(
        "f1",
        fate=(replace(DEED, committed=NOON),),
        backports=(Backport("stable", "c" * 40, "v2.6.32.4"), Backport("stable", "d" * 40)),
        cves=(
            Cve("CVE-2024-1", "introduced", ("6.6.31", "6.9"), NOON, 7.8),
            Cve("CVE-2024-2", "fixed"),
        ),
        pull=Pull("e" * 40, "Merge branch 'for-linus' of git://git.example.org/x"),
        stable="6.1.x",
    ),
]
LINES = [line_of(one) for one in MADE]
WRITTEN = b"".join(LINES)


def as_parsed(data: bytes) -> bytes:
    """The same file, but no line in the form of sync."""
    return data.replace(b"\n", b" \n")


def seen(data: bytes) -> tuple[list[str], int, list[Commit]]:
    """All that can be told of a file: its problems, and what is found in it."""
    found, problems = read_commits(PATH, data)
    trees = ("linux", "stable", "x")
    commits = [one for tree in trees for one in found.find(tree, "")]
    return [str(problem) for problem in problems], len(found), commits


@pytest.mark.parametrize("path", [SAMPLE, CASES / "content" / PATH], ids=["sample", "content"])
def test_what_sync_wrote_is_in_its_form_and_as_good_by_hand(path: Path) -> None:
    data = path.read_bytes()
    assert is_in_form(data) is (path == SAMPLE)
    assert seen(data) == seen(as_parsed(data))


def test_a_line_in_its_form_is_parsed_when_it_is_found_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[bytes] = []
    parse = commit_lines.parsed

    def counting(line: bytes) -> Commit:
        parsed.append(line)
        return parse(line)

    monkeypatch.setattr(store, "parsed", counting)
    found, _ = read_commits(PATH, WRITTEN)
    assert parsed == []
    assert found.find("linux", "a2") == found.find("linux", "a2") == (MADE[2],)
    assert parsed == [LINES[2]]


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WRITTEN)),
            st.integers(0, 2),
            st.binary(max_size=1)
            | st.sampled_from([*b'"\\{}[],: 0123Z+-T\n\xc3']).map(lambda byte: bytes([byte])),
        ),
        max_size=3,
    )
)
def test_no_slip_of_the_pen_goes_unseen(slips: list[tuple[int, int, bytes]]) -> None:
    data = WRITTEN
    for position, length, written in slips:
        data = data[:position] + written + data[position + length :]
    assert seen(data) == seen(as_parsed(data))


@pytest.mark.parametrize(
    ("before", "after", "fine"),
    [
        (b"2010-02-12T", b"2010-02-28T", True),
        (b"2010-02-12T", b"2010-02-29T", False),
        (b"2010-02-12T", b"2012-02-29T", True),
        (b"2010-02-12T", b"2000-02-29T", True),
        (b"2010-02-12T", b"1900-02-29T", False),
        (b"2010-02-12T", b"2010-04-31T", False),
        (b"2010-02-12T", b"2010-00-12T", False),
        (b"2010-02-12T", b"2010-12-31T", True),
        (b"T12:00", b"T24:00", False),
        (b"T12:00", b"T12:60", False),
        (b"+00:00", b"+24:00", False),
        (b"+00:00", b"Z", True),
        (b"+00:00", b"", False),
        (b"x86: do it", b"a\tb", False),
        (b"x86: do it", b"a\\tb", True),
        (b"x86: do it", b"a\\xb", False),
        (b"x86: do it", b"a\\u000b", True),
        (b"x86: do it", b"a\\", False),
        (b"x86: do it", b"J\xf6rg", False),
        (b'"v2.6.33-rc1"', b"7", False),
        (b'"bugs": []', b'"bugs": [1]', False),
        (b'"fate": []', b'"fate": [{}]', False),
        (b'"tree"', b'"wood"', False),
        (b"a2000", b"a200", False),
        (b"a2000", b"a20000", False),
        (b"a2000", b"a2000" + b"0" * 23, False),
        (b"a2000", b"a2000" + b"0" * 24, True),
        (b"a2000", b"A2000", False),
    ],
)
def test_a_line_in_the_form_has_nothing_wrong_with_it(
    before: bytes, after: bytes, fine: bool
) -> None:
    line = line_of(commit("a2")).replace(before, after, 1)
    assert is_in_form(line) is fine
    assert seen(line) == seen(as_parsed(line))
    assert (seen(line)[0] == []) is fine


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_is_in_the_form(day: date) -> None:
    assert is_in_form(line_of(commit("a2", authored=datetime.combine(day, NOON.timetz()))))


def test_figures_and_areas_are_in_the_form() -> None:
    line = line_of(commit("a2"))
    more = b', "files": 3, "insertions": 10, "deletions": 0, "areas": ["mm", "kernel"], "links": []'
    assert is_line(line.rstrip(b"\n").replace(b', "links": []', more))
    assert not is_line(b'{"sha": "' + b"a" * 40 + b'"}')


@given(st.permutations(LINES), st.lists(st.sampled_from([b"\n", b"  \n", LINES[0], LINES[3]])))
def test_lines_out_of_order_repeated_and_empty_are_fine(
    lines: list[bytes], more: list[bytes]
) -> None:
    assert seen(b"".join([*lines, *more])) == seen(WRITTEN)


def test_a_commit_out_of_order_is_found_however_large_the_store_is() -> None:
    commits = [commit(f"{number * 7919 % 65536:04x}") for number in range(9000)]
    found, problems = read_commits(PATH, b"".join(map(line_of, commits)))
    in_order = b"".join(sorted(map(line_of, commits)))
    assert is_in_form(in_order)
    assert problems == ()
    for one in commits[::50]:
        assert found.find("linux", one.sha) == found.find("linux", one.sha[:4]) == (one,)
    assert len(found.find("linux", "7")) == sum(one.sha.startswith("7") for one in commits)
    middle, _ = SortedLines.of(in_order).pieces(1 << 20)[1]  # where a new piece is checked
    after = in_order.index(b"\n", middle) + 1
    swapped = in_order[:middle] + in_order[after:] + in_order[middle:after]
    for wrong in (swapped, in_order[:after] + in_order[middle:], in_order[:-1]):
        assert not is_in_form(wrong)
        assert seen(wrong) == seen(in_order)


@given(st.permutations(LINES), st.integers(0, 5), st.integers(0, 5))
def test_a_file_is_in_form_if_its_pieces_are(lines: list[bytes], one: int, two: int) -> None:
    cuts = sorted({0, one, two, len(lines)})
    pieces = [b"".join(lines[start:end]) for start, end in pairwise(cuts)]

    assert is_in_form(b"".join(lines)) is are_in_order(map(ends, pieces)) is (lines == LINES)


@given(st.lists(st.integers(0, 9000)), st.integers(1, 30_000), st.booleans())
def test_pieces_are_whole_lines_and_all_there_is(
    lengths: list[int], size: int, has_end: bool
) -> None:
    data = b"\n".join([b"x" * length for length in lengths]) + b"\n" * has_end
    pieces = [data[start:end] for start, end in SortedLines.of(data).pieces(size)]

    assert b"".join(pieces) == data
    assert all(piece.endswith(b"\n") for piece in pieces[:-1])
    assert all(pieces)


@given(st.lists(st.sampled_from([b"a", b"bc", b"-" * 5000]), max_size=2000), st.data())
def test_lines_that_contain_something_are_found_each_once(
    words: list[bytes], data: st.DataObject
) -> None:
    ends = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    written = b"".join(word + b"\n" * end for word, end in zip(words, ends, strict=True)) + b"\n"
    lines = written.splitlines(keepends=True)

    found = list(SortedLines.of(written).containing(b"b"))

    assert found == [line for line in lines if b"b" in line]


def test_commits_with_vulnerabilities_are_found_among_all() -> None:
    found, _ = read_commits(PATH, WRITTEN)
    assert list(found.with_cves()) == [MADE[-1]]
    by_hand, _ = read_commits(PATH, as_parsed(WRITTEN))
    assert list(by_hand.with_cves()) == [MADE[-1]]
    marked, _ = read_commits(PATH, MARK + WRITTEN)
    assert list(marked.with_cves()) == [MADE[-1]]
    assert list(read_commits(PATH, b"")[0].with_cves()) == []


def test_the_lines_of_an_abbreviation_are_those_of_what_is_found() -> None:
    found, _ = read_commits(PATH, WRITTEN)
    assert found.lines("linux", "a") == LINES[0] + LINES[2]
    assert found.lines("linux", "a1") == LINES[0]
    assert found.lines("stable", "a1" + "0" * 38) == LINES[1]
    assert found.lines("linux", "f0".ljust(40, "0")) == LINES[3] + LINES[4]
    assert found.lines("linux", "f0".ljust(64, "0")) == LINES[4]
    assert found.lines("stable", "a2") == found.lines("x", "a") == found.lines("linux", "g") == b""


@given(st.sampled_from(MADE), st.text(), st.text(), st.text())
def test_a_commit_survives_its_line(one: Commit, subject: str, tree: str, link: str) -> None:
    """Text of any kind, as long as it can be shown."""
    subject, tree, link = map(text_of, (subject, tree, link))
    one = replace(one, subject=subject, tree=tree, links=(link,))
    assert read_commits(PATH, line_of(one))[0].find(tree, one.sha) == (one,)
    assert store_of([one]).find(tree, one.sha) == (one,)


def test_tags_of_follow_ups_and_backports_are_not_that_of_the_commit() -> None:
    backports = (Backport("stable", "c" * 40, "v2.6.32.4"),)
    line = line_of(commit("f1", fate=(replace(DEED, first_tag="v2.6.34"),), backports=backports))
    without = line.replace(b', "first_tag": "v2.6.33-rc1"', b"")

    assert is_line(without[:-1])
    assert projection(without) is None
    assert b'"first_tag": null' in next(iter(read_commits(PATH, without)[0].projections("f1"))).json
