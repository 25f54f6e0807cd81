"""The small site in other languages, built for real."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aged_store import OUTCOMES
from babel.messages.pofile import read_po
from small_site import Built, SmallSite, text

from kernlog_site.core.i18n import CATALOGUES

LANGUAGE = {"name": "material", "font": False}
SPOKEN = ("alt", "aria-label", "placeholder", "title")
FATE = {
    "kind": "reverted",
    "sha": "f" * 40,
    "subject": "Revert it",
    "author": "Ann Other",
    "first_tag": "v2.6.33-rc5",
}
NEXT = """---
title: The merge window
release: 2.6.34
date: 2010-03-01 12:00
authors: [anna, bert, carla]
---

It opens (:commit[eeeeeeeeeeee]).
"""


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = eventful(tmp_path_factory.mktemp("german"))
    speak(site, "de")
    return site.build()


def eventful(root: Path) -> SmallSite:
    """A site on which much is said: of a revert, of CVEs, of a release to come."""
    site = SmallSite(root)
    store = site.content / "_data" / "commits.jsonl"
    lines = [json.loads(line) for line in store.read_text().splitlines()]
    lines[2] |= {"fate": [FATE], "links": ["https://example.org/"], "bugs": ["bug:14739"]}
    lines[3] |= OUTCOMES["5ad6468801d2"]
    lines[4] |= OUTCOMES["7dd65feb6c60"]
    lines.append({**lines[4], "sha": "e" * 40, "first_tag": None})
    lines.sort(key=lambda line: line["sha"])
    store.write_text("".join(json.dumps(line) + "\n" for line in lines))
    site.settings(nav=["index.md", "series/index.md", "releases/index.md", "about.md"])
    site.write("articles/next.md", NEXT)
    site.write("releases/2.6.34.md", "---\nexpected: 2010-05-01\ncodename: Sheep on Meth\n---\n")
    site.write("authors.yml", "anna: {name: Anna}\nbert: {name: Bert}\ncarla: {name: Carla}\n")
    return site


def speak(site: SmallSite, language: str) -> None:
    site.settings(theme=LANGUAGE | {"language": language})


def spoken(built: Built) -> Iterator[tuple[str, str]]:
    """Everything that readers see or hear, by page."""
    for page in built.pages():
        soup = built.page(page)
        yield from ((page, string) for string in soup.stripped_strings)
        for name in SPOKEN:
            yield from ((page, str(tag[name])) for tag in soup.select(f"[{name}]"))


def english_only() -> re.Pattern[str]:
    """What German words otherwise: whole messages with numbers, and what stands around tags."""
    with (CATALOGUES / "de.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="de") if message.id]
    german = {text for message in messages for text in _texts(message.string)}
    english = {text for message in messages for text in _texts(message.id)} - german
    return re.compile("|".join(english))


def _texts(strings: Any) -> Iterator[str]:
    """A message and its pieces, as patterns of what pages show."""
    for string in [strings] if isinstance(strings, str) else strings:
        pieces = [re.escape(piece) for piece in re.split(r"%\(\w+\)s", string)]
        yield "[0-9.]+".join(pieces)
        yield from (its.strip("\\ ") for its in pieces if re.search(r"[a-z]", its))


def test_a_german_site_has_no_english_word_of_the_interface(german: Built) -> None:
    english = english_only()
    assert english.fullmatch("since")
    assert english.fullmatch("2 of 3 parts")
    assert [said for said in spoken(german) if english.fullmatch(said[1])] == []
    assert german.problems == []


def test_it_speaks_german_instead(german: Built) -> None:
    article = german.page("articles/2.6.33/network/")
    assert article.html is not None
    assert article.html["lang"] == "de"
    assert "Verfasst, als 2.6.33-rc4 aktuell war" in text(article)
    reverted = "in 2.6.33-rc5 zurückgenommen"
    citation = article.select_one("a.citation[href*='7dd65feb6c60']")
    assert citation is not None
    assert str(citation["title"]).endswith(f"v2.6.33-rc4; {reverted})")
    assert text(article).count(reverted) == 3  # beside the citation, in the box, and in the row
    assert "Seither: 1 Commit zurückgenommen, 2 CVEs" in text(article)
    assert "(CVSS 7.8) verursacht, behoben in 5.10.235 und 6.14" in text(article)
    assert "CVE veröffentlicht am 27. Februar 2025" in text(article)
    assert f"{reverted} von Ann Other" in text(article)
    assert "Teil 2: Storage" in {str(a["title"]) for a in article.select("a[title]")}
    assert "Von Anna , Bert und Carla" in text(german.page("articles/next/"))
    assert "noch in keiner Version" in text(german.page("articles/next/"))
    assert "erwartet am 1. Mai 2010" in text(german.page("releases/"))
    assert "Versionen" in text(german.page("releases/"))
    assert "20. Januar 2010, 14:30 GMT" in text(article)


def test_another_language_makes_everything_anew(tmp_path: Path) -> None:
    site, other = eventful(tmp_path / "one"), eventful(tmp_path / "other")
    speak(site, "en")
    english = site.build()
    speak(site, "de")
    speak(other, "de")

    assert site.build().files() == other.build().files()

    speak(site, "en")
    assert site.build().files() == english.files()


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_language_without_words_is_told_once_and_reads_in_its_direction(
    tmp_path: Path, language: str
) -> None:
    site = eventful(tmp_path)
    speak(site, language)

    built = site.build()

    page = built.page("releases/2.6.33/")
    assert page.html is not None
    assert page.body is not None
    assert (page.html["lang"], page.body["dir"]) == (language, "rtl")
    assert "Commits cited" in text(page)
    assert "January" not in text(page)
    told = [entry for entry in built.log if "has no words" in entry[1]]
    assert told == [
        (
            "INFO",
            f"kernlog: kernlog has no words in the theme's language '{language}', so its own are "
            "English.",
        )
    ]


def test_nothing_is_told_of_a_language_with_words(german: Built) -> None:
    assert not [entry for entry in german.log if "has no words" in entry[1]]


@pytest.mark.parametrize(
    ("setting", "words"),
    [({}, "In Zusammenarbeit mit"), ({"text": "Dank an"}, "Dank an")],
)
def test_the_words_before_a_partner_are_the_language_s_unless_given(
    tmp_path: Path, setting: dict[str, str], words: str
) -> None:
    site = SmallSite(tmp_path)
    site.options(partner={"name": "Example", "url": "https://partner.example/", **setting})
    speak(site, "de")

    assert f"{words} Example" in text(site.build().page("articles/rc8/"))
