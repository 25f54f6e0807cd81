"""The index of the search: made beside the build, and only if it would come out differently."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated

from mkdocs.plugins import get_plugin_logger
from mkdocs.theme import Theme
from pydantic import Field, TypeAdapter

from kernlog_site.build.output_dir import OutputDir
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.stages.loaded import Loaded
from kernlog_site.core.routes import SEARCH_INDEX
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.incremental.shapes import read_as
from kernlog_site.outputs.search.documents import is_indexed, search_document
from kernlog_site.outputs.search.pagefind import IndexingFailed, PagefindClient, bundle, program

log = get_plugin_logger("kernlog")

_PAGE = "search/index.html"
_NAMES = TypeAdapter(list[Annotated[str, Field(pattern=r"^(?:\w[\w.-]*/)?\w[\w.-]*$")]])
"""The files of an index by path, perhaps in one folder, and nowhere else."""


def offer_search(theme: Theme) -> bool:
    """Give the site the page of the search. False, and told, where no index can be made."""
    if program() is None:
        log.warning(
            "There is no search: Pagefind has no program for this machine. Put one on the "
            "path, name it in PAGEFIND_BINARY_PATH, or set search: false."
        )
        return False
    if any(os.path.exists(os.path.join(folder, _PAGE)) for folder in theme.dirs):
        theme.static_templates.add(_PAGE)
    return True


class Search:
    """The index of the search of one site, which Pagefind makes in a process of its own.

    It can be told of pages as they are rendered (`index_rendered`), and to index the rest
    (`begin_indexing`); `write_index` waits for what comes of it. Or `make` does all that.
    """

    def __init__(self, site: Loaded) -> None:
        self._site = site
        self._texts = site.texts
        self._pages = [page for page in site.pages if is_indexed(page)]
        self._added = 0
        self._is_finished = False
        self._pagefind: PagefindClient | None = None
        self._trouble: IndexingFailed | None = None

    def index_rendered(self, pages: Sequence[KernlogPage]) -> Iterator[KernlogPage]:
        """Pass on pages that are being rendered anew, and have each indexed when it is.

        If one of them can be found, it is going to be another index: there is no time to lose.
        """
        for page in pages:
            yield page
            if is_indexed(page):
                self._add()
        if self._pagefind:
            self._finish()

    def begin_indexing(self, output: OutputDir, cache: Cache) -> None:
        """Have all pages indexed, which are rendered, unless there is an index of an earlier build
        that is the same."""
        if self._restore(output, cache):
            self.give_up()
        else:
            self._finish()

    def write_index(self, output: OutputDir, cache: Cache) -> None:
        """Put the index in the staging folder, if one was made."""
        files = self._files()
        if files:
            self._write(files, output)
            cache.put(self.fingerprint, pack(_NAMES.dump_json(sorted(files))))
            for path, data in files.items():
                cache.put(self._key(path), pack(data))
            cache.save()

    def give_up(self) -> None:
        """Do without an index, whatever was done for it."""
        if self._pagefind:
            self._pagefind.stop()
            self._pagefind = None

    def make(self) -> Mapping[str, bytes]:
        """The index at once; empty if that fails."""
        self._finish()
        return self._files()

    @cached_property
    def fingerprint(self) -> bytes:
        """A digest of all that the index of the rendered site depends on."""
        made_with = digest(digest_of_programs(), self._site.settings.words.fingerprint.encode())
        pages = (
            digest(self._texts.fingerprint(page), digest_of(search_document(page, self._site, "")))
            for page in self._pages
        )
        return digest(b"search", made_with, *pages)

    def _key(self, path: str) -> bytes:
        """The key of a file of the index. Their names are under that of the index."""
        return digest(self.fingerprint, path.encode())

    def _restore(self, output: OutputDir, cache: Cache) -> bool:
        """Keep the index of the last build, or take that of an earlier one; False without any."""
        names = read_as(_NAMES, cache.get(self.fingerprint))
        if not names:
            return False
        fingerprint = self.fingerprint.hex()
        cached: dict[str, bytes] = {}
        for path in names:
            cache.needs(self._key(path))
            if not output.keep_unchanged(f"{SEARCH_INDEX}/{path}", fingerprint):
                data = cache.get(self._key(path))
                if data is None:
                    return False
                cached[path] = data
        self._write(cached, output)
        return True

    def _write(self, files: Mapping[str, bytes], output: OutputDir) -> None:
        for path, data in files.items():
            output.write(f"{SEARCH_INDEX}/{path}", data)
            output.record(f"{SEARCH_INDEX}/{path}", self.fingerprint.hex())

    def _add(self) -> None:
        """Have those pages indexed that are rendered, up to the first that is not: in order."""
        if self._trouble:
            return
        try:
            if self._pagefind is None:
                self._pagefind = PagefindClient(self._site.settings.words.language)
            while self._added < len(self._pages):
                page = self._pages[self._added]
                if page.result is None:
                    break
                html = self._texts.text(page).html
                self._pagefind.add(search_document(page, self._site, html))
                self._added += 1
        except IndexingFailed as error:
            self._trouble = error

    def _finish(self) -> None:
        """Have the rest of the pages indexed, which are all rendered, and the index made."""
        self._add()
        if self._pagefind and not self._trouble and not self._is_finished:
            self._is_finished = True
            try:
                self._pagefind.finish()
            except IndexingFailed as error:
                self._trouble = error

    def _files(self) -> Mapping[str, bytes]:
        try:
            if self._trouble:
                raise self._trouble
            return bundle(self._pagefind.files()) if self._pagefind else {}
        except IndexingFailed as error:
            log.warning("There is no search: Pagefind failed, %s.", error)
            return {}
        finally:
            self.give_up()
