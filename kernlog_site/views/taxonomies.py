"""The ways to articles by topic, by author and by date: their view models, and what makes them.

A list of thousands of articles stays one that readers can find their way in: the newest stand with
their summaries, the others have a line each, earlier years are folded away, and the archive has a
page for each year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from unicodedata import combining, name, normalize

from kernlog_site.content.library import Library
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Article, Person, Topic, Year
from kernlog_site.core.routes import Routes, is_person_id, topic_slug
from kernlog_site.views.models import AuthorLink, Teaser, TopicLink

_YEAR, _MONTH = len("2010"), len("2010-02")
_WITH_SUMMARY = 6
_OPEN = 60
_LATEST = 40
_WITHOUT_LETTERS = 40


@fingerprinted
@dataclass(frozen=True, slots=True)
class Period:
    """The articles of a year or a month, newest first; `first` is its first day.

    `anchor` is its id in the page. Both are empty for articles without a date. The first `led`
    articles are shown with their summaries, the others in a line each.
    """

    anchor: str
    first: date | None
    articles: Sequence[Teaser]
    led: int = 0
    is_folded: bool = False


@fingerprinted
@dataclass(frozen=True, slots=True)
class TopicView:
    """The page of a topic. `index` is the page of all."""

    name: str
    index: str
    articles: int
    years: Sequence[Period]


@fingerprinted
@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic in the list of all: how many articles it has, and when the newest came."""

    name: str
    url: str
    articles: int
    newest: datetime | None


@fingerprinted
class Letter(NamedTuple):
    """The topics below a letter; few have none and stand in one list."""

    letter: str
    topics: Sequence[TopicEntry]


@fingerprinted
@dataclass(frozen=True, slots=True)
class TopicIndexView:
    """The page of all topics."""

    letters: Sequence[Letter]


@fingerprinted
@dataclass(frozen=True, slots=True)
class AuthorView:
    """The page of an author. `index` is the page of all."""

    person: Person
    index: str
    articles: int
    years: Sequence[Period]


@fingerprinted
@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """An author in the list of all."""

    person: Person
    url: str
    articles: int
    newest: Teaser


@fingerprinted
@dataclass(frozen=True, slots=True)
class AuthorIndexView:
    """The page of all authors."""

    authors: Sequence[AuthorEntry]


@fingerprinted
@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    """A month of the archive, which may have no articles."""

    first: date
    url: str
    articles: int


@fingerprinted
@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """A year of the archive and its months, January first."""

    first: date
    url: str
    articles: int
    months: Sequence[ArchiveMonth]


