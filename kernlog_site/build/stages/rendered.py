"""Rendered: every text is HTML, so that all citations are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.stages.loaded import Loaded
from kernlog_site.citations.backlinks import Cited
from kernlog_site.citations.commit_rows import Row
from kernlog_site.core.model import Article
from kernlog_site.core.routes import Kind
from kernlog_site.incremental.digest import digest_of


@dataclass(frozen=True)
class Rendered:
    """A loaded site whose pages have their render results.

    `cited` are the citations of each article, by its path. `pages` are all pages, by the path of
    their source.
    """

    loaded: Loaded
    cited: Cited
    pages: Mapping[str, KernlogPage]

    @classmethod
    def of(cls, loaded: Loaded) -> Rendered:
        """The site after `render`, or MkDocs, has rendered its pages."""
        articles = (page for page in loaded.pages if page.source.kind is Kind.ARTICLE)
        cited = {page.source.path: page.citations for page in articles}
        return cls(loaded, cited, {page.source.path: page for page in loaded.pages})

    @cached_property
    def digests_of_citations(self) -> Mapping[str, bytes]:
        """A digest of what each article cites, and where, by its path."""
        articles = self.loaded.library.articles
        return {article.path: digest_of(self.cited[article.path]) for article in articles}

    def page_of(self, article: Article) -> KernlogPage:
        """The page of an article."""
        return self.pages[article.path]

    def rows_of(self, article: Article) -> list[Row]:
        """What lists show of the commits that an article cites, in the order of the text."""
        return self.loaded.texts.rows(self.page_of(article))
