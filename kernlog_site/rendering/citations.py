"""From a commit to the places that cite it. Known only when every article is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kernlog_site.commits.areas import area_of
from kernlog_site.model import Article, Citation, Commit, CommitId
from kernlog_site.problems import Problem

Cited = Mapping[str, Sequence[Citation]]
"""The citations of each article, by its path, in the order of the text."""


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place in an article that cites a commit."""

    article: Article
    citation: Citation


@dataclass(frozen=True, slots=True)
class RepeatedGem:
    """A commit that an article lists though an earlier part of its series did."""

    article: Article
    abbreviation: str
    problem: Problem


def distinct(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The first citation of each commit, in order."""
    first: dict[CommitId, Citation] = {}
    for citation in citations:
        first.setdefault(citation.commit, citation)
    return tuple(first.values())


def places(articles: Iterable[Article], cited: Cited) -> dict[CommitId, list[CitedPlace]]:
    """Every place of every commit, by article in the order given."""
    found: dict[CommitId, list[CitedPlace]] = defaultdict(list)
    for article in articles:
        for citation in cited.get(article.path, ()):
            found[citation.commit].append(CitedPlace(article, citation))
    return found


def by_area(commits: Iterable[Commit]) -> list[tuple[str, list[Commit]]]:
    """Commits grouped by area, the areas in alphabetical order; the name of the rest is empty.

    An area takes its most common spelling; a lone commit makes no area.
    """
    found: dict[str, list[tuple[str, Commit]]] = defaultdict(list)
    for commit in sorted(commits, key=lambda c: (c.subject.casefold(), c.sha)):
        area = area_of(commit.subject)
        found[area.casefold()].append((area, commit))
    groups = []
    rest = [commit for _, commit in found.pop("", [])]
    for _, members in sorted(found.items()):
        spellings = [area for area, _ in members]
        commits_of_area = [commit for _, commit in members]
        if len(members) > 1:
            groups.append((max(sorted(set(spellings)), key=spellings.count), commits_of_area))
        else:
            rest += commits_of_area
    return [*groups, ("", rest)] if rest else groups


def repeated_gems(articles: Iterable[Article], cited: Cited) -> Iterator[RepeatedGem]:
    """Commits listed in two parts of one series, reported for the later part."""
    first: dict[tuple[str, str], Article] = {}
    parts = [article for article in articles if article.series is not None]
    for article in sorted(parts, key=lambda a: (a.series or "", a.part or 0, a.path)):
        assert article.series is not None
        gems = (c.commit[1] for c in cited.get(article.path, ()) if c.gem)
        for sha in dict.fromkeys(gems):
            earlier = first.setdefault((article.series, sha), article)
            if earlier is not article:
                problem = Problem(
                    f"Commit {sha[:12]} is already listed in part {earlier.part} "
                    f"({earlier.path}).",
                    "Remove it from one of the two lists.",
                )
                yield RepeatedGem(article, sha[:12], problem)
