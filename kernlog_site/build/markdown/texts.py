"""The texts of all pages: rendered once, and used again while nothing they depend on has changed.

What rendering found out is kept apart from the HTML. Every build needs the one for every page, and
the other only for pages that are finished anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from kernlog_site.build.failures import making, system_errors_told
from kernlog_site.build.markdown.links import file_at, identity
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
from kernlog_site.build.state import RenderResults
from kernlog_site.citations.commit_rows import Row, Rows
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.resolver import Place, Resolver
from kernlog_site.citations.targets import Target
from kernlog_site.content.visibility import Withheld
from kernlog_site.incremental.cache import Cache, pack, unpack
from kernlog_site.incremental.digest import digest, digest_of
from kernlog_site.incremental.gc_tuning import none_expected
from kernlog_site.incremental.workers import in_all_processors

FeedHtml = Callable[[str, str], str]
"""What feeds take of an article, made of its HTML and its address."""

Watch = Callable[[Sequence[KernlogPage]], Iterable[KernlogPage]]
"""Passes pages on one by one, and may tell how far that has come."""


_AT_ONCE = 8
"""Texts that a process takes at a time."""
_AT_HAND = 64
"""Articles whose rows to keep at hand. The tracking page of a release is made after them."""
_PARTS = ("text", "commits", "rows", "feed_html")
"""What is kept of a page apart from the render result, by the names in a `_Set`."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Set:
    """A page as the Markdown processor gave it, packed, to come from another process."""

    result: RenderResult
    text: bytes
    commits: bytes
    rows: bytes
    feed_html: bytes
    messages: tuple[Message, ...]


