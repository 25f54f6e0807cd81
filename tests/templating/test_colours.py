"""Colours: what is one, and whether it can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.templating.colours import DARK_PAPER, Colour, colour_from

parts = st.integers(0, 255)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#a3281f", Colour(163, 40, 31)),
        ("#FFF", Colour(255, 255, 255)),
        ("navy", Colour(0, 0, 128)),
        ("rgb(1, 2, 3)", Colour(1, 2, 3)),
        ("rgb(300, -5, 0)", Colour(255, 0, 0)),  # CSS takes the nearest that there is
        ("#a3281f80", None),
        ("currentColor", None),
        ("red; } body {", None),
        (None, None),
        (0xA3281F, None),
    ],
)
def test_colours_are_those_of_css(text: object, colour: Colour | None) -> None:
    assert colour_from(text) == colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21), ("#fff", "#fff", 1), ("#767676", "#fff", 4.54), ("#777", "#fff", 4.48)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    first, second = colour_from(one), colour_from(other)
    assert first
    assert second
    assert round(first.contrast(second), 2) == ratio
    assert first.contrast(second) == second.contrast(first)


@given(parts, parts, parts)
def test_every_colour_has_a_counterpart_that_is_read_on_dark_paper(r: int, g: int, b: int) -> None:
    assert Colour(r, g, b).lightened_for(DARK_PAPER).contrast(DARK_PAPER) >= 7


def test_a_colour_that_is_light_enough_stays() -> None:
    assert Colour(255, 215, 0).lightened_for(DARK_PAPER) == Colour(255, 215, 0)
