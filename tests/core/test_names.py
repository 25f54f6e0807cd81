"""Names are compared as people see them."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.core.names import alike, composed, known_as, spelled
from kernlog_site.core.problems import did_you_mean

NFC, NFD = "caf\u00e9", "cafe\u0301"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NFC, NFD),
        ("Part-1", "part-1"),
        ("STRASSE", "straße"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("\u1f80", "\u1f88"),
        ("\uac00", "\u1100\u1161"),
        ("\u212b", "\u00c5"),
    ],
)
def test_names_that_some_system_takes_for_one(one: str, other: str) -> None:
    assert alike(one) == alike(other)
    assert known_as(one, [other]) == other


@pytest.mark.parametrize(("one", "other"), [("cafe", NFC), ("a", "\u0430"), ("が", "か")])
def test_names_that_nothing_takes_for_one(one: str, other: str) -> None:
    assert alike(one) != alike(other)
    assert known_as(one, [other]) is None


@given(st.text())
def test_any_encoding_is_the_same_name(text: str) -> None:
    encoded = {normalize(form, text) for form in ("NFC", "NFD")}
    assert len({alike(name) for name in encoded}) == 1
    assert len({composed(name) for name in encoded}) == 1
    assert alike(alike(text)) == alike(text)


def test_of_two_that_are_alike_the_same_one_is_meant() -> None:
    assert known_as("Anna", ["anna", "Anna"]) == "Anna"


@pytest.mark.parametrize(
    ("name", "beside", "shown"),
    [
        (NFD, NFC, "cafe\\u0301"),
        (NFC, NFD, NFC),
        (NFD, "cafe", NFD),
        ("an\u200bna", "anna", "an\\u200bna"),
        ("anna\u202e", "anna", "anna\\u202e"),
        ("coming\u2011in", "coming-in", "coming\\u2011in"),
        ("a\u00a0b", "a b", "a\\xa0b"),
        ("a\U000e0061", "a", "a\\U000e0061"),
        ("Anna", "anna", "Anna"),
    ],
)
def test_messages_show_what_cannot_be_seen(name: str, beside: str, shown: str) -> None:
    assert spelled(name, beside) == shown
    assert spelled(name) == name


def test_a_guess_that_looks_the_same_says_how_it_is_not() -> None:
    assert did_you_mean("an\u200bna", ["anna"]) == "Did you mean 'anna', not 'an\\u200bna'?"
    assert did_you_mean("anne", ["anna"]) == "Did you mean 'anna'?"
    assert did_you_mean("Caf\u00e9", [NFD]) == f"Did you mean '{NFD}'?"
