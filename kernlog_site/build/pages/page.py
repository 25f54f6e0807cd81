"""Pages of MkDocs, whose text kernlog reads and renders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from kernlog_site.build.markdown.result import Message, RenderResult, Text
from kernlog_site.build.pages.page_source import PageSource
from kernlog_site.citations.backlinks import Citations
from kernlog_site.citations.positions import line_before
from kernlog_site.citations.resolver import Place
from kernlog_site.config.mkdocs_settings import content_folder
from kernlog_site.core.model import Article
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import Kind


class KernlogPage(Page):
    """A page of MkDocs with its source and its render result.

    `render` is called for it where MkDocs renders the pages; its result and its text are kept under
    `key`.
    """

    result: RenderResult | None = None
    key: bytes = b""

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        page_source: PageSource,
        render: Callable[[KernlogPage], tuple[RenderResult, Text]],
    ) -> None:
        super().__init__(title, file, config)
        self.source = page_source
        self._render = render
        self._folder = content_folder(config)

    @property
    def place(self) -> Place:
        """The place of the citations of the page."""
        subject = self.source.subject
        return Place(self.url, subject if isinstance(subject, Article) else None)

    @property
    def is_headed(self) -> bool:
        """Whether its headline is made from its title."""
        return self.source.subject is not None

    def read_source(self, config: MkDocsConfig) -> None:
        """Set text and metadata from the page source, for MkDocs."""
        self.markdown = self.source.body
        self.meta = dict(self.source.meta)
        if self.source.kind is not Kind.PAGE:
            self.meta.setdefault("template", f"{self.source.kind.value}.html")

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render the page, for MkDocs."""
        result, text = self._render(self)
        self.set_result(result, files)
        self.set_text(text)

    def set_result(self, result: RenderResult, files: Files) -> None:
        """Store the render result."""
        self.result = result
        # Upstream: mkdocs/structure/pages.py (mkdocs 1.6.1): what `Page.render` leaves for others.
        self._title_from_render = result.title
        # To a browser #überblick and #%C3%BCberblick are the same, in a link and in an id.
        self.present_anchor_ids = {*result.anchors, *map(unquote, result.anchors)}
        links = ((files.get_file_from_path(path), by_id) for path, by_id in result.links.items())
        self.links_to_anchors = {
            file: {unquote(anchor): written for anchor, written in by_id.items()}
            for file, by_id in links
            if file
        }

    def set_text(self, text: Text) -> None:
        """Set what templates show of the text."""
        self.content = text.html
        self.toc = get_toc(text.contents)  # type: ignore[arg-type]

    @property
    def template(self) -> str:
        """The name of its template; nothing where it has that of all pages."""
        return str(self.meta.get("template") or "")

    @property
    def citations(self) -> Citations:
        """The citations of the text; none before it is rendered."""
        return self.result.citations if self.result else Citations()

    @property
    def is_proven(self) -> bool:
        """Whether there was a store to find its commits in."""
        return self.result is None or self.result.proven

    @property
    def problems(self) -> Iterator[Problem]:
        """What is wrong with the page source and with what it cites."""
        yield from self.source.problems
        for problem in self.result.problems if self.result else ():
            yield self.located(problem, problem.line)

    def located(self, problem: Problem, line: int | None) -> Problem:
        """A problem of a line of the text, if there is one, at that of the file."""
        return problem.at(self.source.path, self._line_of_file(line))

    def located_text(self, message: Message) -> str:
        """A message of MkDocs about the page, with the place that it speaks of."""
        line = self._line_of_file(message.line)
        place = f"{self._folder}/{self.source.path}:{line}: " if line else ""
        return f"{place}{message.text}"

    def _line_of_file(self, line: int | None) -> int | None:
        """The line of the file that became a line of the text; None if another plugin wrote it."""
        source = self.source
        line_of_body = line and line_before(line, self.markdown or "", source.body)
        return source.body_line - 1 + line_of_body if line_of_body else None
