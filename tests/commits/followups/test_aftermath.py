"""What became of a commit between two states of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.followups.aftermath import Change, Deed, changes
from kernlog_site.core.commit import (
    FIXED,
    INTRODUCED,
    REVERTED,
    Backport,
    Commit,
    Cve,
    FollowUp,
)

WHEN = datetime(2010, 2, 12, tzinfo=UTC)
COMMIT = Commit("a" * 40, "linux", "drbd: begin", "A. Developer", WHEN, WHEN)
REVERT = FollowUp(REVERTED, "b" * 40, "Revert it", "B", "v2.6.34-rc2", WHEN)
FIX = FollowUp(FIXED, "c" * 40, "Fix it", "C")
CVE = Cve("CVE-2026-72014", INTRODUCED, ("6.1.92",), WHEN, 7.8)
FIXED_CVE = Cve("CVE-2026-72015", FIXED)
BACKPORT = Backport("stable", "d" * 40, "v6.1.73")
SAME = replace(BACKPORT, tree="android")
LATER = Backport("stable", "e" * 40, "v6.6.12")
UNTAGGED = Backport("stable", "f" * 40)


@pytest.mark.parametrize(
    ("before", "now", "texts"),
    [
        ({}, {"fate": (REVERT,)}, ["reverted in 2.6.34-rc2"]),
        ({}, {"fate": (FIX,)}, ["fixed"]),
        ({"fate": (REVERT,)}, {}, ["no longer reverted by bbbbbbbbbbbb"]),
        (
            {"fate": (FIX,)},
            {"fate": (REVERT,)},
            ["reverted in 2.6.34", "no longer fixed by c"],
        ),
        ({}, {"cves": (CVE,)}, ["introduced CVE-2026-72014, fixed in 6.1.92"]),
        ({}, {"cves": (FIXED_CVE,)}, ["fixed CVE-2026-72015"]),
        ({"cves": (CVE,)}, {}, ["CVE-2026-72014 withdrawn or reassigned"]),
        (
            {"cves": (CVE,)},
            {"cves": (replace(CVE, fixed_in=("6.1.92", "6.6.31", "6.9")),)},
            ["CVE-2026-72014 now fixed in 6.6.31 and 6.9"],
        ),
        (
            {"cves": (CVE,)},
            {"cves": (replace(CVE, fixed_in=()),)},
            ["CVE-2026-72014 no longer fixed in 6.1.92"],
        ),
        ({}, {"backports": (BACKPORT, LATER)}, ["also in 6.1.73 and 6.6.12"]),
        (
            {"backports": (BACKPORT, LATER)},
            {"backports": (LATER,)},
            ["backport in 6.1.73 taken back"],
        ),
        ({"backports": (UNTAGGED,)}, {}, ["backport in ffffffffffff taken back"]),
        ({}, {"backports": (BACKPORT, SAME)}, ["also in 6.1.73"]),
        ({"backports": (BACKPORT, SAME)}, {}, ["backport in 6.1.73 taken back"]),
        # What is no aftermath: that something landed, and what only describes it.
        ({"fate": (FIX,)}, {"fate": (replace(FIX, first_tag="v2.6.35"),)}, []),
        ({"backports": (UNTAGGED,)}, {"backports": (replace(UNTAGGED, first_tag="v6.9.1"),)}, []),
        ({}, {"first_tag": "v2.6.33", "subject": "other", "stable": "6.1.x"}, []),
        ({"cves": (CVE,)}, {"cves": (replace(CVE, score=9.1),)}, []),
        ({}, {"fate": (replace(FIX, kind="praised"),)}, []),
    ],
)
def test_each_thing_that_may_become_of_a_commit(
    before: dict[str, object], now: dict[str, object], texts: list[str]
) -> None:
    found = changes(replace(COMMIT, **before), replace(COMMIT, **now))  # type: ignore[arg-type]

    assert len(found) == len(texts)
    assert all(its.text.startswith(text) for its, text in zip(found, texts, strict=True))


def test_the_weightiest_comes_first() -> None:
    now = replace(
        COMMIT, fate=(FIX, REVERT), cves=(FIXED_CVE, CVE), backports=(BACKPORT, LATER, UNTAGGED)
    )
    found = changes(COMMIT, now)

    assert [its.deed for its in found] == [
        Deed.REVERTED,
        Deed.INTRODUCED_CVE,
        Deed.FIXED,
        Deed.FIXED_CVE,
        Deed.BACKPORTED,
    ]
    assert [its.is_weighty for its in found] == [True, True, False, False, False]
    assert found[0] == Change(
        Deed.REVERTED, False, ("b" * 40,), ("2.6.34-rc2",), WHEN, "reverted in 2.6.34-rc2"
    )
    assert found[-1].keys == ("d" * 40, "e" * 40, "f" * 40)
    assert not any(its.is_weighty for its in changes(now, COMMIT)), "it is taken back"


TAGS = st.sampled_from([None, "v6.1", "v6.6.1"])
SHAS = st.sampled_from(["b" * 40, "c" * 40, "d" * 40])
FOLLOWUPS = st.builds(
    FollowUp, st.sampled_from([REVERTED, FIXED]), SHAS, st.just("s"), st.just("a"), TAGS
)
CVES = st.builds(
    Cve,
    st.sampled_from(["CVE-2026-1000", "CVE-2026-2000"]),
    st.sampled_from([INTRODUCED, FIXED]),
    st.lists(st.sampled_from(["6.1.9", "6.6.1", "6.9"]), unique=True).map(tuple),
)
BACKPORTS = st.builds(Backport, st.sampled_from(["stable", "cip"]), SHAS, TAGS)
COMMITS = st.builds(
    replace,
    st.just(COMMIT),
    fate=st.lists(FOLLOWUPS, max_size=3).map(tuple),
    cves=st.lists(CVES, max_size=3).map(tuple),
    backports=st.lists(BACKPORTS, max_size=3).map(tuple),
)


@given(COMMITS)
def test_nothing_became_of_what_is_the_same(commit: Commit) -> None:
    assert changes(commit, commit) == ()


@given(COMMITS, COMMITS)
def test_what_is_new_one_way_is_gone_the_other(before: Commit, now: Commit) -> None:
    def facts(found: tuple[Change, ...], gone: bool) -> set[tuple[Deed, frozenset[str]]]:
        return {
            (its.deed, frozenset(its.keys + its.versions * (its.deed is Deed.CVE_FIXED_IN)))
            for its in found
            if its.gone is gone
        }

    there, back = changes(before, now), changes(now, before)

    assert facts(there, False) == facts(back, True)
    assert facts(there, True) == facts(back, False)
