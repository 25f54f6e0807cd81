"""The server behind `mkdocs serve`: what was edited is shown first, the rest is built behind it.

Every browser reloads when the page that it shows has changed, and only then.
"""

from __future__ import annotations

import mimetypes
import os
import posixpath
import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from watchdog.observers.polling import PollingObserver

from kernlog_site.core.routes import SEARCH_INDEX
from kernlog_site.preview.watcher import Changes, observer_for

log = get_plugin_logger("kernlog")

_POLL = re.compile(r"/livereload/(?P<epoch>[0-9]+)/[0-9]+")
_DELAY = 0.03
"""Seconds without a change after which a save is complete."""
_QUIET, _LONGEST_QUIET = 0.3, 5.0
"""Seconds without a change after which the rest of the site is built, at least and at most."""


class PreviewedSite(Protocol):
    """The site behind the server, as the plugin builds it."""

    changed: Sequence[str]
    """The files that the last build changed, by path below the site."""
    took: float
    """The seconds that it took."""

    def show_edited(self, paths: Iterable[str]) -> Sequence[str] | None:
        """Make the pages of edited files, and those alone. None where it takes a whole build."""

    def search_file(self, path: str) -> bytes | None:
        """A file of the index of the search; None if it has no such file."""


# Upstream: mkdocs/livereload/__init__.py (mkdocs 1.6.1): watched paths, epochs, and the conditions
# that guard them; `_build_loop` calls `builder`, and then shows the wanted epoch.
class PreviewServer(LiveReloadServer):
    """MkDocs' server, but for what is built first, and for when a browser reloads."""

    def __init__(
        self, server: LiveReloadServer, build: Callable[[], None], site: PreviewedSite, content: str
    ) -> None:
        host, port = server.server_address[:2]
        super().__init__(self._rebuild, str(host), int(port), server.root, server.mount_path)
        server.server_close()
        self.error_handler = server.error_handler
        self.build_delay = _DELAY
        self.observer = observer_for(content)  # type: ignore[assignment]
        self._build = build
        self._site = site
        self._edited: set[str] = set()
        self._changed_at: dict[str, int] = {}
        self._all_changed_at = 0
        self._building = threading.Lock()
        self._behind = threading.Thread()
        self._last_edit = 0.0
        self._stopping = threading.Event()
        for path in list(server._watched_paths):
            self.watch(path)

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Watch a file, or a folder and what is in it."""
        path = os.path.abspath(path)
        if path not in self._watched_paths:
            # A file that an editor replaces is another file: only its folder tells.
            folder, only = (path, "") if os.path.isdir(path) else (os.path.dirname(path), path)
            native = not isinstance(self.observer, PollingObserver)
            changes = Changes(self._note_changes, only, native=native)
            below = recursive and not only
            self._watch_refs[path] = self.observer.schedule(changes, folder, recursive=below)
        self._watched_paths[path] = self._watched_paths.get(path, 0) + 1

    def shutdown(self, wait: bool = False) -> None:
        """Stop, when what is being built is done."""
        self._stopping.set()
        super().shutdown(wait)
        if self._behind.is_alive():
            self._behind.join()

    def serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a browser; one that asks for news waits until its page has changed."""
        path = environ["PATH_INFO"]
        if path.startswith(f"{self.mount_path}{SEARCH_INDEX}/"):
            return self._serve_search(path, environ, start_response)
        poll = _POLL.fullmatch(path)
        if poll is None:
            return super().serve_request(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/plain")])
        epoch, page = int(poll["epoch"]), self._page(environ.get("HTTP_REFERER", ""))
        with self._epoch_cond:
            news = self._epoch_cond.wait_for(
                lambda: epoch < self._news_of(page) <= self._visible_epoch,
                timeout=self.poll_response_timeout,
            )
            return [b"%d" % (self._visible_epoch if news else epoch)]

    def _serve_search(
        self, path: str, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        data = self._site.search_file(path.removeprefix(f"{self.mount_path}{SEARCH_INDEX}/"))
        if data is None:
            return super().serve_request(environ, start_response)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", f"{len(data)}")])
        return [data]

    def _page(self, address: str) -> str:
        """The path of the page at an address; nothing for none."""
        if not address:
            return ""
        path = unquote(urlsplit(address).path).removeprefix(self.mount_path)
        return posixpath.join(path, "index.html") if path.endswith("/") or not path else path

    def _news_of(self, page: str) -> int:
        """When that page changed; the last change of any where a browser does not tell its page."""
        changes = [self._changed_at.get(page, 0)] if page else self._changed_at.values()
        newest: int = max([self._all_changed_at, *changes])
        return newest

    def _note_changes(self, paths: list[str]) -> None:
        with self._rebuild_cond:
            self._edited.update(paths)
            self._last_edit = time.monotonic()
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _rebuild(self) -> None:
        """Show what was edited at once if that can be, and start building the rest."""
        with self._building:
            with self._rebuild_cond:
                edited, self._edited = self._edited, set()
            try:
                shown = self._site.show_edited(edited)
                if shown is None:
                    self._build()
                    shown = self._site.changed
            except (Exception, SystemExit) as error:
                _log_failure(error)
                return
            self._mark_changed(shown, self._wanted_epoch)
            if shown is not self._site.changed and not self._behind.is_alive():
                self._behind = threading.Thread(target=self._build_the_rest)
                self._behind.start()

    @property
    def _quiet_seconds(self) -> float:
        """As long as the rest takes to build: who saves meanwhile would wait for its end."""
        return min(max(_QUIET, self._site.took), _LONGEST_QUIET)

    def _build_the_rest(self) -> None:
        while (missing := self._last_edit + self._quiet_seconds - time.monotonic()) > 0:
            if self._stopping.wait(missing):
                return
        with self._building:
            if self._stopping.is_set():
                return
            try:
                self._build()
            except (Exception, SystemExit) as error:
                _log_failure(error)
                return
            with self._epoch_cond:
                self._wanted_epoch = self._visible_epoch = int(time.time() * 1000)
                self._mark_changed(self._site.changed, self._visible_epoch)
                self._epoch_cond.notify_all()

    def _mark_changed(self, changed: Iterable[str], epoch: int) -> None:
        for path in changed:
            if path.endswith(".html"):
                self._changed_at[path] = epoch
            elif not path.endswith((".gz", ".json", ".xml")):
                self._all_changed_at = epoch


def _log_failure(error: BaseException) -> None:
    """Log that a build failed. Why one was given up was logged before."""
    unexpected = None if isinstance(error, SystemExit) else error
    log.error("The site could not be built. The preview shows it as it was.", exc_info=unexpected)
