"""What is kept between builds and syncs: the lines of the store, values of the cache."""

from __future__ import annotations

from fuzz.target import Target, text_of
from kernlog_site.build.markdown.result import (
    render_result_from_json,
    rows_from_json,
    rows_to_json,
    targets_from_json,
    text_from_json,
)
from kernlog_site.citations.commit_rows import Outcome, Row
from kernlog_site.commits.store.commit_lines import line_of
from kernlog_site.commits.store.line_format import is_in_form
from kernlog_site.commits.store.reader import read_commits, read_releases

SHA = "7c68af6e32c7" * 3 + "7c68"
PATH = "commits.jsonl"


def store_lines(data: bytes) -> None:
    """A file is read or told, line by line; what was read is the same written and read again."""
    store, problems = read_commits(PATH, data)
    last = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= (problem.line or 0) <= last for problem in problems)
    found = [commit for tree in ("linux", "stable") for commit in store.find(tree, "")]
    again, others = read_commits(PATH, b"".join(sorted(map(line_of, found))))
    assert not others
    assert [commit for tree in ("linux", "stable") for commit in again.find(tree, "")] == found
    for commit in found:
        assert b"\n" not in line_of(commit)[:-1]
        assert list(store.projections(commit.sha))
    if is_in_form(data):
        by_hand, others = read_commits(PATH, data.replace(b"\n", b" \n"))
        assert not others
        assert [c for tree in ("linux", "stable") for c in by_hand.find(tree, "")] == found


def releases(data: bytes) -> None:
    """The same for what is known of releases."""
    _, problems = read_releases("releases.jsonl", data)
    last = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= (problem.line or 0) <= last for problem in problems)


def cache_values(data: bytes) -> None:
    """Whatever a row says comes back from the cache, and any other bytes are none or as good."""
    fields = text_of(data).split("\0")
    commit = ("linux", SHA)
    made = []
    for number in range(0, len(fields), 4):
        one, two, three, four = (fields[number : number + 4] + [""] * 4)[:4]
        made.append(Row(commit, one, two, (Outcome(three, two, None, one, four),), four))
    commits = [commit] * len(made)
    assert rows_from_json(rows_to_json(made), commits) == made
    for count in (0, 1, len(made)):
        rows_from_json(data, [commit] * count)
    for read in (render_result_from_json, targets_from_json, text_from_json):
        read(data)


LINE = (
    f'{{"sha": "{SHA}", "tree": "linux", "subject": "x86: do it", "author": "A", '
    '"authored": "2010-02-12T12:00:00+00:00", "committed": "2010-02-12T12:00:00+00:00", '
    '"first_tag": "v2.6.33-rc1", "links": [], "bugs": [], "fate": []}'
)
DEED = '{"kind": "reverted", "sha": "a", "subject": "b", "author": "c", "first_tag": null}'
WORDS = (
    *('{"form": 1}\n', '{"form": 2}\n', '"form": '),
    *(LINE, f"{LINE}\n", "\n", "\r\n", "\\", "\\u0009", "\\ud800", "\\n", '"', "{", "}", "[", "]"),
    *(
        ", ",
        ": ",
        '"fate": [',
        DEED,
        '"stable"',
        SHA,
        "null",
        "1e999",
        "NaN",
        "\t",
        "\x7f",
        "\u202e",
    ),
    *("0001-01-01", "9999-12-31T23:59:59-23:59", "+00:00", "Z", "T24:00", "\ufeff", "9" * 20),
)

TARGETS = (
    Target("store lines", store_lines, WORDS),
    Target(
        "releases",
        releases,
        (
            *WORDS,
            '{"tree": "linux", "version": "2.6.33", "tags": [{"name": "v2.6.33-rc1", "date": '
            '"2010-02-12T12:00:00+00:00"}]}\n',
            *('"statistics": {', '"days": ', '"candidates": ['),
        ),
    ),
    Target(
        "cache values", cache_values, (*"\0\t\n\r\x0b\x1e\x85\u2028", "<b>", "row", '{"html": ""}')
    ),
)
