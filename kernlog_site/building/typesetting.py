"""Renders the text of pages, with one Markdown processor for all of them.

It does for a page what MkDocs' own `Page.render` does, and notes what that asked for on the way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
)

from kernlog_site.building.content import Content, Evidence, Findings, Message, Text
from kernlog_site.building.links import AskedFiles, Links
from kernlog_site.building.shortcuts import take_shortcuts
from kernlog_site.commits.schemes import OWN_SCHEMES
from kernlog_site.model import Commit, CommitId
from kernlog_site.problems import Problem
from kernlog_site.reading.citing import COMMIT
from kernlog_site.rendering.citations import Citations
from kernlog_site.rendering.extension import CitationExtension
from kernlog_site.rendering.links import Link, Resolve, Target
from kernlog_site.rendering.resolving import Place
from kernlog_site.rendering.rows import Rows
from kernlog_site.withholding import Withheld

_SELF_CONTAINED = ("markdown.extensions.", "pymdownx.", "kernlog_site.", "material.extensions.")
_READS_FILES = ("pymdownx.b64", "pymdownx.snippets", "pymdownx.pathconverter")
_BY_NAME = frozenset(OWN_SCHEMES) - {COMMIT}


class Typesetter:
    """Renders pages. `testify` tells what the answers about commits and names depend on."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        config: MkDocsConfig,
        files: Files,
        extension: CitationExtension,
        testify: Callable[[Sequence[Target], Sequence[Target], Place], Evidence],
        rows: Rows,
        withheld: Withheld,
    ) -> None:
        self._withheld = withheld
        self._config = config
        self._files = files
        self._extension = extension
        self._testify = testify
        self._rows = rows
        self._markdown: Markdown | None = None

    def typeset(self, file: File, text: str, place: Place, resolve: Resolve) -> Content:
        """Render the text of a page whose citations are resolved for that place."""
        targets: list[Target] = []
        found: dict[CommitId, Commit] = {}
        self._extension.resolve = _noting(resolve, targets, found)
        files = AskedFiles(self._files, self._withheld)
        markdown = self._prepared()
        raw_html = _RawHTMLPreprocessor()
        anchors = _ExtractAnchorsTreeprocessor(file, files, self._config)
        problems = list[tuple[str, Problem]]()
        paths = Links(file, files, self._config, self._withheld, problems)
        title = _ExtractTitleTreeprocessor()
        for processor in (raw_html, anchors, paths, title):
            processor._register(markdown)
        with _listening() as messages:
            html = markdown.convert(text)
        contents = list(_contents(getattr(markdown, "toc_tokens", [])))
        commits = tuple(dict.fromkeys(t for t in targets if t.scheme == COMMIT))
        names = tuple(dict.fromkeys(t for t in targets if t.scheme in _BY_NAME))
        findings = Findings(
            evidence=replace(self._testify(commits, names, place), files=files.asked),
            citations=Citations.of(self._extension.citations),
            problems=(*problems, *self._extension.problems),
            proven=self._extension.proven,
            title=title.title,
            headlines=tuple(_headlines(contents)),
            anchors=tuple(sorted(anchors.present_anchor_ids | raw_html.present_anchor_ids)),
            links={its.src_uri: links for its, links in paths.links_to_anchors.items()},
        )
        listed = findings.citations.distinct() if place.article else ()
        rows = tuple(self._rows.row(found[commit]) for commit in listed)
        return Content(findings, Text(html, contents), commits, rows, tuple(messages))

    def _prepared(self) -> Markdown:
        """The processor, as good as new."""
        if self._markdown is None or not self.is_self_contained:
            self._markdown = Markdown(extensions=_extensions(self._config))
            take_shortcuts(self._markdown)
        return self._markdown.reset()

    @cached_property
    def is_self_contained(self) -> bool:
        """Whether what the extensions make depends on the text and the configuration alone.

        Those that read files are not; of those that nobody knows here, nobody knows. Then every
        page gets a processor of its own, and is rendered in every build.
        """
        modules = [type(extension).__module__ for extension in _extensions(self._config)]
        return all(
            module.startswith(_SELF_CONTAINED) and not module.startswith(_READS_FILES)
            for module in modules
        )


def _extensions(config: MkDocsConfig) -> list[Extension]:
    """The extensions of the configuration, of which MkDocs knows most by name only."""
    builder, options = Markdown(), config.mdx_configs or {}
    return [
        builder.build_extension(name, options.get(name, {})) if isinstance(name, str) else name
        for name in config.markdown_extensions
    ]


def _noting(resolve: Resolve, targets: list[Target], commits: dict[CommitId, Commit]) -> Resolve:
    """Resolves, and notes what was asked for and the commits that were found."""

    def note(target: Target) -> Link | Problem | None:
        targets.append(target)
        answer = resolve(target)
        if isinstance(answer, Link) and answer.commit:
            commits[answer.commit.id] = answer.commit
        return answer

    return note


def _contents(tokens: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of a table of contents what MkDocs takes."""
    for token in tokens:
        kept = {name: token[name] for name in ("level", "id", "name")}
        yield {**kept, "children": list(_contents(token["children"]))}


def _headlines(contents: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (entry["name"] for entry in contents if entry["level"] == 1)


@contextmanager
def _listening() -> Iterator[list[Message]]:
    """Takes what MkDocs logs, however quiet it is told to be, instead of letting it out."""
    logger, listener = logging.getLogger("mkdocs"), _Listener()
    handlers, propagate, level = logger.handlers, logger.propagate, logger.level
    logger.handlers, logger.propagate = [listener], False
    logger.setLevel(logging.INFO)
    try:
        yield listener.messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(Message(record.name, record.levelno, record.getMessage()))
