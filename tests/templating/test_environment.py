"""What templates get besides views."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from jinja2 import DictLoader, Environment
from mkdocs.utils.templates import script_tag_filter, url_filter

from kernlog_site.core.i18n import ENGLISH, Words, words_of
from kernlog_site.templating.environment import furnish


def environment(words: Words = ENGLISH, **templates: str) -> Environment:
    named = {name.replace("_", "."): text for name, text in templates.items()}
    env = Environment(loader=DictLoader(named))
    env.filters |= {"url": url_filter, "script_tag": script_tag_filter}
    furnish(env, words)
    return env


def test_pages_are_not_indented_and_words_stay_apart() -> None:
    source = "<p>\n  {% if who %}\n    <b>{{ who }}</b>\n  {% endif %}\n  <i>was</i>\n  here\n</p>"
    env = environment(page_html=source, list_txt="- a\n  - b\n")
    page = env.get_template("page.html").render(who="Anna")
    assert page == "<p>\n<b>Anna</b>\n<i>was</i>\nhere\n</p>"
    assert env.get_template("list.txt").render() == "- a\n  - b"


def test_what_is_kept_is_made_once_for_each_value() -> None:
    made: list[int] = []
    env = environment(page_html="{% once a, b %}{{ make(a) }}{% endonce %}!")
    page = env.get_template("page.html")

    def make(value: int) -> str:
        made.append(value)
        return f"[{value}]"

    def show(a: int, b: int) -> str:
        return page.render(a=a, b=b, make=make)

    assert [show(1, 1), show(2, 1), show(1, 1), show(1, 2)] == ["[1]!", "[2]!", "[1]!", "[1]!"]
    assert made == [1, 2, 1]


def test_two_blocks_with_one_value_do_not_mix() -> None:
    source = "{% once 1 %}a{% endonce %}{% once 1 %}b{% endonce %}"
    env = environment(one_html=source, two_html="{% once 1 %}c{% endonce %}")
    assert env.get_template("one.html").render() == "ab"
    assert env.get_template("two.html").render() == "c"


def test_macros_are_imported_once_for_each_value_and_see_nothing_else_of_a_page() -> None:
    macros = (
        "{% macro up(to) %}[{{ to | url }}{{ view }}]{% endmacro %}{% macro me() %}I{% endmacro %}"
    )
    source = (
        '{% once base_url from "macros.html" import up, me %}{{ up("a/") }}{{ me() }}'
        '{% once base_url import "macros.html" as all %}'
        '{% block within %}{{ all.up("b") }}{% endblock %}'
    )
    env = environment(page_html=source, macros_html=macros)
    page = env.get_template("page.html")
    shown = [page.render(base_url=base, view="secret") for base in ("..", ".", "..")]
    assert shown == ["[../a/]I[../b]", "[./a/]I[./b]", "[../a/]I[../b]"]


def test_imported_macros_see_the_configuration() -> None:
    macros = "{% macro name() %}{{ config.site_name }}{% endmacro %}"
    source = '{% once config.language import "macros.html" as macros %}{{ macros.name() }}'
    env = environment(page_html=source, macros_html=macros)
    config = {"language": "de", "site_name": "Log"}
    assert env.get_template("page.html").render(config=config) == "Log"


def test_words_that_are_the_same_on_all_pages_are_put_in_as_templates_are_compiled() -> None:
    class Marked(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"<{message}> {{{{ 1 + 1 }}}}" if message == "odd" else f"<{message}>"

    source = """{{ _("Topics") }}, {{ _('Areas') }}, {{ _("odd") }}, {{ _("It's 5%%") }}"""
    env = environment(Words("xx", Marked()), page_html=source)
    shown = "<Topics>, <Areas>, <odd> {{ 1 + 1 }}, <It's 5%>"
    assert env.get_template("page.html").render() == shown


@pytest.mark.parametrize(
    ("base_url", "target", "link"),
    [
        ("../../..", "articles/a/", "../../../articles/a/"),
        ("../..", "", "../../"),
        (".", "series/", "./series/"),
        ("/", "series/", "/series/"),
        ("/", "", "/"),
        ("..", "#here", "#here"),
        ("..", "https://example.org/", "https://example.org/"),
    ],
)
def test_links_go_by_way_of_the_root(base_url: str, target: str, link: str) -> None:
    env = environment(page_html="{{ target | url }}")
    found = env.get_template("page.html").render(base_url=base_url, target=target, page=object())
    assert found == link


def test_templates_speak_the_language_they_are_given() -> None:
    source = (
        '{{ _("Topics") }} {{ number | number }} '
        "{% trans %}\n  In\n  development\n{% endtrans %} "
        "{% trans count=number %}{{ count }} article{% pluralize %}{{ count }} articles"
        "{% endtrans %} {% trans date=date %}since {{ date }}{% endtrans %}"
    )
    english, german = (environment(words_of(its), page_html=source) for its in ("en", "de"))

    def show(env: Environment) -> str:
        return env.get_template("page.html").render(number=1234, date="100%")

    assert show(english) == "Topics 1,234 In development 1234 articles since 100%"
    assert show(german) == "Themen 1.234 In Entwicklung 1234 Artikel seit dem 100%"
