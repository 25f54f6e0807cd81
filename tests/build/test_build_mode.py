"""Each command has its mode, and each of its switches does what it is called after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from editable_site import EditableSite, Outcome

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


def built(editable: EditableSite, monkeypatch: pytest.MonkeyPatch, mode: BuildMode) -> Outcome:
    monkeypatch.setattr(plugin, "mode_of", lambda _: mode)
    return editable.clean()


@pytest.fixture
def editable(editable: EditableSite) -> EditableSite:
    """A site with a draft, and with something wrong on a page."""
    editable.edit("Cites :commit[0000beef].")
    draft = {"title": "Secret", "date": "2010-02-13 10:00", "status": "draft"}
    editable.write_page("articles/secret.md", draft, "Not yet.")
    editable.options(cards=True, search=True)
    return editable


def test_a_site_for_readers(editable: EditableSite, monkeypatch: pytest.MonkeyPatch) -> None:
    files = built(editable, monkeypatch, PUBLISHING).files

    assert {PAGE, CARD, "robots.txt"} <= files.keys()
    assert DRAFT not in files
    assert b"Problem(message" not in files[PAGE]


def test_each_switch_stands_alone(editable: EditableSite, monkeypatch: pytest.MonkeyPatch) -> None:
    published = built(editable, monkeypatch, PUBLISHING).files.keys()

    def added_by(mode: BuildMode) -> set[str]:
        return set(built(editable, monkeypatch, mode).files.keys() ^ published)

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
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = built(editable, monkeypatch, replace(PUBLISHING, shows_problems=True)).files

    assert b"Problem(message" in files[PAGE]
    assert DRAFT not in files
