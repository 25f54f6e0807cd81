"""Fenced blocks: which lines are code, which list commits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.citations.grammar import Fence, fences


def found(text: str) -> list[Fence]:
    return list(fences(text.split("\n")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\na\n```", [Fence(0, 3, "", "")]),
        ("a\n```python\nb\n```\nc", [Fence(1, 4, "", "python")]),
        ("```commits\na1\n```", [Fence(0, 3, "", "commits")]),
        ("``` commits \na1\n```", [Fence(0, 3, "", "commits")]),
        ("~~~commits\na1\n~~~", [Fence(0, 3, "", "commits")]),
        ("````commits\na1\n````", [Fence(0, 3, "", "commits")]),
        ("    ```commits\n    a1\n    ```", [Fence(0, 3, "    ", "commits")]),
        ("```commits\na1\n  ````", [Fence(0, 3, "", "commits")]),
        ("```commits\n```", [Fence(0, 2, "", "commits")]),
        ("```commits\na1\n\nb2", [Fence(0, 4, "", "commits", closed=False)]),
        ("```commits\na1\n~~~", [Fence(0, 3, "", "commits", closed=False)]),
        ("```python\nnever closed", []),
        ("``commits\na1\n``", []),
        ("a ```commits\na1\n", []),
        ("```commits```", []),
        ("````md\n```commits\na1\n```\n````", [Fence(0, 5, "", "md")]),
        ("~~~md\n```commits\na1\n```\n~~~", [Fence(0, 5, "", "md")]),
        ("```a\n```\n```commits\n```", [Fence(0, 2, "", "a"), Fence(2, 4, "", "commits")]),
    ],
)
def test_blocks_are_found_with_their_lines(text: str, expected: list[Fence]) -> None:
    assert found(text) == expected


def test_an_example_of_a_list_of_commits_lists_none() -> None:
    text = "````\n```commits\na1\n```\n````"
    assert not any(fence.lists_commits for fence in found(text))


lines = st.sampled_from(
    ["```", "````", "~~~", "```commits", "    ```", "```python", "a1 x", "", ">"]
)


@given(st.lists(lines))
def test_blocks_come_in_order_and_do_not_overlap(written: list[str]) -> None:
    position = 0
    for fence in fences(written):
        assert position <= fence.start < fence.end <= len(written)
        assert fence.closed or fence.lists_commits
        position = fence.end


@given(st.lists(st.text()))
def test_no_lines_raise(written: list[str]) -> None:
    list(fences(written))
