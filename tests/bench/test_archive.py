from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import mean

import pytest

from bench.archive import Article, Commit, Issue
from bench.dialects import Kernlog
from bench.making import archive
from bench.timeline import VERSIONS, releases
from kernlog_site.commits.version_schemes import LINUX


@pytest.fixture(scope="module")
def issues() -> list[Issue]:
    return list(archive(48))


@pytest.fixture(scope="module")
def articles(issues: list[Issue]) -> list[Article]:
    return [article for issue in issues for article in issue.articles]


def test_there_are_as_many_articles_as_asked_for() -> None:
    for count in (1, 2, 12, 400):
        assert sum(len(issue.articles) for issue in archive(count)) == count


def test_articles_are_spread_evenly_over_the_releases(issues: list[Issue]) -> None:
    shares = [len(issue.articles) for issue in issues]

    assert max(shares) - min(shares) <= 1


def test_every_mainline_release_is_there_in_order() -> None:
    parsed = [LINUX.parse(version) for version in VERSIONS]

    assert parsed == sorted(parsed)
    assert (VERSIONS[0], VERSIONS[-1], len(VERSIONS)) == ("2.6.13", "6.19", 108)
    assert all(earlier.date <= later.begun for earlier, later in pairwise(releases()))


def test_an_article_cites_ninety_commits_and_has_the_usual_length(articles: list[Article]) -> None:
    words = [len(Kernlog().body(article).split()) for article in articles]

    assert {len(set(article.commits)) for article in articles} == {90}
    assert {len(list(article.commits)) for article in articles} == {90}
    assert 1350 < mean(words) < 1550


def test_nine_of_its_commits_were_cited_before_on_the_same_release(issues: list[Issue]) -> None:
    for issue in issues:
        cited: set[Commit] = set()
        for number, article in enumerate(issue.articles):
            assert len(cited & set(article.commits)) == (9 if number else 0)
            cited |= set(article.commits)
        assert cited == set(issue.commits)


def test_no_abbreviation_is_ambiguous(issues: list[Issue]) -> None:
    counted = Counter(commit.abbreviation for issue in issues for commit in issue.commits)

    assert set(counted.values()) == {1}


def test_dates_are_in_order_and_within_the_development_of_the_release(issues: list[Issue]) -> None:
    for issue in issues:
        dates = [article.date for article in issue.articles]
        assert dates == sorted(set(dates))
        assert issue.release.begun < dates[0]
        assert dates[-1] < issue.release.date


def test_series_have_four_or_five_parts_and_tell_of_those_to_come() -> None:
    issue = next(archive(108 * 8))

    assert [len(series.parts) for series in issue.series] == [4, 5]
    parts = [(article.series[-1], article.part) for article in issue.articles]
    assert parts == [*(("1", part) for part in (1, 2, 3, 4)), *(("2", n) for n in (1, 2, 3, 4))]
    written = [article.title for article in issue.articles]
    titles = [title for series in issue.series for title in series.parts]
    assert titles == [*written, "More on networking"]
