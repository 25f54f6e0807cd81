"""The library: who stands where in a series, what is on a release, which tags there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from record_factories import NOON, article, version
from site_core import sample_core

from kernlog_site.commits.store.reader import ReleaseFacts
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.content.content_reader import Content
from kernlog_site.content.library import Library, build_library
from kernlog_site.core.model import Article, Part, PlannedPart, Release, Series, Source, Tag
from kernlog_site.core.routes import Routes

RELEASE = version("2.6.33")


def part(number: int, **fields: Any) -> Article:
    path = fields.pop("path", f"articles/part-{number}.md")
    return article(path, series="coming", part=number, **fields)


def coming(*planned: int, **fields: Any) -> Series:
    plans = tuple(PlannedPart(number, f"Plan {number}") for number in planned)
    known: dict[str, Any] = {"title": "Coming", "release": RELEASE, "planned": plans}
    return Series("coming", Source("series/coming.md"), **(known | fields))


def library(*articles: Article, series: Series | None = None, **fields: Any) -> Library:
    known = {series.id: series} if series else {}
    releases = fields.pop("releases", ())
    content = Content(tuple(articles), known, {r.version: r for r in releases})
    return build_library(content, Routes(), "linux", **fields)


def outline(parts: tuple[Part, ...]) -> list[tuple[int, str]]:
    """The numbers of parts and what is there."""
    return [
        (p.number, "missing" if p.is_missing else "written" if p.article else "planned")
        for p in parts
    ]


def test_parts_stand_in_order_with_planned_and_missing_ones() -> None:
    made = library(part(4), part(1), series=coming(4, 6))
    assert outline(made.parts("coming")) == [
        (1, "written"),
        (2, "missing"),
        (3, "missing"),
        (4, "written"),
        (5, "missing"),
        (6, "planned"),
    ]


def test_topics_are_called_as_most_articles_do() -> None:
    made = library(
        article("articles/a.md", topics=("Tracing", "net"), date=NOON),
        article("articles/b.md", topics=("tracing",), date=NOON + timedelta(1)),
        article("articles/c.md", topics=("tracing", "TRACING", "!!!"), date=NOON + timedelta(2)),
    )

    assert {slug: topic.name for slug, topic in made.topics.items()} == {
        "net": "net",
        "tracing": "tracing",
    }
    paths = [article.path for article in made.topics["tracing"].articles]
    assert paths == ["articles/c.md", "articles/b.md", "articles/a.md"]


def test_years_are_those_that_the_dates_show() -> None:
    midnight = datetime(2010, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    made = library(
        article("articles/tokyo.md", date=midnight),
        article("articles/london.md", date=midnight.astimezone(UTC) + timedelta(hours=1)),
        article("articles/undated.md", date=None),
        article("articles/new.md", date=NOON),
    )

    assert {
        number: [article.path for article in year.articles] for number, year in made.years.items()
    } == {2010: ["articles/new.md", "articles/tokyo.md"], 2009: ["articles/london.md"]}
    assert list(made.years) == [2010, 2009]


def test_a_planned_part_that_is_written_keeps_its_plan() -> None:
    first = part(1, title="Written")
    (found,) = library(first, series=coming(1)).parts("coming")
    assert (found.article, found.title) == (first, "Written")
    assert found.planned == PlannedPart(1, "Plan 1")


def test_two_articles_with_one_number_are_two_parts() -> None:
    made = library(part(1, path="articles/b.md"), part(1, path="articles/a.md"), series=coming())
    assert [p.article.path for p in made.parts("coming") if p.article] == [
        "articles/a.md",
        "articles/b.md",
    ]


@pytest.mark.parametrize("series_id", ["coming", "unheard-of"])
def test_a_series_without_articles_has_no_parts(series_id: str) -> None:
    assert library(series=coming()).parts(series_id) == ()


def test_neighbours_leave_out_missing_parts_and_name_planned_ones() -> None:
    first, third = part(1), part(3)
    made = library(first, third, series=coming(4))
    assert [p and p.number for p in made.neighbours(first)] == [None, 3]
    assert [p and p.number for p in made.neighbours(third)] == [1, 4]


def test_a_one_off_has_no_neighbours() -> None:
    lone = article("articles/news.md")
    assert library(lone, part(1)).neighbours(lone) == (None, None)


def test_a_part_is_found_by_its_number_unless_it_is_missing() -> None:
    made = library(part(1), part(3), series=coming())
    found = made.part("coming", 3)
    assert found is not None
    assert found.number == 3
    assert made.part("coming", 2) is None
    assert made.part("coming", 4) is None
    assert made.part("unheard-of", 1) is None


def test_an_article_is_about_its_own_release_before_that_of_its_series() -> None:
    own, inherits, none = (
        part(1, release=version("2.6.34")),
        part(2),
        article("articles/news.md"),
    )
    made = library(own, inherits, none, series=coming())
    assert made.release_of(own) == version("2.6.34")
    assert made.release_of(inherits) == RELEASE
    assert made.release_of(none) is None


def test_articles_come_newest_first_and_by_path_where_that_is_equal() -> None:
    old, new = NOON.replace(year=2009), NOON.replace(year=2011)
    written = [
        article("articles/b.md", date=old, release=RELEASE),
        article("articles/c.md", date=new, release=RELEASE),
        article("articles/a.md", date=old, release=RELEASE),
        article("articles/d.md", date=None, release=RELEASE),
    ]
    made = library(*written)
    expected = ["articles/c.md", "articles/a.md", "articles/b.md", "articles/d.md"]
    assert [a.path for a in made.articles] == expected
    assert [a.path for a in made.articles_on(RELEASE)] == expected
    assert made.articles_on(version("6.10")) == ()


def test_a_series_without_a_file_is_made_from_its_articles() -> None:
    made = library(part(1, release=RELEASE))
    found = made.series["coming"]
    assert not found.has_file
    assert (found.title, found.release) == ("Coming", RELEASE)
    assert found.source.path == "series/coming.md"
    assert made.series_on(RELEASE) == (found,)


def test_a_series_without_a_file_takes_the_release_of_its_first_article() -> None:
    first = part(1, release=RELEASE)
    second = part(2, release=version("2.6.34"), date=NOON.replace(year=2011))
    assert library(second, first).series["coming"].release == RELEASE


def test_releases_that_are_only_named_are_there_too_newest_first() -> None:
    made = library(
        article("articles/a.md", release=version("6.9")),
        article("articles/b.md", release=version("6.10")),
        series=coming(),
    )
    assert [str(r.version) for r in made.newest_releases] == ["6.10", "6.9", "2.6.33"]
    assert not any(r.has_file for r in made.newest_releases)
    assert made.releases[RELEASE].source.path == "releases/2.6.33.md"


def tag(name: str, day: int) -> Tag:
    return Tag(name, NOON.replace(day=day), LINUX.of_tag(name))


def facts(*tags: Tag) -> ReleaseFacts:
    return ReleaseFacts(tags)


def test_tags_written_by_hand_go_before_those_of_the_store() -> None:
    by_hand = Release(RELEASE, Source("releases/2.6.33.md"), tags=(tag("v2.6.33-rc2", 9),))
    stored = {"linux": {RELEASE: facts(tag("v2.6.33-rc1", 1), tag("v2.6.33-rc2", 5))}}
    made = library(releases=[by_hand], facts=stored)
    assert made.releases[RELEASE].tags == (tag("v2.6.33-rc1", 1), tag("v2.6.33-rc2", 9))


def test_tags_of_the_default_tree_go_before_those_of_others() -> None:
    stored = {
        "another": {RELEASE: facts(tag("v2.6.33", 1))},
        "linux": {RELEASE: facts(tag("v2.6.33", 2))},
        "stable": {RELEASE: facts(tag("v2.6.33", 3), tag("v2.6.33-rc8", 1))},
    }
    made = library(series=coming(), facts=stored)
    assert made.releases[RELEASE].tags == (tag("v2.6.33-rc8", 1), tag("v2.6.33", 2))


def test_a_tag_is_unknown_only_where_the_tree_has_tags() -> None:
    made = library(facts={"linux": {RELEASE: facts(tag("v2.6.33", 1))}})
    assert made.knows_tag("linux", "v2.6.33")
    assert not made.knows_tag("linux", "v2.6.33-rc9")
    assert made.knows_tag("stable", "v2.6.33.9")


def test_a_release_is_in_development_until_it_is_tagged_or_said_to_be_out() -> None:
    made = sample_core().library
    assert not made.releases[RELEASE].in_development
    assert made.releases[version("2.6.32")].in_development
    bare = Release(RELEASE, Source("r.md"), tags=(tag("v2.6.33-rc1", 1),))
    assert bare.in_development
    assert bare.tag_at(NOON) == tag("v2.6.33-rc1", 1)
    assert bare.tag_at(NOON.replace(year=2009)) is None
