from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.archive import Article
from bench.dialects import Kernlog, Plain, wrapped
from bench.generators import ALL, Generator
from bench.making import archive

RIVALS = [generator for generator in ALL if generator.requirements]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [article for issue in archive(6) for article in issue.articles]


def test_both_dialects_cite_the_same_commits_in_the_same_order(articles: list[Article]) -> None:
    for article in articles:
        cited = [commit.abbreviation for commit in article.commits]
        body = Plain().body(article)
        assert re.findall(r"\b[0-9a-f]{12}\b", Kernlog().body(article)) == cited
        assert [sha[:12] for sha in re.findall(r"id=([0-9a-f]{40})\)", body)] == cited


def test_both_dialects_have_the_same_words(articles: list[Article]) -> None:
    groups = {
        Kernlog(): r"\(:commit\[[^]]*\]\)",
        Plain(): r"\((\[[^]]*\]\([^)]*\)(, )?)+\)",
    }
    for article in articles:
        proses = set()
        for dialect, group in groups.items():
            prose, gems, _ = " ".join(dialect.body(article).split()).partition("## Minor gems")
            assert gems
            words, found = re.subn(group, "", prose)
            assert found > 15
            proses.add(re.sub(r"\]\([^)]*\)", "]", words))
        assert len(proses) == 1


def test_lines_are_wrapped_without_losing_a_word() -> None:
    text = " ".join(f"word{number}" for number in range(100))

    lines = wrapped(text).split("\n")

    assert " ".join(lines) == text
    assert all(len(line) <= 120 for line in lines)
    assert all(len(f"{line} word10") > 115 for line in lines[:-1])


@pytest.mark.parametrize("generator", ALL, ids=lambda generator: generator.name)
def test_every_article_has_a_file_and_a_page_of_its_own(
    generator: Generator, tmp_path: Path
) -> None:
    page_sources = generator.write(tmp_path / "site", 12)

    assert len({page_source.source for page_source in page_sources}) == 12
    assert len({page_source.page for page_source in page_sources}) == 12
    for page_source in page_sources:
        text = page_source.source.read_text()
        assert all(commit in text for commit in page_source.commits)


@pytest.mark.parametrize("generator", ALL, ids=lambda generator: generator.name)
def test_a_revision_adds_a_word_to_the_text(generator: Generator, tmp_path: Path) -> None:
    page_source = generator.write(tmp_path / "site", 1)[0]
    before = page_source.source.read_text()

    page_source.revise("remarkable")

    after = page_source.source.read_text()
    assert after.replace(" remarkable", "", 1) == before
    assert re.search(r" remarkable\.\n\n(<!-- .* -->\n\n)?## ", after)


@pytest.mark.parametrize("generator", RIVALS, ids=lambda generator: generator.name)
def test_a_rival_runs_in_the_environment_of_rivals(generator: Generator) -> None:
    python = Path("/rivals/bin/python")

    assert generator.build(python)[0].startswith("/rivals/")
    served = generator.serve(python, 8123)
    assert served is None or "8123" in " ".join(served)
