"""Kernel versions: how they are read, how they sort."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.versions import KernelVersion, NoKernelVersion

IN_ORDER = [
    "1.0.9",
    "2.4.0-test1",
    "2.4.0-test12",
    "2.4.0",
    "2.4.10-pre2",
    "2.4.10-pre15",
    "2.4.10",
    "2.6.9",
    "2.6.33-rc1",
    "2.6.33-rc2",
    "2.6.33-rc7",
    "2.6.33-rc10",
    "2.6.33",
    "2.6.33.1-rc1",
    "2.6.33.1",
    "2.6.33.20",
    "2.6.34-rc1",
    "2.6.39",
    "3.0-rc1",
    "3.0",
    "3.0.1",
    "3.0.101",
    "3.1",
    "4.20",
    "5.0",
    "6.9",
    "6.9.12",
    "6.10-rc1",
    "6.10",
    "7.0",
]

numbers = st.integers(1, 9999)
old_releases = st.tuples(st.integers(0, 2), st.integers(0, 9999), st.integers(0, 9999))
new_releases = st.tuples(st.integers(3, 9999), st.integers(0, 9999))
releases = old_releases | new_releases
stable = st.builds(lambda release, update: (*release, update), releases, numbers)
stages = st.just(("", 0)) | st.tuples(st.sampled_from(["pre", "test", "rc"]), numbers)
versions = st.builds(lambda n, stage: KernelVersion(n, *stage), releases | stable, stages)


@pytest.mark.parametrize(("lower", "higher"), [*itertools.pairwise(IN_ORDER)])
def test_versions_sort_as_kernels_do(lower: str, higher: str) -> None:
    low, high = KernelVersion.parse(lower), KernelVersion.parse(higher)
    assert low < high
    assert low <= high
    assert high > low
    assert high >= low
    assert low != high


def test_a_shuffled_list_of_versions_sorts_back() -> None:
    shuffled = [KernelVersion.parse(text) for text in IN_ORDER[::3] + IN_ORDER[1::3]]
    expected = sorted(set(IN_ORDER[::3] + IN_ORDER[1::3]), key=IN_ORDER.index)
    assert [str(version) for version in sorted(shuffled)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "6",
        "2.6",
        "v2.6.33",
        "2.6.33.1.2",
        "6.10.3.1",
        "2.6.33-rc",
        "2.6.33-rc0",
        "2.6.33-rc07",
        "2.6.33rc7",
        "2.6.33-rc7-git3",
        "2.6.33-beta1",
        "2.6.033",
        "2.6.x",
        "2..33",
        "2.6.33.",
        "-2.6.33",
        "2,6,33",
        "6.10 or 6.11",
        "99999.1",
        "next",
    ],
)
def test_what_is_no_kernel_version_is_refused(text: str) -> None:
    with pytest.raises(NoKernelVersion, match="is no kernel version"):
        KernelVersion.parse(text)


@pytest.mark.parametrize("text", ["6.9.0", "2.6.33.0", "3.0.0-rc1"])
def test_an_update_number_of_zero_is_refused(text: str) -> None:
    """It would sort beside 6.9 without being equal to it, and git has no such tag."""
    with pytest.raises(NoKernelVersion):
        KernelVersion.parse(text)


@pytest.mark.parametrize("text", ["6.1\u0660", "6.\uff11\uff10", "2.6.33-rc\u0667"])
def test_digits_of_other_scripts_are_refused(text: str) -> None:
    with pytest.raises(NoKernelVersion):
        KernelVersion.parse(text)


def test_space_around_a_version_does_not_matter() -> None:
    assert KernelVersion.parse(" 6.10\n") == KernelVersion((6, 10))


@pytest.mark.parametrize(
    ("text", "release", "is_candidate"),
    [
        ("2.6.33-rc7", "2.6.33", True),
        ("2.6.33", "2.6.33", False),
        ("2.6.33.1", "2.6.33.1", False),
        ("2.6.33.1-rc1", "2.6.33.1", True),
        ("2.4.0-test9", "2.4.0", True),
        ("3.0", "3.0", False),
        ("3.0.1", "3.0.1", False),
        ("6.10-rc1", "6.10", True),
    ],
)
def test_a_version_knows_which_release_it_leads_to(
    text: str, release: str, is_candidate: bool
) -> None:
    version = KernelVersion.parse(text)
    assert str(version.release) == release
    assert version.is_candidate == is_candidate


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ("v2.6.33-rc7", "2.6.33-rc7"),
        ("v6.10", "6.10"),
        ("2.6.33", None),
        ("vv2.6.33", None),
        ("v2.6.33-rc7-git1", None),
        ("next-20100212", None),
        ("", None),
    ],
)
def test_a_tag_stands_for_a_version_or_for_none(tag: str, version: str | None) -> None:
    found = KernelVersion.from_tag(tag)
    assert (str(found) if found else None) == version
    if found:
        assert found.tag == tag


def test_6_10_is_not_6_1() -> None:
    assert KernelVersion.parse("6.10") != KernelVersion.parse("6.1")
    assert str(KernelVersion.parse("6.10")) == "6.10"


@given(versions)
def test_what_is_written_is_read_back(version: KernelVersion) -> None:
    assert KernelVersion.parse(str(version)) == version
    assert KernelVersion.from_tag(version.tag) == version


@given(versions, versions, versions)
def test_the_order_is_total(a: KernelVersion, b: KernelVersion, c: KernelVersion) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (not a > b)
    assert (a >= b) == (not a < b)
    low, middle, high = sorted([a, b, c])
    assert low <= middle <= high
    assert low <= high


@given(versions)
def test_candidates_come_before_their_release(version: KernelVersion) -> None:
    assert version.release >= version
    assert version.is_candidate == (version < version.release)


@given(st.text())
def test_any_text_is_a_version_or_refused(text: str) -> None:
    try:
        version = KernelVersion.parse(text)
    except NoKernelVersion:
        return
    assert str(version) == text.strip()
