"""Pictures of articles: small, quick, the same every time, and never broken by a title."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from kernlog_site.outputs.social_cards.drawing import draw
from kernlog_site.outputs.social_cards.text_layout import DISPLAY, TEXT, clip, fit
from kernlog_site.views.metadata import SocialCard

CARD = SocialCard(
    "Architecture and virtualisation",
    "Kernel Log",
    "Linux 2.6.33",
    "Coming in 2.6.33 · 4 of 4",
    "Ben Okafor · 12 February 2010",
)
SIZES = (120, 96, 50)
ROOM = 1056, 300


def opened(drawn: bytes) -> Image.Image:
    with Image.open(BytesIO(drawn)) as image:
        image.load()
        return image


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is drawn below the bar at the top."""
    below = image.convert("RGB").crop((0, 20, *image.size))
    paper = Image.new("RGB", below.size, below.getpixel((0, 0)))
    box = ImageChops.difference(below, paper).getbbox()
    assert box
    return box[0], box[1] + 20, box[2], box[3] + 20


def test_a_card_is_a_small_png_of_the_size_that_networks_ask_for() -> None:
    drawn = draw(CARD)
    image = opened(drawn)

    assert image.format == "PNG"
    assert image.size == (1200, 630)
    assert len(drawn) < 20_000


def test_every_chunk_is_whole() -> None:
    drawn, at, kinds = draw(CARD), 8, []
    while at < len(drawn):
        length, kind = struct.unpack_from(">I4s", drawn, at)
        (proof,) = struct.unpack_from(">I", drawn, at + 8 + length)
        assert proof == zlib.crc32(drawn[at + 4 : at + 8 + length])
        kinds.append(kind)
        at += 12 + length

    assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"IEND"], "no time, no name of a program"


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    others = [
        SocialCard("x"),
        SocialCard("y"),
        SocialCard("x", "y"),
        SocialCard("x", release="y"),
        SocialCard("x", credit="y"),
    ]
    drawn = [draw(card) for card in others]

    assert drawn == [draw(card) for card in others]
    assert len(set(drawn)) == len(others)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200,
        "nouveau_bo_move_notify_" * 40,
        "W" * 3000,
        "Ő É Ç ß ø ł Ж Ω " * 9,
        "f" * 60 + " j" * 40,
    ],
)
def test_nothing_runs_over_the_margins(text: str) -> None:
    left, top, right, bottom = inked(opened(draw(SocialCard(text, text, text, text, text))))

    assert left >= 60
    assert top >= 70
    assert right <= 1140
    assert bottom <= 585


@pytest.mark.parametrize(
    "text", ["", " ", "🐧", "漢字", "\u202eשלום", "\x00\ud800\uffff", "\u200b", "\n"]
)
def test_what_the_fonts_lack_is_left_out(text: str) -> None:
    assert draw(SocialCard(f"{text} Linux {text}", text)) == draw(SocialCard("Linux"))
    assert draw(SocialCard(text)) == draw(SocialCard(""))


def test_letters_with_accents_are_drawn_however_they_are_written() -> None:
    assert draw(SocialCard("e\u0301")) == draw(SocialCard("\u00e9")) != draw(SocialCard("e"))


def test_a_short_title_is_large_and_a_long_one_has_even_lines() -> None:
    short = fit("Graphics", DISPLAY, SIZES, *ROOM)
    long = fit("File systems and storage for everybody who has any", DISPLAY, SIZES, *ROOM)

    assert (short.lines, short.size) == (("Graphics",), 120)
    assert " ".join(long.lines) == "File systems and storage for everybody who has any"
    widths = [DISPLAY.width(line, long.size) for line in long.lines]
    assert min(widths) > 0.7 * max(widths)


def test_what_has_no_room_at_all_ends_in_dots() -> None:
    fitted = fit("word " * 500, DISPLAY, SIZES, *ROOM)

    assert fitted.size == SIZES[-1]
    assert fitted.lines[-1].endswith("…")
    assert len(fitted.lines) == 5
    assert clip("as it is", TEXT, 34, 1000) == "as it is"
    assert clip("cut off at the end", TEXT, 34, 100) == "cut…"


def test_a_word_that_is_too_long_is_broken() -> None:
    word = "nouveau_bo_move_notify_" * 3
    fitted = fit(word, DISPLAY, SIZES, *ROOM)

    assert "".join(fitted.lines) == word
    assert all(DISPLAY.width(line, fitted.size) <= ROOM[0] for line in fitted.lines)


def test_a_card_has_the_accent_colour_of_the_site() -> None:
    usual, green = opened(draw(CARD)), opened(draw(CARD, (10, 107, 79)))

    assert usual.convert("RGB").getpixel((0, 0)) == (163, 40, 31)
    assert green.convert("RGB").getpixel((0, 0)) == (10, 107, 79)
    assert usual.tobytes() == green.tobytes()
