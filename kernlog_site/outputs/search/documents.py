"""What the search is to find of a page, and what it tells of it."""

from __future__ import annotations

from kernlog_site.build.build import Build
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.titles import title_of
from kernlog_site.core.model import Article, Person, Release, Series, Topic
from kernlog_site.core.routes import Kind
from kernlog_site.outputs.search.leaves import Leaf
from kernlog_site.views.taxonomies import authors_of, topics_of

_KINDS = {Kind.ARTICLE, Kind.SERIES, Kind.RELEASE, Kind.TOPIC, Kind.AUTHOR, Kind.PAGE}
_NO_ARTICLE = 0.3
"""What a word weighs on a page that is no article."""


def is_findable(page: KernlogPage) -> bool:
    """Whether the search knows a page: lists of other pages it leaves out."""
    return page.manuscript.kind in _KINDS and page.file.inclusion.is_included()


def leaf(page: KernlogPage, build: Build, html: str) -> Leaf:
    """A page as the search knows it. With no HTML it is all that it depends on besides its text."""
    subject = page.manuscript.subject
    if isinstance(subject, Article):
        return _article(subject, page.url, build, html)
    title, gettext = title_of(page), build.words.gettext
    told, lead = {"name": title}, title
    if isinstance(subject, Series):
        told["kind"], lead = gettext("Series"), f"{title}. {subject.summary}"
    elif isinstance(subject, Release):
        # Who asks for a release by name wants to know where it stands.
        told = {"title": title, "kind": gettext("Release")}
    elif isinstance(subject, Topic):
        told["kind"] = gettext("Topic")
    elif isinstance(subject, Person):
        told["kind"], lead = gettext("Author"), f"{title}. {subject.bio}"
    return Leaf(page.url, html, lead, told, weight=_NO_ARTICLE)


def _article(article: Article, url: str, build: Build, html: str) -> Leaf:
    library, gettext = build.library, build.words.gettext
    release = library.release_of(article)
    series = library.series[article.series].title if article.series else ""
    people = [author.name for author in authors_of(article, library, build.routes)]
    topics = [topic.name for topic in topics_of(article, library, build.routes)]
    part = gettext("Part %(number)s") % {"number": article.part} if article.part else ""
    told = {
        "title": article.title,
        # In one, so that who asks for both finds the one that has both.
        "series": " · ".join(filter(None, (series, part))),
        "release": str(release or ""),
        "date": build.formats.day(article.date) if article.date else "",
        "authors": ", ".join(people),
        "draft": "" if article.is_public(build.now) else gettext("Draft"),
    }
    filters = {
        "release": [str(release)] if release else [],
        "series": [series] if series else [],
        "topic": topics,
        "author": people,
    }
    return Leaf(url, html, article.summary, told, filters)
