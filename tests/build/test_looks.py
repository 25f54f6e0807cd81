"""A look of a site's own, by options: its wordmark, links in its foot, its words, its quotes."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from editable_site import EditableSite
from small_site import SmallSite, text

WORDS = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Follow"
msgstr "Stay in touch"
"""


def test_a_wordmark_stands_in_place_of_the_name_in_both_schemes(site: SmallSite) -> None:
    site.write("mark.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.write("dark.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.options(wordmark={"light": "mark.svg", "dark": "dark.svg"})
    built = site.build()

    assert built.problems == []
    name = built.page("articles/rc8/").select_one(".kl-bar__name")
    assert name is not None
    assert text(name) == ""
    assert [(str(img["src"]), img["alt"]) for img in name.select("img")] == [
        ("../../mark.svg", "Small Log"),
        ("../../dark.svg", "Small Log"),
    ]


def test_links_in_the_foot_lead_to_pages_and_lost_ones_are_told(site: SmallSite) -> None:
    site.options(
        foot=[
            {"name": "About <us>", "url": "about.md"},
            {"name": "Mail", "url": "mailto:desk@log.md"},
            {"name": "Lost", "url": "abuot.md"},
        ]
    )
    built = site.build(strict=False)

    links = built.page("articles/rc8/").select(".kl-foot__links a")
    assert [(text(link), link["href"]) for link in links] == [
        ("About <us>", "../../about/"),
        ("Mail", "mailto:desk@log.md"),
    ]
    assert built.problems == [
        "kernlog: mkdocs.yml: The link 'Lost' in the foot leads to abuot.md, which is no page of "
        "the site. Did you mean 'about.md'?"
    ]


def test_a_wordmark_that_is_not_there_and_an_unquoted_colour_are_told(site: SmallSite) -> None:
    site.write("mark.svg", "<svg/>")
    site.options(wordmark={"light": "mark.svg", "dark": "mrak.svg"}, accent_colour=None)
    written = site.config_file.read_text()
    assert "accent_colour: null" in written
    site.config_file.write_text(written.replace("accent_colour: null", "accent_colour: #0b6e69"))
    line = 1 + written[: written.index("accent_colour")].count("\n")

    assert site.build().problems == [
        "kernlog: mkdocs.yml: The wordmark mrak.svg is no picture of the content. Did you mean "
        "'mark.svg'?",
        f"kernlog: mkdocs.yml:{line}: accent_colour is empty: what begins with # is a comment in "
        'YAML. Quote the colour: accent_colour: "#0b6e69".',
    ]


def test_words_of_a_sites_own_win_and_others_stay(site: SmallSite) -> None:
    (site.root / "words.po").write_text(WORDS)
    site.settings(theme={**site_theme(site), "language": "de"})
    site.options(words="words.po")
    page = site.build().page("articles/rc8/")

    assert [text(label) for label in page.select(".kl-foot__label")] == ["Stay in touch"]
    assert "In Zusammenarbeit mit" in text(page)


@pytest.mark.parametrize(
    "text", ['msgid "Part %(number)s"\nmsgstr "Teil %(nummer)s"', 'msgid "Topics"\nmsgstr "100 %"']
)
def test_a_translation_asks_for_the_values_of_its_message(site: SmallSite, text: str) -> None:
    (site.root / "words.po").write_text(f"{WORDS}\n{text}\n")
    site.options(words="words.po")
    built = site.build()

    assert built.aborted
    assert "words.po, cannot be read: line 8: " in " ".join(built.problems)


@pytest.mark.parametrize("data", [None, b"\xff\xfe", b"no catalogue"])
def test_a_catalogue_that_cannot_be_read_is_told(site: SmallSite, data: bytes | None) -> None:
    if data is not None:
        (site.root / "words.po").write_bytes(data)
    site.options(words="words.po")

    built = site.build()

    assert built.aborted
    assert "The catalogue of words, words.po, cannot be read: " in " ".join(built.problems)


def test_german_quotes_where_smarty_is_on(site: SmallSite) -> None:
    site.settings(theme={**site_theme(site), "language": "de"}, markdown_extensions=["smarty"])
    site.write("about.md", '# Wir\n\nEr sagt: "Geht\'s?"\n')

    assert "„Geht’s?“" in text(site.build().page("about/"))


def site_theme(site: SmallSite) -> dict[str, object]:
    theme: dict[str, object] = yaml.safe_load(site.config_file.read_text())["theme"]
    return theme


def test_other_words_are_shown_by_the_next_build(editable: EditableSite) -> None:
    editable.options(words="words.po")
    editable.configure(theme={**editable.config["theme"], "language": "de"})
    for part in ("Teil", "Folge"):
        editable.write(
            "words.po", WORDS + f'\nmsgid "Part %(number)s"\nmsgstr "{part} %(number)s"\n'
        )

        assert editable.again().differences(editable.clean()) == []


def test_a_configuration_may_come_another_way_than_from_a_file(site: SmallSite) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", "-", "-d", "out"]
    with site.config_file.open() as file:
        subprocess.run(command, cwd=site.root, stdin=file, check=True)

    assert (site.root / "out" / "index.html").is_file()
