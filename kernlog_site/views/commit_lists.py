"""The lists of commits: below an article, and by area on a tracking page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from functools import cached_property
from html import escape

from kernlog_site.citations.backlinks import Citations, Cited, CitedPlace, by_area, places, shared
from kernlog_site.citations.commit_rows import KINDS, Outcome, Row, anchors, item
from kernlog_site.content.library import Library
from kernlog_site.core.commit import CommitId
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.model import Article
from kernlog_site.core.routes import Routes, citation_anchor, to_root
from kernlog_site.core.versions import Version
from kernlog_site.views.headlines import Headlines
from kernlog_site.views.models import Aged, Area, Fate

RowsOf = Callable[[Article], Sequence[Row]]
"""Gives a row for each commit that an article cites, in the order of the text."""
_NONE = Citations()


@dataclass(frozen=True)
class Lister:
    """The lists of commits of one build, made when all articles are rendered.

    Where only the pages of some articles are wanted, those `wanted` by path and no others, nothing
    is found out about the rest of the site that they do not show.
    """

    library: Library
    routes: Routes
    headlines: Headlines
    _: KW_ONLY
    cited: Cited
    rows_of: RowsOf
    wanted: frozenset[str] = frozenset()
    words: Words = ENGLISH

    def below(self, article: Article) -> list[str]:
        """The items below an article, each with the way back to the first citation, and with
        the places in other articles that cite it too."""
        also = dict(self.also_cited(article))
        back = escape(self.words.gettext("Back to the text"))
        rows = self.rows_of(article)
        places = (
            f'<a href="#{citation_anchor(row.commit[1][:12])}" title="{back}">↑</a>'
            f"{also.get(row.commit, '')}"
            for row in rows
        )
        return list(map(item, rows, anchors(rows), places))

    def aged(self, article: Article) -> list[Aged]:
        """The commits of an article that something weighty became of since, what is newest first.

        What happened before is no news to its text; of what an older store tells nobody knows when.
        """
        day = article.date.date() if article.date else date.min
        weighty = {}
        for row in self.rows_of(article):
            since = (its for its in row.outcomes if its.when is None or its.when > day)
            if outcomes := [outcome for outcome in since if outcome.is_weighty]:
                weighty[row.commit] = row.subject, _newest_first(outcomes)
        aged: dict[CommitId, Aged] = {}
        cited = self.cited.get(article.path, _NONE) if weighty else _NONE
        for commit, _, earlier, _ in cited.numbered():
            if commit in weighty and commit not in aged:
                aged[commit] = Aged(citation_anchor(commit[1][:12], earlier), *weighty[commit])
        return sorted(aged.values(), key=lambda one: _age(one.outcomes[0]))

    def also_cited(self, article: Article) -> Iterator[tuple[CommitId, str]]:
        """The commits of an article that others cite as well, with links to where they do."""
        root = to_root(self._url(article))
        words = f' <span class="kl-also">{escape(self.words.gettext("Also cited in:"))}'
        for commit in self._shared_by_article.get(article.path, ()):
            others = [place for place in self._shared[commit] if place[0] is not article]
            if others:
                yield commit, f"{words}{self._links(commit, others, root)}</span>"

    def by_area(self, version: Version) -> list[Area]:
        """The commits that articles on a release cite, without those that landed in another."""
        articles = self.library.articles_on(version)
        rows = {row.commit: row for article in articles for row in self.rows_of(article)}
        tags = {row.first_tag for row in rows.values()}
        release_of = self.library.versions.release_of_tag
        elsewhere = {tag for tag in tags if release_of(tag) not in (version, None)}
        areas = by_area(row for row in rows.values() if row.first_tag not in elsewhere)
        links = self._links_to(articles, self._root_of(version))
        ids = anchors(row for _, members in areas for row in members)
        words = f'<span class="kl-unseen">{escape(self.words.gettext("Cited in:"))}</span>'
        listed = []
        for name, members in areas:
            marked = list(zip(members, ids, strict=False))
            items = [item(row, anchor, f"{words}{links[row.commit]}") for row, anchor in marked]
            fates = [its for row, anchor in marked if row.outcomes for its in _fates(row, anchor)]
            listed.append(Area(name, items, fates))
        return listed

    def _links_to(self, articles: Iterable[Article], root: str) -> Mapping[CommitId, str]:
        """For each commit that some articles cite, links to all places that do.

        A site has hundreds of thousands of places, nearly all of commits that no other article
        cites. So a link is made of two ends that many have in common.
        """
        links: dict[CommitId, str] = defaultdict(str)
        for article in articles:
            begin = self._begin_of_link(article, root)
            ends: dict[str, str] = {}
            for commit, section, earlier, _ in self.cited.get(article.path, _NONE).numbered():
                end = ends.get(section)
                if end is None:
                    end = ends[section] = self._end_of_link(article, section)
                links[commit] += f"{begin}{citation_anchor(commit[1][:12], earlier)}{end}"
        elsewhere = links.keys() & self._shared.keys()
        return links | {
            commit: self._links(commit, self._shared[commit], root) for commit in elsewhere
        }

    def cited_elsewhere(self, version: Version) -> list[tuple[CommitId, str]]:
        """The commits cited on a release that articles on other releases cite too, with links to
        all places."""
        root, apart = self._root_of(version), self._cited_apart.get(version, ())
        return [(commit, self._links(commit, self._shared[commit], root)) for commit in apart]

    def _links(self, commit: CommitId, cited_places: Iterable[CitedPlace], root: str) -> str:
        return "".join(
            f"{self._begin_of_link(article, root)}{citation_anchor(commit[1][:12], earlier)}"
            f"{self._end_of_link(article, section)}"
            for article, section, earlier in cited_places
        )

    def _begin_of_link(self, article: Article, root: str) -> str:
        return f' <a href="{root}{self._reference(article)[0]}#'

    def _end_of_link(self, article: Article, section: str) -> str:
        _, headline, label = self._reference(article)
        title = f"{headline} – {escape(section)}" if section else headline
        return f'" title="{title}">{label}</a>'

    def _reference(self, article: Article) -> tuple[str, str, str]:
        return self._references.get(article.path) or self._refer_to(article)

    def _refer_to(self, article: Article) -> tuple[str, str, str]:
        part = self.words.gettext("Part %(number)s")
        label = part % {"number": article.part} if article.part else article.title
        headline = self.headlines.headline(article, self.library)
        reference = escape(self._url(article)), escape(headline), escape(label)
        self._references[article.path] = reference
        return reference

    def _url(self, article: Article) -> str:
        return self.routes.url(article.path)

    def _root_of(self, version: Version) -> str:
        return to_root(self.routes.url(self.routes.release_source(version)))

    @cached_property
    def _references(self) -> dict[str, tuple[str, str, str]]:
        """The address, the headline and the short name of articles; filled as pages ask."""
        return {}

    @cached_property
    def _shared(self) -> Mapping[CommitId, Sequence[CitedPlace]]:
        """The places of the commits that several articles cite."""
        if not self.wanted or not self.wanted <= self.cited.keys():
            return shared(self.library.articles, self.cited)
        commits = {commit for path in self.wanted for commit in self.cited[path].commits()}
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
        commits: dict[str, list[CommitId]] = defaultdict(list)
        for commit, cited_places in self._shared.items():
            for path in dict.fromkeys(citing.path for citing, _, _ in cited_places):
                commits[path].append(commit)
        return commits

    @cached_property
    def _cited_apart(self) -> Mapping[Version | None, Sequence[CommitId]]:
        """The commits that articles on several releases cite, by each of those."""
        commits: dict[Version | None, list[CommitId]] = defaultdict(list)
        for commit, cited_places in self._shared.items():
            versions = {self.library.release_of(citing) for citing, _, _ in cited_places}
            for version in versions if len(versions) > 1 else ():
                commits[version].append(commit)
        return commits


def fates_by_kind(areas: Iterable[Area]) -> list[tuple[str, list[Fate]]]:
    """What became of the commits of some areas, the weightiest kind first."""
    by_kind: dict[str, list[Fate]] = defaultdict(list)
    for area in areas:
        for fate in area.fates:
            by_kind[fate.kind].append(fate)
    kinds = (kind for kind in KINDS if kind in by_kind)
    return [(kind, by_kind[kind]) for kind in dict.fromkeys((*kinds, *sorted(by_kind)))]


def _fates(row: Row, anchor: str) -> Iterator[Fate]:
    """What became of the commit of a row, once for each kind."""
    for kind in dict.fromkeys(outcome.kind for outcome in row.outcomes):
        texts = (outcome.text for outcome in row.outcomes if outcome.kind == kind)
        yield Fate(kind, anchor, row.subject, "; ".join(texts))


def _newest_first(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=_age)


def _age(outcome: Outcome) -> int:
    """By what outcomes are sorted, the newest first; those of an older store know no day."""
    return -(outcome.when or date.min).toordinal()
