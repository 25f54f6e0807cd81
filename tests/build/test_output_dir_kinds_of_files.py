"""A folder, a file and a link may take the place of one another in the folder of the site."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from editable_site import EditableSite, Outcome, files_of

PAGE = "articles/rc8/index.html"


@pytest.fixture
def folder(editable: EditableSite) -> Path:
    """The folder of a site that was built."""
    editable.again()
    return editable.root / "site"


def assert_right(editable: EditableSite, outcome: Outcome) -> None:
    assert outcome.differences(editable.clean()) == []


def test_a_page_may_become_a_folder_and_a_page_again(editable: EditableSite, folder: Path) -> None:
    for directory_urls in (False, True, False):
        editable.configure(use_directory_urls=directory_urls)
        assert_right(editable, editable.again())
    editable.write("content/thing", "a file")
    assert_right(editable, editable.again())
    editable.write("content/thing", None)
    editable.write("content/thing/index.md", "# A page")
    assert_right(editable, editable.again())
    shutil.rmtree(editable.content / "thing")
    editable.write("content/thing", "a file")
    assert_right(editable, editable.again())


def test_a_file_may_become_a_folder_far_above_a_page(editable: EditableSite, folder: Path) -> None:
    editable.write("content/thing", "a file")
    assert_right(editable, editable.again())
    editable.write("content/thing", None)
    editable.write("content/thing/deep/down/page.md", "# A page")

    assert_right(editable, editable.again())


def test_a_folder_in_the_place_of_a_page_makes_way(editable: EditableSite, folder: Path) -> None:
    (folder / PAGE).unlink()
    (folder / PAGE).mkdir()
    (folder / PAGE / "note.txt").write_text("note")

    assert_right(editable, editable.again())


def test_a_link_to_a_file_elsewhere_is_not_written_through(
    editable: EditableSite, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("precious")
    (folder / PAGE).unlink()
    (folder / PAGE).symlink_to(elsewhere)

    assert_right(editable, editable.again())
    assert elsewhere.read_text() == "precious"
    assert not (folder / PAGE).is_symlink()


def test_a_link_to_a_folder_elsewhere_makes_way_for_the_whole_folder(
    editable: EditableSite, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(folder / "articles", elsewhere)
    precious = files_of(elsewhere)
    (folder / "articles").symlink_to(elsewhere)
    editable.edit("Another text.")

    assert_right(editable, editable.again())
    assert files_of(elsewhere) == precious


def test_a_link_to_a_folder_that_no_page_is_in_vanishes(
    editable: EditableSite, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "note.txt").write_text("precious")
    (folder / "articles" / "old").symlink_to(elsewhere)

    editable.again()
    assert not (folder / "articles" / "old").is_symlink()
    assert (elsewhere / "note.txt").exists()
