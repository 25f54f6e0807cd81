from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from site_core import ZONE

from kernlog_site.content.content_reader import Content, read_content
from kernlog_site.content.fields import Conventions
from kernlog_site.content.visibility import NOTHING, Withheld, withhold, without
from kernlog_site.core.routes import Routes

NOW = datetime(2010, 3, 1, tzinfo=UTC)
ROUTES = Routes()
PEOPLE = b"anna: {name: Anna}\nben: {name: Ben}\n"


def article(more: str = "", date: str = "2010-02-12") -> bytes:
    return f"---\ntitle: A title\ndate: {date}\n{more}---\nText.\n".encode()


def draft(more: str = "") -> bytes:
    return article(f"status: draft\n{more}")


def kept(files: dict[str, bytes]) -> tuple[Content, Withheld]:
    """What readers may see of those files, and what not."""
    content = read_content(files.items(), ROUTES, Conventions(ZONE))
    return withhold(content, files, ROUTES, NOW)


def test_nothing_to_withhold() -> None:
    content, withheld = kept({"articles/a.md": article()})

    assert withheld is NOTHING
    assert not withheld
    assert not withheld.covers("articles/a.md")
    assert [its.path for its in content.articles] == ["articles/a.md"]


@pytest.mark.parametrize(
    "front", [draft(), article(date="2010-03-02"), article(date="soon"), article("status: x\n")]
)
def test_articles_that_are_not_public(front: bytes) -> None:
    content, withheld = kept({"articles/a.md": front, "articles/b.md": article()})

    assert [its.path for its in content.articles] == ["articles/b.md"]
    assert withheld.covers("articles/a.md")
    assert not withheld.covers("articles/b.md")


@pytest.mark.parametrize(
    ("path", "is_withheld"),
    [
        ("articles/x/a/card.png", True),
        ("articles/x/a/pictures/one.png", True),
        ("articles/x/a", True),
        ("articles/x/ab/card.png", False),
        ("articles/x/one.png", False),
        ("articles/x/b/one.png", False),
        ("articles/y/one.png", True),
        ("articles/y/deep/one.png", True),
        ("articles/z/one.png", False),
        ("articles/z/c/one.png", False),
        ("articles/z/c/pictures/one.png", False),
        ("articles/one.png", False),
        ("pictures/one.png", False),
        ("one.png", False),
    ],
)
def test_files_beside_articles_that_are_not_public(path: str, is_withheld: bool) -> None:
    _, withheld = kept(
        {
            "articles/x/a.md": draft(),
            "articles/x/b.md": article(),
            "articles/y/index.md": draft(),
            "articles/z.md": draft(),
            "articles/z/c.md": article(),
            "articles/d.md": draft(),
        }
    )

    assert withheld.covers(path) == is_withheld


def test_a_card_that_a_writer_drew_goes_with_its_article() -> None:
    files = {"articles/a.md": draft()}
    content = read_content(files.items(), ROUTES, Conventions(ZONE))

    _, withheld = withhold(content, files, Routes(directory_urls=False), NOW)

    assert withheld.covers("articles/a-card.png")


def test_what_nobody_else_names() -> None:
    names = "authors: [anna, ben]\ntopics: [Graphics, memory]\nseries: x\npart: 1\n"
    content, withheld = kept(
        {
            "authors.yml": PEOPLE,
            "articles/a.md": draft(names),
            "articles/b.md": article("authors: [anna]\ntopics: [graphics]\n"),
            "series/x.md": b"---\ntitle: X\n---\n",
        }
    )

    assert list(content.people) == ["anna"]
    assert content.series == {}
    hidden = ("authors/ben.md", "topics/memory.md", "series/x.md")
    assert [withheld.covers(path) for path in hidden] == [True] * 3
    assert not withheld.covers("authors/anna.md")
    assert not withheld.covers("topics/graphics.md")


def test_a_series_that_is_announced_is_shown_without_articles() -> None:
    content, withheld = kept(
        {
            "articles/a.md": draft("series: x\npart: 1\n"),
            "series/x.md": b"---\ntitle: X\nplanned: [{part: 1}]\n---\n",
            "series/y.md": b"---\ntitle: Y\n---\n",
        }
    )

    assert list(content.series) == ["x", "y"]
    assert not withheld.covers("series/x.md")


def test_updates_are_told_from_their_time_on() -> None:
    updates = "updated: [{date: 2010-02-13, note: a}, {date: 2010-03-02, note: b}]\n"
    content, withheld = kept({"articles/a.md": article(updates)})

    assert [update.note for update in content.articles[0].updates] == ["a"]
    assert not withheld


@pytest.mark.parametrize(
    ("nav", "left"),
    [
        (None, None),
        (["a.md", {"Secret": "articles/a.md"}], ["a.md"]),
        ([{"News": ["articles/a.md", {"X": "b.md"}]}], [{"News": [{"X": "b.md"}]}]),
        ([{"News": ["articles/a.md"]}, {"X": "b.md", "Y": "articles/a.md"}], [{"X": "b.md"}]),
        ([5, {"X": None}], [5]),
    ],
)
def test_the_navigation_without_what_is_withheld(nav: Any, left: Any) -> None:
    assert without(nav, Withheld(frozenset(["articles/a.md"]))) == left
