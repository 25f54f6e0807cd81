"""The texts of all pages: rendered once, and used again while nothing they depend on has changed.

The render result is kept apart from the HTML. Every build needs the one for every page, and the
other only for pages that are written anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from kernlog_site.build.failures import making, reporting_system_errors
from kernlog_site.build.markdown.answers import Answers
from kernlog_site.build.markdown.links import LinkTargets
from kernlog_site.build.markdown.processor import MarkdownProcessor
from kernlog_site.build.markdown.result import (
    Dependencies,
    Message,
    RenderResult,
    Text,
    feed_html_from_json,
    feed_html_to_json,
    render_result_from_json,
    render_result_to_json,
    rows_from_json,
    rows_to_json,
    targets_from_json,
    targets_to_json,
    text_from_json,
    text_to_json,
)
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.state import Reuse
from kernlog_site.citations.commit_rows import Row
from kernlog_site.citations.targets import Target
from kernlog_site.incremental.cache import pack, unpack
from kernlog_site.incremental.digest import digest, digest_of
from kernlog_site.incremental.gc_tuning import none_expected
from kernlog_site.incremental.workers import in_all_processors

FeedHtml = Callable[[str, str], str]
"""Makes what feeds have of an article from its HTML and its address."""

Watch = Callable[[Sequence[KernlogPage]], Iterable[KernlogPage]]
"""Passes pages on one by one, and sees by that how far their rendering has come."""


_AT_ONCE = 8
"""Texts that a process takes at a time."""
_AT_HAND = 64
"""Articles whose rows to keep at hand. The tracking page of a release is made after them."""
_PARTS = ("text", "commits", "rows", "feed_html")
"""What the cache has of a page apart from the render result, by the names in a `_PackedPage`."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _PackedPage:
    """A rendered page whose parts are packed, to come from another process."""

    result: RenderResult
    text: bytes
    commits: bytes
    rows: bytes
    feed_html: bytes
    messages: tuple[Message, ...]


