"""What is in the package that is installed elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def packed() -> dict[str, Path]:
    """The files of the wheel by path, each with what it is made from."""
    files = WheelBuilder(str(ROOT)).recurse_included_files()
    return {Path(its.distribution_path).as_posix(): Path(its.path) for its in files}


def test_the_whole_theme_is_in_it(packed: dict[str, Path]) -> None:
    written = {path for path in (ROOT / "theme").rglob("*") if path.is_file()}
    there = {path for name, path in packed.items() if name.startswith("kernlog_site/theme/")}

    assert there == written
    for name in (
        "article.html",
        ".icons/kernlog/log.svg",
        "assets/fonts/source-serif-4-latin-400-normal.woff2",
        "assets/images/favicon.png",
        "assets/scripts/citation-card.js",
        "assets/styles/tokens.css",
        "components/titles.html",
        "partials/javascripts/base.html",
        "search/index.html",
    ):
        assert packed[f"kernlog_site/theme/{name}"] == ROOT / "theme" / name


def test_words_schemas_and_fonts_of_cards_are_in_it(packed: dict[str, Path]) -> None:
    folder = ROOT / "kernlog_site"
    written = {
        path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".pyo")
    }

    assert written <= set(packed.values())
    assert packed["kernlog_site/languages/de.po"] == folder / "languages" / "de.po"


def test_nothing_else_is_in_it(packed: dict[str, Path]) -> None:
    assert {name.partition("/")[0] for name in packed} == {"kernlog_site"}
    assert not {path for path in packed.values() if path.is_relative_to(ROOT / "tests")}
    assert not {path for path in packed.values() if path.is_relative_to(ROOT / "content")}
