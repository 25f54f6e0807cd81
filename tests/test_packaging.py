"""What is in the package that is installed elsewhere."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent


CACHES = {"__pycache__", ".cache", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the source distribution, by path."""
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")))
    with tarfile.open(archive) as opened:
        return {name.partition("/")[2] for name in opened.getnames()}


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


def test_the_chapters_of_the_handbook_are_in_it(packed: dict[str, Path]) -> None:
    chapters = set((ROOT / "content" / "handbook").glob("*.md"))
    there = {path for name, path in packed.items() if name.startswith("kernlog_site/handbook/")}

    assert there == chapters
    assert packed["kernlog_site/handbook/citing.md"] == ROOT / "content/handbook/citing.md"


def test_nothing_else_is_in_it(packed: dict[str, Path]) -> None:
    ours = ("content/handbook", "kernlog_site", "theme")

    assert {name.partition("/")[0] for name in packed} == {"kernlog_site"}
    for path in packed.values():
        assert any(path.is_relative_to(ROOT / folder) for folder in ours), path
        assert not CACHES & set(path.parts)


@pytest.mark.parametrize(
    "name",
    [
        ".ci/release.yml",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "SECURITY.md",
        "content/_data/commits.jsonl",
        "content/handbook/pictures/colours.png",
        "kernlog_site/py.typed",
        "mkdocs.yml",
        "pyproject.toml",
        "tests/conftest.py",
        "tests/site/mkdocs.yml",
        "theme/article.html",
        "theme/assets/fonts/LICENSE",
    ],
)
def test_what_is_needed_to_work_on_it_is_in_the_source_distribution(
    sources: set[str], name: str
) -> None:
    assert name in sources


def test_the_source_distribution_has_nothing_that_was_made(sources: set[str]) -> None:
    for name in sources:
        assert not CACHES & set(name.split("/"))
        assert not name.startswith((".venv", "dist/", "site/"))
        assert not name.endswith((".pyc", ".pyo"))
