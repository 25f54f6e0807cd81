"""Pages as MkDocs knows them, whose text kernlog has read already."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from kernlog_site.build.markdown.result import Findings, Message, Text
from kernlog_site.build.pages.page_source import Manuscript
from kernlog_site.citations.backlinks import Citations
from kernlog_site.citations.positions import line_before
from kernlog_site.citations.resolver import Place
from kernlog_site.core.model import Article
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import Kind


@lru_cache(maxsize=1)
def _shown(folder: str, config_file: str) -> str:
    """The folder of the content as messages write it: from that of `mkdocs.yml`."""
    return PurePath(os.path.relpath(folder, os.path.dirname(config_file) or ".")).as_posix()


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
        self._folder = _shown(config.docs_dir, config.config_file_path)

    @property
    def place(self) -> Place:
        """Where its citations stand."""
        subject = self.manuscript.subject
        return Place(self.url, subject if isinstance(subject, Article) else None)

    @property
    def is_headed(self) -> bool:
        """Whether its headline is made from its title."""
        return self.manuscript.subject is not None

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
        # To a browser #überblick and #%C3%BCberblick are the same, in a link and in an id.
        self.present_anchor_ids = {*findings.anchors, *map(unquote, findings.anchors)}
        targets = ((files.get_file_from_path(path), its) for path, its in findings.links.items())
        self.links_to_anchors = {
            file: {unquote(anchor): written for anchor, written in its.items()}
            for file, its in targets
            if file
        }

    def show(self, text: Text) -> None:
        """Be a page that templates can show."""
        self.content = text.html
        self.toc = get_toc(text.contents)  # type: ignore[arg-type]

    @property
    def template(self) -> str:
        """The name of its template; nothing where it has that of all pages."""
        return str(self.meta.get("template") or "")

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
        for problem in self.findings.problems if self.findings else ():
            yield self.located(problem, problem.line)

    def located(self, problem: Problem, line: int | None) -> Problem:
        """A problem of a line of the text, if there is one, at that of the file."""
        return problem.at(self.manuscript.path, self._line_of_file(line))

    def saying(self, message: Message) -> str:
        """What MkDocs said while the page was rendered, with the place that it speaks of."""
        line = self._line_of_file(message.line)
        place = f"{self._folder}/{self.manuscript.path}:{line}: " if line else ""
        return f"{place}{message.text}"

    def _line_of_file(self, line: int | None) -> int | None:
        """The line of the file that became a line of the text; None if another plugin wrote it."""
        written = self.manuscript
        found = line and line_before(line, self.markdown or "", written.body)
        return written.body_line - 1 + found if found else None
