"""Commits become the lines of lists: below an article, and by area on a tracking page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from kernlog_site.commits.schemes import address
from kernlog_site.commits.trees import Tree
from kernlog_site.library import Library
from kernlog_site.model import Article, Citation, Commit, CommitId, WebLink
from kernlog_site.rendering.citations import (
    Citations,
    Cited,
    CitedPlace,
    by_area,
    cited_apart,
    distinct,
    places,
)
from kernlog_site.rendering.headlines import Headlines
from kernlog_site.rendering.views import Area, CommitLine, DeedView, PlaceLink
from kernlog_site.routes import Routes, is_web_address
from kernlog_site.versions import KernelVersion


@dataclass(frozen=True)
class Lister:
    """Makes the lists of commits of one build, when all articles are rendered."""

    library: Library
    routes: Routes
    trees: Mapping[str, Tree]
    schemes: Mapping[str, str]
    headlines: Headlines
    cited: Cited

    def below(self, article: Article) -> list[CommitLine]:
        """What an article cites, each with the way back to where the text does so first."""
        return [self._below(one) for one in distinct(self.cited.get(article.path, Citations()))]

    def by_area(self, version: KernelVersion) -> list[Area]:
        """What the articles on a release cite, without what landed in another release."""
        cited = self._cited_on(version)
        commits = [self._found(commit) for commit in cited]
        landed = [commit for commit in commits if _landed_in(commit.first_tag) in (version, None)]
        return [
            Area(name, [self._line(c, self._all_places(c.id, cited)) for c in found])
            for name, found in by_area(landed)
        ]

    def cited_elsewhere(self, version: KernelVersion) -> list[tuple[CommitId, list[PlaceLink]]]:
        """The commits cited on a release that articles on other releases cite too."""
        cited = self._apart_by_release.get(version, ())
        return [(one, self._all_places(one, self._cited_apart)) for one in cited]

    def _below(self, citation: Citation) -> CommitLine:
        title = f"Where the text cites {citation.abbreviation}"
        back = PlaceLink("↑", title, f"#{citation.anchor}")
        return self._line(self._found(citation.commit), [back])

    def _line(self, commit: Commit, cited_in: Sequence[PlaceLink]) -> CommitLine:
        tree = self.trees.get(commit.tree)
        return CommitLine(
            commit,
            tree.commit(commit.sha) if tree else "",
            cited_in,
            list(_deeds(commit, tree)) if commit.fate else (),
            list(self._elsewhere(commit)) if commit.links or commit.bugs else (),
        )

    def _elsewhere(self, commit: Commit) -> Iterator[WebLink]:
        """Where a commit was discussed, and the bugs it names."""
        for kind, targets in (("discussion", commit.links), ("", commit.bugs)):
            for target in targets:
                scheme, _, value = target.partition(":")
                title = kind or {"bug": f"bug {value}"}.get(scheme, value)
                if scheme in self.schemes:
                    yield WebLink(title, address(self.schemes[scheme], value))
                elif is_web_address(target):
                    yield WebLink(title, target)

    def _found(self, commit: CommitId) -> Commit:
        assert self.library.store is not None
        return self.library.store.find(*commit)[0]

    def _cited_on(self, version: KernelVersion) -> dict[CommitId, list[CitedPlace]]:
        return places(self.library.articles_on(version), self.cited)

    def _all_places(
        self, commit: CommitId, cited: Mapping[CommitId, Sequence[CitedPlace]]
    ) -> list[PlaceLink]:
        """Not only the places `cited` on one release."""
        return [self._place(place) for place in self._cited_apart.get(commit) or cited[commit]]

    def _place(self, place: CitedPlace) -> PlaceLink:
        article, citation = place
        label, headline, url = self._references.get(article.path) or self._refer_to(article)
        title = f"{headline} – {citation.section}" if citation.section else headline
        return PlaceLink(label, title, f"{url}#{citation.anchor}")

    def _refer_to(self, article: Article) -> PlaceLink:
        label = f"Part {article.part}" if article.part else article.title
        headline = self.headlines.headline(article, self.library)
        link = PlaceLink(label, headline, self.routes.url(article.path))
        self._references[article.path] = link
        return link

    @cached_property
    def _references(self) -> dict[str, PlaceLink]:
        """How places in an article are called; filled as pages ask, for they ask often."""
        return {}

    @cached_property
    def _apart_by_release(self) -> Mapping[KernelVersion | None, Sequence[CommitId]]:
        found: dict[KernelVersion | None, list[CommitId]] = defaultdict(list)
        for commit, its_places in self._cited_apart.items():
            for version in {self.library.release_of(place.article) for place in its_places}:
                found[version].append(commit)
        return found

    @cached_property
    def _cited_apart(self) -> Mapping[CommitId, Sequence[CitedPlace]]:
        return cited_apart(self.library.articles, self.cited, self.library.release_of)


def _deeds(commit: Commit, tree: Tree | None) -> Iterator[DeedView]:
    for deed in commit.fate:
        yield DeedView(deed, tree.commit(deed.sha) if tree else "")


@cache
def _landed_in(first_tag: str | None) -> KernelVersion | None:
    version = KernelVersion.from_tag(first_tag) if first_tag else None
    return version.release if version else None
