"""Cards come and go with their articles, and are drawn when they would differ."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from editable_site import EditableSite, Outcome

from kernlog_site.outputs.social_cards import drawing as cards
from kernlog_site.views.metadata import SocialCard

CARD = "articles/rc8/card.png"
ARTICLE = (
    "---\ntitle: {title}\ndate: 2010-02-13 10:00\nrelease: 2.6.33\nauthors: [anna]\n---\nText.\n"
)


def card_paths(outcome: Outcome) -> set[str]:
    return {path for path in outcome.files if path.endswith("card.png")}


@contextmanager
def drawing() -> Iterator[list[SocialCard]]:
    """Collects what is drawn."""
    drawn: list[SocialCard] = []
    draw = cards.draw

    def noting(card: SocialCard) -> bytes:
        drawn.append(card)
        return draw(card)

    with patch.object(cards, "draw", noting):
        yield drawn


def test_a_card_says_what_stands_in_the_front_matter(editable: EditableSite) -> None:
    with drawing() as drawn:
        editable.again()

    assert (
        SocialCard(
            title="Networking",
            kicker="Kernel Log",
            release="Linux 2.6.33",
            series="Coming in 2.6.33 · 1 of 3",
            credit="Anna Example · 20 January 2010",
        )
        in drawn
    )


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Anna Example and Bert · 20 January 2010"),
        ("de", "Anna Example und Bert · 20. Januar 2010"),
    ],
)
def test_it_speaks_the_language_of_the_site(
    editable: EditableSite, language: str, written: str
) -> None:
    file = editable.content / "articles/2.6.33/network.md"
    file.write_text(file.read_text().replace("[anna]", "[anna, bert]"))
    editable.write("content/authors.yml", "anna: {name: Anna Example}\nbert: {name: Bert}\n")
    editable.configure(theme=editable.config["theme"] | {"language": language})
    with drawing() as drawn:
        editable.again()

    assert written in {card.credit for card in drawn}


def test_an_article_that_is_renamed_or_withdrawn_takes_its_card_along(
    editable: EditableSite,
) -> None:
    assert CARD in card_paths(editable.again())
    editable.write("content/articles/rc8.md", None)
    editable.write("content/articles/rc9.md", ARTICLE.format(title="x"))
    renamed = editable.again()
    assert card_paths(renamed) >= {"articles/rc9/card.png"}
    assert CARD not in renamed.files
    editable.write("content/articles/rc9.md", ARTICLE.format(title="x\nstatus: draft"))
    assert "articles/rc9/card.png" not in editable.again().files
    assert not (editable.root / "site/articles/rc9").exists()


def test_only_the_cards_that_change_are_drawn(editable: EditableSite) -> None:
    editable.again()
    before = (editable.root / "site" / CARD).stat()
    editable.write("content/articles/stable.md", ARTICLE.format(title="Another title"))
    editable.write("content/articles/new.md", ARTICLE.format(title="New"))
    with drawing() as drawn:
        again = editable.again()

    assert {card.title for card in drawn} == {"Another title", "New"}
    after = (editable.root / "site" / CARD).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert again.differences(editable.clean()) == []


@pytest.mark.parametrize("plugins", [[], ["search"]])
def test_none_is_drawn_twice(editable: EditableSite, plugins: list[str]) -> None:
    """With a plugin that looks at pages, MkDocs makes these, but cards are still ours."""
    editable.configure(plugins=[*editable.config["plugins"], *plugins])
    first = editable.again()
    with drawing() as drawn:
        assert editable.again().differences(first) == []
        shutil.rmtree(editable.root / "site")
        assert editable.again().differences(first) == []
    assert drawn == []
    with drawing() as drawn:
        shutil.rmtree(editable.root / ".cache")
        assert editable.again().differences(first) == []
    assert len(drawn) == len(card_paths(first)) == 4


def test_all_processors_draw_the_same(editable: EditableSite) -> None:
    for n in range(120):
        article = ARTICLE.format(title=f"Number {n}").replace("2010-02-13", "2010-01-01")
        editable.write(f"content/articles/more/{n}.md", article)

    assert editable.again(parallel=True).differences(editable.clean()) == []


def test_a_picture_of_the_writers_own_is_left_alone(editable: EditableSite) -> None:
    own = b"\x89PNG of my own"
    editable.again()
    editable.write(f"content/{CARD}", own)
    assert editable.again().files[CARD] == own
    editable.write(f"content/{CARD}", None)
    again = editable.again()
    assert again.files[CARD] != own
    assert again.differences(editable.clean()) == []


def test_a_page_in_the_place_of_a_card_is_left_alone(editable: EditableSite) -> None:
    editable.write("content/articles/rc8/card.png.md", ARTICLE.format(title="Why"))
    built = editable.again()

    assert f"{CARD}/index.html" in built.files
    assert f"{CARD}/card.png" in built.files
    assert CARD not in built.files


def test_turned_off_they_are_gone(editable: EditableSite) -> None:
    assert card_paths(editable.again())
    editable.options(cards=False)
    assert not card_paths(editable.again())
    editable.options(cards=None)
    assert card_paths(editable.again())
