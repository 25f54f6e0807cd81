"""Pages as MkDocs knows them, whose text kernlog has read already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kernlog_site.building.manuscripts import Manuscript
from kernlog_site.model import Article, Citation
from kernlog_site.problems import Problem, Severity
from kernlog_site.reading.places import locate
from kernlog_site.rendering.extension import CitationExtension
from kernlog_site.rendering.links import Resolve
from kernlog_site.rendering.resolving import Place
from kernlog_site.routes import Kind


class KernlogPage(Page):
    """A page with a manuscript. Rendering it collects its citations and their problems."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        manuscript: Manuscript,
        extension: CitationExtension,
        resolve_at: Callable[[Place], Resolve],
    ) -> None:
        super().__init__(title, file, config)
        self.manuscript = manuscript
        self.citations: tuple[Citation, ...] = ()
        self.proven = True
        self.problems = manuscript.problems
        self._extension = extension
        self._resolve_at = resolve_at

    def read_source(self, config: MkDocsConfig) -> None:
        """Take text and metadata from the manuscript."""
        self.markdown = self.manuscript.body
        self.meta = dict(self.manuscript.meta)
        if self.manuscript.kind is not Kind.PAGE:
            self.meta.setdefault("template", f"{self.manuscript.kind.value}.html")

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render as MkDocs does, with the citations resolved for this page."""
        subject = self.manuscript.subject
        article = subject if isinstance(subject, Article) else None
        self._extension.resolve = self._resolve_at(Place(self.url, article))
        super().render(config, files)
        self.citations = tuple(self._extension.citations)
        self.proven = self._extension.proven
        self.problems += tuple(
            problem.at(self.manuscript.path, line)
            for written, problem in self._extension.problems
            for line in self.lines(written)
        )
        if subject is not None:
            self.problems += tuple(self._second_headlines())

    def _second_headlines(self) -> Iterator[Problem]:
        for entry in self.toc:
            if entry.level == 1:
                problem = Problem(
                    f"The text has a headline of its own: '{unescape(entry.title)}'.",
                    "The headline is made from the title; start sections with ##.",
                    Severity.WARNING,
                )
                yield from (
                    problem.at(self.manuscript.path, line)
                    for line in self.lines(f"# {unescape(entry.title)}")
                )

    def lines(self, written: str) -> list[int]:
        """The lines of the file on which a citation is written."""
        before = self.manuscript.body_line - 1
        return [before + line for line in locate(self.manuscript.body, written)]
