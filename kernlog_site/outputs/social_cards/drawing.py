"""The picture that social networks show for an article: 1200 by 630 pixels in sixteen colours.

A build draws thousands, so a card takes little more than a thousandth of a second: what all have in
common is drawn once, words that come again are kept, and four bits for a pixel are quickly packed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from kernlog_site.outputs.social_cards.text_layout import DISPLAY, LEADING, TEXT, Face, clip, fit
from kernlog_site.views.metadata import CARD_SIZE, SocialCard

_WIDTH, _HEIGHT = CARD_SIZE
_MARGIN = 72
_ROOM = _WIDTH - 2 * _MARGIN
_BEAM = 14
"""How high the bar at the top is."""
_KICKER, _SERIES, _CREDIT = 118, 218, 558
"""Where the lines above and below the headline stand."""
_SMALL, _MIDDLE = 34, 42
_SIZES = (120, 108, 96, 86, 76, 66, 58, 50)
_LONGEST = 300
"""Characters of a line that are looked at."""

Ink = tuple[int, int, int]
_PAPER, _INK, _SOFT, _BRAND = (253, 252, 249), (28, 27, 25), (95, 91, 84), (163, 40, 31)
"""Those of `tokens.css`. A site may have another colour in place of the last."""
_SHADES = {_INK: range(1, 8), _SOFT: range(8, 12), _BRAND: range(12, 16)}
"""The numbers of the colours from paper to each ink."""
_FILTER = 2
"""Pixels at the left that nobody sees: the byte, here 0, with which PNG begins each row."""
_LEVEL = 2
"""Of packing. More takes another millisecond, and saves a fifth."""


class Pen(NamedTuple):
    """What a line is written with."""

    face: Face
    size: int
    ink: Ink


_KICKER_PEN, _RELEASE_PEN = Pen(TEXT, _SMALL, _BRAND), Pen(TEXT, _SMALL, _INK)
_SERIES_PEN, _CREDIT_PEN = Pen(TEXT, _MIDDLE, _SOFT), Pen(TEXT, _SMALL, _SOFT)


def draw(card: SocialCard, accent: Ink = _BRAND) -> bytes:
    """A card as PNG, the same bytes for the same words and the same accent colour."""
    image = _blank(_line(card.kicker).upper()).copy()
    release = clip(_line(card.release), TEXT, _SMALL, _ROOM // 2)
    _write(image, _WIDTH - _MARGIN - TEXT.width(release, _SMALL), _KICKER, release, _RELEASE_PEN)
    top = _KICKER + _MIDDLE
    if series := _line(card.series):
        _write(image, _MARGIN, _SERIES, clip(series, TEXT, _MIDDLE, _ROOM), _SERIES_PEN)
        top = _SERIES + _MIDDLE // 2
    _write_title(image, _line(card.title), top)
    _write(image, _MARGIN, _CREDIT, clip(_line(card.credit), TEXT, _SMALL, _ROOM), _CREDIT_PEN)
    return _png(image, accent)


def _write_title(image: Image.Image, title: str, top: int) -> None:
    room = _CREDIT - _MIDDLE - _SMALL // 2 - top
    fitted = fit(title, DISPLAY, _SIZES, _ROOM, room)
    for n, line in enumerate(fitted.lines):
        baseline = top + round(fitted.size * (0.95 + n * LEADING))
        _write(image, _MARGIN, baseline, line, Pen(DISPLAY, fitted.size, _INK))


def _line(text: str) -> str:
    return TEXT.known(text[:_LONGEST])


@cache
def _blank(kicker: str) -> Image.Image:
    """A card with what is on all of them."""
    image = Image.new("P", (_FILTER + _WIDTH, _HEIGHT))
    pen = ImageDraw.Draw(image)
    pen.rectangle((_FILTER, 0, _WIDTH + _FILTER, _BEAM - 1), _SHADES[_BRAND][-1])
    rule = (_FILTER + _MARGIN, _KICKER + 24, _FILTER + _WIDTH - _MARGIN, _KICKER + 25)
    pen.rectangle(rule, _SHADES[_SOFT][0])
    _write(image, _MARGIN, _KICKER, clip(kicker, TEXT, _SMALL, _ROOM // 2), _KICKER_PEN)
    return image


def _palette(accent: Ink) -> Iterator[int]:
    """Sixteen colours, red, green and blue of each: paper, and the inks from thin to full."""
    yield from _PAPER
    for ink, shades in _SHADES.items():
        full = accent if ink is _BRAND else ink
        for part in range(1, len(shades) + 1):
            for p, i in zip(_PAPER, full, strict=True):
                yield round(p + (i - p) * part / len(shades))


def _write(image: Image.Image, left: int, baseline: int, text: str, pen: Pen) -> None:
    """Put a line of text on an image."""
    for word in text.split(" "):
        colours, mask, (right, down) = _word(pen, word)
        image.paste(colours, (_FILTER + left + right, baseline + down), mask)
        left += pen.face.width(f"{word} ", pen.size)


@lru_cache(256)  # many words come again: names, months, versions
def _word(pen: Pen, word: str) -> tuple[Image.Image, Image.Image, tuple[int, int]]:
    """A word in the numbers of the colours, where there is any ink, and where that stands."""
    at = 2 * pen.size
    cover = Image.new("L", (2 * at + pen.face.width(word, pen.size), 2 * at))
    ImageDraw.Draw(cover).text((at, at), word, 255, pen.face.at(pen.size), anchor="ls")
    box = cover.getbbox() or (at, at, at, at)
    cover, shades = cover.crop(box), _SHADES[pen.ink]
    steps = [round(degree / 255 * len(shades)) for degree in range(256)]
    colours = cover.point([shades[step - 1] if step else 0 for step in steps]).convert("P")
    return colours, cover.point([255 * (step > 0) for step in steps]), (box[0] - at, box[1] - at)


def _png(image: Image.Image, accent: Ink) -> bytes:
    """The file of an image. Pillow packs row by row, which takes twice as long."""
    rows = zlib.compress(image.tobytes("raw", "P;4"), _LEVEL)
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 4, 3, 0, 0, 0)
    palette = bytes(_palette(accent))
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
