"""Titles and descriptions: text for other plugins and hooks, HTML in every template."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from jinja2 import Environment
from mkdocs.structure.nav import Link, Section
from small_site import SmallSite, text

from kernlog_site.build.pages.escaped_titles import show_titles_as_html, title_of

TITLE = "Graphics & <x-sound onclick='1'> &amp; \"{{ 7 * 7 }}\""
SUMMARY = "Tom & <x-jerry>"
HOOK = """
import json
from pathlib import Path

FOUND = Path(__file__).with_name("found.json")

def on_config(config):
    FOUND.write_text("{}")

def on_page_context(context, page, **_):
    found = json.loads(FOUND.read_text())
    meta = page.meta
    found[page.file.src_uri] = [page.title, meta.get("title"), meta.get("description")]
    FOUND.write_text(json.dumps(found))
"""
LAYOUT = ["navigation.path", "navigation.tabs", "navigation.sections", "navigation.indexes"]


def seen(site: SmallSite) -> dict[str, list[Any]]:
    """What a hook finds of each page: its title, and title and description in its metadata."""
    (site.root / "hook.py").write_text(HOOK)
    site.settings(hooks=["hook.py"])
    site.build(strict=False)
    found: dict[str, list[Any]] = json.loads((site.root / "found.json").read_text())
    return found


def front(**meta: str) -> str:
    return f"---\n{json.dumps(meta)}\n---\n\nText.\n"


def test_plugins_and_hooks_see_what_is_written(site: SmallSite) -> None:
    site.write("articles/a.md", front(title=TITLE, date="2010-02-13 10:00", summary=SUMMARY))
    site.write("series/b.md", front(title=TITLE, summary=SUMMARY))
    site.write("about.md", front(title=TITLE, description=SUMMARY, subtitle=TITLE))
    site.edit("articles/rc8.md", "title: ", "topics: ['<x-topic> & b']\ntitle: ")
    found = seen(site)

    assert found["articles/a.md"] == [f"Kernel Log: {TITLE}"] * 2 + [SUMMARY]
    assert found["series/b.md"] == [TITLE, TITLE, SUMMARY]
    assert found["about.md"] == ["About", TITLE, SUMMARY]
    assert ["<x-topic> & b", "<x-topic> & b", None] in found.values()


def test_without_a_value_there_is_no_title(site: SmallSite) -> None:
    site.write("plain.md", "---\ntitle:\ndescription:\n---\n\n# Plain & simple\n")
    site.write("number.md", "---\ntitle: 6.12\n---\n\nText.\n")
    found = seen(site)

    assert found["plain.md"] == ["Plain &amp; simple", None, None]
    assert found["number.md"] == ["6.12", "6.12", None]


@pytest.mark.parametrize("for_hooks", [False, True])
def test_no_template_lets_a_title_out_of_its_place(site: SmallSite, for_hooks: bool) -> None:
    if for_hooks:
        (site.root / "hook.py").write_text(HOOK)
        site.settings(hooks=["hook.py"])
    theme = yaml.safe_load(site.config_file.read_text())["theme"]
    site.settings(nav=None, theme={**theme, "features": LAYOUT})
    meta = {"title": TITLE, "subtitle": TITLE, "description": TITLE, "author": TITLE}
    for path in ("guide/index.md", "guide/one.md", "guide/two.md", "guide/<x-folder>/three.md"):
        site.write(path, front(**meta))
    site.write("guide/<x-file onclick=1>.md", "Text.\n")
    site.write("guide/four.md", "# Code `<x-four>` &amp; <x-five>\n")
    site.write("articles/a.md", front(title=TITLE, date="2010-02-13 10:00", summary=SUMMARY))
    built = site.build(strict=False)

    for address in built.pages():
        found = {tag.name for tag in built.page(address).find_all() if tag.name.startswith("x-")}
        assert found <= ({"x-five"} if "guide/four" in address else set()), address
    page = built.page("guide/one/")
    assert text(page.select("h1")[0]) == TITLE
    assert text(page.select("title")[0]).removesuffix(" – Small Log") == TITLE
    listed = [text(its) for its in page.select(".md-nav .md-ellipsis")]
    assert f"{TITLE} {TITLE}" in listed  # the second one is the subtitle
    assert {"<x file onclick=1>", "<x folder>"} <= {its.lower() for its in listed}
    three = built.page("guide/<x-folder>/three/")
    assert "<x folder>" in [text(its).lower() for its in three.select(".md-path .md-ellipsis")]
    four = built.page("guide/four/")
    assert text(four.select("title")[0]).startswith("Code <x-four> &")
    assert "Code <x-four> &" in listed
    assert TITLE in text(built.page("articles/a/"))


def test_an_environment_gives_texts_of_pages_as_html_and_nothing_else() -> None:
    env = Environment()
    show_titles_as_html(env)
    section = Section("R&amp;D & <b>", [])
    link = Link("Q&A", "https://a.example/?a&b")
    template = (
        "{{ section.title }} {{ section['title'] | e }} {{ link.title | striptags | e }} "
        "{{ [section] | map(attribute='title') | join }} {{ link.url }} {{ other.title }}"
    )
    made = env.from_string(template).render(section=section, link=link, other={"title": "<i>"})

    assert made == " ".join(
        ["R&amp;D &amp; &lt;b&gt;"] * 2
        + ["Q&amp;A", "R&amp;D &amp; &lt;b&gt;", "https://a.example/?a&b", "<i>"]
    )
    assert title_of(section) == "R&D & <b>"
    assert BeautifulSoup(made, "html.parser").find("b") is None
