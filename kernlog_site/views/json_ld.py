"""What a page is about in the words of schema.org, for search engines: values to be made JSON.

Only what has an absolute address is told. A page names what is on it and where it belongs, never
all there is: nothing grows with the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from kernlog_site.views.metadata import Metadata, Publication
from kernlog_site.views.models import (
    ArticleView,
    AuthorLink,
    ReleaseLink,
    ReleaseView,
    SeriesView,
)
from kernlog_site.views.taxonomies import ArchiveView, AuthorView, Period, TopicView, YearView

_NAMED = 20
"""So many articles of a list are named."""

Thing = dict[str, Any]
"""Something with a type; what is not known of it is left out."""


SchemaOrg = Callable[[Metadata, Any, Publication], list[Thing]]
"""Makes the things that a page of some kind stands for, from its head and its view."""


def linked_data(
    schema_org: SchemaOrg | None, page: Metadata, view: object, site: Publication
) -> Thing | None:
    """The JSON-LD of a page; None for pages with nothing to tell, or not meant for others."""
    if schema_org is None or not page.url or page.is_hidden:
        return None
    return {"@context": "https://schema.org", "@graph": schema_org(page, view, site)}


def news_article(page: Metadata, view: ArticleView, site: Publication) -> list[Thing]:
    """The page of an article."""
    return [_article(page, view, site), _trail(page, site, view.series, view.release)]


def creative_work_series(page: Metadata, view: SeriesView, site: Publication) -> list[Thing]:
    """The page of a series."""
    return [_series(page, view, site), _trail(page, site)]


def collection_page_of_release(page: Metadata, view: ReleaseView, site: Publication) -> list[Thing]:
    """A tracking page."""
    return [_release(page, view, site), _trail(page, site)]


def profile_page(page: Metadata, view: AuthorView, site: Publication) -> list[Thing]:
    """The page of someone who writes."""
    return [_profile(page, view, site), _trail(page, site)]


def collection_page_of_topic(page: Metadata, view: TopicView, site: Publication) -> list[Thing]:
    """The page of a topic."""
    about = _thing("Thing", name=page.name)
    return [_collection(page, site, view.years, about), _trail(page, site)]


def collection_page_of_months(
    page: Metadata, view: YearView | ArchiveView, site: Publication
) -> list[Thing]:
    """The archive, or one of its years."""
    return [_collection(page, site, view.months), _trail(page, site)]


def collection_page(page: Metadata, _: object, site: Publication) -> list[Thing]:
    """A page that leads to others."""
    return [_collection(page, site), _trail(page, site)]


def website(page: Metadata, _: object, site: Publication) -> list[Thing]:
    """The home page."""
    return [_website(page, site)]


def _article(page: Metadata, view: ArticleView, site: Publication) -> Thing:
    article, series = view.article, view.series
    return _thing(
        "NewsArticle",
        **{"@id": page.url},
        url=page.url,
        mainEntityOfPage=page.url,
        headline=page.name,
        alternativeHeadline=article.title if article.title != page.name else "",
        description=article.summary and page.description,
        image=page.picture and page.picture.url,
        datePublished=page.published and page.published.isoformat(),
        dateModified=page.modified and page.modified.isoformat(),
        author=[_author(author, site) for author in view.authors],
        publisher=_publisher(site),
        articleSection=page.section,
        keywords=list(page.topics),
        about=_about_release(view.release, site),
        isPartOf=series and _thing("CreativeWorkSeries", **_name_and_url(series, site)),
        position=article.part if series else None,
        inLanguage=site.language,
    )


def _author(author: AuthorLink, site: Publication) -> Thing:
    own = [f"{site.url}{author.url}"] if author.url else []
    url, *others = [*own, *author.elsewhere] or [""]
    return _thing("Person", name=author.name, url=url, sameAs=others)


def _publisher(site: Publication) -> Thing:
    return _thing("Organization", name=site.name, url=site.url)


def _about_release(release: ReleaseLink | None, site: Publication) -> Thing | None:
    # Not a SoftwareApplication: search engines expect offers and ratings of one.
    if release is None:
        return None
    return _thing("Thing", name=release.version.named, url=f"{site.url}{release.url}")


def _series(page: Metadata, view: SeriesView, site: Publication) -> Thing:
    parts = [
        _thing(
            "NewsArticle",
            name=part.title,
            url=f"{site.url}{part.url}",
            position=part.number,
            datePublished=part.date and part.date.isoformat(),
        )
        for part in view.parts
        if part.state == "published" and not part.is_draft
    ]
    return _thing(
        "CreativeWorkSeries",
        **{"@id": page.url},
        name=page.name,
        url=page.url,
        description=view.series.summary and page.description,
        about=_about_release(view.release, site),
        publisher=_publisher(site),
        inLanguage=site.language,
        hasPart=parts,
    )


def _release(page: Metadata, view: ReleaseView, site: Publication) -> Thing:
    links = [(part.title, part.url) for one in view.series for part in one.parts if part.url]
    links += [(article.title, article.url) for article in view.articles]
    return _thing(
        "CollectionPage",
        **{"@id": page.url},
        name=page.name,
        url=page.url,
        about=_thing("Thing", name=page.name),
        inLanguage=site.language,
        mainEntity=_list("ItemList", links, site),
    )


def _collection(
    page: Metadata, site: Publication, periods: Iterable[Period] = (), about: Thing | None = None
) -> Thing:
    """A list of articles, of which the newest are named."""
    articles = (article for period in periods for article in period.articles)
    links = [(article.headline, article.url) for article in islice(articles, _NAMED)]
    return _thing(
        "CollectionPage",
        **{"@id": page.url},
        name=page.name,
        url=page.url,
        about=about,
        inLanguage=site.language,
        mainEntity=_list("ItemList", links, site) if links else None,
    )


def _profile(page: Metadata, view: AuthorView, site: Publication) -> Thing:
    person = _thing(
        "Person",
        name=view.person.name,
        url=page.url,
        description=view.person.bio and page.description,
        sameAs=[link.url for link in view.person.links],
    )
    return _thing(
        "ProfilePage",
        **{"@id": page.url},
        name=page.name,
        url=page.url,
        inLanguage=site.language,
        mainEntity=person,
    )


def _website(page: Metadata, site: Publication) -> Thing:
    return _thing(
        "WebSite",
        **{"@id": page.url},
        name=site.name,
        url=page.url,
        description=page.description,
        publisher=_publisher(site),
        inLanguage=site.language,
    )


def _trail(
    page: Metadata,
    site: Publication,
    series: SeriesView | None = None,
    release: ReleaseLink | None = None,
) -> Thing:
    """The way from the home page: by way of the series, or else of the tracking page."""
    trail = [(site.name, "")]
    if series:
        trail.append((series.series.title, series.url))
    elif release:
        trail.append((release.version.named, release.url))
    return _list("BreadcrumbList", [*trail, (page.name, page.url.removeprefix(site.url))], site)


def _list(kind: str, links: Iterable[tuple[str, str]], site: Publication) -> Thing:
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": f"{site.url}{url}"}
        for n, (name, url) in enumerate(links, start=1)
    ]
    return _thing(kind, itemListElement=items)


def _name_and_url(series: SeriesView, site: Publication) -> Thing:
    return {"name": series.series.title, "url": f"{site.url}{series.url}"}


def _thing(kind: str, **properties: object) -> Thing:
    return {"@type": kind} | {name: value for name, value in properties.items() if value}
