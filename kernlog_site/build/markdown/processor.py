"""The Markdown processor: one for the texts of all pages.

It does for a page what MkDocs' own `Page.render` does, and records what that asked for on the way.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

# Upstream: mkdocs/structure/pages.py (mkdocs 1.6.1): what `Page.render` does.
from mkdocs.structure.pages import (
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
)

from kernlog_site.build.markdown.answers import Answers
from kernlog_site.build.markdown.fastpath import install_fast_paths
from kernlog_site.build.markdown.links import Links, LinkTargets, RecordingFiles
from kernlog_site.build.markdown.result import (
    Message,
    RenderedPage,
    RenderResult,
    Text,
)
from kernlog_site.citations.backlinks import Citations
from kernlog_site.citations.commit_rows import Rows
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.grammar import COMMIT
from kernlog_site.citations.locating import LocatingExtension, Told, lines_of, located
from kernlog_site.citations.positions import marked, unmarked
from kernlog_site.citations.resolver import Place
from kernlog_site.citations.targets import Link, Resolve, Target
from kernlog_site.commits.web.link_schemes import OWN_SCHEMES
from kernlog_site.core.characters import printable, printable_html
from kernlog_site.core.commit import Citation, Commit, CommitId
from kernlog_site.core.problems import Problem, Severity

# Upstream: material/extensions/emoji.py (mkdocs-material 9.8.2), and extensions by their modules.
_SELF_CONTAINED = ("markdown.extensions.", "pymdownx.", "kernlog_site.", "material.extensions.")
_READS_FILES = ("pymdownx.b64", "pymdownx.snippets", "pymdownx.pathconverter")
_BY_NAME = frozenset(OWN_SCHEMES) - {COMMIT}


@dataclass(frozen=True, slots=True)
class _Rendered:
    """What Markdown and MkDocs give for a text, before problems have their lines."""

    html: str
    contents: list[dict[str, Any]]
    title: str | None
    anchors: tuple[str, ...]
    links: Mapping[str, Mapping[str, str]]
    requested: Mapping[str, str | None]
    problems: Sequence[Told]
    messages: Sequence[Message]

    def unlocated_problems(self, *, headed: bool) -> list[Told]:
        """All that is wrong, by what is written there; of a headed page headlines as well."""
        names = (entry["name"] for entry in self.contents if entry["level"] == 1)
        return [*self.problems, *(_headline(name) for name in names if headed)]


class MarkdownProcessor:
    """Python-Markdown set up as MkDocs does it, with kernlog's extension, for all texts of a build.

    `rows` writes what lists show of a commit.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        extension: CitationExtension,
        link_targets: LinkTargets,
        answers: Answers,
        rows: Rows,
    ) -> None:
        self._config = config
        self._extension = extension
        self._link_targets = link_targets
        self._answers = answers
        self._rows = rows
        self._marking = LocatingExtension(extension.resolve, extension.words)
        self._processors: dict[CitationExtension, Markdown] = {}

    def render(self, file: File, text: str, place: Place, *, headed: bool = False) -> RenderedPage:
        """Render the text of a page whose citations stand at that place.

        A page that is `headed` gets its headline from its title, and should have none in its text.
        """
        resolve = self._answers.at(place)
        targets: list[Target] = []
        commits_found: dict[CommitId, Commit] = {}
        self._extension.resolve = _recording(resolve, targets, commits_found)
        rendered = self._render(self._extension, file, text)
        unlocated = rendered.unlocated_problems(headed=headed)
        problems: tuple[Problem, ...] = ()
        messages = tuple(rendered.messages)
        if unlocated or any(message.level >= logging.WARNING for message in messages):
            proof, _ = self._marked(file, text, resolve)
            problems = located(unlocated, proof.unlocated_problems(headed=headed), text)
            messages = _with_lines(messages, proof.messages)
        commits = tuple(dict.fromkeys(t for t in targets if t.scheme == COMMIT))
        names = tuple(dict.fromkeys(t for t in targets if t.scheme in _BY_NAME))
        dependencies = self._answers.dependencies(commits, names, place)
        result = RenderResult(
            dependencies=replace(dependencies, files=rendered.requested),
            citations=Citations.of(self._extension.citations),
            problems=problems,
            proven=self._extension.proven,
            title=rendered.title,
            anchors=rendered.anchors,
            links=rendered.links,
        )
        listed = result.citations.distinct() if place.article else ()
        rows = tuple(self._rows.row(commits_found[commit]) for commit in listed)
        shown = Text(rendered.html, _printable(rendered.contents))
        return RenderedPage(result, shown, commits, rows, messages)

    def lines(
        self, file: File, text: str, place: Place, citations: Iterable[Citation]
    ) -> list[int | None]:
        """The line of each citation of a text."""
        _, marking = self._marked(file, text, self._answers.at(place))
        return lines_of(citations, marking)

    def _render(self, extension: CitationExtension, file: File, text: str) -> _Rendered:
        markdown = self._reset_processor(extension)
        files = RecordingFiles(self._link_targets)
        withheld = self._link_targets.withheld
        raw_html = _RawHTMLPreprocessor()
        anchors = _ExtractAnchorsTreeprocessor(file, files, self._config)
        paths = Links(file, files, self._config, withheld, extension.addresses)
        title = _ExtractTitleTreeprocessor()
        for processor in (raw_html, anchors, paths, title):
            processor._register(markdown)
        with _recording_log(paths) as messages:
            html = markdown.convert(text)
        return _Rendered(
            html=html,
            contents=list(_contents(getattr(markdown, "toc_tokens", []))),
            title=title.title and printable_html(title.title),
            anchors=tuple(sorted(anchors.present_anchor_ids | raw_html.present_anchor_ids)),
            links={target.src_uri: links for target, links in paths.links_to_anchors.items()},
            requested=files.requested,
            problems=[*paths.problems, *extension.problems],
            messages=messages,
        )

    def _marked(
        self, file: File, text: str, resolve: Resolve
    ) -> tuple[_Rendered, LocatingExtension]:
        """A text as it comes out with marks, by an extension that knows their lines."""
        self._marking.resolve = resolve
        return self._render(self._marking, file, marked(text)), self._marking

    def _reset_processor(self, extension: CitationExtension) -> Markdown:
        """The processor with one of our extensions, as good as new."""
        if extension not in self._processors or not self.is_self_contained:
            extensions = [
                extension if known is self._extension else known
                for known in _extensions(self._config)
            ]
            if not {*map(id, extensions)}.isdisjoint(map(id, self._config.markdown_extensions)):
                # An extension that others made belongs to the last processor that gets it.
                self._processors.clear()
            self._processors[extension] = Markdown(extensions=extensions)
            install_fast_paths(self._processors[extension])
        return self._processors[extension].reset()

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