class Texts:
    """Renders pages, and keeps their texts in the cache and in memory."""

    def __init__(
        self,
        processor: MarkdownProcessor,
        link_targets: LinkTargets,
        answers: Answers,
        reuse: Reuse,
        feed_html_of: FeedHtml,
    ) -> None:
        self._processor = processor
        self._link_targets = link_targets
        self._answers = answers
        self._cache = reuse.cache
        self._results = reuse.memory.results
        self._made_with = reuse.made_with
        self._feed_html_of = feed_html_of
        self._uncached: dict[str, _PackedPage] = {}
        self._rows: dict[bytes, list[Row]] = {}
        self._fingerprints: dict[str, bytes] = {}

    def render_pages(self, pages: Sequence[KernlogPage], watch: Watch = iter) -> None:
        """Give every page its render result. Pages to be rendered are, in all processors."""
        with none_expected():
            stale = [page for page in pages if not self._restore(page)]
        batches = [stale[start : start + _AT_ONCE] for start in range(0, len(stale), _AT_ONCE)]
        rendering = in_all_processors(self._render_naming_page, batches)
        for page, packed in zip(watch(stale), rendering, strict=True):
            page.set_result(packed.result, self._link_targets.files)
            self._store(page, packed)
        self._cache.save()
        # Of texts as they were before, nobody needs to know.
        keys = (page.key for page in pages)
        current = {key: self._results[key] for key in keys if key in self._results}
        self._results.clear()
        self._results.update(current)

    def _restore(self, page: KernlogPage) -> bool:
        """Give a page the render result of an earlier build; False if there is none that holds."""
        result = self._reusable_result(page)
        if result is not None:
            page.set_result(result, self._link_targets.files)
        return result is not None

    def render(self, page: KernlogPage) -> tuple[RenderResult, Text]:
        """The render result and the text of one page, for MkDocs, which names the page."""
        with reporting_system_errors():
            result = self._reusable_result(page)
            if result is None:
                packed = self._render(page)
                result = packed.result
                self._store(page, packed)
            return result, self.text(page)

    def text(self, page: KernlogPage) -> Text:
        """The text of a rendered page."""
        return self._part(page, "text", text_from_json)

    def feed_html(self, page: KernlogPage) -> str:
        """The text of a rendered article, ready for feeds."""
        return self._part(page, "feed_html", feed_html_from_json)

    def commits(self, page: KernlogPage) -> tuple[Target, ...]:
        """What the citations of a rendered page ask for."""
        return self._part(page, "commits", targets_from_json)

    def rows(self, page: KernlogPage) -> list[Row]:
        """What lists show of the commits that a rendered article cites."""
        rows = self._rows.get(page.key)
        if rows is None:
            commits = page.citations.distinct()
            read = partial(rows_from_json, commits=commits)
            rows = self._part(page, "rows", read) if commits else []
            if len(self._rows) >= _AT_HAND:
                self._rows.clear()
            self._rows[page.key] = rows
        return rows

    def lines(self, page: KernlogPage) -> list[int | None]:
        """The line of each citation in the text of a rendered page."""
        text = page.markdown or ""
        return self._processor.lines(page.file, text, page.place, page.citations)

    def _part(self, page: KernlogPage, name: str, read: Callable[[bytes | None], _T | None]) -> _T:
        """A part of a rendered page; it is rendered again where the cache has lost it."""
        packed = self._uncached.get(page.file.src_uri)
        part = None if packed else read(self._cache.get(_part_key(page.key, name)))
        if part is None:
            if packed is None:
                self._store(page, packed := self._render_naming_page(page))
            part = read(unpack(getattr(packed, name)))
        assert part is not None
        return part

    def fingerprint(self, page: KernlogPage) -> bytes:
        """A digest of all that the text of a rendered page depends on.

        Its page, the tracking page, feeds and the search ask for it, each on its own.
        """
        path = page.file.src_uri
        if path not in self._fingerprints:
            self._fingerprints[path] = self._fingerprint(page)
        return self._fingerprints[path]

    def _fingerprint(self, page: KernlogPage) -> bytes:
        assert page.result is not None
        dependencies = page.result.dependencies
        about = (
            dependencies.about_commits,
            dependencies.about_names,
            sorted(dependencies.files.items()),
        )
        packed = self._uncached.get(page.file.src_uri)
        return digest(page.key, digest_of(about), packed.text + packed.rows if packed else b"")

    def fingerprint_of_rows(self, page: KernlogPage) -> bytes:
        """A digest of what the rows of an article depend on, but for which commits it cites."""
        assert page.result is not None
        packed = self._uncached.get(page.file.src_uri)
        about_commits = page.result.dependencies.about_commits.encode()
        return digest(self._made_with, about_commits, packed.rows if packed else b"")

    def _key(self, page: KernlogPage) -> bytes:
        """The cache key of a text: all that it depends on but answers, and files that it links."""
        article = page.place.article
        release = self._answers.resolver.library.release_of(article) if article else None
        about = (article.series, release, article.also, article.tree) if article else None
        text = (page.markdown or "").encode("utf-8", "surrogatepass")
        where = (page.file.src_uri, page.url, page.file.inclusion.name, page.is_headed)
        return digest(self._made_with, digest_of(where, about), text)

    def _reusable_result(self, page: KernlogPage) -> RenderResult | None:
        """The render result of an earlier build, if rendering again would give the same.

        Sets the key of the page.
        """
        key = page.key = self._key(page)
        if not self._processor.is_self_contained:
            return None
        result = self._results.get(key) or render_result_from_json(self._cache.get(key))
        if result is None:
            return None
        for name in _PARTS:
            self._cache.needs(_part_key(key, name))
        dependencies = self._renewed(result.dependencies, page)
        if dependencies is None:
            return None
        if dependencies is not result.dependencies:
            result = replace(result, dependencies=dependencies)
            self._cache.put(key, pack(render_result_to_json(result)))
        self._results[key] = result
        return result

    def _renewed(self, dependencies: Dependencies, page: KernlogPage) -> Dependencies | None:
        """The dependencies as of now, if asking again would give the same answers."""
        answers, place = self._answers, page.place
        identity = self._link_targets.identity
        if any(identity(path) != before for path, before in dependencies.files.items()):
            return None
        if dependencies.all_commits != answers.all_commits:
            commits = targets_from_json(self._cache.get(_part_key(page.key, "commits")))
            if commits is None or answers.digest_for(commits, place) != dependencies.about_commits:
                return None
            dependencies = replace(dependencies, all_commits=answers.all_commits)
        if dependencies.names and dependencies.all_names != answers.all_names:
            if answers.digest_for(dependencies.names, place) != dependencies.about_names:
                return None
            dependencies = replace(dependencies, all_names=answers.all_names)
        return dependencies

    def _store(self, page: KernlogPage, packed: _PackedPage) -> None:
        """Keep a rendered page: in the cache, or for this build alone where it has to be rendered
        again in the next one. That is where MkDocs has to say something about it."""
        for message in packed.messages:
            logging.getLogger(message.logger).log(message.level, "%s", page.located_text(message))
        if packed.messages or not self._processor.is_self_contained:
            self._uncached[page.file.src_uri] = packed
            return
        key = page.key
        self._results[key] = packed.result
        self._cache.put(key, pack(render_result_to_json(packed.result)))
        for name in _PARTS:
            self._cache.put(_part_key(key, name), getattr(packed, name))

    def _render_naming_page(self, page: KernlogPage) -> _PackedPage:
        """Render a page. Raises `MakingFailed`, which names it."""
        with making(f"reading page '{page.file.src_uri}'"):
            return self._render(page)

    def _render(self, page: KernlogPage) -> _PackedPage:
        text, place = page.markdown or "", page.place
        rendered = self._processor.render(page.file, text, place, headed=page.is_headed)
        feed_html = self._feed_html_of(rendered.text.html, page.url) if place.article else ""
        return _PackedPage(
            result=rendered.result,
            text=pack(text_to_json(rendered.text)),
            commits=pack(targets_to_json(rendered.commits)),
            rows=pack(rows_to_json(rendered.rows)),
            feed_html=pack(feed_html_to_json(feed_html)),
            messages=rendered.messages,
        )


def _part_key(key: bytes, name: str) -> bytes:
    """The cache key of a part of the page whose render result has that key."""
    return key + name.encode()
