"""Drafts and articles of the future: nowhere in a build, marked in the preview."""

from __future__ import annotations

import pytest
from editable_site import EditableSite
from small_site import Built, SmallSite, text
from unpublished_content import (
    DUE,
    NOT_IN_A_PREVIEW,
    OF_THE_DRAFT,
    OF_THE_FUTURE,
    WORDS,
    add_unpublished,
    link_unpublished,
    words_found_in,
)

BEFORE, AT_LAST = str(int(DUE.timestamp()) - 1), str(int(DUE.timestamp()))


@pytest.fixture
def secretive(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A site that has something to hide, a second before some of it comes out."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    add_unpublished(site)
    return site


@pytest.mark.parametrize("directory_urls", [True, False])
def test_no_byte_of_a_build_tells_of_drafts_and_the_future(
    secretive: SmallSite, directory_urls: bool
) -> None:
    secretive.settings(use_directory_urls=directory_urls)
    built = secretive.build()

    assert built.problems == []
    assert words_found_in(built) == {}


def test_nor_do_links_to_them_whose_readers_are_told_why(secretive: SmallSite) -> None:
    link_unpublished(secretive)
    built = secretive.build(strict=False)

    assert words_found_in(built) == {}
    page = built.page("articles/2.6.33/network/")
    marks = [text(mark) for mark in page.select("mark.problem")]
    assert [mark.split()[0] for mark in marks] == [
        *("part", "file", "place", "address", "root", "whole", "scheduled"),
        *("picture", "topic", "author"),
    ]
    assert all(mark.endswith("Name it without a link until then.") for mark in marks[1:])
    assert {problem.split(": ")[1] for problem in built.problems} == {
        f"content/articles/2.6.33/network.md:{line}" for line in range(16, 20)
    }
    assert secretive.build().aborted


def test_the_preview_shows_all_of_it(secretive: SmallSite) -> None:
    """Which proves, too, that the words are those to be looked for."""
    link_unpublished(secretive)
    shown = words_found_in(secretive.build(preview=True, strict=False))

    assert set(WORDS) - shown.keys() <= set(NOT_IN_A_PREVIEW)


def test_at_the_minute_of_its_date_a_build_publishes_an_article(
    secretive: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert words_found_in(secretive.build()) == {}

    monkeypatch.setenv("SOURCE_DATE_EPOCH", AT_LAST)
    built = secretive.build()

    assert built.problems == []
    shown = words_found_in(built)
    assert not shown.keys() & set(OF_THE_DRAFT)
    assert set(OF_THE_FUTURE) <= shown.keys()
    assert built.page("articles/wombat/").select_one("h1")


@pytest.mark.parametrize("preview", [False, True])
def test_a_cached_build_notices_that_the_time_has_come(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch, preview: bool
) -> None:
    """And that it is to be taken back, where the clock is put back."""
    meta = {"title": "Memory", "date": "2010-07-12 15:51", "topics": ["memory"]}
    editable.write_page("articles/wombat.md", meta, "Cites (:commit[7dd65feb6c60]).")
    editable.edit("See [it](wombat.md), and [it again](../wombat/).")
    sites = []
    for time in (BEFORE, AT_LAST, BEFORE):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", time)
        again = editable.again(preview=preview)
        assert again.differences(editable.clean(preview=preview)) == []
        sites.append(again.files)

    assert ("articles/wombat/index.html" in sites[0]) == preview
    assert "articles/wombat/index.html" in sites[1]
    assert sites[0] == sites[2]


def flagged(built: Built, address: str, selector: str) -> list[str]:
    """The elements of a page that have a flag, by the words in them."""
    found = built.page(address).select(f"{selector}:has(.kl-flag)")
    return [text(element) for element in found]


def test_the_preview_tells_at_the_top_of_an_article_when_it_goes_online(
    secretive: SmallSite,
) -> None:
    secretive.write("articles/unknown.md", "---\ntitle: Unknown\ndate: soon\n---\n")
    built = secretive.build(preview=True, strict=False)

    assert flagged(built, "articles/2.6.33/quokka/", ".kl-notice") == [
        "Draft goes online when its status is published"
    ]
    assert flagged(built, "articles/wombat/", ".kl-notice") == [
        "Scheduled goes online on 12 July 2010, 15:51 BST , with the next build"
    ]
    assert flagged(built, "articles/unknown/", ".kl-notice") == [
        "Not public its date or its status cannot be read"
    ]
    assert flagged(built, "articles/rc8/", ".kl-notice") == []


def test_a_draft_of_the_future_is_a_draft(secretive: SmallSite) -> None:
    secretive.edit("articles/2.6.33/quokka.md", "date: 2010-02-10", "date: 2010-08-10")
    built = secretive.build(preview=True, strict=False)

    (notice,) = flagged(built, "articles/2.6.33/quokka/", ".kl-notice")
    assert notice.startswith("Draft ")


@pytest.mark.parametrize(
    ("address", "selector", "marked"),
    [
        ("", ".kl-teaser, .kl-line", ["Wombatic", "Potoroid", "Quokkish"]),
        ("series/platypoid/", ".kl-part", ["Wombatic", "Potoroid"]),
        ("series/coming-in-2.6.33/", ".kl-part", ["Quokkish"]),
        ("articles/2.6.33/network/", ".kl-series-box .kl-part", ["Quokkish"]),
        ("articles/wombat/", ".kl-neighbour", ["Potoroid"]),
        ("releases/2.6.33/", ".kl-part", ["Quokkish"]),
        ("releases/2.6.37/", ".kl-teaser, .kl-line", ["Wombatic", "Potoroid"]),
    ],
)
def test_the_preview_marks_them_in_every_list(
    secretive: SmallSite, address: str, selector: str, marked: list[str]
) -> None:
    built = secretive.build(preview=True, strict=False)
    found = flagged(built, address, f":is({selector})")

    assert len(found) == len(marked)
    assert all(any(word in its for its in found) for word in marked)
    assert all("Not public" in its for its in found)
