"""The render result and the text of a page, and their form in the cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from kernlog_site.citations.backlinks import Citations
from kernlog_site.citations.commit_rows import Outcome, Row
from kernlog_site.citations.targets import Target
from kernlog_site.core.commit import CommitId
from kernlog_site.core.problems import Problem
from kernlog_site.incremental.shapes import read_as


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a text depends on besides itself, to see later whether that is still the same.

    `about_commits` is a digest of what the answers to its citations depend on, `about_names` of
    those to links to pages of the site by name, `names`. While all that such answers may depend on
    is the same, `all_commits` and `all_names`, nobody needs to ask. `files` are the addresses of
    the files that it links.
    """

    about_commits: str = ""
    all_commits: str = ""
    names: tuple[Target, ...] = ()
    about_names: str = ""
    all_names: str = ""
    files: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What others need to know of a rendered text.

    `title` is what it begins with if that is a headline. `anchors` are its ids, `links` those that
    it links in other files: the link as written, by file and id. `problems` have their lines,
    counted in the text.
    """

    dependencies: Dependencies
    citations: Citations = field(default_factory=Citations)
    problems: tuple[Problem, ...] = ()
    proven: bool = True
    title: str | None = None
    anchors: tuple[str, ...] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """The HTML of a page and its table of contents, as Python-Markdown gives it."""

    html: str
    contents: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What MkDocs said while a page was rendered, for its log, and of which line of the text."""

    logger: str
    level: int
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """All that rendering a page gave. With messages it is not kept: they have to be said again.

    `commits` are what its citations asked for, to ask again when the world has changed, `rows` what
    lists show of the commits that it cites.
    """

    result: RenderResult
    text: Text
    commits: tuple[Target, ...] = ()
    rows: tuple[Row, ...] = ()
    messages: tuple[Message, ...] = ()


_RENDER_RESULT = TypeAdapter(RenderResult)
_TEXT = TypeAdapter(Text)
_FEED_HTML = TypeAdapter(str)
_TARGETS = TypeAdapter(tuple[Target, ...])
_ROWS = TypeAdapter(list[tuple[str, str, tuple[Outcome, ...], str]])
"""What a row says of its commit. As quick as a line of text for each, and any text may be in it."""


def render_result_to_json(result: RenderResult) -> bytes:
    """The render result as JSON."""
    return _RENDER_RESULT.dump_json(result)


def render_result_from_json(data: bytes | None) -> RenderResult | None:
    """A render result from JSON; None if that is none."""
    return read_as(_RENDER_RESULT, data)


def text_to_json(text: Text) -> bytes:
    """A text as JSON."""
    return _TEXT.dump_json(text)


def text_from_json(data: bytes | None) -> Text | None:
    """A text from JSON; None if that is none."""
    return read_as(_TEXT, data)


def feed_html_to_json(html: str) -> bytes:
    """The text of an article, ready for feeds, as JSON."""
    return _FEED_HTML.dump_json(html)


def feed_html_from_json(data: bytes | None) -> str | None:
    """That text from JSON; None if that is none."""
    return read_as(_FEED_HTML, data)


def targets_to_json(targets: Sequence[Target]) -> bytes:
    """Targets as JSON."""
    return _TARGETS.dump_json(tuple(targets))


def targets_from_json(data: bytes | None) -> tuple[Target, ...] | None:
    """Targets from JSON; None if that is none."""
    return read_as(_TARGETS, data)


def rows_to_json(rows: Iterable[Row]) -> bytes:
    """Rows as JSON, without their commits."""
    return _ROWS.dump_json([row[1:] for row in rows])


def rows_from_json(data: bytes | None, commits: Sequence[CommitId]) -> list[Row] | None:
    """Rows of those commits from JSON; None if that is none."""
    rows = read_as(_ROWS, data)
    if rows is None or len(rows) != len(commits):
        return None
    return [Row(commit, *row) for commit, row in zip(commits, rows, strict=True)]
