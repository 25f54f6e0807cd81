from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kernlog_site.core.problems import Severity
from kernlog_site.templating.theme_files import _RENAMED, IS_CHECKOUT, THEME, theme_problems


def told(folder: Path) -> list[str]:
    return [f"{its.severity.value}: {its}" for its in theme_problems(str(folder))]


def write(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_a_checkout_has_the_theme_beside_the_package() -> None:
    assert IS_CHECKOUT
    assert Path(__file__).parents[2] / "theme" == THEME


def test_what_is_called_otherwise_is_there_by_its_new_name_alone() -> None:
    for old, new in _RENAMED.items():
        assert (THEME / new).is_file()
        # What is `search.js` now was `find.js`; the old `search.js` opened the search.
        assert not (THEME / old).exists()


def test_our_own_folder_is_no_copy() -> None:
    assert told(THEME) == []


def test_what_replaces_a_file_of_ours_is_fine(tmp_path: Path) -> None:
    write(tmp_path, "assets/styles/tokens.css", ":root {}")
    write(tmp_path, "article.html", "{% extends 'news.html' %}")

    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "text", "old"),
    [
        ("article.html", '{% extends "ways.html" %}', "ways.html"),
        ("article.html", "{% include 'components/find.html' %}", "components/find.html"),
        (
            "year.html",
            '{% once base_url from "components/naming.html" import title %}',
            "components/naming.html",
        ),
        ("404.html", "{{ 'assets/styles/lost.css' | url }}", "assets/styles/lost.css"),
        ("assets/styles/kernlog.css", '@import "pieces.css";', "assets/styles/pieces.css"),
        ("assets/scripts/own.js", 'import "./card.js"', "assets/scripts/card.js"),
    ],
)
def test_an_old_name_is_told_with_its_line(tmp_path: Path, path: str, text: str, old: str) -> None:
    write(tmp_path, path, f"\n{text}\n")

    assert told(tmp_path) == [
        f"error: {path}:2: {old} is called {_RENAMED[old]} now. Write its new name, and compare "
        "what this file takes from it."
    ]


def test_a_link_to_a_page_is_no_name_of_a_template(tmp_path: Path) -> None:
    write(tmp_path, "home.html", '<a href="ways.html">Ways</a> {% include "own/ways.html" %}')

    assert told(tmp_path) == []


def test_a_file_that_replaces_nothing_any_more_is_told(tmp_path: Path) -> None:
    write(tmp_path, "components/naming.html", "{% macro title() %}{% endmacro %}")

    assert told(tmp_path) == [
        "warning: components/naming.html: kernlog's components/naming.html is called "
        "components/titles.html now, so this file replaces nothing. Rename it, and compare it "
        "with that one."
    ]


def test_a_file_of_ones_own_by_an_old_name_is_nobody_elses(tmp_path: Path) -> None:
    write(tmp_path, "components/naming.html", "")
    write(tmp_path, "article.html", '{% import "components/naming.html" as naming %}')

    assert told(tmp_path) == []


def test_a_copy_of_the_theme_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "theme"
    shutil.copytree(THEME, folder)

    (problem,) = theme_problems(str(folder))

    assert problem.severity is Severity.NOTICE
    assert str(problem.under("theme")) == (
        "theme: This is a copy of the theme that comes with kernlog. It is the same: delete it, "
        "and take custom_dir out of the configuration."
    )


def test_an_older_copy_says_what_to_do_with_its_files(tmp_path: Path) -> None:
    for path in ("article.html", "assets/styles/kernlog.css", "assets/fonts/LICENSE"):
        write(tmp_path, path, (THEME / path).read_text())
    write(tmp_path, "article.html", "older {% include 'components/naming.html' %}")
    write(tmp_path, "components/naming.html", "older")

    (problem,) = theme_problems(str(tmp_path))

    assert problem.hint == (
        "These are the same there, delete them: assets/fonts/LICENSE, assets/styles/kernlog.css. "
        "These differ, keep only what you changed on purpose: article.html. "
        "These have another name there, delete or rename them: components/naming.html."
    )
