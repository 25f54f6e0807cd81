from __future__ import annotations

import pytest

from kernlog_site.commits.hashes import abbreviated, starting_with


@pytest.mark.parametrize(
    ("hashes", "digits"),
    [
        (["a" * 40], 12),
        (["a" * 40, "b" * 40], 12),
        (["a" * 12 + "b" * 28, "a" * 40], 13),
        (["a" * 39 + "b", "a" * 40], 40),
        (["a" * 64, "a" * 40 + "b" * 24], 41),
        ([], 12),
    ],
)
def test_hashes_have_as_many_digits_as_tell_them_apart(hashes: list[str], digits: int) -> None:
    assert abbreviated(hashes) == [sha[:digits] for sha in hashes]


@pytest.mark.parametrize(
    ("digits", "found"),
    [("a", ["aa", "ab"]), ("ab", ["ab"]), ("b", []), ("", ["0", "aa", "ab", "c"]), ("abc", [])],
)
def test_hashes_are_found_by_their_beginning(digits: str, found: list[str]) -> None:
    assert starting_with(digits, ["0", "aa", "ab", "c"]) == found
