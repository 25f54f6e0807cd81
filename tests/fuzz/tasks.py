"""What kernlog does with texts of others, each to be done with a shape, and whether it grows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC
from functools import partial

from git_web_links import TREES
from markdown import Markdown

from fuzz import shapes
from fuzz.shapes import Shape
from fuzz.work import watch, work
from kernlog_site.citations import grammar as citing
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.grammar import fences
from kernlog_site.citations.targets import Link, Target
from kernlog_site.commits.followups.backports import taken_over
from kernlog_site.commits.followups.messages import (
    bugs,
    discussions,
    stable_versions,
    verdict,
)
from kernlog_site.commits.followups.pull_messages import pull_message
from kernlog_site.commits.git.maintainers import Maintainers, sections
from kernlog_site.commits.git.subjects import area_of, prefix_of
from kernlog_site.commits.store.reader import read_commits, read_releases
from kernlog_site.commits.web.commit_urls import Addresses
from kernlog_site.content.aliases import BadAlias, file_of
from kernlog_site.content.fields import Conventions
from kernlog_site.content.front_matter_keys import ArticleMatter
from kernlog_site.content.record_file import opened
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import topic_slug
from kernlog_site.outputs.feeds.content import feed_html
from kernlog_site.outputs.search.documents import SearchDocument
from kernlog_site.outputs.social_cards.text_layout import DISPLAY, TEXT, clip, fit
from kernlog_site.tools.import_links.hyperlinks import in_html, in_markdown
from kernlog_site.tools.import_links.importer import Importer
from kernlog_site.tools.references.accounts import hash_in
from kernlog_site.tools.references.citing import mentions

FEWEST, LETTERS = 12, 100
"""Pieces and letters of a text: enough for a square to stand out, few enough to be counted."""
MOST, ALLOWED = 2.5, 500
"""Times, and what may come on top where a text says something else when it is longer."""

LINKS = {
    "to a commit": Shape(f"[1](https://github.com/torvalds/linux/commit/{shapes.SHA_40}) "),
    "to commits in a row": Shape(f"[1](https://git.kernel.org/linus/{shapes.SHA_40}), "),
    "far from one another": Shape(
        " ",
        f"[1](https://git.kernel.org/linus/{shapes.SHA_40})",
        f"x[2](https://git.kernel.org/linus/{shapes.SHA_40})",
    ),
    "to a commit, in HTML": Shape(f'<a href="https://git.kernel.org/linus/{shapes.SHA_40}">a</a> '),
    "to a commit, in code": Shape(f"`[1](https://git.kernel.org/linus/{shapes.SHA_40})` "),
    "labels": Shape(
        f" [a](https://git.kernel.org/linus/{shapes.SHA_40})",
        f"[1](https://git.kernel.org/linus/{shapes.SHA_40})",
    ),
}
SUBJECTS = {**shapes.MESSAGES, **shapes.WORDS}


def answered(target: Target) -> Link | Problem | None:
    """Some citations lead somewhere, others are wrong."""
    if target.scheme == citing.COMMIT and target.value != shapes.SHA:
        return Problem("No commit.", "Write another.")
    return Link("https://a.example/") if target.scheme == citing.COMMIT else None


def rendered(text: str) -> None:
    citations = CitationExtension(answered)
    markdown = Markdown(extensions=["attr_list", "tables", "toc", citations])
    watch(markdown).convert(text)


def imported(text: str) -> None:
    def markdown(extension: CitationExtension) -> Markdown:
        return watch(Markdown(extensions=[extension]))

    importer = Importer(Addresses(TREES), None, markdown)
    importer.import_markdown(f"{text}\n\nhttps://a.example/", "linux")
    importer.import_html(text, "linux")


def read_as_fences(text: str) -> None:
    lines = text.split("\n")
    for fence in fences(lines):
        fence.text(lines)


def read_as_citations(text: str) -> None:
    list(citing.gems(text))
    list(citing.Shortcode(citing.COMMIT, text).group())
    citing.target(text)
    hash_in(text)
    mentions(text.encode("utf-8", "replace"), [shapes.SHA_40])


def read_as_message(text: str) -> None:
    verdict(text, text)
    discussions(text)
    stable_versions(text)
    taken_over(text)
    pull_message(shapes.SHA_40, text, text)
    bugs(text)
    area_of(text)
    prefix_of(text)


def read_as_maintainers(text: str) -> None:
    Maintainers(sections(text)).section_of(["a" * 100, "drivers/net/3c505.c"])


def syndicated_and_searched(html: str) -> None:
    feed_html(html, "articles/a/")
    SearchDocument("a/", html).document()


def drawn(text: str) -> None:
    fit(text, DISPLAY, (72, 48), 200, 100)
    clip(text, TEXT, 24, 200)
    topic_slug(text)


def addressed(text: str) -> None:
    Addresses(TREES).find(text)
    with suppress(BadAlias):
        file_of(text, "https://a.example/")


TASKS: Mapping[str, tuple[Callable[[str], object], Mapping[str, Shape]]] = {
    "rendering": (rendered, shapes.MARKDOWN),
    "links": (
        lambda text: (in_markdown(text), in_html(text)),
        {**shapes.CODE, **shapes.COMMENTS, **shapes.TAGS, **shapes.LINKS, **shapes.BLOCKS},
    ),
    "importing": (imported, {**LINKS, **shapes.TAGS, **shapes.LINKS}),
    "fences": (read_as_fences, {**shapes.FENCES, **shapes.CODE}),
    "citations": (read_as_citations, {**shapes.CITATIONS, **SUBJECTS}),
    "messages": (read_as_message, SUBJECTS),
    "maintainers": (read_as_maintainers, {**shapes.LINES, **SUBJECTS}),
    "pages": (syndicated_and_searched, {**shapes.HTML, **shapes.TAGS}),
    "pictures": (drawn, SUBJECTS),
    "addresses": (addressed, shapes.ADDRESSES),
    "front matter": (
        lambda text: opened(
            "a.md", f"---\n{text}\n---\n".encode(), ArticleMatter, Conventions(UTC)
        ),
        {**shapes.YAML, **SUBJECTS},
    ),
    "store": (
        lambda text: (read_commits("a", text.encode()), read_releases("a", text.encode())),
        shapes.STORE,
    ),
}


QUICK = ("fences", "citations", "messages", "maintainers", "pages", "front matter", "rendering")
"""What can be tried with many shapes."""


def grows(text: Callable[[int], str], task: Callable[[str], object]) -> tuple[int, ...]:
    """The work for a text with none, some and twice as many of a piece, if that is too much."""
    times = max(FEWEST, LETTERS // max(1, len(text(1)) - len(text(0))))
    none, once, twice = (work(partial(task, text(its))) for its in (0, times, 2 * times))
    too_much = twice - none > MOST * (once - none) + ALLOWED
    return (none, once, twice) if too_much else ()
