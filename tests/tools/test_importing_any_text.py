"""Whatever a text is made of, its links lead to the same commits afterwards, and the rest stays."""

from __future__ import annotations

import re

import pytest
from git_web_links import EXTENSIONS, FOREIGN, GITWEB, STABLE, TREES, imported
from hypothesis import given, settings
from hypothesis import strategies as st
from site_core import convert

from kernlog_site.citations import grammar
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.targets import Link, Target
from kernlog_site.commits.web.commit_urls import Addresses

A, B, C, D = (digit * 40 for digit in "abcd")

# What texts are made of: words and punctuation of Markdown, and links to be imported.
LINKS = [
    *(f"[{words}]({GITWEB}{sha})" for words in ("1", "2", "docs", "a *b*") for sha in (A, B)),
    f"<a href='{STABLE}{C}'>1</a>",
    f"<a href='{STABLE}{C}'>2</a>",
    f"<{GITWEB}{D}>",
    "[r][r]",
    f"[f]({FOREIGN}{A})",
]
PIECES = [
    *LINKS,
    " ",
    ", ",
    ",",
    "\n",
    "\n\n",
    "(",
    ")",
    "`",
    "``",
    "*",
    "[",
    "]",
    "!",
    "\\",
    ":",
    "|",
    "    ",
    "- ",
    "> ",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "```\n",
    "word",
    "größe",
    "&amp;",
    "1",
    f"\n\n[r]: {GITWEB}{A}\n\n",
]
pieces = st.lists(st.sampled_from(PIECES) | st.sampled_from(LINKS), max_size=14)
CITED = (
    r"(?::commit\[)?(?:docs=)?(?:stable@)?[0-9a-f]{12}\]?"
    r"|\[[^\[\]\n]*\]\(commit:[^)\s]*\)|(?:\n\n\[r\]: )?commit:(?:stable@)?[0-9a-f]{12}(?:\n\n)?"
)
"""How a link looks afterwards, alone or in a group."""


def commits_in(text: str) -> list[tuple[str, str]]:
    """The commits that links and citations of a rendered text lead to, in order."""
    found: list[tuple[str, str]] = []

    def resolve(target: Target) -> Link | None:
        shown = Addresses(TREES).find(f"{target}")
        cited = grammar.target(target.value) if target.scheme == "commit" else None
        if isinstance(cited, grammar.Hash):
            found.append((cited.tree or "linux", cited.digits[:12]))
        elif shown and shown.tree:
            found.append((shown.tree, shown.sha[:12]))
        return None

    convert(text, [*EXTENSIONS, CitationExtension(resolve)])
    return found


@pytest.mark.no_cover
@given(pieces.map("".join))
@settings(max_examples=300, deadline=None)
def test_a_page_leads_to_the_same_commits(text: str) -> None:
    result = imported(text)

    before, after = commits_in(text), commits_in(result.text)
    # Anchors in HTML come out as they were, and nobody is asked about them.
    assert set(before) <= set(after)
    assert len(after) >= len(before)


@pytest.mark.no_cover
@given(pieces)
@settings(max_examples=300, deadline=None)
def test_all_that_is_no_link_stays(written: list[str]) -> None:
    result = imported("".join(written))

    assert re.fullmatch("".join(map(afterwards, written)), result.text)
    assert imported(result.text).text == result.text


def afterwards(piece: str) -> str:
    """A pattern of what may become of a piece of text."""
    if GITWEB in piece or STABLE in piece:
        return f"(?:{re.escape(piece)}|{CITED})"
    return re.escape(piece) if piece.strip(", ") else "[, ]*"
