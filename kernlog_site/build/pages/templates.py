"""The templates of pages, and what they get of the site as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from kernlog_site.build.failures import making
from kernlog_site.build.markdown.result import Text
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_context import context_of
from kernlog_site.build.stages.finished import Finished

_NO_TEXT = Text("")


@dataclass(frozen=True)
class PageTemplates:
    """What templates get besides the page: MkDocs' configuration, navigation and list of pages."""

    config: MkDocsConfig
    nav: Navigation
    documents: Sequence[File]
    env: Environment

    def finish(self, page: KernlogPage, site: Finished) -> bytes:
        """The HTML of a page; nothing if its template gives nothing but white space.

        Raises `MakingFailed`.
        """
        with making(f"building page '{page.file.src_uri}'"):
            return self._finish(page, site)

    def _finish(self, page: KernlogPage, site: Finished) -> bytes:
        page.set_text(site.texts.text(page))
        page.active = True
        # Upstream: mkdocs/commands/build.py (mkdocs 1.6.1): `_build_page` without events.
        context: dict[str, Any] = dict(get_context(self.nav, self.documents, self.config, page))
        template = self.env.get_template(page.template or "main.html")
        # Piece by piece: as one text, a tracking page of megabytes takes two bytes a letter.
        pieces = template.generate(context | context_of(page, site))
        html = b"".join([piece.encode(errors="xmlcharrefreplace") for piece in pieces])
        page.active = False
        page.set_text(_NO_TEXT)  # of thousands of pages nobody could keep the text
        return b"" if html.isspace() else html

    def navigation(self) -> list[object]:
        """All that any page may show of the navigation."""
        return list(_shown_in(self.nav.items))


def _shown_in(items: Sequence[StructureItem]) -> Iterator[object]:
    for item in items:
        if isinstance(item, Section):
            yield item.title, list(_shown_in(item.children))
        elif isinstance(item, Page):
            yield item.title, item.url, item.abs_url, item.meta
        else:
            yield item.title, getattr(item, "url", None)