def _recording(resolve: Resolve, targets: list[Target], commits: dict[CommitId, Commit]) -> Resolve:
    """A resolve function that records the targets, and the commits that were found."""

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


def _printable(contents: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A table of contents as it is shown. Its names may have marks before, which are proof."""
    return [
        {**entry, "name": printable_html(entry["name"]), "children": _printable(entry["children"])}
        for entry in contents
    ]


def _headline(name: str) -> Told:
    """A headline that a text has, though its page has one already."""
    plain, line = unmarked(name)
    problem = Problem(
        f"The text has a headline of its own: '{unescape(plain)}'.",
        "The headline is made from the title; start sections with ##.",
        Severity.WARNING,
    )
    return plain, problem.at("", line)


@contextmanager
def _recording_log(links: Links) -> Iterator[list[Message]]:
    """Record what MkDocs logs, at whatever level, instead of letting it out."""
    logger, recorder = logging.getLogger("mkdocs"), _LogRecorder(links)
    handlers, propagate, level = logger.handlers, logger.propagate, logger.level
    logger.handlers, logger.propagate = [recorder], False
    logger.setLevel(logging.INFO)
    try:
        yield recorder.messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


class _LogRecorder(logging.Handler):
    def __init__(self, links: Links) -> None:
        super().__init__()
        self.messages: list[Message] = []
        self._links = links

    def emit(self, record: logging.LogRecord) -> None:
        text = printable(record.getMessage())
        self.messages.append(Message(record.name, record.levelno, text, self._links.line))


def _with_lines(messages: Sequence[Message], marked: Sequence[Message]) -> tuple[Message, ...]:
    """Messages with the lines that the same ones have in a marked text."""
    if [message.text for message in messages] != [message.text for message in marked]:
        return tuple(messages)
    both = zip(messages, marked, strict=True)
    return tuple(replace(message, line=located.line) for message, located in both)
