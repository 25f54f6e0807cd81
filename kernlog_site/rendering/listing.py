"""The lists of commits: below an article, and by area on a tracking page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape
from itertools import chain, islice

from kernlog_site.library import Library
from kernlog_site.model import Article, CommitId
from kernlog_site.rendering.citations import Cited, CitedPlace, by_area, places, shared
from kernlog_site.rendering.headlines import Headlines
from kernlog_site.rendering.rows import Item, Row, listed
from kernlog_site.rendering.views import Area, Undone
from kernlog_site.routes import Routes, citation_anchor, to_root
from kernlog_site.versions import KernelVersion
from kernlog_site.words import ENGLISH, Words

RowsOf = Callable[[Article], Sequence[Row]]
"""Gives a row for each commit that an article cites, in the order of the text."""


@dataclass(frozen=True)
class Lister:
    """Makes the lists of commits of one build, when all articles are rendered.

    Where only the pages of some articles are wanted, those `edited` by path and no others, nothing
    is found out about the rest of the site that they do not show.
    """

    library: Library
    routes: Routes
    headlines: Headlines
    cited: Cited
    rows_of: RowsOf
    edited: frozenset[str] = frozenset()
    words: Words = ENGLISH

    def below(self, article: Article) -> list[str]:
        """What an article cites, each with the way back to where the text does so first, and with
        the places in other articles that cite it too."""
        also = dict(self.also_cited(article))
        back = escape(self.words.gettext("Back to the text"))
        rows = (
            (
                row,
                f'<a href="#{citation_anchor(row.sha[:12])}" title="{back}">↑</a>'
                f"{also.get(row.commit, '')}",
            )
            for row in self.rows_of(article)
        )
        return [item.html for item in listed(rows)]

    def also_cited(self, article: Article) -> Iterator[tuple[CommitId, str]]:
        """The commits of an article that others cite as well, with links to where they do."""
        root = to_root(self._url(article))
        words = f' <span class="kl-also">{escape(self.words.gettext("Also cited in:"))}'
        for commit in self._shared_by_article.get(article.path, ()):
            others = [place for place in self._shared[commit] if place.article is not article]
            if others:
                yield commit, f"{words}{self._links(commit, others, root)}</span>"

    def by_area(self, version: KernelVersion) -> list[Area]:
        """What the articles on a release cite, without what landed in another release."""
        articles, root = self.library.articles_on(version), self._root_of(version)
        rows = {row.commit: row for article in articles for row in self.rows_of(article)}
        landed = [row for row in rows.values() if _landed_in(row.first_tag) in (version, None)]
        cited = places(articles, self.cited)
        words = f'<span class="kl-unseen">{escape(self.words.gettext("Cited in:"))}</span>'

        def located(row: Row) -> tuple[Row, str]:
            its_places = self._shared.get(row.commit) or cited[row.commit]
            return row, f"{words}{self._links(row.commit, its_places, root)}"

        areas = by_area(landed)
        items = listed(map(located, chain.from_iterable(found for _, found in areas)))
        return [_area(name, list(islice(items, len(found)))) for name, found in areas]

    def cited_elsewhere(self, version: KernelVersion) -> list[tuple[CommitId, str]]:
        """The commits cited on a release that articles on other releases cite too, with links to
        all places."""
        root, apart = self._root_of(version), self._cited_apart.get(version, ())
        return [(commit, self._links(commit, self._shared[commit], root)) for commit in apart]

    def _links(self, commit: CommitId, its_places: Iterable[CitedPlace], root: str) -> str:
        abbreviation = commit[1][:12]
        links = ""
        for article, section, earlier in its_places:
            url, headline, label = self._references.get(article.path) or self._refer_to(article)
            title = f"{headline} – {escape(section)}" if section else headline
            anchor = citation_anchor(abbreviation, earlier)
            links += f' <a href="{root}{url}#{anchor}" title="{title}">{label}</a>'
        return links

    def _refer_to(self, article: Article) -> tuple[str, str, str]:
        part = self.words.gettext("Part %(number)s")
        label = part % {"number": article.part} if article.part else article.title
        headline = self.headlines.headline(article, self.library)
        found = escape(self._url(article)), escape(headline), escape(label)
        self._references[article.path] = found
        return found

    def _url(self, article: Article) -> str:
        return self.routes.url(article.path)

    def _root_of(self, version: KernelVersion) -> str:
        return to_root(self.routes.url(self.routes.release_source(version)))

    @cached_property
    def _references(self) -> dict[str, tuple[str, str, str]]:
        """The address, the headline and the short name of articles; filled as pages ask."""
        return {}

    @cached_property
    def _shared(self) -> Mapping[CommitId, Sequence[CitedPlace]]:
        """The places of the commits that several articles cite."""
        if not self.edited or not self.edited <= self.cited.keys():
            return shared(self.library.articles, self.cited)
        commits = {commit for path in self.edited for commit in self.cited[path].commits()}
        hashes = {sha for _, sha in commits}
        citing = (
            article
            for article in self.library.articles
            if article.path in self.cited
            and not hashes.isdisjoint(self.cited[article.path].hashes.split())
        )
        return places(citing, self.cited, set(map(hash, commits)))

    @cached_property
    def _shared_by_article(self) -> Mapping[str, Sequence[CommitId]]:
        """Those commits by the path of each article that cites them."""
        found: dict[str, list[CommitId]] = defaultdict(list)
        for commit, its_places in self._shared.items():
            for path in dict.fromkeys(place.article.path for place in its_places):
                found[path].append(commit)
        return found

    @cached_property
    def _cited_apart(self) -> Mapping[KernelVersion | None, Sequence[CommitId]]:
        """The commits that articles on several releases cite, by each of those."""
        found: dict[KernelVersion | None, list[CommitId]] = defaultdict(list)
        for commit, its_places in self._shared.items():
            versions = {self.library.release_of(place.article) for place in its_places}
            for version in versions if len(versions) > 1 else ():
                found[version].append(commit)
        return found


def _area(name: str, items: Sequence[Item]) -> Area:
    undone = [Undone(i.anchor, i.row.subject, i.row.undone) for i in items if i.row.undone]
    return Area(name, [item.html for item in items], undone)


@cache
def _landed_in(first_tag: str) -> KernelVersion | None:
    version = KernelVersion.from_tag(first_tag) if first_tag else None
    return version.release if version else None
