"""Front matter that an earlier build parsed says the same, and is not parsed again."""

from __future__ import annotations

from pathlib import Path

import pytest
from editable_site import EPOCH, EditableSite

from kernlog_site.build.loader import FrontMatterCache
from kernlog_site.content import front_matter as frontmatter
from kernlog_site.incremental.cache import Cache

BLOCKS = (
    "title: Bug \U0001f41b\nupdated:\n  - {date: 2010-02-12 15:51, note: 'rc8'}",
    "title: Bug #14739\ntitle: twice",
    "title: [",
    "",
)
"""Fine; with problems; with nothing but a problem; with nothing."""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose front matter was parsed since."""
    paths = []

    def parse(path: str, block: str, first_line: int = 1) -> frontmatter.Parsed:
        paths.append(path)
        return as_ever(path, block, first_line)

    as_ever = frontmatter.parse
    monkeypatch.setattr(frontmatter, "parse", parse)
    return paths


@pytest.mark.parametrize("block", BLOCKS)
def test_it_says_the_same(block: str) -> None:
    with Cache(None) as cache:
        for path, first_line in (("a.md", 2), ("a.md", 2), ("b.md", 3)):
            matter = FrontMatterCache(cache)
            expected = frontmatter.parse(path, block, first_line)
            assert matter.parse(path, block, first_line) == expected
            matter.save()


def test_it_is_parsed_once(parsed: list[str]) -> None:
    with Cache(None) as cache:
        for path in ("a.md", "b.md"):
            matter = FrontMatterCache(cache)
            matter.parse(path, "title: Network", 2)
            matter.save()

    assert parsed == ["a.md"]


def test_what_has_problems_is_parsed_again(parsed: list[str]) -> None:
    with Cache(None) as cache:
        for path in ("a.md", "b.md"):
            matter = FrontMatterCache(cache)
            _, _, (problem,) = matter.parse(path, "title: [", 2)
            assert problem.path == path
            matter.save()

    assert parsed == ["a.md", "b.md"]


def test_of_an_edited_site_only_what_is_new_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parsed: list[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    editable = EditableSite(tmp_path)
    editable.again()
    editable.edit("Another text.")
    parsed.clear()
    again = editable.again()

    assert parsed == ["articles/rc8.md", "authors.yml"], "rc8 had other front matter before"
    assert again.differences(editable.clean()) == []
