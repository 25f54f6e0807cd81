"""Pages as MkDocs knows them, whose text kernlog has read already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from kernlog_site.building.content import Findings, Text
from kernlog_site.building.manuscripts import Manuscript
from kernlog_site.model import Article
from kernlog_site.problems import Problem, Severity
from kernlog_site.reading.places import locate
from kernlog_site.rendering.citations import Citations
from kernlog_site.rendering.resolving import Place
from kernlog_site.routes import Kind


class KernlogPage(Page):
    """A page with a manuscript.

    `render` is called for it where MkDocs renders the pages, and gives its findings and its text.
    `key` is what they are kept under.
    """

    findings: Findings | None = None
    key: bytes = b""

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        manuscript: Manuscript,
        render: Callable[[KernlogPage], tuple[Findings, Text]],
    ) -> None:
        super().__init__(title, file, config)
        self.manuscript = manuscript
        self._render = render

    @property
    def place(self) -> Place:
        """Where its citations stand."""
        subject = self.manuscript.subject
        return Place(self.url, subject if isinstance(subject, Article) else None)

    def read_source(self, config: MkDocsConfig) -> None:
        """Take text and metadata from the manuscript."""
        self.markdown = self.manuscript.body
        self.meta = dict(self.manuscript.meta)
        if self.manuscript.kind is not Kind.PAGE:
            self.meta.setdefault("template", f"{self.manuscript.kind.value}.html")

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render for MkDocs."""
        findings, text = self._render(self)
        self.take(findings, files)
        self.show(text)

    def take(self, findings: Findings, files: Files) -> None:
        """Be a page of which others know what is in it."""
        self.findings = findings
        self._title_from_render = findings.title
        self.present_anchor_ids = set(findings.anchors)
        targets = ((files.get_file_from_path(path), its) for path, its in findings.links.items())
        self.links_to_anchors = {file: dict(its) for file, its in targets if file}

    def show(self, text: Text) -> None:
        """Be a page that templates can show."""
        self.content = text.html
        self.toc = get_toc(text.contents)  # type: ignore[arg-type]

    @property
    def citations(self) -> Citations:
        """The commits it cites."""
        return self.findings.citations if self.findings else Citations()

    @property
    def is_proven(self) -> bool:
        """Whether there was a store to find its commits in."""
        return self.findings is None or self.findings.proven

    @property
    def problems(self) -> Iterator[Problem]:
        """What is wrong with the manuscript and with what it cites."""
        yield from self.manuscript.problems
        findings = self.findings
        for written, problem in findings.problems if findings else ():
            yield from self._located(problem, written)
        for headline in findings.headlines if findings and self.manuscript.subject else ():
            problem = Problem(
                f"The text has a headline of its own: '{unescape(headline)}'.",
                "The headline is made from the title; start sections with ##.",
                Severity.WARNING,
            )
            yield from self._located(problem, f"# {unescape(headline)}")

    def lines(self, written: str) -> list[int]:
        """The lines of the file on which a citation is written."""
        before = self.manuscript.body_line - 1
        return [before + line for line in locate(self.manuscript.body, written)]

    def _located(self, problem: Problem, written: str) -> Iterator[Problem]:
        return (problem.at(self.manuscript.path, line) for line in self.lines(written))