class Texts:
    """Gives pages what is in them.

    `made_with` is a digest of what all texts are made with, `all_commits` and `all_names` of all
    that answers about commits, and about pages by name, may depend on.
    """

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        config: MkDocsConfig,
        files: Files,
        withheld: Withheld,
        extension: CitationExtension,
        resolver: Resolver,
        rows: Rows,
        cache: Cache,
        known: RenderResults,
        made_with: bytes,
        all_commits: bytes,
        all_names: bytes,
        feed_html_of: FeedHtml,
    ) -> None:
        self._files = files
        self._for_feeds = feed_html_of
        self._withheld = withheld
        self._resolver = resolver
        self._cache = cache
        self._known = known
        self._made_with = made_with
        self._all_commits = all_commits.hex()
        self._all_names = all_names.hex()
        self._processor = MarkdownProcessor(
            config, files, extension, self._dependencies, rows, withheld
        )
        self._unkept: dict[str, _Set] = {}
        self._rows: dict[bytes, list[Row]] = {}
        self._fingerprints: dict[str, bytes] = {}

    def read(self, pages: Sequence[KernlogPage], watch: Watch = iter) -> None:
        """Give every page its render result. Pages to be rendered are, in all processors."""
        with none_expected():
            stale = [page for page in pages if not self._takes_what_is_kept(page)]
        batches = [stale[start : start + _AT_ONCE] for start in range(0, len(stale), _AT_ONCE)]
        setting = in_all_processors(self._made, batches)
        for page, made in zip(watch(stale), setting, strict=True):
            page.take(made.result, self._files)
            self._keep(page, made)
        self._cache.save()
        # Of texts as they were before, nobody needs to know.
        current = {
            key: self._known[key] for key in (page.key for page in pages) if key in self._known
        }
        self._known.clear()
        self._known.update(current)

    def _takes_what_is_kept(self, page: KernlogPage) -> bool:
        result = self._kept(page)
        if result is not None:
            page.take(result, self._files)
        return result is not None

    def render(self, page: KernlogPage) -> tuple[RenderResult, Text]:
        """The render result and the text of one page, for MkDocs, which names the page."""
        with system_errors_told():
            result = self._kept(page)
            if result is None:
                made = self._set(page)
                result = made.result
                self._keep(page, made)
            return result, self.text(page)

    def text(self, page: KernlogPage) -> Text:
        """The text of a page that was read."""
        return self._part(page, "text", text_from_json)

    def feed_html(self, page: KernlogPage) -> str:
        """The text of an article that was read, ready for feeds."""
        return self._part(page, "feed_html", feed_html_from_json)

    def commits(self, page: KernlogPage) -> tuple[Target, ...]:
        """What the citations of a page that was read ask for."""
        return self._part(page, "commits", targets_from_json)

    def rows(self, page: KernlogPage) -> list[Row]:
        """What lists show of the commits that an article cites, which was read."""
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
        """The line of each citation in the text of a page that was read."""
        resolve = self._resolver.at(page.place)
        return self._processor.lines(page.file, page.markdown or "", resolve, page.citations)

    def _part(self, page: KernlogPage, name: str, read: Callable[[bytes | None], _T | None]) -> _T:
        """A part of what was made of a page; where nobody has kept it, it is made again."""
        unkept = self._unkept.get(page.file.src_uri)
        part = None if unkept else read(self._cache.get(_part_of(page.key, name)))
        if part is None:
            if unkept is None:
                self._keep(page, unkept := self._made(page))
            part = read(unpack(getattr(unkept, name)))
        assert part is not None
        return part

    def fingerprint(self, page: KernlogPage) -> bytes:
        """A digest of all that the text of a page that was read depends on.

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
        unkept = self._unkept.get(page.file.src_uri)
        return digest(page.key, digest_of(about), unkept.text + unkept.rows if unkept else b"")

    def fingerprint_of_rows(self, page: KernlogPage) -> bytes:
        """A digest of what the rows of an article depend on, but for which commits it cites."""
        assert page.result is not None
        unkept = self._unkept.get(page.file.src_uri)
        about_commits = page.result.dependencies.about_commits.encode()
        return digest(self._made_with, about_commits, unkept.rows if unkept else b"")

    def _key(self, page: KernlogPage) -> bytes:
        """What a text is made from, what its citations and links lead to excepted."""
        article = page.place.article
        release = self._resolver.library.release_of(article) if article else None
        about = (article.series, release, article.also, article.tree) if article else None
        text = (page.markdown or "").encode("utf-8", "surrogatepass")
        where = (page.file.src_uri, page.url, page.file.inclusion.name, page.is_headed)
        return digest(self._made_with, digest_of(where, about), text)

    def _kept(self, page: KernlogPage) -> RenderResult | None:
        """The render result of an earlier build, if rendering again would give the same."""
        key = page.key = self._key(page)
        if not self._processor.is_self_contained:
            return None
        result = self._known.get(key) or render_result_from_json(self._cache.get(key))
        if result is None:
            return None
        for name in _PARTS:
            self._cache.needs(_part_of(key, name))
        dependencies = self._still_true(result.dependencies, page)
        if dependencies is None:
            return None
        if dependencies is not result.dependencies:
            result = replace(result, dependencies=dependencies)
            self._cache.put(key, pack(render_result_to_json(result)))
        self._known[key] = result
        return result

    def _still_true(self, dependencies: Dependencies, page: KernlogPage) -> Dependencies | None:
        """The dependencies as of now, if asking again would give the same answers."""
        if any(self._identity(path) != was for path, was in dependencies.files.items()):
            return None
        if dependencies.all_commits != self._all_commits:
            commits = targets_from_json(self._cache.get(_part_of(page.key, "commits")))
            if commits is None or self._about(commits, page.place) != dependencies.about_commits:
                return None
            dependencies = replace(dependencies, all_commits=self._all_commits)
        if dependencies.names and dependencies.all_names != self._all_names:
            if self._about(dependencies.names, page.place) != dependencies.about_names:
                return None
            dependencies = replace(dependencies, all_names=self._all_names)
        return dependencies

    def _keep(self, page: KernlogPage, made: _Set) -> None:
        """Remember a text, or tell what MkDocs has to say of it and make it again next time."""
        for message in made.messages:
            logging.getLogger(message.logger).log(message.level, "%s", page.saying(message))
        if made.messages or not self._processor.is_self_contained:
            self._unkept[page.file.src_uri] = made
            return
        key = page.key
        self._known[key] = made.result
        self._cache.put(key, pack(render_result_to_json(made.result)))
        for name in _PARTS:
            self._cache.put(_part_of(key, name), getattr(made, name))

    def _made(self, page: KernlogPage) -> _Set:
        with making(f"reading page '{page.file.src_uri}'"):
            return self._set(page)

    def _set(self, page: KernlogPage) -> _Set:
        place = page.place
        resolve = self._resolver.at(place)
        content = self._processor.render(
            page.file, page.markdown or "", place, resolve, headed=page.is_headed
        )
        text, commits = text_to_json(content.text), targets_to_json(content.commits)
        rows = rows_to_json(content.rows)
        feed = self._for_feeds(content.text.html, page.url) if place.article else ""
        return _Set(
            content.result,
            pack(text),
            pack(commits),
            pack(rows),
            pack(feed_html_to_json(feed)),
            content.messages,
        )

    def _dependencies(
        self, commits: Sequence[Target], names: Sequence[Target], place: Place
    ) -> Dependencies:
        about_commits, about_names = self._about(commits, place), self._about(names, place)
        return Dependencies(
            about_commits, self._all_commits, tuple(names), about_names, self._all_names
        )

    def _about(self, targets: Sequence[Target], place: Place) -> str:
        return digest(*(self._resolver.dependencies(target, place) for target in targets)).hex()

    def _identity(self, path: str) -> str | None:
        return identity(path, file_at(path, self._files), self._withheld)


def _part_of(key: bytes, name: str) -> bytes:
    """The key of something that belongs to a render result."""
    return key + name.encode()
