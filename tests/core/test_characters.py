"""What no reader should meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.core.characters import printable, printable_html, printable_values


@pytest.mark.parametrize(
    "character",
    "\x00\x08\x0b\x0c\r\x1b\x1f\x7f\x80\x85\x9b\x9f\u2028\u2029\u202a\u202e\u2066\u2069\u206a\ufeff"
    "\ufff9\ufffb\ud800\udfff\ufdd0\ufffe\uffff\U0001ffff\U0010fffe",
)
def test_what_is_replaced(character: str) -> None:
    assert printable(f"a{character}b") == "a\ufffdb"
    assert printable(f"\u00e9{character}") == "\u00e9\ufffd"


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\nc",
        "\u05e9\u200fx\u200e",  # marks of direction, as Hebrew and Arabic are written with
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # a word of Persian
        "\U0001f469\u200d\U0001f680",  # an astronaut
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # a flag
        "\ue000 \U0001fffd a\u0301",
    ],
)
def test_what_writing_needs_stays(text: str) -> None:
    assert printable(text) == text


@given(st.text())
def test_any_text_can_be_written_and_stays_so(text: str) -> None:
    once = printable(text)
    once.encode()
    assert printable(once) == once
    assert len(once) == len(text)


def test_html_has_characters_by_number_as_well() -> None:
    assert printable_html("&#1;&#27;&#xfffe;&#127;") == 4 * "\ufffd"
    assert printable_html("a &#8238; &#x202E &#65; &amp;#8238; \x1b") == (
        "a \ufffd \ufffd &#65; &amp;#8238; \ufffd"
    )


def test_lists_and_mappings_are_looked_through() -> None:
    assert printable_values({"a\x1b": ["\x1b", 1, {"b": "\x1b"}, None]}) == {
        "a\ufffd": ["\ufffd", 1, {"b": "\ufffd"}, None]
    }
