"""Quotation marks, apostrophes and units, as the language of a site has them."""

from __future__ import annotations

from typing import Any

import pytest
from markdown import markdown

from kernlog_site.build.markdown.typography import set_typography


def set_in(language: str, text: str, **smarty: Any) -> str:
    extensions, options = ["smarty"], {"smarty": smarty} if smarty else {}
    set_typography(extensions, options, language)
    return markdown(text, extensions=extensions, extension_configs=options)


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("en", "<p>&ldquo;One &lsquo;of&rsquo; them&rdquo;, it’s said.</p>"),
        ("de", "<p>„One ‚of‘ them“, it’s said.</p>"),
        ("de-CH", "<p>«One ‹of› them», it’s said.</p>"),
        ("fr", "<p>«\u202fOne “of” them\u202f», it’s said.</p>"),
        ("sv-SE", "<p>”One ’of’ them”, it’s said.</p>"),
    ],
)
def test_quotations_are_marked_as_in_the_language(language: str, html: str) -> None:
    assert set_in(language, "\"One 'of' them\", it's said.") == html


def test_marks_that_a_writer_has_chosen_stay() -> None:
    chosen = {"left-double-quote": "»", "right-double-quote": "«"}

    assert set_in("de", "\"a 'b' c\"", substitutions=chosen) == "<p>»a ‚b‘ c«</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("10 MB, 3 µs", "10\u00a0MB, 3\u00a0µs"),
        ("2 GiB/1 Gbit/s", "2\u00a0GiB/1\u00a0Gbit/s"),
        ("10 Menschen", "10 Menschen"),
        ("v2.6.33 sent", "v2.6.33 sent"),
        ("`10 MB's`", "<code>10 MB's</code>"),
        ("[5 ms](x)", '<a href="x">5\u00a0ms</a>'),
    ],
)
def test_numbers_keep_their_units_and_code_stays(text: str, html: str) -> None:
    assert set_in("en", text) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Linus' Baum und Torvalds' Code", "Linus’ Baum und Torvalds’ Code"),
        ("*Linus*' Baum", "<em>Linus</em>’ Baum"),
        ("`git`'s", "<code>git</code>’s"),
        ("'Linus' Baum'", "‚Linus‘ Baum’"),
        ("'*so*' und 'so'", "‚<em>so</em>‘ und ‚so‘"),
        ("die '90er", "die ’90er"),
        ('"**fett**"', "„<strong>fett</strong>“"),
        ('"[ein Link](x)".', '„<a href="x">ein Link</a>“.'),
        ('"`code`"', "„<code>code</code>“"),
    ],
)
def test_an_apostrophe_is_no_quotation_mark(text: str, html: str) -> None:
    assert set_in("de", text) == f"<p>{html}</p>"


def test_without_smarty_nothing_is_set() -> None:
    extensions: list[str] = ["toc"]
    options: dict[str, Any] = {}
    set_typography(extensions, options, "de")

    assert (extensions, options) == (["toc"], {})
