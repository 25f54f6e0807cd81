"""A site of somebody else's, far from the repository, that says no more than it has to."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from small_site import HERE, Built, SmallSite, broken_links, links

from kernlog_site.templating.theme_files import THEME

ARTICLE = """---
title: Networking
series: coming-in-2.6.33
part: 1
release: 2.6.33
date: 2010-02-12 10:00
topics: [networking]
summary: What is new in the network.
---

Nothing is cited.
"""
PAGE = "articles/networking/"


class NewSite(SmallSite):
    """One article, and a configuration of three keys."""

    def __init__(self, root: Path, **theme: Any) -> None:
        self.root = root / "new"
        self.content = self.root / "docs"
        self.config_file = self.root / "mkdocs.yml"
        self._built = 0
        self.write("articles/networking.md", ARTICLE)
        linux = {"host": "cgit", "url": "https://git.example.org/linux.git"}
        config = {
            "site_name": "New Log",
            "theme": {"name": "material", **theme},
            "plugins": [{"kernlog": {"trees": {"linux": linux}}}],
        }
        self.config_file.write_text(yaml.safe_dump(config, sort_keys=False))

    def replace(self, path: str, data: bytes) -> None:
        """Put a file over one of ours."""
        file = self.root / "theme" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self._configure(lambda config: config["theme"].update(custom_dir="theme"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return NewSite(tmp_path_factory.mktemp("plain")).build()


@pytest.fixture
def new(tmp_path: Path) -> NewSite:
    return NewSite(tmp_path)


def ways(built: Built, page: str = "") -> list[str]:
    return [link.get_text() for link in built.page(page).select(".kl-bar__ways a")]


def different(one: Built, other: Built) -> set[str]:
    """The files that are not the same in two sites."""
    before, after = one.files(), other.files()
    return {path for path in before | after if before.get(path) != after.get(path)}


def test_it_has_all_that_comes_with_the_package(plain: Built) -> None:
    assert (plain.aborted, plain.problems) == (False, [])
    files = plain.files()
    ours = (path for path in THEME.glob("assets/*/*") if path.parent.name != "styles")
    for path in ours:
        assert files[path.relative_to(THEME).as_posix()] == path.read_bytes()
    assert b"--kl-paper: #fdfcf9" in files["assets/styles/kernlog.css"]
    assert "pagefind/pagefind.js" in files
    assert plain.page(PAGE).select_one(".kl-series-box")
    assert broken_links(plain) == []


def test_nothing_is_loaded_from_others(plain: Built) -> None:
    for page in plain.pages():
        loaded = plain.page(page).select("link[rel=stylesheet], link[rel=preload], script[src]")
        assert loaded
        assert not [its for its in loaded if "//" in str(its.get("href") or its.get("src"))]


def test_without_an_index_there_is_a_front_page(plain: Built) -> None:
    page = plain.page("")

    assert page.title
    assert page.title.get_text() == "New Log"
    assert [its.get_text() for its in page.select("h1")] == ["New Log"]
    assert "./articles/networking/" in links(page)


def test_without_nav_there_is_a_menu(plain: Built) -> None:
    for page in ("", PAGE, "404.html"):
        assert ways(plain, page) == ["Series", "Releases", "Topics", "Archive"]


def test_the_menu_has_what_is_filled_or_written(new: NewSite) -> None:
    new.write("articles/networking.md", "---\ntitle: One\ndate: 2010-02-12\n---\n\nText.\n")
    assert ways(new.build()) == ["Archive"]

    new.write("articles/networking.md", ARTICLE.replace("part: 1", "part: 1\nstatus: draft"))
    new.write("index.md", "# Welcome\n")
    new.write("topics/index.md", "# Subjects\n")
    new.write("about.md", "# About us\n")
    new.write("help/use.md", "# Use\n")
    built = new.build()
    assert ways(built) == ["Subjects", "About us", "Help"]
    (first, *_) = built.page("404.html").select(".kl-lost nav li a")
    assert first.get_text() == "Welcome"
    assert ways(new.build(preview=True))[:4] == ["Series", "Releases", "Subjects", "Archive"]


def test_a_menu_of_a_plugin_stays(new: NewSite) -> None:
    (new.root / "hook.py").write_text(
        "from mkdocs.plugins import event_priority\n\n"
        "@event_priority(-100)\n"
        "def on_files(files, config):\n"
        "    config.nav = config.nav or ['topics/index.md']\n"
    )
    new.settings(hooks=["hook.py"])

    assert ways(new.build()) == ["Topics"]


def test_menu_and_schemes_speak_the_language_of_the_site(tmp_path: Path) -> None:
    built = NewSite(tmp_path, language="de").build()

    assert ways(built) == ["Serien", "Versionen", "Themen", "Archiv"]
    titles = [span["title"] for span in built.page("").select(".kl-scheme > span")]
    assert titles == ["Zum dunklen Farbschema wechseln", "Zum hellen Farbschema wechseln"]


def test_without_a_palette_it_has_both_schemes_as_the_sample_site(plain: Built) -> None:
    sample = load_config(str(HERE.parent / "mkdocs.yml")).theme["palette"]
    (button,) = plain.page("").select(".kl-scheme")

    assert yaml.safe_load(str(button["data-kl-palettes"])) == sample
    assert b"data-md-color-scheme=slate" in plain.files()["assets/styles/kernlog.css"]


def test_what_a_site_says_stays(tmp_path: Path) -> None:
    palette = {"scheme": "slate", "primary": "teal"}
    new = NewSite(tmp_path, palette=palette, font={"text": "Ubuntu", "code": "Ubuntu Mono"})
    new.settings(nav=[{"Only": "archive/index.md"}])
    new.write("index.md", "# Welcome\n")
    page = new.build().page("")

    assert page.body
    assert page.body["data-md-color-primary"] == "teal"
    assert not page.select(".kl-scheme")
    assert "Ubuntu+Mono" in str(page.head)
    assert [link.get_text() for link in page.select(".kl-bar__ways a")] == ["Only"]
    assert [its.get_text() for its in page.select("h1")] == ["Welcome"]


def test_a_draft_of_a_front_page_leaves_the_one_that_is_made(new: NewSite) -> None:
    new.write("index.md", "# Welcome\n")
    for setting in ("draft_docs", "exclude_docs"):
        new.settings(**{setting: "index.md"})
        built = new.build()
        assert (built.aborted, built.problems) == (False, [])
        assert [its.get_text() for its in built.page("").select("h1")] == ["New Log"]


def test_one_colour_is_replaced_alone(new: NewSite, plain: Built) -> None:
    tokens = (THEME / "assets/styles/tokens.css").read_bytes()
    assert b"#fdfcf9" in tokens
    new.replace("assets/styles/tokens.css", tokens.replace(b"#fdfcf9", b"#123456"))
    built = new.build()

    assert different(plain, built) == {"assets/styles/kernlog.css"}
    styles = built.files()["assets/styles/kernlog.css"]
    assert styles.replace(b"#123456", b"#fdfcf9") == plain.files()["assets/styles/kernlog.css"]


def test_one_block_of_a_template_is_replaced_alone(new: NewSite, plain: Built) -> None:
    new.replace(
        "home.html", b"{% extends 'kernlog/home.html' %}{% block footer %}<p>Own</p>{% endblock %}"
    )
    built = new.build()

    assert different(plain, built) == {"index.html"}
    before, after = plain.page(""), built.page("")
    assert str(after.select_one(".kl-home")) == str(before.select_one(".kl-home"))
    assert before.select_one(".kl-foot")
    assert not after.select_one(".kl-foot")


def test_one_template_is_replaced_alone(new: NewSite, plain: Built) -> None:
    new.replace("components/lookup-link.html", b"<a href='https://look.example/'>Look</a>")
    built = new.build()

    assert different(plain, built) == {"404.html"}
    assert built.page("404.html").select_one("a[href='https://look.example/']")


@pytest.mark.parametrize("name", ["favicon.png", "favicon.svg", "logo.svg"])
def test_one_picture_is_replaced_alone(new: NewSite, plain: Built, name: str) -> None:
    new.replace(f"assets/images/{name}", b"a picture")

    assert different(plain, new.build()) == {f"assets/images/{name}"}


def test_the_mark_in_the_bar_is_ours_or_that_of_the_site(tmp_path: Path) -> None:
    new = NewSite(tmp_path, icon={"logo": "kernlog/log"})
    (logo,) = new.build().page("").select(".kl-bar__logo path")
    assert f'd="{logo["d"]}"' in (THEME / ".icons/kernlog/log.svg").read_text()

    new.replace(".icons/kernlog/log.svg", b"<svg><path d='M0 0'></path></svg>")
    (logo,) = new.build().page("").select(".kl-bar__logo path")
    assert logo["d"] == "M0 0"


def test_a_copy_of_the_theme_builds_the_same_pages_and_is_told(new: NewSite, plain: Built) -> None:
    shutil.copytree(THEME, new.root / "theme")
    new.settings(theme={"name": "material", "custom_dir": "theme"})
    built = new.build()

    assert different(plain, built) == set()
    told = [text for _, text in built.log if "copy of the theme" in text]
    assert told == [
        "kernlog: theme: This is a copy of the theme that comes with kernlog. It is the same: "
        "delete it, and take custom_dir out of the configuration."
    ]
    assert not built.aborted


def test_a_template_that_names_what_is_gone_is_told(new: NewSite) -> None:
    new.replace("404.html", b"{% extends 'unlisted.html' %}\n{% include 'components/find.html' %}")
    built = new.build()

    assert built.aborted
    assert built.problems == [
        "theme/404.html:2: components/find.html is called components/search-box.html now. Write "
        "its new name, and compare what this file takes from it."
    ]


def test_the_preview_watches_the_theme_of_a_checkout_and_that_of_the_site(
    new: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    new.replace("assets/styles/tokens.css", b"")
    watched = []
    for is_checkout in (True, False):
        monkeypatch.setattr("kernlog_site.build.pages.theme.IS_CHECKOUT", is_checkout)
        config = load_config(str(new.config_file), site_dir=str(new.root / "site"))
        config.plugins.on_startup(command="serve", dirty=False)
        config.plugins.on_config(config)
        config.plugins.on_build_error(error=Exception())
        watched.append(config.watch)

    assert watched == [[str(THEME), str(new.root / "theme")], [str(new.root / "theme")]]
