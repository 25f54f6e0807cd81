"""How the language of a site writes dates, times, numbers and lists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from mkdocs.utils import get_theme_dir

from kernlog_site.core.formats import Formats

LANGUAGES = Path(get_theme_dir("material")) / "partials" / "languages"
LONDON, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")
SEATTLE = ZoneInfo("America/Los_Angeles")
WINTER, SUMMER = datetime(2010, 2, 12, 15, 51), datetime(2010, 7, 12, 15, 51)


def test_english_is_british_unless_it_is_told_otherwise() -> None:
    noon = datetime(2010, 2, 13, 3, 4, tzinfo=LONDON)
    assert Formats().moment(noon) == Formats.of("en").moment(noon) == "13 February 2010, 03:04"
    assert Formats.of("en-US").moment(noon).startswith("February 13, 2010, 3:04")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=45), "45 minutes"),
        (timedelta(hours=49), "49 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=20), "20 days"),
        (timedelta(days=21), "3 weeks"),
        (timedelta(days=365), "12 months"),
    ],
)
def test_a_span_is_rounded_when_it_is_long(span: timedelta, words: str) -> None:
    assert Formats().span(span) == words


def test_one_moment_has_another_day_elsewhere() -> None:
    noon = datetime(2010, 2, 13, 3, 4, tzinfo=LONDON)
    assert Formats().day(noon) == "13 February 2010"
    assert Formats().day(noon.astimezone(SEATTLE)) == "12 February 2010"


@pytest.mark.parametrize(
    ("language", "moment", "number"),
    [
        ("de", "12. Februar 2010, 15:51", "11.684"),
        ("pt-BR", "12 de fevereiro de 2010 15:51", "11.684"),
        ("zh-TW", "2010年2月12日 下午3:51", "11,684"),
        ("he", "12 בפברואר 2010, 15:51", "11,684"),
    ],
)
def test_each_language_has_its_ways(language: str, moment: str, number: str) -> None:
    formats = Formats.of(language)
    assert (formats.moment(WINTER), formats.number(11_684)) == (moment, number)


@pytest.mark.parametrize(
    ("language", "moment", "name"),
    [
        ("en", WINTER.replace(tzinfo=LONDON), "GMT"),
        ("en", SUMMER.replace(tzinfo=LONDON), "BST"),
        ("de", SUMMER.replace(tzinfo=LONDON), "BST"),
        ("de", WINTER.replace(tzinfo=BERLIN), "MEZ"),
        ("de", SUMMER.replace(tzinfo=BERLIN), "MESZ"),
        ("en", WINTER.replace(tzinfo=SEATTLE), "PST"),
        ("en", WINTER.replace(tzinfo=UTC), "UTC"),
        ("en", WINTER.replace(tzinfo=timezone(timedelta(hours=5, minutes=30))), "UTC+05:30"),
    ],
)
def test_a_timezone_is_called_as_readers_know_it(
    language: str, moment: datetime, name: str
) -> None:
    assert Formats.of(language).zone(moment) == name


@pytest.mark.parametrize(
    ("language", "names", "sentence"),
    [
        ("en", [], ""),
        ("en", ["Anna"], "Anna"),
        ("en", ["Anna", "Ben"], "Anna and Ben"),
        ("en", ["Anna", "Ben", "Carla"], "Anna, Ben and Carla"),
        ("de", ["Anna", "Ben", "Carla"], "Anna, Ben und Carla"),
    ],
)
def test_names_stand_in_a_sentence(language: str, names: list[str], sentence: str) -> None:
    found = Formats.of(language).enumerated(names)
    assert "".join(before + name for before, name in found) == sentence


@pytest.mark.parametrize("language", sorted(path.stem for path in LANGUAGES.glob("*.html")))
def test_every_language_of_material_has_dates(language: str) -> None:
    formats = Formats.of(language)
    is_english = formats.locale.language == "en"
    assert is_english == (language == "en")
    assert "2010" in formats.day(date(2010, 2, 12))
    assert formats.moment(WINTER)


def test_a_language_that_nobody_knows_is_written_as_english() -> None:
    assert Formats.of("xx-YY").day(WINTER) == Formats.of("").day(WINTER) == "12 February 2010"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "en_GB"),
        ("de", "de_DE"),
        ("pt-BR", "pt_BR"),
        ("zh-Hant", "zh_TW"),
        ("sh", "sr_RS"),
        ("eo", "eo"),
    ],
)
def test_networks_want_a_language_with_a_country(language: str, written: str) -> None:
    assert Formats.of(language).with_country == written
