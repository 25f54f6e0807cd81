"""The catalogues: nothing is missing, nothing is left over, and templates have no other words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from untranslated import untranslated_texts

from kernlog_site.core.i18n import CATALOGUES, ENGLISH, words_of

ROOT = Path(__file__).parent.parent.parent
THEME = ROOT / "theme"
TEMPLATES = sorted(path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html"))
IN_ENGLISH = {"components/problems.html"}
"""Templates for writers, to whom kernlog speaks English."""
LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
PLACEHOLDER = re.compile(r"%\((\w+)\)s")

Id = tuple[str | None, str, str | None]
"""A context, a message, and its plural."""


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> set[Id]:
    """All messages of Python sources and templates, as `make words` finds them."""
    template = tmp_path_factory.mktemp("words") / "words.pot"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        mapping = "--mapping-file=kernlog_site/languages/babel.cfg"
        asked = ["-q", "extract", mapping, f"--output-file={template}"]
        CommandLineInterface().run(  # type: ignore[no-untyped-call]
            ["pybabel", *asked, "."]
        )
    with template.open("rb") as file:
        return {_id(message) for message in read_po(file) if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_what_is_used_and_nothing_else(language: str, messages: set[Id]) -> None:
    found = {_id(message) for message in _translated(language)}

    missing, unused = messages - found, found - messages
    assert not missing, f"run `make words` and translate {sorted(its[1] for its in missing)}"
    assert not unused, f"run `make words`, nobody says {sorted(its[1] for its in unused)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    open_ones = [m.id for m in _translated(language) if not all(_strings(m)) or m.fuzzy]
    assert open_ones == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_placeholders_and_no_markup(language: str) -> None:
    for message in _translated(language):
        assert list(message.check(_catalogue(language))) == []
        expected = set(PLACEHOLDER.findall(_id(message)[1]))
        for string in _strings(message):
            assert set(PLACEHOLDER.findall(string)) == expected, string
            # Templates put messages into text and into attributes as they are.
            assert not re.search(r"""[<>&"]|%(?!\(\w+\)s)""", string + _id(message)[1]), string


@pytest.mark.parametrize("name", [its for its in TEMPLATES if its not in IN_ENGLISH])
def test_a_template_has_no_words_that_cannot_be_translated(name: str) -> None:
    assert untranslated_texts((THEME / name).read_text()) == [], f"put them into _(): theme/{name}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Latest articles</p>", ["Latest articles"]),
        ('<p class="kl-page">{{ _("Latest articles") }}</p>', []),
        ('<nav aria-label="Areas">', ["Areas"]),
        ("<nav aria-label=\"{{ _('Areas') }}\">", []),
        ("<p>{% trans date=day %}since {{ date }}{% endtrans %}</p>", []),
        ("<p>since {{ day }}</p>", ["since …"]),
        ("<p>{{ 'planned' if part else _('missing') }}</p>", ["…planned…"]),
        ("<p>{{ name or 'nobody' }}</p>", ["…nobody…"]),
        (
            "<p>{{ {'eol': 'dead'}[status] | default('alive') }}</p>",
            ["…dead…alive…"],
        ),
        ("<li class=\"{{ 'tag' if its_tag else 'article' }}\">", []),
        ("{{ head('Tracking page', kind='lead') }}", ["Tracking page"]),
        ("{{ head(_('Tracking page')) }}", []),
        ("{% set steps = [('prev', 'Previous')] %}", ["Previous"]),
        ("{% trans by='<b>Somebody else</b>' %}by {{ by }}{% endtrans %}", ["Somebody else"]),
        ("{% trans by='<b class=\"who\">%s</b>' % who %}by {{ by }}{% endtrans %}", []),
        ("{% once base_url %}<p>Once</p>{% endonce %}", ["Once"]),
        ("{% macro on(x) %}<i>on {{ x }}</i>{% endmacro %}", ["on …"]),
        ("{% include 'components/Other.html' %}<h3>Linux {{ version }} ·</h3>", []),
        ("<script>const key = 'no words'</script><style>p { color: red }</style>", []),
        ("{#- A comment. -#}<!-- another -->", []),
    ],
)
def test_words_outside_of_the_catalogue_are_found(source: str, found: list[str]) -> None:
    assert untranslated_texts(source) == found


def test_english_needs_no_catalogue() -> None:
    assert ENGLISH.gettext("Commits cited") == "Commits cited"
    assert ENGLISH.ngettext("%(count)s article", "%(count)s articles", 1) == "%(count)s article"
    assert ENGLISH.pgettext("all of them", "Series") == "Series"
    assert not ENGLISH.are_missing


def test_german_is_read_from_its_catalogue() -> None:
    german = words_of("de")
    assert german is words_of("de")
    assert german.gettext("Commits cited") == "Zitierte Commits"
    assert german.ngettext("%(count)s more part", "%(count)s more parts", 2).endswith("Teile")
    assert (german.gettext("Series"), german.pgettext("all of them", "Series")) == (
        "Serie",
        "Serien",
    )
    assert not german.are_missing


@pytest.mark.parametrize("language", ["he", "pt-BR", "../languages/de", "languages/../de", ""])
def test_a_language_without_a_catalogue_is_told_and_speaks_english(language: str) -> None:
    words = words_of(language)
    assert words.gettext("Commits cited") == "Commits cited"
    assert words.are_missing


@pytest.mark.parametrize("language", ["en", "en-US"])
def test_no_english_misses_its_words(language: str) -> None:
    assert not words_of(language).are_missing


@cache
def _catalogue(language: str) -> Catalog:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def _translated(language: str) -> list[Message]:
    return [message for message in _catalogue(language) if message.id]


def _id(message: Message) -> Id:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id, None)
    return message.context, ids[0], ids[1]


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)
