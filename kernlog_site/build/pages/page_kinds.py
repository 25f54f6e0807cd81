"""The kinds of page: the one table of what tells them apart.

A new kind takes an entry here, a view in `views/`, a template that is called after it, and an
address in `core/routes.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kernlog_site.content.library import Library
from kernlog_site.core.i18n import Words
from kernlog_site.core.model import Article, Person, Release, Series, Topic, Year
from kernlog_site.core.routes import Kind, Routes, is_person_id
from kernlog_site.views import json_ld, metadata
from kernlog_site.views.feed_links import FeedLink, feed_link
from kernlog_site.views.json_ld import SchemaOrg
from kernlog_site.views.metadata import Describe
from kernlog_site.views.presenter import Presenter
from kernlog_site.views.taxonomies import Taxonomies


class Views(NamedTuple):
    """What makes the views of one build."""

    presenter: Presenter
    taxonomies: Taxonomies


class GeneratedPage(NamedTuple):
    """A page for which nobody has to write a file: the file that may introduce it, and its title.

    `subject` is None for a page that leads to those of all subjects of a kind, `title` is empty for
    one that is called as the site is.
    """

    path: str
    title: str = ""
    subject: Topic | Person | Year | None = None


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """How the search knows the pages of a kind besides their text.

    A result shows the title as `title_field` and the kind as `label`. `lead` gives what weighs as
    much as the title and comes behind it.
    """

    title_field: str = "name"
    label: Callable[[Words], str] | None = None
    lead: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True)
class SubjectFeed:
    """The feed of a subject: its title, and the source path of the page to which it belongs."""

    title: Callable[[Any], str]
    source: Callable[[Any, Routes], str]
    subtitle: Callable[[Any], str] = lambda _: ""


ViewOf = Callable[[Views, Any, str], object]
"""Makes the view of a page from its subject and its absolute address; both may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """What the pages of a kind have in common.

    `subject` is the class of what each is about; None for pages that are about nothing in
    particular, whose functions get None in its place.
    """

    subject: type | None = None
    generated: Callable[[Library, Routes, Words], Iterable[GeneratedPage]] | None = None
    """The pages that are there without a file."""

    view: ViewOf = lambda *_: None
    view_but_citations: ViewOf | None = None
    """What the view shows besides commits and places, where it shows any; else it is the view."""
    view_of_citations: ViewOf | None = None
    """What the view shows of how articles cite the same, where it shows any."""
    articles: Callable[[Library, Any], Iterable[Article]] = lambda *_: ()
    """The articles that a page shows, of a subject newest first."""

    about: str = "page"
    """What the head of a page says that it is about."""
    describe: Describe | None = None
    """What the head of a page says that MkDocs does not know."""
    schema_org: SchemaOrg | None = None
    """The things of schema.org that a page stands for."""

    feed: SubjectFeed | None = None
    search: SearchEntry | None = None
    """None for pages that the search leaves out."""

    @property
    def is_introduced(self) -> bool:
        """Whether a file at such a path is only the introduction of a page that is generated."""
        return self.subject is not None and self.generated is not None


def _topics(library: Library, routes: Routes, _: Words) -> Iterator[GeneratedPage]:
    for topic in library.topics.values():
        yield GeneratedPage(routes.topic_source(topic.slug), topic.name, topic)


def _authors(library: Library, routes: Routes, _: Words) -> Iterator[GeneratedPage]:
    for person in library.people.values():
        if is_person_id(person.id) and library.articles_by(person.id):
            yield GeneratedPage(routes.author_source(person.id), person.name, person)


def _years(library: Library, routes: Routes, _: Words) -> Iterator[GeneratedPage]:
    for year in library.years.values():
        yield GeneratedPage(routes.year_source(year.number), str(year.number), year)


def _release_but_citations(views: Views, release: Release, _: str) -> object:
    library, headlines = views.presenter.library, views.presenter.headlines
    articles = library.articles_on(release.version)
    citing = [(article.path, headlines.headline(article, library)) for article in articles]
    return views.presenter.release_without_commits(release), citing


