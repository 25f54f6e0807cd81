"""Makes the announcement of one article of a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin

from kernlog_site.build.failures import making
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.targets import nowhere
from kernlog_site.core import clock
from kernlog_site.core.model import Article, Status
from kernlog_site.core.problems import Problem
from kernlog_site.tools.announcing import Announcement, named, unknown
from kernlog_site.tools.creating import below_content
from kernlog_site.tools.settings import BrokenProject, Settings

_SECTION = 2


def announcement(site: Settings, text: str, unpublished: bool) -> Announcement | Problem:
    """Announce the article that someone means; `unpublished` allows what readers cannot see yet.

    Raises `BrokenProject` for a site without an address.
    """
    if not site.site_url:
        name = site.config.config_file_path
        raise BrokenProject(f"{name} has no site_url. Set it to the address of the site.")
    library, routes = site.library(), site.routes
    spellings = (text, text.removeprefix(f"{site.shown}/"), below_content(text, site))
    meant = (named(name, library.articles, routes, site.site_url) for name in spellings)
    found = next(filter(None, meant), [])
    if not found:
        return unknown(text, library.articles)
    if len(found) > 1:
        paths = ", ".join(article.path for article in found)
        return Problem(f"'{text}' may be one of {paths}.", "Write more of the path.")
    article = found[0]
    if not unpublished and (wrong := _not_public(article)):
        return wrong
    return Announcement(
        headline=site.headlines.headline(article, library),
        summary=article.summary,
        url=urljoin(site.site_url, routes.url(article.path)),
        topics=article.topics,
        sections=tuple(_sections(article, site)),
    )


def _not_public(article: Article) -> Problem | None:
    if article.is_public(clock.now()):
        return None
    what = f"is dated {article.date}" if article.status is Status.PUBLISHED else "is a draft"
    hint = "Publish it first, or see with --draft what would go out."
    return Problem(f"{article.path} {what}, so readers cannot see it yet.", hint)


def _sections(article: Article, site: Settings) -> Iterator[str]:
    markdown = site.markdown(CitationExtension(nowhere))
    with making(f"reading page '{article.path}'"):
        markdown.convert(article.body)
    yield from _names(getattr(markdown, "toc_tokens", []))


def _names(tokens: list[Mapping[str, Any]]) -> Iterator[str]:
    for token in tokens:
        if token["level"] == _SECTION:
            yield unescape(str(token["name"]))
        else:
            yield from _names(token["children"])
