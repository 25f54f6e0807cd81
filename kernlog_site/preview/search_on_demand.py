"""The search of a preview: its index is made when somebody searches, and kept in memory.

A save waits for nothing here. Who searches the first time waits for the index; later the one that
is there does, if a newer one takes its time.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from kernlog_site.incremental.cache import Cache
from kernlog_site.outputs.search.index import Search
from kernlog_site.outputs.search.pagefind import ENTRY

_PATIENCE = 2.0
"""Seconds that a reader waits for an index that knows the last save."""


class SearchOnDemand:
    """The files of the index of the newest site, for those who search."""

    def __init__(self) -> None:
        self._search: Search | None = None
        self._cache = Cache(None)
        self._fingerprint = b""
        self.files: Mapping[str, bytes] = {}
        """Those of the newest index, by path."""
        self._before: Mapping[str, bytes] = {}
        self._renewing = threading.Thread()
        self._asking = threading.Lock()

    def replace_search(self, search: Search, cache: Cache) -> None:
        """Search in another site from now on, which is finished, and its cache closed."""
        with self._asking:
            self._search, self._cache = search, cache

    def file(self, path: str) -> bytes | None:
        """A file of the index. Who begins to search asks for `ENTRY` first."""
        if path == ENTRY or not self.files:
            with self._asking:
                if not self._renewing.is_alive():
                    self._renewing = threading.Thread(
                        target=self._renew, args=(self._search, self._cache)
                    )
                    self._renewing.start()
                renewing = self._renewing
            renewing.join(_PATIENCE if self.files else None)
        # A page may still search in the index before.
        return self.files.get(path) or self._before.get(path)

    def _renew(self, search: Search | None, cache: Cache) -> None:
        if search is None:
            return
        with cache.reopened():
            fingerprint = search.fingerprint
            if fingerprint == self._fingerprint:
                return
            files = search.make()
        if files:
            self._before, self.files, self._fingerprint = self.files, files, fingerprint
