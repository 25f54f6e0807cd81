"""The parts of Python-Markdown that kernlog replaces, and names of extensions that it knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

import pytest
from code_objects import code_of
from markdown import Markdown
from markdown.util import INLINE_PLACEHOLDER, Registry

from kernlog_site.build.markdown import fastpath, processor
from kernlog_site.build.markdown.tables import _ALIGNMENT
from kernlog_site.citations.extension import _STASHED, CitationExtension
from kernlog_site.citations.targets import nowhere


def places(registry: Registry[Any], names: Iterable[str]) -> list[int]:
    return [registry.get_index_for_name(name) for name in names]


def test_shortcuts_know_all_patterns_of_markdown() -> None:
    patterns = Markdown(extensions=["footnotes"]).inlinePatterns

    assert sum(name in patterns for name in fastpath._INLINE) == len(patterns)
    for name in fastpath._SLOW:
        assert patterns[name].compiled_re is patterns[name].getCompiledRegExp()


def test_shortcuts_find_what_they_replace() -> None:
    markdown = Markdown(extensions=["tables", "toc"])

    assert all(callable(markdown.parser.blockprocessors[n].test) for n in fastpath._BLOCKS)
    contents, inline = (markdown.treeprocessors[name] for name in ("toc", "inline"))
    assert contents.marker == "[TOC]"  # type: ignore[attr-defined]
    assert "replace_marker" in code_of(type(contents).run).co_names
    assert inline.inlinePatterns is markdown.inlinePatterns  # type: ignore[attr-defined]


def test_citations_are_read_between_the_processors_that_they_are_meant_to_be() -> None:
    others = ("codehilite", "pymdownx.superfences", "toc")
    markdown = Markdown(extensions=[*others, CitationExtension(nowhere)])
    in_order: tuple[tuple[Registry[Any], list[str]], ...] = (
        (markdown.preprocessors, ["normalize_whitespace", "kernlog-fences", "fenced_code_block"]),
        (markdown.treeprocessors, ["kernlog-restore-code", "hilite", "inline"]),
        (markdown.treeprocessors, ["toc", "kernlog-leftovers", "unescape", "kernlog-fill"]),
        (markdown.inlinePatterns, ["backtick", "kernlog-raw-html", "kernlog-groups", "escape"]),
        (markdown.parser.blockprocessors, ["kernlog-lists", "empty"]),
        (markdown.postprocessors, ["raw_html", "amp_substitute", "kernlog-restore"]),
    )

    for registry, names in in_order:
        order = places(registry, names)
        assert order == sorted(order), names


def test_what_another_pattern_took_has_the_form_that_is_looked_for() -> None:
    assert _STASHED.fullmatch(INLINE_PLACEHOLDER % "0001")


def test_a_table_of_contents_has_the_html_of_its_headings() -> None:
    markdown = Markdown(extensions=["toc"])
    markdown.convert("# A `b`")

    (entry,) = markdown.toc_tokens  # type: ignore[attr-defined]
    assert entry == {
        "level": 1,
        "id": "a-b",
        "name": "A b",
        "html": "A <code>b</code>",
        "data-toc-label": "",
        "children": [],
    }


def test_columns_of_tables_are_aligned_by_styles() -> None:
    html = Markdown(extensions=["tables"]).convert("|a|b|c|\n|:-|:-:|-:|\n")

    styles = re.findall(r'<th style="([^"]*)"', html)
    found = [_ALIGNMENT.fullmatch(style) for style in styles]
    assert [match and match[1] for match in found] == ["left", "center", "right"]


@pytest.mark.parametrize("name", [*processor._READS_FILES, "material.extensions.emoji"])
def test_extensions_that_are_told_apart_by_their_modules_are_there(name: str) -> None:
    assert find_spec(name)