PAGE_KINDS: Mapping[Kind, PageKind] = {
    Kind.ARTICLE: PageKind(
        subject=Article,
        view=lambda views, article, url: views.presenter.article(article, url),
        view_but_citations=lambda views, article, url: views.presenter.article_without_commits(
            article, url
        ),
        view_of_citations=lambda views, article, _: views.presenter.also_cited(article),
        articles=lambda _, article: (article,),
        about="article",
        describe=metadata.of_article,
        schema_org=json_ld.news_article,
        search=SearchEntry(title_field="title"),
    ),
    Kind.SERIES: PageKind(
        subject=Series,
        view=lambda views, series, _: views.presenter.series(series),
        articles=lambda library, series: library.articles_in(series.id),
        about="series",
        describe=metadata.of_series,
        schema_org=json_ld.creative_work_series,
        feed=SubjectFeed(
            title=lambda series: series.title,
            source=lambda series, routes: routes.series_source(series.id),
            subtitle=lambda series: series.summary,
        ),
        search=SearchEntry(
            label=lambda words: words.gettext("Series"),
            lead=lambda series: series.summary,
        ),
    ),
    Kind.RELEASE: PageKind(
        subject=Release,
        view=lambda views, release, _: views.presenter.release(release),
        view_but_citations=_release_but_citations,
        view_of_citations=lambda views, release, _: views.presenter.cited_elsewhere(release),
        articles=lambda library, release: library.articles_on(release.version),
        about="release",
        describe=metadata.of_release,
        schema_org=json_ld.collection_page_of_release,
        feed=SubjectFeed(
            title=lambda release: release.version.named,
            source=lambda release, routes: routes.release_source(release.version),
        ),
        # Who asks for a release by name wants to know where it stands.
        search=SearchEntry(
            title_field="title",
            label=lambda words: words.gettext("Release"),
        ),
    ),
    Kind.SERIES_INDEX: PageKind(
        generated=lambda _, routes, words: [
            GeneratedPage(routes.series_index, words.pgettext("all of them", "Series"))
        ],
        view=lambda views, *_: views.presenter.all_series(),
        articles=lambda library, _: (a for a in library.articles if a.series),
    ),
    Kind.RELEASE_INDEX: PageKind(
        generated=lambda _, routes, words: [
            GeneratedPage(routes.release_index, words.gettext("Releases"))
        ],
        view=lambda views, *_: views.presenter.all_releases(),
        articles=lambda library, _: (a for a in library.articles if library.release_of(a)),
    ),
    Kind.TOPIC_INDEX: PageKind(
        generated=lambda _, routes, words: [
            GeneratedPage(routes.topic_index, words.gettext("Topics"))
        ],
        view=lambda views, *_: views.taxonomies.all_topics(),
        articles=lambda library, _: (a for a in library.articles if a.topics),
        about="overview",
        schema_org=json_ld.collection_page,
    ),
    Kind.AUTHOR_INDEX: PageKind(
        generated=lambda _, routes, words: [
            GeneratedPage(routes.author_index, words.gettext("Authors"))
        ],
        view=lambda views, *_: views.taxonomies.all_authors(),
        articles=lambda library, _: (a for a in library.articles if a.authors),
        about="overview",
        schema_org=json_ld.collection_page,
    ),
    Kind.ARCHIVE: PageKind(
        generated=lambda _, routes, words: [
            GeneratedPage(routes.archive, words.gettext("Archive"))
        ],
        view=lambda views, *_: views.taxonomies.archive(),
        articles=lambda library, _: library.articles,
        about="overview",
        schema_org=json_ld.collection_page_of_months,
    ),
    Kind.LOOKUP: PageKind(
        generated=lambda _, routes, words: [GeneratedPage(routes.lookup, words.gettext("Commits"))],
        view=lambda views, *_: views.presenter.lookup(),
        view_but_citations=lambda *_: None,
        view_of_citations=lambda views, *_: views.presenter.lookup(),
        articles=lambda library, _: library.articles,
    ),
    Kind.TOPIC: PageKind(
        subject=Topic,
        generated=_topics,
        view=lambda views, topic, _: views.taxonomies.topic(topic),
        articles=lambda _, topic: topic.articles,
        about="topic",
        schema_org=json_ld.collection_page_of_topic,
        feed=SubjectFeed(
            title=lambda topic: topic.name,
            source=lambda topic, routes: routes.topic_source(topic.slug),
        ),
        search=SearchEntry(label=lambda words: words.gettext("Topic")),
    ),
    Kind.AUTHOR: PageKind(
        subject=Person,
        generated=_authors,
        view=lambda views, person, _: views.taxonomies.author(person),
        articles=lambda library, person: library.articles_by(person.id),
        about="author",
        describe=metadata.of_author,
        schema_org=json_ld.profile_page,
        feed=SubjectFeed(
            title=lambda person: person.name,
            source=lambda person, routes: routes.author_source(person.id),
        ),
        search=SearchEntry(
            label=lambda words: words.gettext("Author"),
            lead=lambda person: person.bio,
        ),
    ),
    Kind.YEAR: PageKind(
        subject=Year,
        generated=_years,
        view=lambda views, year, _: views.taxonomies.year(year),
        articles=lambda _, year: year.articles,
        about="year",
        schema_org=json_ld.collection_page_of_months,
    ),
    Kind.HOME: PageKind(
        generated=lambda _, routes, __: [GeneratedPage(routes.home)],
        view=lambda views, *_: views.presenter.home(),
        articles=lambda library, _: library.articles,
        about="home",
        describe=metadata.of_home,
        schema_org=json_ld.website,
    ),
    Kind.PAGE: PageKind(search=SearchEntry()),
}
"""Every kind, in the order in which pages are generated."""

KINDS_OF_SUBJECTS: Mapping[type, Kind] = {
    page_kind.subject: kind for kind, page_kind in PAGE_KINDS.items() if page_kind.subject
}
"""The kind of the page about a subject, by the class of that."""


def subject_feed(subject: object) -> SubjectFeed | None:
    """The feed of a subject, if those of its class have one."""
    kind = KINDS_OF_SUBJECTS.get(type(subject))
    return PAGE_KINDS[kind].feed if kind else None


def feed_link_of(subject: object, site: str, routes: Routes) -> FeedLink | None:
    """The link to the feed of a subject, on a site of that name; None where there is no feed."""
    feed = subject_feed(subject)
    if feed is None:
        return None
    return feed_link(f"{site}: {feed.title(subject)}", feed.source(subject, routes), routes)
