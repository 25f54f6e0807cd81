"""The server of the preview: what was edited first, and news only for those whom it concerns."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from editable_site import EditableSite
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

from kernlog_site.preview import watcher as watching
from kernlog_site.preview.server import PreviewServer
from kernlog_site.preview.watcher import observer_for

PATIENCE = 20.0


class CountedSite:
    """A site whose builds are counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changed: Sequence[str] = ()
        self.took = 0.0
        self.edits: list[str] = []
        self.builds = 0
        self.shows: Sequence[str] | None = ["a/index.html"]

    def show_edited(self, paths: Iterable[str]) -> Sequence[str] | None:
        self.edits += sorted(Path(path).name for path in paths)
        return self.shows

    def search_file(self, path: str) -> bytes | None:
        return b"an index" if path == "index/en_1.pf_index" else None

    def build(self) -> None:
        self.builds += 1
        self.changed = ["b/index.html"]


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def counted(tmp_path: Path) -> CountedSite:
    for page in ("a", "b"):
        (tmp_path / "site" / page).mkdir(parents=True)
        (tmp_path / "site" / page / "index.html").write_text(f"<body>{page}</body>")
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text("")
    return CountedSite(tmp_path)


@pytest.fixture
def server(counted: CountedSite) -> Iterator[PreviewServer]:
    usual = LiveReloadServer(counted.build, "127.0.0.1", 0, str(counted.folder / "site"))
    content = str(counted.folder / "content")
    usual.watch(content)
    usual.watch(str(counted.folder / "mkdocs.yml"))
    server = PreviewServer(usual, counted.build, counted, content)
    server.poll_response_timeout = 1
    thread = threading.Thread(target=server.serve)
    thread.start()
    wait_for(server.serve_thread.is_alive)
    yield server
    server.shutdown(wait=True)
    thread.join()


def ask(server: PreviewServer, epoch: int, page: str | None) -> int:
    """What a browser gets that shows a page of that epoch."""
    address = f"http://127.0.0.1:{server.server_port}"
    headers = {} if page is None else {"Referer": f"{address}/{page}"}
    with urlopen(Request(f"{address}/livereload/{epoch}/1", headers=headers), timeout=9) as news:
        return int(news.read())


def test_an_edited_page_is_shown_first_and_the_rest_is_built_behind_it(
    counted: CountedSite, server: PreviewServer
) -> None:
    before = server._visible_epoch
    (counted.folder / "content" / "x.md").write_text("x")

    wait_for(lambda: server._news_of("a/index.html") > before)
    assert counted.edits[0] == "x.md"
    assert ask(server, before, "a/") > before
    wait_for(lambda: counted.builds == 1 and server._news_of("b/index.html") > before)
    assert ask(server, before, "b/") > before
    assert ask(server, before, None) > before
    assert ask(server, before, "c/") == before


@pytest.mark.parametrize(("took", "quiet"), [(0.0, 0.3), (2.0, 2.0), (60.0, 5.0)])
def test_the_rest_waits_as_long_as_it_takes_for_another_save(
    counted: CountedSite, server: PreviewServer, took: float, quiet: float
) -> None:
    counted.took = took
    assert server._quiet_seconds == quiet


def test_where_an_edit_takes_a_whole_build_there_is_one(
    counted: CountedSite, server: PreviewServer
) -> None:
    counted.shows = None
    before = server._visible_epoch
    (counted.folder / "mkdocs.yml").write_text("site_name: x\n")

    wait_for(lambda: server._visible_epoch > before)
    assert ask(server, before, "b/") > before
    assert counted.edits[0] == "mkdocs.yml"


def test_a_style_concerns_every_page(counted: CountedSite, server: PreviewServer) -> None:
    server._mark_changed(["assets/site.css", "sitemap.xml"], server._visible_epoch)

    assert ask(server, server._visible_epoch - 1, "c/") == server._visible_epoch


def test_what_no_browser_shows_concerns_none(server: PreviewServer) -> None:
    server._mark_changed(["feed.xml", "feed.json", "series/x/feed.xml"], server._visible_epoch)

    assert server._news_of("c/index.html") == 0


def test_pages_are_served_as_ever(server: PreviewServer) -> None:
    with urlopen(f"http://127.0.0.1:{server.server_port}/a/", timeout=9) as page:
        assert b"livereload(" in page.read()
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{server.server_port}/c/", timeout=9)


