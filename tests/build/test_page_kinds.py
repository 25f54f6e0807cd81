"""The table of page kinds has every kind, and each stands as its template and its pages have it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from kernlog_site.build.pages.page_kinds import KINDS_OF_SUBJECTS, PAGE_KINDS
from kernlog_site.build.pages.page_source import Subject
from kernlog_site.core.i18n import ENGLISH
from kernlog_site.core.routes import Kind

THEME = Path(__file__).parents[2] / "theme"
FEEDS = {Kind.SERIES, Kind.RELEASE, Kind.TOPIC, Kind.AUTHOR}
FOUND = {
    Kind.ARTICLE: None,
    Kind.SERIES: "Series",
    Kind.RELEASE: "Release",
    Kind.TOPIC: "Topic",
    Kind.AUTHOR: "Author",
    Kind.PAGE: None,
}
"""What the search finds, and what its results call that."""


def test_every_kind_stands_in_it() -> None:
    assert set(PAGE_KINDS) == set(Kind)


def test_every_class_of_subjects_has_one_kind() -> None:
    assert set(KINDS_OF_SUBJECTS) == set(get_args(Subject))
    assert len(set(KINDS_OF_SUBJECTS.values())) == len(KINDS_OF_SUBJECTS)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_template(kind: Kind) -> None:
    name = "main" if kind is Kind.PAGE else kind.value

    assert (THEME / f"{name}.html").is_file()


def test_what_has_feeds_and_what_can_be_found() -> None:
    assert {kind for kind, page_kind in PAGE_KINDS.items() if page_kind.feed} == FEEDS
    entries = {kind: page_kind.search for kind, page_kind in PAGE_KINDS.items()}
    labels = {
        kind: entry.label(ENGLISH) if entry.label else None
        for kind, entry in entries.items()
        if entry
    }
    assert labels == FOUND


def test_only_pages_about_something_are_introduced() -> None:
    introduced = {kind for kind, page_kind in PAGE_KINDS.items() if page_kind.is_introduced}

    assert introduced == {Kind.TOPIC, Kind.AUTHOR, Kind.YEAR}
