"""Records become views: the one place that decides what each page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, islice
from operator import itemgetter

from kernlog_site.citations.backlinks import Cited
from kernlog_site.content.library import Library
from kernlog_site.core.commit import CommitId
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.model import Article, Part, Release, ReleaseStatus, Series, Status
from kernlog_site.core.routes import Routes
from kernlog_site.core.versions import Version
from kernlog_site.views.commit_lists import Lister, RowsOf, fates_by_kind
from kernlog_site.views.comparison import Counted, Figures, compare
from kernlog_site.views.headlines import Headlines
from kernlog_site.views.models import (
    ArticleView,
    AuthorLink,
    CitedOn,
    HomeView,
    PartView,
    ReleaseLink,
    ReleaseState,
    ReleaseView,
    SeriesView,
    Teaser,
)
from kernlog_site.views.share_links import mail, shares
from kernlog_site.views.taxonomies import authors_of, topics_of
from kernlog_site.views.timeline.events import Event, events
from kernlog_site.views.timeline.geometry import draw

_LATEST = 12
_COMPARED = 5


@dataclass(frozen=True)
class Presenter:
    """The views of one build, made when all articles are rendered."""

    library: Library
    routes: Routes
    headlines: Headlines
    _: KW_ONLY
    cited: Cited
    rows_of: RowsOf
    now: datetime
    share: Sequence[str] = ()
    wanted: frozenset[str] = frozenset()
    words: Words = ENGLISH

    def home(self) -> HomeView:
        """The front page."""
        series = (self.series(series) for series in self.library.series.values())
        return HomeView(
            articles=[self.teaser(article) for article in self.library.articles[:_LATEST]],
            archive=self.routes.url(self.routes.archive),
            development=[
                self.state(release)
                for release in self.library.newest_releases
                if release.in_development and release.tags
            ],
            series=[view for view in series if view.is_under_way],
        )

    def all_series(self) -> list[SeriesView]:
        """Every series, that of the newest release first."""
        known = self.library.series.values()
        with_release = [(one.release, one) for one in known if one.release]
        with_release.sort(key=itemgetter(0), reverse=True)
        without = (one for one in known if not one.release)
        return [self.series(one) for one in (*(one for _, one in with_release), *without)]

    def all_releases(self) -> list[ReleaseState]:
        """Every release, newest first."""
        return [self.state(release) for release in self.library.newest_releases]

    def lookup(self) -> list[CitedOn]:
        """The releases on which commits are cited, newest first, for the page that looks them up.

        It goes through all citations of the site.
        """
        entries = []
        for release in self.library.newest_releases:
            articles = self.library.articles_on(release.version)
            cited = [self.cited[a.path].hashes.split() for a in articles if a.path in self.cited]
            commits = len(set(chain.from_iterable(cited)))
            if commits:
                link = self.release_link(release.version)
                entries.append(CitedOn(link, len(articles), commits))
        return entries

    def teaser(self, article: Article) -> Teaser:
        """An article in a list, made once: there are many lists."""
        if article.path not in self._teasers:
            self._teasers[article.path] = self._teaser(article)
        return self._teasers[article.path]

    def _teaser(self, article: Article) -> Teaser:
        version = self.library.release_of(article)
        series = self.library.series[article.series].title if article.series else ""
        return Teaser(
            headline=self.headlines.headline(article, self.library),
            title=article.title,
            url=self.routes.url(article.path),
            date=article.date,
            summary=article.summary,
            authors=self.people(article),
            is_draft=not article.is_public(self.now),
            series=series,
            part=article.part,
            release=self.release_link(version) if version else None,
        )

    def people(self, article: Article) -> tuple[AuthorLink, ...]:
        """The authors of an article."""
        return authors_of(article, self.library, self.routes)

    def series(self, series: Series, current: Article | None = None) -> SeriesView:
        """A series with its parts; `current` is the article whose page shows it."""
        return SeriesView(
            series=series,
            url=self.routes.url(self.routes.series_source(series.id)),
            parts=self._parts(series.id, current),
            release=self.release_link(series.release) if series.release else None,
        )

    def _parts(self, series_id: str, current: Article | None) -> list[PartView]:
        """The parts of a series, made once: every page of a series shows them."""
        parts = self.library.parts(series_id)
        if series_id not in self._part_views:
            self._part_views[series_id] = [self.part(part) for part in parts]
        return [
            replace(view, is_current=True) if current and part.article is current else view
            for part, view in zip(parts, self._part_views[series_id], strict=True)
        ]

    def part(self, part: Part) -> PartView:
        """A line of a series."""
        if part.article is None:
            expected = part.planned.expected if part.planned else None
            state = "missing" if part.is_missing else "planned"
            return PartView(part.number, part.title, state, expected=expected)
        return PartView(
            number=part.number,
            title=part.title,
            state="published",
            url=self.routes.url(part.article.path),
            date=part.article.date,
            summary=part.article.summary,
            is_draft=not part.article.is_public(self.now),
        )

    def article(self, article: Article, permalink: str) -> ArticleView:
        """An article's page. `permalink` is its absolute address, if the site has one."""
        view = self.article_without_commits(article, permalink)
        lister = self._lister
        return replace(view, commits=lister.below(article), aged=lister.aged(article))

    def article_without_commits(self, article: Article, permalink: str) -> ArticleView:
        """An article's page but for the commits, which are those of its text, with the places of
        `also_cited`."""
        headline = self.headlines.headline(article, self.library)
        version = self.library.release_of(article)
        release = self.library.releases[version] if version else None
        before, after = self.library.neighbours(article)
        series = self.library.series[article.series] if article.series else None
        return ArticleView(
            article=article,
            headline=headline,
            lead=self.headlines.lead(headline, article.title),
            authors=self.people(article),
            topics=topics_of(article, self.library, self.routes),
            release=self.release_link(version) if version else None,
            current_tag=release.tag_at(article.date) if release and article.date else None,
            series=self.series(series, article) if series else None,
            previous=self.part(before) if before else None,
            next=self.part(after) if after else None,
            updates=tuple(sorted(article.updates, key=lambda update: update.date)),
            aged=(),
            commits=(),
            shares=shares(self.share, headline, permalink) if permalink else [],
            permalink=permalink,
            mail=mail(headline, permalink) if permalink else "",
            is_draft=article.status is Status.DRAFT,
            is_scheduled=article.status is Status.PUBLISHED and article.is_withheld(self.now),
        )

    def release(self, release: Release) -> ReleaseView:
        """A release's tracking page."""
        areas = self._lister.by_area(release.version)
        fates = fates_by_kind(areas)
        view = self.release_without_commits(release)
        return replace(
            view,
            areas=areas,
            commits=sum(len(area.commits) for area in areas),
            fates=fates,
            aged=len({fate.anchor for _, its in fates for fate in its}),
            timeline=draw(view.events),
        )

    def release_without_commits(self, release: Release) -> ReleaseView:
        """A tracking page but for the timeline, which shows its events, and for the commits, which
        are those of the texts of its articles, with the places of `cited_elsewhere`."""
        articles = self.library.articles_on(release.version)
        series = self.library.series_on(release.version)
        in_series = {one.id for one in series}
        return ReleaseView(
            release=release,
            url=self.routes.url(self.routes.release_source(release.version)),
            state=self.state(release),
            events=self._events(release, articles),
            timeline=None,
            series=[self.series(one) for one in series],
            articles=[self.teaser(a) for a in articles if a.series not in in_series],
            areas=(),
            commits=0,
            fates=(),
            aged=0,
            figures=self._figures(release),
            links=release.links,
            previous=self._previous(release),
            next=self._next(release),
        )

    def also_cited(self, article: Article) -> list[tuple[CommitId, str]]:
        """The commits below an article that others cite too, with links to where they do."""
        return list(self._lister.also_cited(article))

    def cited_elsewhere(self, release: Release) -> list[tuple[CommitId, str]]:
        """The commits on a tracking page that articles on other releases cite too."""
        return self._lister.cited_elsewhere(release.version)

    def state(self, release: Release) -> ReleaseState:
        """The state of a release at the time of the build."""
        status = release.status
        if status is None:
            status = ReleaseStatus.DEVELOPMENT if release.in_development else ReleaseStatus.RELEASED
        return ReleaseState(
            link=self.release_link(release.version),
            codename=release.codename,
            status=status.value,
            newest=release.tag_at(self.now),
            expected=release.expected if release.in_development else None,
            articles=len(self.library.articles_on(release.version)),
        )

    def release_link(self, version: Version) -> ReleaseLink:
        """A release by name, with the address of its tracking page."""
        return ReleaseLink(version, self.routes.url(self.routes.release_source(version)))

    def _events(self, release: Release, articles: Sequence[Article]) -> tuple[Event, ...]:
        previous = self._previous(release)
        predecessor = self.library.releases[previous.version] if previous else None
        series = self.library.series_on(release.version)
        parts = chain.from_iterable(self.library.parts(one.id) for one in series)
        texts = chain(
            map(self._article_event, articles), (self._planned_event(part) for part in parts)
        )
        return events(release, predecessor, filter(None, texts), self.now.date())

    def _article_event(self, article: Article) -> Event | None:
        title, url = article.title, self.routes.url(article.path)
        if article.date is None:
            return None
        is_draft = not article.is_public(self.now)
        return Event(article.date, "article", title, title, url, article.part, is_draft)

    def _planned_event(self, part: Part) -> Event | None:
        expected = part.planned.expected if part.planned and not part.article else None
        return (
            Event(expected, "plan", part.title, part.title, "", part.number) if expected else None
        )

    def _figures(self, release: Release) -> Figures | None:
        """A release in numbers beside its predecessors; none without its own."""
        releases = self.library.newest_releases[self._rank[release.version] :]
        compared = (
            Counted(other.version, self.release_link(other.version).url, other.numbers)
            for other in releases
            if other.numbers
        )
        return compare(list(islice(compared, _COMPARED))) if release.numbers else None

    def _previous(self, release: Release) -> ReleaseLink | None:
        rank = self._rank[release.version]
        older = (other.version for other in self.library.newest_releases[rank + 1 : rank + 2])
        version = release.previous or next(older, None)
        return self.release_link(version) if version and version in self.library.releases else None

    def _next(self, release: Release) -> ReleaseLink | None:
        rank = self._rank[release.version]
        return self.release_link(self.library.newest_releases[rank - 1].version) if rank else None

    @cached_property
    def _teasers(self) -> dict[str, Teaser]:
        """Articles in lists by path, filled as pages ask."""
        return {}

    @cached_property
    def _part_views(self) -> dict[str, list[PartView]]:
        """The parts of series, filled as pages ask."""
        return {}

    @cached_property
    def _lister(self) -> Lister:
        return Lister(
            self.library,
            self.routes,
            self.headlines,
            cited=self.cited,
            rows_of=self.rows_of,
            wanted=self.wanted,
            words=self.words,
        )

    @cached_property
    def _rank(self) -> Mapping[Version, int]:
        """The place of each release among all, the newest first."""
        return {release.version: n for n, release in enumerate(self.library.newest_releases)}
