"""Addresses of headings in all scripts, and the links to them, in real builds."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import SmallSite, broken_links

TEXT = """# About

## Überblick

## Хранение данных

## 概要

## 概要

## Plain words

## Own {#Größe}

[a](#überblick), [b](#%C3%BCberblick), [c](#хранение-данных), [d](#概要_1), [e](#Gr%C3%B6%C3%9Fe)
"""


def site_with(tmp_path: Path, slugify: str) -> SmallSite:
    site = SmallSite(tmp_path)
    site.write("about.md", TEXT)
    config = site.config_file.read_text()
    toc = f"- toc:\n    slugify: {slugify}\n- attr_list"
    site.config_file.write_text(config.replace("- toc\n", f"{toc}\n"))
    return site


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return site_with(tmp_path, "!!python/name:markdown.extensions.toc.slugify_unicode")


def test_ids_keep_the_letters_of_all_scripts(site: SmallSite) -> None:
    built = site.build()

    ids = [heading.get("id") for heading in built.page("about/").select("article h2")]
    assert ids == ["überblick", "хранение-данных", "概要", "概要_1", "plain-words", "Größe"]
    assert built.problems == []
    assert broken_links(built) == []


@pytest.mark.parametrize("link", ["#überblick", "#%C3%BCberblick", "#%c3%bcberblick"])
def test_links_from_other_pages_may_be_percent_encoded(site: SmallSite, link: str) -> None:
    site.write("index.md", f"# Log\n\n[overview](about.md{link})\n")

    built = site.build()

    assert built.problems == []
    assert broken_links(built) == []


@pytest.mark.parametrize("link", ["#überblicke", "#%C3%BCberblicke", "#uberblick"])
def test_links_to_no_heading_are_told(site: SmallSite, link: str) -> None:
    site.write("index.md", f"# Log\n\n[overview](about.md{link})\n")

    built = site.build()

    assert built.aborted
    assert any(f"about.md{link}" in problem for problem in built.problems)


def test_ids_that_are_percent_encoded_themselves_are_found_by_their_letters(
    tmp_path: Path,
) -> None:
    options = "{case: lower, percent_encode: true}"
    slugify = f"!!python/object/apply:pymdownx.slugs.slugify {{kwds: {options}}}"

    built = site_with(tmp_path, slugify).build()

    assert built.problems == []
    headings = built.page("about/").select("article h2")
    assert headings[0].get("id") == "%C3%BCberblick"


def test_another_way_to_make_ids_makes_pages_anew(tmp_path: Path) -> None:
    site = site_with(tmp_path, "!!python/name:markdown.extensions.toc.slugify")
    site.write("about.md", "## Überblick\n")
    assert site.build().page("about/").select_one("h2#uberblick")

    config = site.config_file.read_text()
    site.config_file.write_text(config.replace("toc.slugify", "toc.slugify_unicode"))

    assert site.build().page("about/").select_one("h2#überblick")