def test_the_index_of_the_search_is_asked_for(server: PreviewServer) -> None:
    address = f"http://127.0.0.1:{server.server_port}/pagefind/index"
    with urlopen(f"{address}/en_1.pf_index?ts=1", timeout=9) as file:
        assert file.read() == b"an index"
        assert file.headers["Content-Type"] == "application/octet-stream"
    with pytest.raises(URLError):
        urlopen(f"{address}/en_2.pf_index", timeout=9)


def test_what_fails_behind_is_told_and_the_server_goes_on(
    counted: CountedSite, server: PreviewServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        counted.builds += 1
        raise ValueError("no")

    monkeypatch.setattr(server, "_build", fail)
    (counted.folder / "content" / "x.md").write_text("x")
    wait_for(lambda: counted.builds == 1)
    wait_for(lambda: not server._behind.is_alive())
    (counted.folder / "content" / "y.md").write_text("y")

    wait_for(lambda: counted.builds == 2)


@pytest.mark.parametrize("error", [Abort("Aborted with a BuildError!"), ValueError("no")])
@pytest.mark.parametrize("at_once", [False, True])
def test_where_a_build_fails_the_last_site_is_served_on(  # noqa: PLR0913, PLR0917
    counted: CountedSite,
    server: PreviewServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    at_once: bool,
) -> None:
    def fail(_: object = None) -> None:
        raise error

    before = server._visible_epoch
    with monkeypatch.context() as broken:
        if at_once:
            broken.setattr(counted, "show_edited", fail)
        else:
            counted.shows = None
            broken.setattr(server, "_build", fail)
        (counted.folder / "content" / "x.md").write_text("x")
        wait_for(lambda: "could not be built" in caplog.text)
        with urlopen(f"http://127.0.0.1:{server.server_port}/a/", timeout=9) as answer:
            assert answer.read().startswith(b"<body>a")
        assert ask(server, before, "a/") == before, "no browser reloads"
    assert ("Traceback" in caplog.text) == isinstance(error, ValueError)
    assert "appear stuck" not in caplog.text
    counted.shows = ["a/index.html"]
    (counted.folder / "content" / "x.md").write_text("y")

    wait_for(lambda: server._news_of("a/index.html") > before)


def test_folders_are_polled_where_nobody_tells_of_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, linked = tmp_path / "plain", tmp_path / "linked"
    plain.mkdir()
    linked.mkdir()
    assert not isinstance(observer_for(str(plain)), PollingObserver)

    (linked / "elsewhere").symlink_to(plain)
    assert isinstance(observer_for(str(linked)), PollingObserver)

    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/x / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(watching, "_MOUNTS", mounts)
    assert isinstance(observer_for(str(plain)), PollingObserver)

    odd = tmp_path / "a b\u2028c\x85d"
    odd.mkdir()
    where = str(odd).replace(" ", "\\040")
    mounts.write_bytes(f"/dev/x / ext4 rw 0 0\nserver:/x {where} nfs4 rw 0 0\n".encode())
    assert not isinstance(observer_for(str(plain)), PollingObserver)
    assert isinstance(observer_for(str(odd)), PollingObserver)
    mounts.write_bytes(b"server:/x /mnt/\xff\x85 nfs4 rw 0 0\n\nx\n")
    assert not isinstance(observer_for(str(plain)), PollingObserver)

    monkeypatch.setattr(watching, "_MOUNTS", tmp_path / "nothing")
    monkeypatch.setattr(watching, "_can_watch", lambda _: False)
    assert isinstance(observer_for(str(plain)), PollingObserver)


def test_an_edited_article_is_shown_as_a_whole_build_would_show_it(editable: EditableSite) -> None:
    editable.again(preview=True)
    editable.edit("Once more: (:commit[7dd65feb6c60]) and [part one](part:1).")

    editable.show_edited(["articles/rc8.md", "articles/.rc8.md.swp", "articles/4913"])
    page = "articles/rc8/index.html"
    shown = (editable.root / "preview" / page).read_bytes()
    assert b"Once more" in shown
    assert shown == editable.again(preview=True).files[page]


@pytest.mark.parametrize("path", ["articles/new.md", "about.md", "_data/commits.jsonl"])
def test_all_else_takes_a_whole_build(editable: EditableSite, path: str) -> None:
    editable.again(preview=True)
    before = (editable.content / path).read_text() if (editable.content / path).exists() else ""
    editable.write(f"content/{path}", before + "\n")

    assert editable._previewed is not None
    assert editable._previewed.show_edited([str(editable.content / path)]) is None
