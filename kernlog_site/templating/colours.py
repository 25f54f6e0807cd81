"""Colours as writers give them, and whether text in them can be read."""

from __future__ import annotations

from typing import NamedTuple

from tinycss2.color3 import RGBA, parse_color

LEAST_CONTRAST = 4.5
"""What WCAG 2.2 asks of text (success criterion 1.4.3)."""
_GOOD_CONTRAST = 7.0
"""What a colour is lightened to, if nobody says what it is in the dark scheme (1.4.6)."""
_STEPS = 100
_NEARLY_BLACK = 0.04045


class Colour(NamedTuple):
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return "#{:02x}{:02x}{:02x}".format(*self)

    def contrast(self, other: Colour) -> float:
        """The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it."""
        darker, lighter = sorted((self._luminance(), other._luminance()))
        return (lighter + 0.05) / (darker + 0.05)

    def lightened_for(self, paper: Colour) -> Colour:
        """The least light mixture with white that is easily read on a dark paper."""
        for step in range(_STEPS):
            mixed = self._mixed_with_white(step / _STEPS)
            if mixed.contrast(paper) >= _GOOD_CONTRAST:
                return mixed
        return Colour(255, 255, 255)

    def _mixed_with_white(self, share: float) -> Colour:
        return Colour(*(round(part + (255 - part) * share) for part in self))

    def _luminance(self) -> float:
        red, green, blue = (_linear(part / 255) for part in self)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


PAPER, DARK_PAPER = Colour(0xFD, 0xFC, 0xF9), Colour(0x17, 0x16, 0x14)
"""What text stands on in the two schemes; `tokens.css` has the same."""


def colour_from(text: object) -> Colour | None:
    """An opaque colour in any form that CSS knows; None if it is none."""
    colour = parse_color(text) if isinstance(text, str) else None
    if not isinstance(colour, RGBA) or colour.alpha != 1:
        return None
    return Colour(*(round(255 * min(max(part, 0.0), 1.0)) for part in colour[:3]))


def _linear(part: float) -> float:
    """A part of an sRGB colour, from 0 to 1, as light (IEC 61966-2-1)."""
    return part / 12.92 if part <= _NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4
