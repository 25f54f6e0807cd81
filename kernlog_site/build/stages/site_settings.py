"""The settings of a site in one build, and what follows from them alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig

from kernlog_site.build.stages.build_mode import BuildMode
from kernlog_site.commits.web.trees import Tree
from kernlog_site.config.options import KernlogConfig
from kernlog_site.content.content_reader import Reader
from kernlog_site.core.i18n import Words
from kernlog_site.core.routes import Routes
from kernlog_site.views.headlines import Headlines
from kernlog_site.views.metadata import Publication

if TYPE_CHECKING:
    from kernlog_site.core.formats import Formats


@dataclass(frozen=True)
class SiteSettings:
    """Options of kernlog, configuration of MkDocs, words of the language, time and mode of a build.

    `now` carries its offset.
    """

    options: KernlogConfig
    config: MkDocsConfig
    words: Words
    now: datetime
    mode: BuildMode

    @cached_property
    def routes(self) -> Routes:
        """The addresses of the site."""
        return self.options.routes(self.config.use_directory_urls)

    @cached_property
    def headlines(self) -> Headlines:
        """The pattern of headlines."""
        return Headlines(self.options.kicker, self.options.headline)

    @cached_property
    def reader(self) -> Reader:
        """The reader of source files."""
        return Reader(self.routes, self.options.conventions, self.options.authors)

    @property
    def trees(self) -> Mapping[str, Tree]:
        """The trees by name, with their addresses on the web."""
        return self.options.trees

    @property
    def site_url(self) -> str:
        """The absolute address of the site; empty where it has none."""
        return self.config.site_url or ""

    @property
    def has_cards(self) -> bool:
        """Whether articles get social cards, which are shown by their absolute address."""
        return bool(self.options.cards and self.site_url and self.mode.draws_cards)

    @cached_property
    def formats(self) -> Formats:
        """Dates and numbers as the language of the site writes them."""
        from kernlog_site.core.formats import Formats  # noqa: PLC0415 - babel takes its time to load

        return Formats.of(self.words.language)

    def day(self, when: date) -> str:
        """A date written out."""
        return self.formats.day(when)

    @cached_property
    def publication(self) -> Publication:
        """What the heads of all pages, and all feeds, have in common."""
        return Publication(
            name=self.config.site_name,
            routes=self.routes,
            url=self.site_url,
            description=self.config.site_description or "",
            author=self.config.site_author or "",
            section=self.options.kicker,
            language=self.words.language,
            locale=self.formats.with_country,
            cards=self.options.cards and self.mode.draws_cards,
            namespace=self.options.feed_namespace,
        )
