"""From a commit to the places that cite it. Known only when every article is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from operator import attrgetter
from typing import Protocol, TypeVar

from kernlog_site.commits.git.subjects import area_of, one_spelling
from kernlog_site.core.commit import Citation, CommitId
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Article
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import citation_anchor


@fingerprinted
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

    @property
    def count(self) -> int:
        """The number of citations."""
        return len(self.hashes.split())

    def commits(self) -> Iterator[CommitId]:
        """The commits that are cited, in the order of the text."""
        return zip(cycle(self.trees), self.hashes.split(), strict=False)

    def distinct(self) -> tuple[CommitId, ...]:
        """The commits that are cited, each once, in the order of first citations."""
        return tuple(dict.fromkeys(self.commits()))

    def abbreviations(self) -> tuple[str, ...]:
        """The abbreviated hashes that anchors are made of, in the order of `distinct`."""
        return tuple(dict.fromkeys([sha[:12] for sha in self.hashes.split()]))

    def gems(self) -> Iterator[CommitId]:
        """The commits that stand in lists."""
        places = self.places.split()
        return (
            commit for commit, place in zip(self.commits(), places, strict=True) if place[-1] == "g"
        )

    def section(self, place: str) -> str:
        """The section of a place, given as in `places`."""
        return self.sections[int(place.removesuffix("g"))]

    def numbered(self) -> Iterator[tuple[CommitId, str, int, bool]]:
        """Commits with section, number of citations before, and whether it is a gem, one by one."""
        words = self.places.split()
        of_word = {word: (self.section(word), word[-1] == "g") for word in set(words)}
        seen: dict[str, int] = {}
        for commit, word in zip(self.commits(), words, strict=True):
            abbreviation = commit[1][:12]
            earlier = seen.get(abbreviation, 0)
            seen[abbreviation] = earlier + 1
            section, gem = of_word[word]
            yield commit, section, earlier, gem

    def __iter__(self) -> Iterator[Citation]:
        for commit, section, earlier, gem in self.numbered():
            yield Citation(commit, citation_anchor(commit[1][:12], earlier), section, gem)


Cited = Mapping[str, Citations]
"""The citations of each article, by its path."""

_NONE = Citations()
_L = TypeVar("_L")


CitedPlace = tuple[Article, str, int]
"""An article that cites a commit, in which section, and how often it cited the same before. A site
has tens of thousands that are kept at once, so it is as plain a tuple as there can be."""


@dataclass(frozen=True, slots=True)
class RepeatedGem:
    """A commit that an article lists though an earlier part of its series did."""

    article: Article
    sha: str
    problem: Problem

    def lines(self, citations: Iterable[Citation], lines: Iterable[_L]) -> list[_L]:
        """The lines on which the commit is listed, of those of all citations of the article."""
        both = zip(citations, lines, strict=True)
        return [line for citation, line in both if citation.gem and citation.commit[1] == self.sha]


def places(
    articles: Iterable[Article], cited: Cited, wanted: Container[int] | None = None
) -> dict[CommitId, list[CitedPlace]]:
    """Every place of every commit, by article in the order given.

    Of all commits, or of those alone whose `hash` is wanted.
    """
    places_by_commit: dict[CommitId, list[CitedPlace]] = defaultdict(list)
    for article in articles:
        for commit, section, earlier, _ in cited.get(article.path, _NONE).numbered():
            if wanted is None or hash(commit) in wanted:
                places_by_commit[commit].append((article, section, earlier))
    return places_by_commit


def shared(articles: Iterable[Article], cited: Cited) -> dict[CommitId, list[CitedPlace]]:
    """The places of those commits alone that several articles cite.

    They are few, and looking for them takes far less memory than keeping all places.
    """
    articles = tuple(articles)
    once: set[int] = set()
    several: set[int] = set()
    for article in articles:
        hashes = set(map(hash, cited.get(article.path, _NONE).commits()))
        several |= once & hashes
        once |= hashes
    places_by_commit = places(articles, cited, several) if several else {}
    # Two commits may have one hash by chance.
    return {
        commit: cited_places
        for commit, cited_places in places_by_commit.items()
        if cited_places[0][0] is not cited_places[-1][0]
    }


class _HasSubject(Protocol):
    @property
    def subject(self) -> str: ...
    @property
    def sha(self) -> str: ...


_S = TypeVar("_S", bound=_HasSubject)


def by_area(commits: Iterable[_S]) -> list[tuple[str, list[_S]]]:
    """Commits grouped by area, the areas in alphabetical order; the name of the rest is empty.

    An area takes its most common spelling; a lone commit makes no area.
    """
    in_order = sorted(commits, key=attrgetter("sha"))
    in_order.sort(key=lambda commit: commit.subject.casefold())
    areas = [area_of(commit.subject) for commit in in_order]
    spelling = one_spelling(areas)
    members_by_area: dict[str, list[_S]] = defaultdict(list)
    for commit, area in zip(in_order, areas, strict=True):
        members_by_area[area.casefold()].append(commit)
    groups = []
    rest = members_by_area.pop("", [])
    for key, members in sorted(members_by_area.items()):
        if len(members) > 1:
            groups.append((spelling[key], members))
        else:
            rest += members
    return [*groups, ("", rest)] if rest else groups


def repeated_gems(articles: Iterable[Article], cited: Cited) -> Iterator[RepeatedGem]:
    """Commits listed in two parts of one series, reported for the later part."""
    first: dict[str, dict[str, Article]] = defaultdict(dict)
    parts = [article for article in articles if article.series is not None]
    for article in sorted(parts, key=lambda a: (a.series or "", a.part or 0, a.path)):
        earlier = first[article.series or ""]
        shas = dict.fromkeys(sha for _, sha in cited.get(article.path, _NONE).gems())
        for sha in () if earlier.keys().isdisjoint(shas) else shas:
            if sha in earlier:
                part = earlier[sha]
                problem = Problem(
                    f"Commit {sha[:12]} is already listed in part {part.part} ({part.path}).",
                    "Remove it from one of the two lists.",
                )
                yield RepeatedGem(article, sha, problem)
        first[article.series or ""] = dict.fromkeys(shas, article) | earlier
