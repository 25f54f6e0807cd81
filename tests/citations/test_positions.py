"""Marks that say on which lines of a text its citations are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.citations.positions import line_before, marked, unclosed_list, unmarked

FENCE = "```commits\n## Heading\n\na1 a subject\n```"


def shown(text: str) -> str:
    """A marked text with its marks as anybody can read them: {12}."""
    readable = {0xFDD0: "{", 0xFDD1: "}"} | {0xFDD2 + digit: str(digit) for digit in range(10)}
    return marked(text).translate(readable)


@pytest.mark.parametrize(
    ("text", "marked_text"),
    [
        ("One\n:commit[a1 b2] and :links[lwn:1]", "One\n:commit[{2}a1 b2] and :links[{2}lwn:1]"),
        ("[a](b) ![c](d) [e]()", "[a]({1}b) ![c]({1}d) [e]({1})"),
        ('[a\nb](c "t")', '[a\nb]({2}c "t")'),
        ("[a](<b c>) [a](<b)", "[a](<{1}b c>) [a]({1}<b)"),
        ("[a](\n b)", "[a]({1}\n b)"),
        ("[a]: b 'c'\n- [a]: <b>", "[a]: {1}b 'c'\n- [a]: <{2}b>"),
        ("[a]:\n  b\n\n[a]:\n- b c", "[a]:\n  {2}b\n\n[a]:\n- b c"),
        ("[^a]: b", "[^a]: b"),
        ("# A\n## B\n> # C", "# {1}A\n## B\n> # {3}C"),
        ("A\n===\n\nB\n---\n- C\n  =", "{1}A\n===\n\nB\n---\n- {6}C\n  ="),
        (FENCE, "```commits\n## Heading{2}\n\na1 a subject{4}\n```"),
        (FENCE.replace("commits", "text"), FENCE.replace("commits", "text")),
        (FENCE.removesuffix("```"), FENCE.removesuffix("```")),
        ("\n" * 122 + "[]()", "\n" * 122 + "[]({123})"),
        ("\ufdd0\ufdd9\ufdd1", "\ufffd\ufffd\ufffd"),
    ],
)
def test_all_that_may_be_something_gets_a_mark(text: str, marked_text: str) -> None:
    assert shown(text) == marked_text


@given(st.text(alphabet="a[]()<>:#=-`\n \ufdd0\ufdd3", max_size=40))
def test_marks_can_be_taken_out_again(text: str) -> None:
    with_marks = marked(text)
    for number, line in enumerate(with_marks.split("\n"), 1):
        assert unmarked(line)[1] in {None, number}
    assert unmarked(with_marks)[0] == text.replace("\ufdd0", "\ufffd").replace("\ufdd3", "\ufffd")


def test_a_text_without_marks_stays_as_it_is() -> None:
    assert unmarked("commit:a1") == ("commit:a1", None)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One\n\n```commits\na1", 3),
        ("```commits\na1\n```\n\n```commits\nb2", 5),
        ("```commits\na1\n```\n", None),
        ("````\n```commits\na1\n````\n", None),
        ("", None),
    ],
)
def test_a_list_that_never_ends_is_found(text: str, line: int | None) -> None:
    assert unclosed_list(text) == line


@pytest.mark.parametrize(
    ("line", "changed", "before"),
    [
        (2, "a\nb\nc\nb", 2),
        (3, "new\na\nb\nc\nb", 2),
        (5, "new\na\nb\nc\nb", 4),
        (1, "new\na\nb\nc\nb", None),
        (2, "b\na\nb\nc\nb", 1),
        (1, "b\na\nb\nc\nb", None),
    ],
)
def test_the_line_before_another_plugin_changed_the_text(
    line: int, changed: str, before: int | None
) -> None:
    assert line_before(line, changed, "a\nb\nc\nb") == before
