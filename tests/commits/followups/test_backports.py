"""What messages say of the commits that they take over; histories with many branches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.followups.backports import StableHistory, taken_over

A, B, SHA256 = "a" * 40, "b" * 40, "c" * 64


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (f"commit {A} upstream.", (A,)),
        (f"\n  commit {A.upper()} upstream\n", (A,)),
        (f"[ Upstream commit {A} ]", (A,)),
        (f"[upstream commit {A[:12]}]", (A[:12],)),
        (f"commit {SHA256} upstream.", (SHA256,)),
        (f"Text.\n\n(cherry picked from commit {A})\n(cherry-picked from commit {B})", (A, B)),
        (f"commit {A} upstream.\n\nText.\n(cherry picked from commit {A})", (A,)),
        (f"(cherry picked from commit {A} of the other repository)", (A,)),
        (f"commit {A[:6]} upstream.", ()),
        (f"commit {A}0 upstream.", ()),
        (f"Text.\ncommit {A} upstream.", ()),
        (f"commit {A} downstream.", ()),
        (f"cherry picked from commit {A}", ()),
        ("", ()),
    ],
)
def test_what_a_message_says_is_taken_over(body: str, named: tuple[str, ...]) -> None:
    assert taken_over(body) == named


pieces = st.sampled_from(
    ["commit ", A, B[:12], " upstream", ".", "[ Upstream ", " ]", "(cherry picked from ", "\n", ")"]
)


@given(st.lists(pieces | st.text(max_size=3), max_size=20).map("".join))
def test_no_message_raises_and_all_that_is_found_is_in_it(body: str) -> None:
    for digits in taken_over(body):
        assert digits in body.lower()
        assert 7 <= len(digits) <= 40


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """Any history, children before parents."""
    size = draw(st.integers(1, 12))
    parents = [draw(st.lists(st.integers(0, its), max_size=2, unique=True)) for its in range(size)]
    rows = [(str(its), [str(p) for p in parents[its] if p < its]) for its in range(size)]
    return rows[::-1]


@given(histories())
def test_a_commit_is_on_a_branch_if_the_newest_commit_of_it_has_it(
    history: list[tuple[str, list[str]]],
) -> None:
    having: dict[str, set[str]] = {}
    for sha, parents in reversed(history):
        having[sha] = {sha}.union(*(having[parent] for parent in parents))
    made = StableHistory(history, [])
    hashes = [sha for sha, _ in history]

    named = {parent for _, parents in history for parent in parents}
    assert set(made.tips) == set(hashes) - named
    for branch, tip in enumerate(made.tips):
        on_branch = made.on(branch, hashes)
        assert set(on_branch) == having[tip]
        assert on_branch == [sha for sha in hashes[::-1] if sha in having[tip]]
    for sha in hashes:
        latest = made.latest_before(sha, hashes)
        tips = [tip for tip in made.tips if sha in having[tip]]
        if latest is not None:
            assert all(latest in having[tip] for tip in tips)
            assert latest not in (sha, *(its for its in hashes if sha in having[its]))
        elif sha != "0":
            assert not having[sha] - {sha}
