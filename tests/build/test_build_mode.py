"""Each command has its mode, and each of its switches does what it is called after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from livingsite import LivingSite, Outcome

from kernlog_site import plugin
from kernlog_site.build.stages.build_mode import PREVIEWING, PUBLISHING, BuildMode, mode_of

PAGE = "articles/rc8/index.html"
DRAFT = "articles/secret/index.html"
CARD = "articles/rc8/card.png"


@pytest.mark.parametrize(
    ("command", "mode"),
    [("build", PUBLISHING), ("gh-deploy", PUBLISHING), ("serve", PREVIEWING)],
)
def test_every_command_has_a_mode(command: str, mode: BuildMode) -> None:
    assert mode_of(command) == mode


def built(living: LivingSite, monkeypatch: pytest.MonkeyPatch, mode: BuildMode) -> Outcome:
    monkeypatch.setattr(plugin, "mode_of", lambda _: mode)
    return living.clean()


@pytest.fixture
def living(living: LivingSite) -> LivingSite:
    """A site with a draft, and with something wrong on a page."""
    living.edit("Cites :commit[0000beef].")
    draft = {"title": "Secret", "date": "2010-02-13 10:00", "status": "draft"}
    living.write_page("articles/secret.md", draft, "Not yet.")
    living.options(cards=True, search=True)
    return living


def test_a_site_for_readers(living: LivingSite, monkeypatch: pytest.MonkeyPatch) -> None:
    files = built(living, monkeypatch, PUBLISHING).files

    assert {PAGE, CARD, "robots.txt"} <= files.keys()
    assert DRAFT not in files
    assert b"Problem(message" not in files[PAGE]


def test_each_switch_stands_alone(living: LivingSite, monkeypatch: pytest.MonkeyPatch) -> None:
    published = built(living, monkeypatch, PUBLISHING).files.keys()

    def added_by(mode: BuildMode) -> set[str]:
        return set(built(living, monkeypatch, mode).files.keys() ^ published)

    shown = added_by(replace(PUBLISHING, shows_unpublished=True))
    assert DRAFT in shown
    assert all("secret" in path or path.startswith("pagefind/") for path in shown)
    cards = {path for path in published if path.endswith("card.png")}
    assert CARD in cards
    assert added_by(replace(PUBLISHING, draws_cards=False)) == cards
    assert added_by(replace(PUBLISHING, welcomes_crawlers=False)) == {"robots.txt"}
    index = {path for path in published if path.startswith("pagefind/")}
    assert index
    assert added_by(replace(PUBLISHING, indexes_on_demand=True)) == index


def test_problems_are_shown_where_that_is_wanted(
    living: LivingSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = built(living, monkeypatch, replace(PUBLISHING, shows_problems=True)).files

    assert b"Problem(message" in files[PAGE]
    assert DRAFT not in files
