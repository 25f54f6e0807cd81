"""Records become views: the one place that decides what each page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kernlog_site.commits.schemes import address
from kernlog_site.commits.trees import Tree
from kernlog_site.library import Library
from kernlog_site.model import (
    Article,
    Commit,
    CommitId,
    Numbers,
    Part,
    Person,
    Release,
    ReleaseStatus,
    Series,
    Status,
    WebLink,
)
from kernlog_site.rendering.citations import Cited, CitedPlace, by_area, distinct, places
from kernlog_site.rendering.headlines import Headlines
from kernlog_site.rendering.sharing import mail, shares
from kernlog_site.rendering.views import (
    Area,
    ArticleView,
    CommitLine,
    DeedView,
    Event,
    HomeView,
    PartView,
    PlaceLink,
    ReleaseLink,
    ReleaseState,
    ReleaseView,
    SeriesView,
    Teaser,
)
from kernlog_site.routes import Routes, is_web_address
from kernlog_site.versions import KernelVersion

_LATEST = 12
_COMPARED = 5
_NO_RELEASE = KernelVersion((0,))


@dataclass(frozen=True)
class Presenter:
    """Makes the views of one build, when all articles are rendered."""

    library: Library
    routes: Routes
    trees: Mapping[str, Tree]
    schemes: Mapping[str, str]
    headlines: Headlines
    cited: Cited
    now: datetime
    share: Sequence[str] = ()

    def home(self) -> HomeView:
        """The front page."""
        series = (self.series(series) for series in self.library.series.values())
        return HomeView(
            articles=[self.teaser(article) for article in self.library.articles[:_LATEST]],
            development=[
                self.state(release)
                for release in self.library.newest_releases
                if release.in_development and release.tags
            ],
            series=[view for view in series if view.is_under_way],
        )

    def all_series(self) -> list[SeriesView]:
        """Every series, that of the newest release first."""
        with_release = [s for s in self.library.series.values() if s.release]
        without = [s for s in self.library.series.values() if not s.release]
        with_release.sort(key=lambda s: s.release or _NO_RELEASE, reverse=True)
        return [self.series(series) for series in (*with_release, *without)]

    def all_releases(self) -> list[ReleaseState]:
        """Every release, newest first."""
        return [self.state(release) for release in self.library.newest_releases]

    def teaser(self, article: Article) -> Teaser:
        """An article in a list."""
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

    def people(self, article: Article) -> tuple[Person, ...]:
        """The authors of an article; an unknown one is called by the id."""
        known = self.library.people
        return tuple(known.get(name, Person(name, name)) for name in article.authors)

    def series(self, series: Series, current: Article | None = None) -> SeriesView:
        """A series with its parts; `current` is the article whose page shows it."""
        parts = self.library.parts(series.id)
        return SeriesView(
            series=series,
            url=self.routes.url(self.routes.series_source(series.id)),
            parts=[self.part(part, current) for part in parts],
            release=self.release_link(series.release) if series.release else None,
        )

    def part(self, part: Part, current: Article | None = None) -> PartView:
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
            is_current=part.article is current,
            is_draft=not part.article.is_public(self.now),
        )

    def article(self, article: Article, permalink: str) -> ArticleView:
        """An article's page. `permalink` is its absolute address, if the site has one."""
        headline = self.headlines.headline(article, self.library)
        version = self.library.release_of(article)
        release = self.library.releases[version] if version else None
        before, after = self.library.neighbours(article)
        series = self.library.series[article.series] if article.series else None
        return ArticleView(
            article=article,
            headline=headline,
            authors=self.people(article),
            release=self.release_link(version) if version else None,
            current_tag=release.tag_at(article.date) if release and article.date else None,
            series=self.series(series, article) if series else None,
            previous=self.part(before) if before else None,
            next=self.part(after) if after else None,
            updates=tuple(sorted(article.updates, key=lambda update: update.date)),
            commits=[
                (citation, self.commit(self._found(citation.commit)))
                for citation in distinct(self.cited.get(article.path, ()))
            ],
            shares=shares(self.share, headline, permalink) if permalink else [],
            permalink=permalink,
            mail=mail(headline, permalink) if permalink else "",
            is_draft=article.status is Status.DRAFT,
            is_scheduled=article.date is not None and article.date > self.now,
        )

    def release(self, release: Release) -> ReleaseView:
        """A release's tracking page."""
        articles = self.library.articles_on(release.version)
        landed = self._commits_of(release.version, articles)
        series = self.library.series_on(release.version)
        return ReleaseView(
            release=release,
            url=self.routes.url(self.routes.release_source(release.version)),
            state=self.state(release),
            timeline=self._timeline(release, articles),
            series=[self.series(one) for one in series],
            articles=[
                self.teaser(article)
                for article in articles
                if article.series not in {one.id for one in series}
            ],
            areas=[
                Area(name, [self.commit(commit) for commit in commits])
                for name, commits in by_area(landed)
            ],
            commits=len(landed),
            numbers=self._numbers(release),
            links=release.links,
            previous=self._previous(release),
            next=self._next(release),
        )

    def state(self, release: Release) -> ReleaseState:
        """Where a release stands."""
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

    def release_link(self, version: KernelVersion) -> ReleaseLink:
        """A release by name, with the address of its tracking page."""
        return ReleaseLink(version, self.routes.url(self.routes.release_source(version)))

    def commit(self, commit: Commit) -> CommitLine:
        """A commit with the places that cite it."""
        tree = self.trees.get(commit.tree)
        return CommitLine(
            commit=commit,
            url=tree.commit(commit.sha) if tree else "",
            places=[self._place(place) for place in self._places[commit.id]],
            fate=[DeedView(deed, tree.commit(deed.sha) if tree else "") for deed in commit.fate],
            elsewhere=list(self._elsewhere(commit)),
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

    def _place(self, place: CitedPlace) -> PlaceLink:
        article = place.article
        label = f"Part {article.part}" if article.part else article.title
        section = f" – {place.citation.section}" if place.citation.section else ""
        title = f"{self.headlines.headline(article, self.library)}{section}"
        return PlaceLink(label, title, f"{self.routes.url(article.path)}#{place.citation.anchor}")

    def _commits_of(self, version: KernelVersion, articles: Iterable[Article]) -> list[Commit]:
        """What the articles on a release cite, without what landed in another release."""
        cited = {c.commit for article in articles for c in self.cited.get(article.path, ())}
        commits = map(self._found, cited)
        return [commit for commit in commits if _landed_in(commit) in (version, None)]

    def _found(self, commit: CommitId) -> Commit:
        assert self.library.store is not None
        return self.library.store.find(*commit)[0]

    def _timeline(self, release: Release, articles: Iterable[Article]) -> list[Event]:
        events = [Event(tag.date, tag.name) for tag in release.tags]
        events += [
            Event(
                article.date,
                article.title,
                self.routes.url(article.path),
                not article.is_public(self.now),
            )
            for article in articles
            if article.date is not None
        ]
        return sorted(events, key=lambda event: (event.date, event.label))

    def _numbers(self, release: Release) -> list[tuple[ReleaseLink, Numbers]]:
        """A release in numbers beside its predecessors, newest first; none without its own."""
        compared = [
            (self.release_link(other.version), other.numbers)
            for other in self.library.newest_releases
            if other.version <= release.version and other.numbers
        ]
        return compared[:_COMPARED] if release.numbers else []

    def _previous(self, release: Release) -> ReleaseLink | None:
        older = [v for v in self.library.releases if v < release.version]
        version = release.previous or max(older, default=None)
        return self.release_link(version) if version and version in self.library.releases else None

    def _next(self, release: Release) -> ReleaseLink | None:
        newer = [v for v in self.library.releases if v > release.version]
        return self.release_link(min(newer)) if newer else None

    @cached_property
    def _places(self) -> Mapping[CommitId, Sequence[CitedPlace]]:
        return places(self.library.articles, self.cited)


def _landed_in(commit: Commit) -> KernelVersion | None:
    version = KernelVersion.from_tag(commit.first_tag) if commit.first_tag else None
    return version.release if version else None
