"""What a page is about in the words of schema.org, for search engines: values to be made JSON.

Only what has an absolute address is told. A page names what is on it and where it belongs, never
all there is: nothing grows with the site.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from kernlog_site.views.metadata import Metadata, Publication
from kernlog_site.views.models import (
    ArticleView,
    AuthorLink,
    HomeView,
    ReleaseLink,
    ReleaseView,
    SeriesView,
)
from kernlog_site.views.taxonomies import (
    ArchiveView,
    AuthorIndexView,
    AuthorView,
    Period,
    TopicIndexView,
    TopicView,
    YearView,
)

_NAMED = 20
"""So many articles of a list are named."""

Thing = dict[str, Any]
"""Something with a type; what is not known of it is left out."""


def linked_data(page: Metadata, view: object, site: Publication) -> Thing | None:
    """The JSON-LD of a page; None for pages with nothing to tell, or not meant for others."""
    if not page.url or page.is_hidden:
        return None
    if isinstance(view, ArticleView):
        things = [_article(page, view, site), _trail(page, site, view.series, view.release)]
    elif isinstance(view, SeriesView):
        things = [_series(page, view, site), _trail(page, site)]
    elif isinstance(view, ReleaseView):
        things = [_release(page, view, site), _trail(page, site)]
    elif isinstance(view, AuthorView):
        things = [_profile(page, view, site), _trail(page, site)]
    elif isinstance(view, TopicView):
        about = _thing("Thing", name=page.name)
        things = [_collection(page, site, view.years, about), _trail(page, site)]
    elif isinstance(view, YearView | ArchiveView):
        things = [_collection(page, site, view.months), _trail(page, site)]
    elif isinstance(view, TopicIndexView | AuthorIndexView):
        things = [_collection(page, site), _trail(page, site)]
    elif isinstance(view, HomeView):
        things = [_website(page, site)]
    else:
        return None
    return {"@context": "https://schema.org", "@graph": things}


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
        about=_linux(view.release, site),
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


def _linux(release: ReleaseLink | None, site: Publication) -> Thing | None:
    # Not a SoftwareApplication: search engines expect offers and ratings of one.
    if release is None:
        return None
    return _thing("Thing", name=f"Linux {release.version}", url=f"{site.url}{release.url}")


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
        about=_linux(view.release, site),
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
        trail.append((f"Linux {release.version}", release.url))
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
