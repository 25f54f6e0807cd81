"""Kernel versions: how they are read, how they sort."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.versions import NoVersion, Version

IN_ORDER = [
    "1.0.9",
    "2.4.0-test1",
    "2.4.0-test12",
    "2.4.0",
    "2.4.10-pre2",
    "2.4.10-pre15",
    "2.4.10",
    "2.6.9",
    "2.6.33-rc0",
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
    "2026.04",
    "2026.07-rc1",
    "2026.07",
    "2026.07.1",
    "2026.10",
]

numbers = st.integers(1, 9999)
months = st.integers(1, 12)
old_releases = st.tuples(st.integers(0, 2), st.integers(0, 9999), st.integers(0, 9999))
new_releases = st.tuples(st.integers(3, 999), st.integers(0, 9999))
dated_releases = st.tuples(st.integers(1000, 9999), months)
releases = old_releases | new_releases | dated_releases
stable = st.builds(lambda release, update: (*release, update), releases, numbers)
stages = st.just(("", 0)) | st.tuples(st.sampled_from(["pre", "test", "rc"]), numbers)
versions = st.builds(lambda n, stage: Version(n, *stage, scheme=LINUX), releases | stable, stages)


@pytest.mark.parametrize(("lower", "higher"), [*itertools.pairwise(IN_ORDER)])
def test_versions_sort_as_kernels_do(lower: str, higher: str) -> None:
    low, high = LINUX.parse(lower), LINUX.parse(higher)
    assert low < high
    assert low <= high
    assert high > low
    assert high >= low
    assert low != high


def test_a_shuffled_list_of_versions_sorts_back() -> None:
    shuffled = [LINUX.parse(text) for text in IN_ORDER[::3] + IN_ORDER[1::3]]
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
        "2.6.33-rc07",
        "2.6.33rc7",
        "2.6.33-rc7-git3",
        "2.6.33-beta1",
        "2.6.033",
        "2026.7",
        "2026.00",
        "5.12-rc1-dontuse",
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
    with pytest.raises(NoVersion, match="is no kernel version"):
        LINUX.parse(text)


@pytest.mark.parametrize("text", ["6.9.0", "2.6.33.0", "3.0.0-rc1"])
def test_an_update_number_of_zero_is_refused(text: str) -> None:
    """It would sort beside 6.9 without being equal to it, and git has no such tag."""
    with pytest.raises(NoVersion):
        LINUX.parse(text)


@pytest.mark.parametrize("text", ["6.1\u0660", "6.\uff11\uff10", "2.6.33-rc\u0667"])
def test_digits_of_other_scripts_are_refused(text: str) -> None:
    with pytest.raises(NoVersion):
        LINUX.parse(text)


def test_space_around_a_version_does_not_matter() -> None:
    assert LINUX.parse(" 6.10\n") == Version((6, 10), scheme=LINUX)


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
    version = LINUX.parse(text)
    assert str(version.release) == release
    assert version.is_candidate == is_candidate


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ("v2.6.33-rc7", "2.6.33-rc7"),
        ("v6.10", "6.10"),
        ("2.6.33", None),
        ("vv2.6.33", None),
        ("v2.6.33-rc7-git1", "2.6.33-rc7-git1"),
        ("v5.12-rc1-dontuse", "5.12-rc1-dontuse"),
        ("v4.14.356-openela-rc1", "4.14.356-openela-rc1"),
        ("v2026.07-rc1", "2026.07-rc1"),
        ("v2.6.33-rc07", "2.6.33-rc07"),
        ("v0123", "0123"),
        ("vfs-6.8", None),
        ("next-20100212", None),
        ("", None),
    ],
)
def test_a_tag_stands_for_a_version_or_for_none(tag: str, version: str | None) -> None:
    found = LINUX.of_tag(tag)
    assert (str(found) if found else None) == version
    if found:
        assert found.tag == tag


@pytest.mark.parametrize(
    ("tag", "release"),
    [
        ("v2.6.33-rc7", "2.6.33"),
        ("v5.12-rc1-dontuse", "5.12"),
        ("v4.14.356-openela-rc1", "4.14.356"),
        ("v6.1.90-rt30", "6.1.90"),
        ("v2.55.0-rc0", "2.55.0"),
        ("v2026.07-rc3", "2026.07"),
        ("v9.0.0", "9.0.0"),
        ("v256", "256"),
        ("next-20100212", None),
    ],
)
def test_one_rule_tells_which_release_a_tag_leads_to(tag: str, release: str | None) -> None:
    found = LINUX.release_of_tag(tag)
    assert (str(found) if found else None) == release
    if found:
        assert LINUX.release_named(str(found)) == found


@pytest.mark.parametrize("text", ["5.12-rc1", "5.12-dontuse", "next", ""])
def test_what_is_no_release_is_none_of_the_store_either(text: str) -> None:
    with pytest.raises(NoVersion):
        LINUX.release_named(text)


def test_a_tag_with_a_suffix_sorts_behind_the_one_without_it() -> None:
    names = ["v5.12-rc1", "v5.12-rc1-dontuse", "v5.12-rc2", "v5.12", "v5.12-next", "v5.12.1"]
    found = [LINUX.of_tag(name) for name in names]
    assert sorted(filter(None, found)) == found


def test_the_same_candidate_of_two_releases_is_the_same_step() -> None:
    odd, even = LINUX.of_tag("v5.12-rc1-dontuse"), LINUX.of_tag("v5.11-rc1")
    assert odd
    assert even
    assert odd.step == even.step


@given(
    st.from_regex(r"v[0-9][0-9.rcpets-]*", fullmatch=True)
    | st.from_regex(r"v[0-9].*", fullmatch=True)
)
def test_every_tag_with_a_digit_behind_its_v_has_a_version(tag: str) -> None:
    version = LINUX.of_tag(tag)
    assert version
    assert version.tag == tag
    assert LINUX.release_of_tag(tag) == version.release
    assert version.release.release == version.release


def test_6_10_is_not_6_1() -> None:
    assert LINUX.parse("6.10") != LINUX.parse("6.1")
    assert str(LINUX.parse("6.10")) == "6.10"


@given(versions)
def test_what_is_written_is_read_back(version: Version) -> None:
    assert LINUX.parse(str(version)) == version
    assert LINUX.of_tag(version.tag) == version


@given(versions, versions, versions)
def test_the_order_is_total(a: Version, b: Version, c: Version) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (not a > b)
    assert (a >= b) == (not a < b)
    low, middle, high = sorted([a, b, c])
    assert low <= middle <= high
    assert low <= high


@given(versions)
def test_candidates_come_before_their_release(version: Version) -> None:
    assert version.release >= version
    assert version.is_candidate == (version < version.release)


@given(st.text())
def test_any_text_is_a_version_or_refused(text: str) -> None:
    try:
        version = LINUX.parse(text)
    except NoVersion:
        return
    assert str(version) == text.strip()
