"""Types of the options for the look of a site: colours and pictures, each for both schemes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mkdocs.config.base import ValidationError

from kernlog_site.config.option_types import Folder, Option
from kernlog_site.templating.colours import (
    DARK_PAPER,
    LEAST_CONTRAST,
    PAPER,
    Colour,
    colour_from,
)


class SchemedColour(NamedTuple):
    """A colour in the light scheme and its counterpart in the dark one."""

    light: Colour
    dark: Colour

    def weak(self) -> Iterator[tuple[str, Colour, float]]:
        """The schemes in which text in the colour is hard to read: name, colour, contrast ratio."""
        for scheme, colour, paper in (
            ("light", self.light, PAPER),
            ("dark", self.dark, DARK_PAPER),
        ):
            if (contrast := colour.contrast(paper)) < LEAST_CONTRAST:
                yield scheme, colour, contrast


class ColourOption(Option[SchemedColour | None]):
    """A colour, or one for each scheme; the dark one is made from the light one by default."""

    def run_validation(self, value: object) -> SchemedColour | None:
        """Give the value, or raise `ValidationError`."""
        if value is None:
            return None
        both = value if isinstance(value, Mapping) else {"light": value}
        if "light" not in both or both.keys() - {"light", "dark"}:
            raise ValidationError(
                f"{value!r} is no colour. Allowed are a colour such as '#a3281f', or one for each "
                "scheme: {light: '#a3281f', dark: '#ff9484'}."
            )
        colours = {scheme: self._colour(colour) for scheme, colour in both.items()}
        light = colours["light"]
        return SchemedColour(light, colours.get("dark") or light.lightened_for(DARK_PAPER))

    @staticmethod
    def _colour(value: object) -> Colour:
        colour = colour_from(value)
        if colour is None:
            raise ValidationError(
                f"{value!r} is no colour. Allowed are opaque ones as in CSS, such as '#a3281f'; "
                "quote those with a #, which begins a comment in YAML."
            )
        return colour


class Picture(Option[Mapping[str, str] | None]):
    """A picture below the content folder, or one for each scheme, by scheme."""

    def run_validation(self, value: object) -> Mapping[str, str] | None:
        """Give the value, or raise `ValidationError`."""
        if value is None:
            return None
        both = value if isinstance(value, Mapping) else {"light": value}
        if "light" not in both or both.keys() - {"light", "dark"}:
            raise ValidationError(
                f"{value!r} is no picture. Allowed are a path below docs_dir, or one for each "
                "scheme: {light: name.svg, dark: name-dark.svg}."
            )
        return {scheme: Folder().run_validation(path) for scheme, path in both.items()}
