"""Golden cases: every shape of citation, in every place of a Markdown text.

A case is a file in cases/citations: `markdown` and perhaps `extensions`, then what is expected.
`pytest --update-cases` rewrites the expected part; read the difference before committing it.
`only: true` keeps a case from being rendered with other extensions as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from site_core import CASES, EXTENSION_SETS, Extensions, Rendered, SiteCore

PART_2 = "articles/graphics.md"
FILES = sorted((CASES / "citations").glob("*.yml"))


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def load(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return case


def render(core: SiteCore, case: dict[str, Any], more: Extensions = ()) -> Rendered:
    extensions = [*case.get("extensions", ()), *more]
    return core.render(case["markdown"], core.article(PART_2), extensions)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_is_rendered_as_expected(path: Path, core: SiteCore, update_cases: bool) -> None:
    case = load(path)
    rendered = render(core, case)
    outcome = {
        "html": rendered.html + "\n",
        "citations": rendered.cited,
        "problems": relative_to_text(rendered, core),
    }
    if update_cases:
        text = yaml.dump(
            case | outcome, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000
        )
        path.write_text(text, "utf-8")
    assert outcome == {key: load(path)[key] for key in outcome}


SHARED = [path for path in FILES if not load(path).get("only")]


@pytest.mark.no_cover
@pytest.mark.parametrize("extensions", EXTENSION_SETS)
@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_other_extensions_change_no_citation(path: Path, extensions: str, core: SiteCore) -> None:
    case = load(path)
    expected, rendered = render(core, case), render(core, case, EXTENSION_SETS[extensions])
    assert rendered.shown == expected.shown
    assert sorted(rendered.cited) == sorted(expected.cited)
    assert rendered.told == expected.told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_of_the_machinery_is_left_in_a_page(path: Path, core: SiteCore) -> None:
    rendered = render(core, load(path))
    assert "\x02" not in rendered.html
    assert "\x03" not in rendered.html
    assert "kernlog-commits" not in rendered.html
    assert not rendered.soup.select('a[href^="commit:"]')
    anchors = [anchor["id"] for anchor in rendered.soup.select("a.citation")]
    assert len(anchors) == len(set(anchors))
    assert sorted(map(str, anchors)) == sorted(c.anchor for c in rendered.citations)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_problem_has_a_line_and_shows_on_the_page(path: Path, core: SiteCore) -> None:
    rendered = render(core, load(path))
    shown = {message.get_text().strip() for message in rendered.soup.select(".problem-message")}
    assert [problem for problem in rendered.problems if problem.line is None] == []
    assert [problem.text for problem in rendered.problems if problem.text not in shown] == []


def relative_to_text(rendered: Rendered, core: SiteCore) -> list[str]:
    """The problems as `line: text`, the lines counted from the beginning of the case."""
    before = core.article(PART_2).source.body_line - 1
    return [f"{p.line and p.line - before}: {p.text}" for p in rendered.problems]
