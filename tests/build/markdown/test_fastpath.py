"""Shortcuts through Python-Markdown change nothing but the time it takes."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from kernlog_site.build.markdown.fastpath import install_fast_paths
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.targets import nowhere

EXTENSIONS = ["admonition", "attr_list", "footnotes", "tables", "pymdownx.superfences", "toc"]
PIECES = st.sampled_from(
    (
        *"`[]()!|#>\\-*_:~",
        "``",
        "\n",
        "\n\n",
        "    ",
        " ",
        "word",
        "a|b\n-|-\nc|d",
        "[a]: https://a.example/",
        "[a]",
        "[b](https://b.example/ 'B')",
        "[^1]",
        "[^1]: note",
        "!!! note",
        "> said",
        "## Heading",
        "![a](b.png)",
        "![a]",
        "<b>bold</b>",
        "<https://a.example/>",
        "<a@b.example>",
        "&copy;",
        "[TOC]",
        "  \n",
        ":commit[7c68af6e32c7]",
        "<code>:commit[7c68af6e32c7]</code>",
    )
)


def rendered(text: str, *, hastened: bool) -> str:
    markdown = Markdown(extensions=[*EXTENSIONS, CitationExtension(nowhere)])
    if hastened:
        install_fast_paths(markdown)
    return markdown.convert(text)


@given(st.lists(PIECES, max_size=30).map("".join))
@example("\\\\`a` and \\`b` and `c\\`")
@example("a `[b]` [c `d](e)` f](g)\n\n[b]: /b")
@example("text\n> said\n\nbefore\n# heading\nafter")
def test_what_comes_out_is_the_same(text: str) -> None:
    assert rendered(text, hastened=True) == rendered(text, hastened=False)


class Mine(InlineProcessor):
    """A pattern of somebody else."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        return Element("img"), m.start(), m.end()


def test_a_pattern_that_another_put_in_the_place_of_markdowns_own_sees_everything() -> None:
    markdown = Markdown()
    markdown.inlinePatterns.register(Mine("(q)"), "backtick", 190)
    install_fast_paths(markdown)
    assert markdown.convert("a q") == "<p>a <img /></p>"
    assert markdown.inlinePatterns["backtick"].getCompiledRegExp().pattern == "(q)"


@pytest.mark.parametrize("text", ["nothing", "`code`", "# heading", "> said"])
def test_it_looks_where_there_is_something(text: str) -> None:
    markdown, root = Markdown(), Element("div")
    install_fast_paths(markdown)
    blocks = markdown.parser.blockprocessors
    code = markdown.inlinePatterns["backtick"].getCompiledRegExp()
    assert blocks["quote"].test(root, text) is (text[0] == ">")
    assert blocks["hashheader"].test(root, text) is (text[0] == "#")
    assert any(code.finditer(text)) is (text[0] == "`")


class Shouting(InlineProcessor):
    """Makes text that Markdown has to go through."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        element = Element("em")
        element.text = "<strong>here</strong>"
        return element, m.start(), m.end()


def test_all_patterns_are_tried_where_one_may_make_what_others_find() -> None:
    markdown = Markdown()
    markdown.inlinePatterns.register(Shouting("(!!)"), "shouting", 200)
    install_fast_paths(markdown)
    assert markdown.convert("Look !!") == "<p>Look <em><strong>here</strong></em></p>"
