"""The parts of Material that the theme replaces, mends or takes apart."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from kernlog_site.outputs.stylesheet import _MATERIAL
from kernlog_site.templating import material_css
from kernlog_site.templating.environment import MENDED

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
_FOUND = find_spec("material")
assert _FOUND
assert _FOUND.origin
MATERIAL = Path(_FOUND.origin).parent / "templates"

_BLOCK = re.compile(r"\{% block (\w+)")
_INCLUDED = re.compile(r"""\{% (?:include|import|extends) "(partials/[\w/.-]+|base\.html)\"""")


def templates() -> dict[str, str]:
    return {p.relative_to(MATERIAL).as_posix(): p.read_text() for p in MATERIAL.rglob("*.html")}


@pytest.mark.parametrize("faulty", [faulty for faulty, _ in MENDED])
def test_what_is_mended_stands_in_the_templates_of_material(faulty: str) -> None:
    assert any(faulty in text for text in templates().values())


def test_blocks_that_the_theme_fills_are_those_of_material() -> None:
    there = set(_BLOCK.findall(templates()["base.html"]))
    filled = {name for path in ("main.html", "news.html") for name in _BLOCK.findall(read(path))}

    assert filled - {"news", "page_scripts"} == {
        "announce",
        "config",
        "container",
        "footer",
        "htmltitle",
        "scripts",
        "site_meta",
        "site_nav",
        "styles",
        "tabs",
    }
    assert filled - there == {"news", "page_scripts"}


def read(path: str) -> str:
    return (THEME / path).read_text()


def test_templates_of_material_that_the_theme_includes_or_replaces_are_there() -> None:
    there, ours = templates(), {p.relative_to(THEME).as_posix() for p in THEME.rglob("*.html")}
    included = {name for path in ours for name in _INCLUDED.findall(read(path))}

    assert "base.html" in included
    assert len(included) > 4
    assert not included - there.keys() - ours
    assert {path for path in ours if path.startswith("partials/")} <= there.keys()
    assert "partials/nav.html" in there


def test_scripts_of_material_find_the_functions_that_they_expect() -> None:
    path = "partials/javascripts/base.html"
    defined = (set(re.findall(r"(__md_\w+)=", text)) for text in (templates()[path], read(path)))

    material_defines, theme_defines = defined
    assert material_defines == theme_defines == {"__md_scope", "__md_hash", "__md_get", "__md_set"}


def test_stylesheets_of_material_have_the_names_and_the_rules_that_are_taken_apart() -> None:
    paths = (MATERIAL / "assets/stylesheets").glob("*.css")
    found = [p for p in paths if _MATERIAL.fullmatch(p.relative_to(MATERIAL).as_posix())]
    assert sorted(path.name.partition(".")[0] for path in found) == ["main", "palette"]
    css = "".join(path.read_text() for path in found)

    layout = re.search(r"md-\(\?:(.*)\)\(\?!\[a-z\]\)", material_css._LAYOUT.pattern)
    assert layout
    parts = layout[1].split("|")
    assert len(parts) > 25
    missing = [part for part in parts if not re.search(rf"(?:\.|--)md-{part}(?![a-z])", css)]
    assert missing == []
    assert [made.pattern for made in material_css._MADE_BY if not made.search(css)] == []
    assert {"indigo", "deep-purple"} <= {
        colour["name"] for colour in material_css._COLOUR.finditer(css)
    }