@fingerprinted
@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The archive: the ways to all years, newest first, and the newest months in full.

    `rest` is the year in which they end before all is shown. `topics` and `authors` are the other
    ways in.
    """

    years: Sequence[ArchiveYear]
    months: Sequence[Period]
    rest: ArchiveYear | None
    topics: str
    authors: str


@fingerprinted
@dataclass(frozen=True, slots=True)
class YearView:
    """The page of a year. `index` is that of the archive."""

    year: ArchiveYear
    index: str
    months: Sequence[Period]
    previous: ArchiveYear | None
    next: ArchiveYear | None


@dataclass(frozen=True)
class Taxonomies:
    """The views of topics, authors and dates in one build. `teaser` makes that of an article."""

    library: Library
    routes: Routes
    teaser: Callable[[Article], Teaser]

    def topic(self, topic: Topic) -> TopicView:
        """The page of a topic."""
        return TopicView(
            name=topic.name,
            index=self.routes.url(self.routes.topic_index),
            articles=len(topic.articles),
            years=self._years(topic.articles),
        )

    def all_topics(self) -> TopicIndexView:
        """The page of all topics, in alphabetical order; many stand below their first letters."""
        topics = sorted(self.library.topics.values(), key=lambda topic: _sort_key(topic.name))
        by_letter: dict[str, list[TopicEntry]] = defaultdict(list)
        for topic in topics:
            letter = _letter(topic.name) if len(topics) > _WITHOUT_LETTERS else ""
            by_letter[letter].append(self._topic_entry(topic))
        return TopicIndexView([Letter(*entry) for entry in by_letter.items()])

    def author(self, person: Person) -> AuthorView:
        """The page of an author."""
        articles = self.library.articles_by(person.id)
        return AuthorView(
            person=person,
            index=self.routes.url(self.routes.author_index),
            articles=len(articles),
            years=self._years(articles),
        )

    def all_authors(self) -> AuthorIndexView:
        """The page of all who have written something, in alphabetical order."""
        people = sorted(self.library.people.values(), key=lambda person: _sort_key(person.name))
        return AuthorIndexView(
            [
                AuthorEntry(person, url, len(articles), self.teaser(articles[0]))
                for person in people
                if (articles := self.library.articles_by(person.id))
                and (url := author_url(person.id, self.library, self.routes))
            ]
        )

    def archive(self) -> ArchiveView:
        """The archive: links to every month, and the newest articles by month."""
        months = list(_periods(map(self.teaser, self.library.articles), _MONTH))
        shown = list(_first(months, _LATEST))
        years = [self._archive_year(year) for year in self.library.years.values()]
        left = (month.anchor[:_YEAR] for month in months[len(shown) :])
        number = next(left, None)
        rest = next((year for year in years if year.first.isoformat()[:_YEAR] == number), None)
        return ArchiveView(
            years=years,
            months=shown,
            rest=rest,
            topics=self.routes.url(self.routes.topic_index),
            authors=self.routes.url(self.routes.author_index),
        )

    def year(self, year: Year) -> YearView:
        """The page of a year."""
        years = list(self.library.years.values())
        here = [other.number for other in years].index(year.number)
        earlier, later = years[here + 1 : here + 2], years[max(here - 1, 0) : here]
        return YearView(
            year=self._archive_year(year),
            index=self.routes.url(self.routes.archive),
            months=list(_periods(map(self.teaser, year.articles), _MONTH)),
            previous=self._archive_year(earlier[0]) if earlier else None,
            next=self._archive_year(later[0]) if later else None,
        )

    def _topic_entry(self, topic: Topic) -> TopicEntry:
        url = self.routes.url(self.routes.topic_source(topic.slug))
        return TopicEntry(topic.name, url, len(topic.articles), topic.articles[0].date)

    def _years(self, articles: Iterable[Article]) -> list[Period]:
        years, before = [], 0
        for year in _periods(map(self.teaser, articles), _YEAR):
            led = min(max(_WITH_SUMMARY - before, 0), len(year.articles))
            years.append(replace(year, led=led, is_folded=before >= _OPEN))
            before += len(year.articles)
        return years

    def _archive_year(self, year: Year) -> ArchiveYear:
        counted = [0] * 12
        for article in year.articles:
            assert article.date is not None
            counted[article.date.month - 1] += 1
        url = self.routes.url(self.routes.year_source(year.number))
        firsts = [date(year.number, month, 1) for month in range(1, 13)]
        return ArchiveYear(
            first=firsts[0],
            url=url,
            articles=len(year.articles),
            months=[
                ArchiveMonth(first, f"{url}#{first.isoformat()[:_MONTH]}", articles)
                for first, articles in zip(firsts, counted, strict=True)
            ],
        )


def authors_of(article: Article, library: Library, routes: Routes) -> tuple[AuthorLink, ...]:
    """Links to the authors of an article; an unknown one is called by the id."""
    return tuple(
        AuthorLink(
            person.name, author_url(person.id, library, routes), tuple(x.url for x in person.links)
        )
        for person_id in dict.fromkeys(article.authors)
        for person in [library.people.get(person_id) or Person(person_id, person_id)]
    )


def author_url(person_id: str, library: Library, routes: Routes) -> str:
    """The address of an author's page; empty if unknown, or called so that there is none."""
    has_page = person_id in library.people and is_person_id(person_id)
    return routes.url(routes.author_source(person_id)) if has_page else ""


def topics_of(article: Article, library: Library, routes: Routes) -> tuple[TopicLink, ...]:
    """Links to the topics of an article in the usual spelling, each once."""
    spellings = {topic_slug(topic) or topic: topic for topic in article.topics}
    return tuple(
        TopicLink(known.name, routes.url(routes.topic_source(known.slug)))
        if known
        else TopicLink(topic)
        for slug, topic in spellings.items()
        for known in [library.topics.get(slug)]
    )


def _periods(teasers: Iterable[Teaser], digits: int) -> Iterator[Period]:
    """Articles by so many digits of their dates, newest first; those without a date before all."""
    by_anchor: dict[str, list[Teaser]] = defaultdict(list)
    for teaser in teasers:
        by_anchor[teaser.date.date().isoformat()[:digits] if teaser.date else ""].append(teaser)
    for anchor in sorted(by_anchor, key=lambda anchor: (not anchor, anchor), reverse=True):
        first = date.fromisoformat(f"{anchor}-01-01"[:10]) if anchor else None
        yield Period(anchor, first, by_anchor[anchor])


def _first(periods: Sequence[Period], articles: int) -> Iterator[Period]:
    """The first whole periods that have so many articles together."""
    for period in periods:
        if articles <= 0:
            return
        yield period
        articles -= len(period.articles)


def _sort_key(text: str) -> str:
    """The sort key of a name: without capitals, marks, and signs before it."""
    letters = [c for c in normalize("NFKD", text.casefold()) if not combining(c)]
    start = next((n for n, letter in enumerate(letters) if letter.isalnum()), 0)
    return "".join(letters[start:])


def _letter(text: str) -> str:
    """Below which letter a name is found; all numbers have one, and all ideographs."""
    first = _sort_key(text)[:1]
    if first.isdigit():
        return "0–9"
    return "漢字" if name(first, "").startswith("CJK") else first.upper()
