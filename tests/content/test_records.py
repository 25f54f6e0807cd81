"""Series, releases, people, and everything read in one go."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from record_factories import version

from kernlog_site.content.content_reader import read_content
from kernlog_site.content.fields import Conventions
from kernlog_site.content.records import read_people, read_release, read_series
from kernlog_site.core.model import Person, PlannedPart, Release, ReleaseStatus, Tag, WebLink
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import Routes


def release(text: str, path: str = "releases/2.6.33.md") -> tuple[Release | None, tuple[str, ...]]:
    made, problems = read_release(path, text.encode(), Conventions(UTC))
    return made, tuple(map(str, problems))


def people(text: str) -> tuple[dict[str, Person], tuple[Problem, ...]]:
    return read_people("authors.yml", text.encode(), Conventions(UTC))


def test_a_series_is_called_after_its_file() -> None:
    text = """---
title: Coming in 2.6.33
release: 2.6.33
summary: All of it.
planned: [{part: 5, title: Drivers, expected: 2010-02-20}, {part: 6}]
---
Introduction.
"""
    made, problems = read_series("series/coming-in-2.6.33.md", text.encode(), Conventions(UTC))
    assert problems == ()
    assert made is not None
    assert (made.id, made.title, made.summary) == (
        "coming-in-2.6.33",
        "Coming in 2.6.33",
        "All of it.",
    )
    assert made.release == version("2.6.33")
    assert made.planned == (PlannedPart(5, "Drivers", date(2010, 2, 20)), PlannedPart(6))
    assert made.body.strip() == "Introduction."


def test_empty_keys_of_a_planned_part_are_absent_ones() -> None:
    text = "---\ntitle: T\nplanned:\n  - part: 5\n    title:\n    expected:\n---\n"
    made, problems = read_series("series/x.md", text.encode(), Conventions(UTC))
    assert problems == ()
    assert made is not None
    assert made.planned == (PlannedPart(5),)


def test_a_planned_part_needs_a_number() -> None:
    text = "---\ntitle: T\nplanned:\n  - {title: X}\n  - {part: 2, expected: soon}\n---\n"
    _, problems = read_series("series/x.md", text.encode(), Conventions(UTC))
    assert [str(problem) for problem in problems] == [
        "series/x.md:4: The key 'part' in entry 1 of 'planned' is missing. Add part: ...",
        "series/x.md:5: The key 'expected' in entry 2 of 'planned' is 'soon', which is no day. "
        "Write it as in 2010-02-20.",
    ]


def test_a_series_without_a_title_is_told_and_called_after_its_id() -> None:
    made, problems = read_series("series/x.md", b"---\nrelease: 2.6.33\n---\n", Conventions(UTC))
    assert made is not None
    assert made.title == "x"
    assert [problem.message for problem in problems] == ["The key 'title' is missing."]


def test_a_series_cannot_be_called_so_that_it_is_no_address() -> None:
    made, (problem,) = read_series("series/coming soon.md", b"", Conventions(UTC))
    assert made is None
    assert "No series can be called 'coming soon'." in str(problem)


def test_a_release_is_called_after_its_file_and_sorts_its_tags() -> None:
    made, problems = release("""---
codename: Man-Eating Seals of Antiquity
status: longterm
expected: 2010-02-20
previous: 2.6.32
links: [{title: LWN, url: "https://lwn.net/Articles/365835/"}]
tags:
  - {name: v2.6.33, date: 2010-02-24 18:52}
  - {name: v2.6.33-rc1, date: 2009-12-18 01:15}
