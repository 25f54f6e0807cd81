"""Golden cases of bad input: a folder of cases/problems each, and what is told about it.

The files of a case lie over those of cases/content, in which nothing is wrong. `problems.txt` has
the exact messages, one a line. `pytest --update-cases` rewrites it; read the difference.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_core import CASES, SiteCore, files_in

from kernlog_site.core.problems import Problem

FOLDERS = sorted(path for path in (CASES / "problems").iterdir() if path.is_dir())
# A hint ends as a sentence does; that of a subject quotes the store instead.
SENTENCE = re.compile(r".*([.?:\])]| ---)|The store has: .*", re.DOTALL)


def problems(folder: Path, directory_urls: bool = True) -> tuple[Problem, ...]:
    files = files_in(CASES / "content") | files_in(folder)
    files.pop("problems.txt", None)
    return SiteCore.open(files, directory_urls).problems()


def test_nothing_is_wrong_in_the_content() -> None:
    assert SiteCore.open(files_in(CASES / "content")).problems() == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_bad_input_is_told(folder: Path, update_cases: bool) -> None:
    told = [str(problem) for problem in problems(folder)]
    file = folder / "problems.txt"
    if update_cases:
        file.write_text("".join(f"{line}\n" for line in told), "utf-8")
    assert told == file.read_text("utf-8").splitlines()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_message_says_where_what_and_what_to_do(folder: Path) -> None:
    for problem in problems(folder):
        assert problem.path
        assert problem.line
        assert problem.message.endswith(".")
        assert problem.hint
        assert SENTENCE.fullmatch(problem.hint), problem.hint
        assert "  " not in problem.text


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_line_named_is_a_line_of_the_file(folder: Path) -> None:
    files = files_in(CASES / "content") | files_in(folder)
    for problem in problems(folder):
        assert problem.line
        assert problem.line <= files[problem.path].count(b"\n") + 1


def test_windows_files_are_the_same_articles() -> None:
    case = files_in(CASES / "problems" / "windows-files-just-work")
    path = "articles/windows.md"
    data = case[path]
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    unix = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    base = files_in(CASES / "content")
    windows_desk, unix_desk = (SiteCore.open(base | {path: text}) for text in (data, unix))
    windows, same = windows_desk.article(path), unix_desk.article(path)
    assert windows == same
    assert windows.source.lines == same.source.lines
    rendered = windows_desk.render(windows.body, windows)
    assert rendered.html == unix_desk.render(same.body, same).html
    assert rendered.cited == ["7c68af6e32c7", "0e1227d356e9"]
