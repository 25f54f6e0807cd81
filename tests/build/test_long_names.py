"""Names that are longer than files can be called, in bytes, are told where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from editable_site import EditableSite

from kernlog_site.core.atomic_write import replace_file
from kernlog_site.core.problems import Severity
from kernlog_site.tools.project import open_project

META = {"title": "A", "date": "2010-02-13 10:00"}


def told(editable: EditableSite) -> list[str]:
    """What a build that is no preview tells; check tells the same."""
    outcome = editable.again()
    assert not outcome.aborted
    problems = [text.partition(" ")[2] for text in outcome.log if not text.startswith("INFO")]
    checked = open_project(str(editable.root / "mkdocs.yml")).problems()
    failing = (its for its in checked if its.severity is not Severity.NOTICE)
    assert sorted(f"kernlog: content/{its}" for its in failing) == sorted(problems)
    return sorted(problems)


@pytest.mark.parametrize("letters", [200, 201, 252, 300])
def test_ids_of_series_in_articles(editable: EditableSite, letters: int) -> None:
    editable.write_page("articles/a.md", {**META, "series": "s" * letters, "part": 1}, "A text.")
    problems = told(editable)

    said = f"The key 'series' has {letters} bytes. Use at most 200, as many plain letters."
    assert problems == ([f"kernlog: content/articles/a.md:4: {said}"] if letters > 200 else [])
    assert (editable.root / "site/articles/a/index.html").exists()


@pytest.mark.parametrize("letters", [200, 201, 250])
def test_ids_of_series_that_have_a_file(editable: EditableSite, letters: int) -> None:
    path = f"series/{'s' * letters}.md"
    editable.write_page(path, {"title": "Long"}, "Introduction.")

    assert told(editable) == (
        []
        if letters <= 200
        else [
            f"kernlog: content/{path}:1: No series can be called '{'s' * letters}'. Use at most "
            "200 bytes, as many plain letters."
        ]
    )


def test_ids_of_people(editable: EditableSite) -> None:
    editable.write("content/authors.yml", f"anna: {{name: Anna}}\n{'a' * 201}: {{name: Bert}}\n")

    assert told(editable) == [
        f"kernlog: content/authors.yml:2: No person can be called '{'a' * 201}'. Use at most 200 "
        "bytes, as many plain letters."
    ]


def test_topics_count_in_bytes(editable: EditableSite) -> None:
    fits, too_long = "ü" * 100, "ü" * 101
    editable.write_page("articles/a.md", {**META, "topics": [fits, too_long]}, "A text.")

    (problem,) = told(editable)
    assert problem.startswith("kernlog: content/articles/a.md:")
    assert f": No topic can be called '{too_long}'. " in problem
    assert (editable.root / f"site/topics/{fits}/index.html").exists()


@pytest.mark.parametrize("name", ["x" * 246, "x" * 247, "x" * 252, "ü" * 126])
@pytest.mark.parametrize("folder", ["articles/", ""])
@pytest.mark.parametrize("folders", [True, False])
def test_files_of_articles_and_pages(
    editable: EditableSite, name: str, folder: str, folders: bool
) -> None:
    editable.configure(use_directory_urls=folders)
    path = f"{folder}{name}.md"
    editable.write_page(path, META, "A text.")
    excess = 0 if folders else max(len(name.encode()) - 246, 0)

    assert told(editable) == (
        [
            f"kernlog: content/{path}:1: The file's name is {excess} bytes too long for what is "
            "made from the file. Give it a shorter name."
        ]
        if excess
        else []
    )


def test_a_page_of_the_preview_alone(editable: EditableSite) -> None:
    editable.configure(use_directory_urls=False, draft_docs="xx*.md\n")
    editable.write_page(f"{'x' * 252}.md", META, "A text.")

    outcome = editable.again(preview=True)

    assert not outcome.aborted
    assert any("6 bytes too long" in text for text in outcome.log)


def test_releases_and_old_addresses(editable: EditableSite) -> None:
    addresses = ["a" * 255, "b" * 256, f"{'ü' * 126}.html", "/".join(["c" * 200] * 6)]
    front = {**META, "release": f"2.{'6' * 300}", "aliases": addresses}
    editable.write_page("articles/a.md", front, "A text.")

    problems = told(editable)
    assert sum("which is no kernel version" in its for its in problems) == 1
    refused = {its.partition("The old address '")[2][:1] for its in problems}
    assert refused == {"", "b", "c", "ü"}
    assert (editable.root / f"site/{'a' * 255}/index.html").exists()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("series", "s" * 201, "has a name that is longer than a file can be called."),
        ("data", f"data/{'ü' * 101}", "has a name that is longer than a file can be called."),
        (
            "trees",
            {"t" * 201: {"host": "cgit", "url": "https://git.example.org/"}},
            "a tree is called by at most 200 letters.",
        ),
    ],
)
def test_options(
    editable: EditableSite, caplog: pytest.LogCaptureFixture, option: str, value: Any, said: str
) -> None:
    editable.options(**{option: value})
    with pytest.raises(Exception, match="config"):
        editable.again()

    assert said in caplog.text


@pytest.mark.parametrize("name", ["x" * 255, "ü" * 127])
def test_a_file_of_any_name_is_replaced_whole(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"before")
    replace_file(tmp_path / name, b"behind")

    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"behind"]