---
""")
    assert problems == ()
    assert made is not None
    assert (made.version, made.previous) == (version("2.6.33"), version("2.6.32"))
    assert (made.status, made.expected) == (ReleaseStatus.LONGTERM, date(2010, 2, 20))
    assert made.codename == "Man-Eating Seals of Antiquity"
    assert made.links == (WebLink("LWN", "https://lwn.net/Articles/365835/"),)
    assert made.tags == (
        Tag("v2.6.33-rc1", datetime(2009, 12, 18, 1, 15, tzinfo=UTC)),
        Tag("v2.6.33", datetime(2010, 2, 24, 18, 52, tzinfo=UTC)),
    )


def test_a_release_file_needs_no_front_matter() -> None:
    made, problems = release("Only an introduction.")
    assert problems == ()
    assert made is not None
    assert made.body == "Only an introduction."


def test_version_goes_before_the_name_of_the_file() -> None:
    made, problems = release("---\nversion: 6.10\n---\n", "releases/next.md")
    assert problems == ()
    assert made is not None
    assert str(made.version) == "6.10"


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("", "releases/next.md", "releases/next.md:1: 'next.md' names no kernel release."),
        ("---\nversion: x\n---\n", "releases/2.6.33.md", "releases/2.6.33.md:2: The key 'version'"),
        ("---\nstatus: done\n---\n", "releases/2.6.33.md", "'status' is 'done'. Write development"),
        ("---\nlinks: [{title: a, url: b}]\n---\n", "releases/1.2.3.md", "is no web address"),
        (
            "---\nlinks: [{title: a, url: 'javascript:alert(1)'}]\n---\n",
            "releases/1.2.3.md",
            "Start it with https://.",
        ),
        (
            "---\ntags: [{name: v2.6.33}]\n---\n",
            "releases/2.6.33.md",
            "entry 1 of 'tags' is missing",
        ),
    ],
)
def test_a_mistake_in_a_release_is_told(text: str, path: str, message: str) -> None:
    _, problems = release(text, path)
    assert any(message in problem for problem in problems), problems


@pytest.mark.parametrize("name", ["2.6.33-rc7", "v2.6.33"])
def test_a_release_cannot_be_called_after_a_candidate_or_a_tag(name: str) -> None:
    made, problems = release("---\ncodename: x\n---\n", f"releases/{name}.md")
    assert made is None
    assert problems


def test_people_have_names_biographies_and_links() -> None:
    made, problems = people(
        "anna:\n  name: Anna\n  bio: Writes.\n  links: [{title: Blog, url: 'https://a.example/'}]\n"
    )
    assert problems == ()
    links = (WebLink("Blog", "https://a.example/"),)
    assert made == {"anna": Person("anna", "Anna", "Writes.", links)}


@pytest.mark.parametrize(
    ("text", "line", "message", "known"),
    [
        ("anna: Anna\n", 1, "'anna' is no person. Write anna: {name: ...}.", ["anna"]),
        ("\nanna: {bio: x}\n", 2, "The key 'name' is missing. Add name: ...", ["anna"]),
        ("anna:\n", 1, "'anna' is no person.", ["anna"]),
        ("anna:\n  name: A\n  nmae: B\n", 3, "Did you mean 'name'?", ["anna"]),
        ("anna:\n  name: [A]\n", 2, "The key 'name' is a list", ["anna"]),
        ("anna: {name: A}\nanna: {name: B}\n", 2, "The key 'anna' stands twice", ["anna"]),
        ("- anna\n", 1, "This is no list of keys.", []),
        ("anna: {name: A: B}\n", 1, "The YAML cannot be read", []),
        ("a/b: {name: A}\n", 1, "No person can be called 'a/b'. Use letters", ["a/b"]),
        ("ann a: {name: A}\n", 1, "No person can be called 'ann a'.", ["ann a"]),
        ("..: {name: A}\n", 1, "No person can be called '..'.", [".."]),
        ("x: {name: A}\nIndex: {name: A}\n", 2, "can be called 'Index'.", ["x", "Index"]),
        ("anna: {name: A}\nAnna: {name: B}\n", 2, "differ only in capitals", ["anna", "Anna"]),
    ],
)
def test_a_mistake_about_a_person_is_told(
    text: str, line: int, message: str, known: list[str]
) -> None:
    made, (problem,) = people(text)
    assert message in problem.text
    assert (problem.path, problem.line) == ("authors.yml", line)
    assert list(made) == known


def test_files_are_read_by_where_they_stand() -> None:
    matter = b"---\ntitle: T\ndate: 2010-02-12\n---\n"
    content = read_content(
        [
            ("index.md", b"Home"),
            ("handbook/x.md", b"No record"),
            ("articles/index.md", b"No article"),
            ("articles/2.6.33/a.md", matter),
            ("articles/picture.png", b"\x89PNG"),
            ("series/index.md", b"No series"),
            ("series/coming.md", b"---\ntitle: Coming\n---\n"),
            ("releases/6.10.md", b""),
            ("people.yml", b"anna: {name: Anna}"),
        ],
        Routes(),
        Conventions(UTC),
        "people.yml",
    )
    assert content.problems == ()
    assert [article.path for article in content.articles] == ["articles/2.6.33/a.md"]
    assert list(content.series) == ["coming"]
    assert list(map(str, content.releases)) == ["6.10"]
    assert list(content.people) == ["anna"]


def test_a_release_described_in_two_files_is_told() -> None:
    files = [("releases/6.10.md", b""), ("releases/x.md", b"---\ncodename: y\nversion: 6.10\n---")]
    content = read_content(files, Routes(), Conventions(UTC))
    assert [str(problem) for problem in content.problems] == [
        "releases/x.md:3: The release 6.10 is already described in releases/6.10.md. "
        "Merge the two files."
    ]
