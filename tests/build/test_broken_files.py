"""Files of a site that are no files, or cannot be read: told with their names, and no more."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from editable_site import EditableSite

KINDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link that leads nowhere": (lambda p: p.symlink_to("nowhere"), "No such file or directory"),
    "a link to itself": (lambda p: p.symlink_to(p.name), "Too many levels of symbolic links"),
    "a pipe": (os.mkfifo, "Not a regular file"),
    "a link to a device": (lambda p: p.symlink_to("/dev/zero"), "Not a regular file"),
    "a folder": (Path.mkdir, "Is a directory"),
}
READ = ["_data/commits.jsonl", "_data/releases.jsonl", "authors.yml"]
WRITTEN = ["articles/rc8.md", "releases/2.6.33.md", "series/coming-in-2.6.33.md", "about.md"]
COPIED = ["picture.png", "articles/figures.csv"]


def breaking(editable: EditableSite, path: str, kind: str) -> str:
    """Put something else in the place of a file; gives what is to be told of it."""
    file = editable.content / path
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    break_it, reason = KINDS[kind]
    break_it(file)
    return (
        f"ERROR kernlog: content/{path}:1: The file cannot be read: {reason}. Repair or remove it."
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        *((path, kind) for path in READ for kind in KINDS),
        *((path, kind) for path in (*WRITTEN, *COPIED) for kind in list(KINDS)[:-1]),
    ],
)
def test_what_cannot_be_read_is_a_problem(editable: EditableSite, path: str, kind: str) -> None:
    told = breaking(editable, path, kind)

    outcome = editable.again(preview=kind == "a pipe")

    assert not outcome.aborted
    assert told in outcome.log
    assert not any("There is no commit store" in text for text in outcome.log)


def test_a_page_that_only_the_preview_shows_is_a_problem_there(editable: EditableSite) -> None:
    editable.configure(draft_docs="notes.md\n")
    told = breaking(editable, "notes.md", "a pipe")

    assert told in editable.again(preview=True).log


def test_an_article_that_becomes_a_pipe_while_it_is_previewed(editable: EditableSite) -> None:
    editable.again(preview=True)
    told = breaking(editable, "articles/rc8.md", "a pipe")

    editable.show_edited(["articles/rc8.md"])

    assert told in editable.again(preview=True).log


def test_a_picture_that_nobody_may_read_is_a_problem(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is such a one for those who run tests as root."""
    editable.write("content/picture.png", b"")
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, how: "picture" not in path and may(path, how))

    outcome = editable.again()

    assert any("picture.png:1: The file cannot be read: Perm" in text for text in outcome.log)


@pytest.mark.parametrize("kind", ["a link that leads nowhere", "a folder", "a link to itself"])
def test_what_only_looks_like_a_template_is_passed_over(editable: EditableSite, kind: str) -> None:
    before = editable.again()
    KINDS[kind][0](editable.root / "theme/old.html")

    again = editable.again()

    assert again.files == before.files


def test_a_stylesheet_that_is_not_utf_8_is_told(editable: EditableSite) -> None:
    editable.write("theme/assets/styles/kernlog.css", "/* für */".encode("latin-1"))

    outcome = editable.again()

    assert outcome.aborted
    assert ("ERROR /theme/assets/styles/kernlog.css is not UTF-8. Save it as UTF-8.") in outcome.log
