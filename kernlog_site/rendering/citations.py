"""From a commit to the places that cite it. Known only when every article is rendered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import NamedTuple

from kernlog_site.commits.areas import area_of
from kernlog_site.model import Article, Citation, Commit, CommitId
from kernlog_site.problems import Problem
from kernlog_site.routes import citation_anchor


@dataclass(frozen=True, slots=True)
class Citations:
    """The citations of a page, in the order of the text.

    A site has hundreds of thousands, so they are kept as text, one word for each: its `hashes`, and
    the number of its section in `sections`, with a `g` behind it for a gem. `trees` has one tree
    for all, or one for each.
    """

    hashes: str = ""
    places: str = ""
    trees: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @classmethod
    def of(cls, citations: Iterable[Citation]) -> Citations:
        """Citations whose anchors are as `citation_anchor` makes them."""
        citations = tuple(citations)
        named = dict.fromkeys(citation.section for citation in citations)
        sections = {section: number for number, section in enumerate(named)}
        trees = tuple(citation.commit[0] for citation in citations)
        return cls(
            " ".join(citation.commit[1] for citation in citations),
            " ".join(f"{sections[c.section]}{'g' * c.gem}" for c in citations),
            trees if len(set(trees)) > 1 else trees[:1],
            tuple(sections),
        )

    def commits(self) -> Iterator[CommitId]:
        """What is cited."""
        return zip(cycle(self.trees), self.hashes.split(), strict=False)

    def gems(self) -> Iterator[CommitId]:
        """What is cited as a gem."""
        places = self.places.split()
        return (
            commit for commit, place in zip(self.commits(), places, strict=True) if place[-1] == "g"
        )

    def __iter__(self) -> Iterator[Citation]:
        seen: Counter[str] = Counter()
        for commit, place in zip(self.commits(), self.places.split(), strict=True):
            sha = commit[1]
            anchor = citation_anchor(sha[:12], seen[sha])
            seen[sha] += 1
            section = self.sections[int(place.removesuffix("g"))]
            yield Citation(commit, anchor, section, place[-1] == "g")


Cited = Mapping[str, Citations]
"""The citations of each article, by its path."""

_NONE = Citations()


class CitedPlace(NamedTuple):
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
        for citation in cited.get(article.path, _NONE):
            found[citation.commit].append(CitedPlace(article, citation))
    return found


def cited_apart(
    articles: Iterable[Article], cited: Cited, group: Callable[[Article], Hashable]
) -> dict[CommitId, list[CitedPlace]]:
    """The places of those commits alone that articles of several groups cite.

    They are few, and looking for them takes far less memory than keeping all places.
    """
    articles = tuple(articles)
    apart = _hashed_apart(articles, cited, group)
    found: dict[CommitId, list[CitedPlace]] = defaultdict(list)
    for article in articles if apart else ():
        for citation in cited.get(article.path, _NONE):
            if hash(citation.commit) in apart:
                found[citation.commit].append(CitedPlace(article, citation))
    by_chance = [key for key, its in found.items() if len({group(p.article) for p in its}) == 1]
    for key in by_chance:
        del found[key]
    return found


def _hashed_apart(
    articles: Iterable[Article], cited: Cited, group: Callable[[Article], Hashable]
) -> set[int]:
    """The `hash` of each commit that several groups cite, and by chance perhaps of another."""
    of_groups: dict[Hashable, set[int]] = defaultdict(set)
    for article in articles:
        of_groups[group(article)].update(map(hash, cited.get(article.path, _NONE).commits()))
    once: set[int] = set()
    apart: set[int] = set()
    while of_groups:
        _, of_group = of_groups.popitem()
        apart |= once & of_group
        once |= of_group
    return apart


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
        spellings = Counter(sorted(area for area, _ in members))
        commits_of_area = [commit for _, commit in members]
        if len(members) > 1:
            groups.append((spellings.most_common(1)[0][0], commits_of_area))
        else:
            rest += commits_of_area
    return [*groups, ("", rest)] if rest else groups


def repeated_gems(articles: Iterable[Article], cited: Cited) -> Iterator[RepeatedGem]:
    """Commits listed in two parts of one series, reported for the later part."""
    first: dict[tuple[str, str], Article] = {}
    parts = [article for article in articles if article.series is not None]
    for article in sorted(parts, key=lambda a: (a.series or "", a.part or 0, a.path)):
        assert article.series is not None
        gems = cited.get(article.path, _NONE).gems()
        for sha in dict.fromkeys(sha for _, sha in gems):
            earlier = first.setdefault((article.series, sha), article)
            if earlier is not article:
                problem = Problem(
                    f"Commit {sha[:12]} is already listed in part {earlier.part} ({earlier.path}).",
                    "Remove it from one of the two lists.",
                )
                yield RepeatedGem(article, sha[:12], problem)
