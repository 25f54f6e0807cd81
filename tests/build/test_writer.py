"""What pages show of each other is found out again when it may be different, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from editable_site import EPOCH, EditableSite, Outcome

from kernlog_site.core.model import Article, Release
from kernlog_site.views.presenter import Presenter

CITED_BY_PART_1 = "7dd65feb6c60"
PART_1 = "articles/2.6.33/network/index.html"
PART_2 = "articles/2.6.33/storage/index.html"
ASKED = ("article_without_commits", "also_cited", "release_without_commits", "cited_elsewhere")


@pytest.fixture
def editable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditableSite:
    """A site that was built before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    editable = EditableSite(tmp_path)
    editable.edit("Nothing is cited.")
    editable.again()
    return editable


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The files of the records about which presenters were asked since."""
    paths: set[str] = set()

    def watch(ask: Callable[..., object]) -> Callable[..., object]:
        def asking(presenter: Presenter, record: Article | Release, *others: Any) -> object:
            paths.add(record.source.path)
            return ask(presenter, record, *others)

        return asking

    for name in ASKED:
        monkeypatch.setattr(Presenter, name, watch(getattr(Presenter, name)))
    return paths


def built(editable: EditableSite) -> Outcome:
    """The site as it is now, which is as a clean build makes it."""
    again = editable.again()
    assert again.differences(editable.clean()) == []
    return again


def replace(editable: EditableSite, path: str, old: str, new: str) -> None:
    file = editable.content / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_a_title_shows_on_the_page_of_a_neighbour(editable: EditableSite) -> None:
    replace(editable, "articles/2.6.33/network.md", "title: Networking", "title: The other network")

    assert b"The other network" in built(editable).files[PART_2]


def test_a_new_citation_shows_where_the_commit_was_cited_before(editable: EditableSite) -> None:
    editable.edit(f"Cites (:commit[{CITED_BY_PART_1}]).")

    assert b"rc8/#c-7dd65feb6c60" in built(editable).files[PART_1]


def test_a_section_shows_where_its_commits_are_cited_too(editable: EditableSite) -> None:
    editable.edit(f"## Before\n\nCites (:commit[{CITED_BY_PART_1}]).")
    editable.again()
    editable.edit(f"## After\n\nCites (:commit[{CITED_BY_PART_1}]).")

    page = built(editable).files[PART_1]
    assert b"After" in page
    assert b"Before" not in page


def test_a_time_that_is_set_back_and_forth(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for epoch in ("1263000000", EPOCH, "1266000000", EPOCH):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        built(editable)
        preview = editable.again(preview=True)
        assert preview.differences(editable.clean(preview=True)) == []


def test_nobody_asks_about_other_records_while_a_text_changes(
    editable: EditableSite, shown: set[str]
) -> None:
    editable.again()
    assert shown == set()

    editable.edit("Other words.")
    editable.again()
    assert shown == {"articles/rc8.md"}


def test_a_tracking_page_is_made_anew_when_its_articles_cite_in_other_places(
    editable: EditableSite,
) -> None:
    tracking = "releases/2.6.33/index.html"
    for text, anchor in (
        (f"Cites (:commit[{CITED_BY_PART_1}]).", b"rc8/#c-7dd65feb6c60"),
        ("Cites (:commit[5ad6468801d2]).", b"rc8/#c-5ad6468801d2"),
    ):
        editable.edit(text)
        page = built(editable).files[tracking]
        assert anchor in page
    assert b"rc8/#c-7dd65feb6c60" not in page


def test_a_tracking_page_is_made_anew_when_the_store_says_something_else(
    editable: EditableSite,
) -> None:
    store = editable.content / "_data/commits.jsonl"
    store.write_text(store.read_text().replace("LZO-compressed", "LZ4-compressed"))

    assert b"LZ4-compressed" in built(editable).files["releases/2.6.33/index.html"]
