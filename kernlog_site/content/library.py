"""The library: everything that was read, and who stands where in it.

It is made once from finished values and does not change. What it knows: the order of a series and
its planned parts, which articles are about which release, and the tags of every release.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from kernlog_site.commits.store.reader import CommitStore, ReleaseFacts
from kernlog_site.content.content_reader import Content
from kernlog_site.core.model import Article, Part, Person, Release, Series, Source, Topic, Year
from kernlog_site.core.routes import Routes, topic_slug
from kernlog_site.core.versions import Version, VersionScheme

FactsByTree = Mapping[str, Mapping[Version, ReleaseFacts]]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Library:
    """All records by their names. Series and releases that articles name are there too.

    `store` is None where the site has none. `facts` are what it knows of releases, by tree.
    `versions` is how those of the project are written.
    """

    articles: tuple[Article, ...]
    series: Mapping[str, Series]
    releases: Mapping[Version, Release]
    people: Mapping[str, Person]
    people_path: str
    tree: str
    store: CommitStore | None
    facts: FactsByTree
    versions: VersionScheme

    def release_of(self, article: Article) -> Version | None:
        """The release an article is about: its own, or that of its series."""
        if article.release or article.series is None:
            return article.release
        return self.series[article.series].release

    def parts(self, series_id: str) -> tuple[Part, ...]:
        """The parts of a series in order, with the planned and the missing ones."""
        return self._parts.get(series_id, ())

    def part(self, series_id: str, number: int) -> Part | None:
        """The part of that number; None where the series has none, or where it is missing."""
        numbered = (part for part in self.parts(series_id) if part.number == number)
        return next((part for part in numbered if not part.is_missing), None)

    def neighbours(self, article: Article) -> tuple[Part | None, Part | None]:
        """The parts before and after an article in its series, leaving out missing ones."""
        parts = [p for p in self.parts(article.series or "") if not p.is_missing]
        here = next((i for i, part in enumerate(parts) if part.article is article), None)
        if here is None:
            return None, None
        before = parts[here - 1] if here else None
        after = parts[here + 1] if here + 1 < len(parts) else None
        return before, after

    def articles_on(self, version: Version) -> tuple[Article, ...]:
        """The articles about a release, newest first."""
        return self._articles_by_release.get(version, ())

    def series_on(self, version: Version) -> tuple[Series, ...]:
        """The series about a release."""
        return self._series_by_release.get(version, ())

    def articles_in(self, series_id: str) -> tuple[Article, ...]:
        """The articles of a series, newest first."""
        return self._articles_by_series.get(series_id, ())

    def articles_by(self, person_id: str) -> tuple[Article, ...]:
        """The articles that someone wrote, alone or with others, newest first."""
        return self._articles_by_person.get(person_id, ())

    def knows_tag(self, tree: str, tag: str) -> bool:
        """Whether a tag is in the store; True as well where it has no tags of that tree."""
        names = self._tag_names.get(tree)
        return names is None or tag in names

    @cached_property
    def newest_releases(self) -> tuple[Release, ...]:
        """All releases, newest version first."""
        return tuple(self.releases[version] for version in sorted(self.releases, reverse=True))

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """All topics by slug, in its order, each called as most articles do.

        Of two spellings that are used as often, it is the one that was used first.
        """
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        filed: dict[str, dict[str, Article]] = defaultdict(dict)
        for article in reversed(self.articles):
            for name in article.topics:
                slug = topic_slug(name)
                if not slug:
                    continue
                spellings[slug][name] += 1
                filed[slug][article.path] = article
        return {
            slug: Topic(slug, max(names, key=names.__getitem__), tuple(filed[slug].values())[::-1])
            for slug, names in sorted(spellings.items())
        }

    @cached_property
    def years(self) -> Mapping[int, Year]:
        """The years in which articles were published, as their dates have it; newest first."""
        articles: dict[int, list[Article]] = defaultdict(list)
        for article in self.articles:
            if article.date is not None:
                articles[article.date.year].append(article)
        return {number: Year(number, tuple(articles[number])) for number in sorted(articles)[::-1]}

    @cached_property
    def _articles_by_person(self) -> dict[str, tuple[Article, ...]]:
        by_person: dict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            for person_id in dict.fromkeys(article.authors):
                by_person[person_id].append(article)
        return {person_id: tuple(articles) for person_id, articles in by_person.items()}

    @cached_property
    def _articles_by_series(self) -> dict[str, tuple[Article, ...]]:
        by_series: dict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            if article.series is not None:
                by_series[article.series].append(article)
        return {series_id: tuple(articles) for series_id, articles in by_series.items()}

    @cached_property
    def _parts(self) -> dict[str, tuple[Part, ...]]:
        return {
            series.id: tuple(_in_order(series, self.articles_in(series.id)))
            for series in self.series.values()
        }

    @cached_property
    def _articles_by_release(self) -> dict[Version, tuple[Article, ...]]:
        by_release: dict[Version, list[Article]] = defaultdict(list)
        for article in self.articles:
            version = self.release_of(article)
            if version is not None:
                by_release[version].append(article)
        return {version: tuple(articles) for version, articles in by_release.items()}

    @cached_property
    def _series_by_release(self) -> dict[Version | None, tuple[Series, ...]]:
        by_release: dict[Version | None, list[Series]] = defaultdict(list)
        for series in self.series.values():
            by_release[series.release].append(series)
        return {version: tuple(series) for version, series in by_release.items()}

    @cached_property
    def _tag_names(self) -> dict[str, set[str]]:
        return {
            tree: {tag.name for release in releases.values() for tag in release.tags}
            for tree, releases in self.facts.items()
        }


def build_library(
    content: Content,
    routes: Routes,
    tree: str,
    store: CommitStore | None = None,
    facts: FactsByTree | None = None,
) -> Library:
    """Put what was read in order. `tree` is the one of bare hashes and of the releases."""
    articles = sorted(content.articles, key=lambda a: a.path)
    articles.sort(key=lambda a: a.date or _LONG_AGO, reverse=True)
    series = dict(content.series)
    for article in reversed(articles):
        if article.series is not None and article.series not in series:
            series[article.series] = _series_without_file(article, routes)
    named = {article.release for article in articles} | {s.release for s in series.values()}
    releases = dict(content.releases)
    for version in named - releases.keys() - {None}:
        assert version is not None
        source = Source(routes.release_source(version))
        releases[version] = Release(version, source, has_file=False)
    facts = facts or {}
    return Library(
        articles=tuple(articles),
        series={series_id: series[series_id] for series_id in sorted(series)},
        releases={v: _with_facts(release, tree, facts) for v, release in releases.items()},
        people=content.people,
        people_path=content.people_path,
        tree=tree,
        store=store,
        facts=facts,
        versions=content.versions,
    )


def _series_without_file(article: Article, routes: Routes) -> Series:
    assert article.series is not None
    title = article.series.replace("-", " ").capitalize()
    source = Source(routes.series_source(article.series))
    return Series(article.series, source, title, article.release, has_file=False)


def _with_facts(release: Release, tree: str, facts: FactsByTree) -> Release:
    """Add what the store knows; what stands in the front matter was put there on purpose."""
    trees = sorted(facts, key=lambda name: (name != tree, name))
    known = [facts[name][release.version] for name in trees if release.version in facts[name]]
    tags = {tag.name: tag for of_tree in reversed(known) for tag in of_tree.tags}
    tags |= {tag.name: tag for tag in release.tags}
    return replace(
        release,
        tags=tuple(sorted(tags.values(), key=lambda tag: (tag.date, tag.name))),
        numbers=next((of_tree.numbers for of_tree in known if of_tree.numbers), None),
    )


def _in_order(series: Series, articles: Iterable[Article]) -> Iterable[Part]:
    by_number: dict[int, list[Part]] = defaultdict(list)
    planned = {plan.part: plan for plan in series.planned}
    for article in sorted(articles, key=lambda a: (a.date or _LONG_AGO, a.path)):
        assert article.part is not None
        plan = planned.get(article.part)
        by_number[article.part].append(Part(article.part, article.title, article, plan))
    for number, plan in planned.items():
        if number not in by_number:
            by_number[number].append(Part(number, plan.title, None, plan))
    for number in range(1, max(by_number, default=0) + 1):
        yield from by_number.get(number, [Part(number)])
