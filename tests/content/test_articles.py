"""An article's file becomes an article, whatever is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factories import version

from kernlog_site.content.articles import read_article, title_from
from kernlog_site.content.fields import Conventions
from kernlog_site.core.model import Article, Status, Update
from kernlog_site.core.problems import Problem

LONDON = ZoneInfo("Europe/London")
WHOLE = """\
---
title: "Kernel Log: all of it"
series: coming-in-2.6.33
part: 4
release: 2.6.33
date: 2010-07-12 15:51
updated:
  - {date: 2010-07-13 09:00, note: "rc8 is out"}
authors: [anna, ben]
summary: >-
  Several changes
  to the code.
topics: [virtualisation, tracing]
tree: stable
also: [2.6.32, 6.10]
status: draft
aliases: [open/old.html]
---
The text.
"""


def read(text: str) -> tuple[Article, tuple[Problem, ...]]:
    return read_article("articles/some-article.md", text.encode(), Conventions(LONDON))


def with_key(line: str) -> tuple[Article, tuple[Problem, ...]]:
    """An article with one more line of front matter, which is line 4."""
    return read(f"---\ntitle: T\ndate: 2010-02-12 15:51\n{line}\n---\nThe text.\n")


def test_every_key_is_read() -> None:
    made, problems = read(WHOLE)
    assert problems == ()
    assert made == Article(
        source=made.source,
        title="Kernel Log: all of it",
        body="\nThe text.\n",
        date=datetime(2010, 7, 12, 15, 51, tzinfo=LONDON),
        series="coming-in-2.6.33",
        part=4,
        release=version("2.6.33"),
        updates=(Update(datetime(2010, 7, 13, 9, tzinfo=LONDON), "rc8 is out"),),
        authors=("anna", "ben"),
        summary="Several changes to the code.",
        topics=("virtualisation", "tracing"),
        tree="stable",
        also=(version("2.6.32"), version("6.10")),
        status=Status.DRAFT,
        aliases=("open/old.html",),
    )
    assert made.path == "articles/some-article.md"
    assert made.source.body_line + made.body.split("\n").index("The text.") == 19


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("2010-07-12 15:51", timedelta(hours=1)),
        ("2010-02-12 15:51", timedelta(0)),
        ("2010-02-12T15:51:30+05:30", timedelta(hours=5, minutes=30)),
        ("2010-02-12 15:51Z", timedelta(0)),
        ("2010-02-12", timedelta(0)),
        ('"2010-02-12 15:51"', timedelta(0)),
    ],
)
def test_a_date_without_a_timezone_takes_that_of_the_site(written: str, offset: timedelta) -> None:
    made, problems = read(f"---\ntitle: T\ndate: {written}\n---\n")
    assert problems == ()
    assert made.date is not None
    assert made.date.utcoffset() == offset


def test_a_release_of_6_10_stays_6_10() -> None:
    made, _ = with_key("release: 6.10")
    assert str(made.release) == "6.10"


@pytest.mark.parametrize(
    "line",
    ["updated:", "release: ''", "series:\npart:", "topics: []", "status:", "# comment", "summary:"],
)
def test_an_empty_key_is_an_absent_one(line: str) -> None:
    made, problems = with_key(line)
    assert problems == ()
    assert (made.release, made.series, made.status) == (None, None, Status.PUBLISHED)


TYPOS = [
    ("titel: x", "Unknown key 'titel'. Did you mean 'title'?"),
    ("author: x", "Unknown key 'author'. Did you mean 'authors'?"),
    ("Status: draft", "Unknown key 'Status'. Did you mean 'status'?"),
    ("part: four\nseries: x", "The key 'part' is 'four', which is no whole number."),
    ("part: 0\nseries: x", "Write a number from 1 to 999."),
    ("part: 4.5\nseries: x", "which is no whole number"),
    ("release: soon", "The key 'release' is 'soon', which is no kernel version."),
    ("release: v2.6.33", "Write it without the v: 2.6.33."),
    ("release: 2.6.33-rc7", "a candidate and no release. Write the release: 2.6.33."),
    ("also: 2.6.32", "The key 'also' should be a list. Write it in brackets: [2.6.32]."),
    ("also: [2.6.32, x]", "Entry 2 of 'also' is 'x', which is no kernel version."),
    ("authors: anna", "Write it in brackets: [anna]."),
    ("authors: {anna: x}", "The key 'authors' should be a list."),
    ("topics: [[a]]", "Entry 1 of 'topics' is a list, but should be text."),
    ("summary: [a]", "The key 'summary' is a list, but should be text."),
    ("tree: {a: b}", "The key 'tree' is a mapping, but should be text."),
    ("status: Draft", "The key 'status' is 'Draft'. Did you mean 'draft'?"),
    ("status: hidden", "Write published or draft."),
    ("series: a/b\npart: 1", "The key 'series' is 'a/b', which cannot be part of an address."),
    ("updated: [{date: x, note: y}]", "The key 'date' in entry 1 of 'updated' is 'x', which is no"),
    ("updated: [{note: y}]", "The key 'date' in entry 1 of 'updated' is missing. Add date: ..."),
    ("updated: [{date: 2010-02-13}]", "The key 'note' in entry 1 of 'updated' is missing."),
    ("updated: [x]", "Entry 1 of 'updated' has the wrong type. Write a mapping in braces"),
    (
        "updated: [{date: 2010-02-13, note: y, notes: z}]",
        "Unknown key 'notes' in entry 1 of 'updated'. Did you mean 'note'?",
    ),
    ("part: 4", "A part number without a series. Add series: <id>, or remove the part."),
    ("series: x", "A series without a part number. Add part: <number>, or remove the series."),
]


@pytest.mark.parametrize(("line", "text"), TYPOS)
def test_a_mistake_is_told_with_its_line_and_what_to_do(line: str, text: str) -> None:
    made, (problem,) = with_key(line)
    assert text in problem.text
    assert (problem.path, problem.line) == ("articles/some-article.md", 4)
    assert (made.title, made.body.strip()) == ("T", "The text.")


@pytest.mark.parametrize("written", ["12.2.2010", "2010-02-30", "yesterday", "2010-2-12", "[x]"])
def test_what_is_no_date_is_told(written: str) -> None:
    made, (problem,) = read(f"---\ntitle: T\ndate: {written}\n---\n")
    assert made.date is None
    assert problem.line == 3
    assert "'date'" in problem.message


def test_an_unlike_key_lists_the_known_ones() -> None:
    _, (problem,) = with_key("xyzzy: 1")
    assert problem.hint.startswith("Known keys are aliases, also, authors, date, ")


def test_all_mistakes_are_told_at_once_and_cost_nothing_else() -> None:
    made, problems = read("---\ntitel: x\ndate: soon\nrelease: 6.10\npart: 1\n---\nText")
    assert [problem.line for problem in problems] == [3, 2, 1, 5]
    assert (made.title, str(made.release), made.body.strip()) == ("Some article", "6.10", "Text")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("The text.", 1, "The file has no front matter."),
        ("---\n---\nThe text.", 1, "The key 'title' is missing."),
        ("---\ntitle:\ndate: 2010-02-12\n---\n", 2, "The key 'title' is missing."),
        ("---\ntitle: T\n---\nThe text.", 1, "The key 'date' is missing."),
    ],
)
def test_what_is_missing_is_told(text: str, line: int, message: str) -> None:
    _, problems = read(text)
    assert (problems[0].line, problems[0].message) == (line, message)


def test_windows_files_are_the_same_article() -> None:
    plain, _ = read(WHOLE)
    windows = b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()
    assert read_article("articles/some-article.md", windows, Conventions(LONDON)) == (plain, ())


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("articles/file-systems_and-storage.md", "File systems and storage"),
        ("articles/2.6.33/index.md", "Index"),
        ("x.md", "X"),
    ],
)
def test_a_file_without_a_title_is_called_after_its_name(path: str, title: str) -> None:
    assert title_from(path) == title


def test_readers_see_what_is_published_and_due() -> None:
    now = datetime(2010, 2, 12, 16, tzinfo=UTC)
    due, _ = with_key("")
    draft, _ = with_key("status: draft")
    assert due.is_public(now)
    assert not due.is_public(now - timedelta(hours=1))
    assert not draft.is_public(now)


keys = st.sampled_from([line.split(":")[0] for line, _ in TYPOS])
values = st.text(max_size=20) | st.sampled_from(["[a]", "{a: b}", "[[]]", "[{}]", "6.10", "~"])


@given(st.dictionaries(keys, values, max_size=6))
def test_no_front_matter_raises(matter: dict[str, str]) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in matter.items())
    made, problems = read(f"---\n{lines}---\nThe text.")
    assert made.title
    assert made.body.endswith("The text.")
    assert all(problem.line and problem.path for problem in problems)
