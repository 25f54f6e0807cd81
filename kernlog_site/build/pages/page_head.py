"""What MkDocs and the configuration know of a page becomes the head of the page."""

from __future__ import annotations

from functools import cache
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from kernlog_site.build.pages.escaped_titles import title_of
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.config import KernlogConfig
from kernlog_site.views.feed_links import FeedLink
from kernlog_site.views.json_ld import linked_data
from kernlog_site.views.metadata import Metadata, Publication, metadata


def publication(config: MkDocsConfig, options: KernlogConfig, preview: bool) -> Publication:
    """What the heads of all pages have in common."""
    language = str(config.theme.get("language") or "en")
    return Publication(
        name=config.site_name,
        routes=options.routes(config.use_directory_urls),
        url=config.site_url or "",
        description=config.site_description or "",
        author=config.site_author or "",
        section=options.kicker,
        language=language,
        locale=_locale(language),
        cards=options.cards and not preview,
        namespace=options.feed_namespace,
    )


def describe(
    page: KernlogPage, view: object, site: Publication, feeds: tuple[FeedLink, ...]
) -> dict[str, Any]:
    """What the head of a page is made from, as templates get it."""
    author = page.meta.get("author") or site.author
    known = Metadata(
        kind="page",
        name=title_of(page),
        url=page.canonical_url or "",
        description=str(page.meta.get("description") or ""),
        authors=(str(author),) if author else (),
        previous=page.previous_page.url if page.previous_page else "",
        next=page.next_page.url if page.next_page else "",
        feeds=feeds,
    )
    head = metadata(known, view, site)
    return {"metadata": head, "linked_data": linked_data(head, view, site)}


@cache
def _locale(language: str) -> str:
    from kernlog_site.core.formats import Formats  # noqa: PLC0415 - babel takes its time to load

    return Formats.of(language).with_country
