"""The sample site, built and served as the handbook advises, and a browser that reads it."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from aged_store import age
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, Request, sync_playwright
from small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
HANDBOOK = ROOT / "content" / "handbook" / "preview-and-publish.md"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count no coverage: what runs in these tests is the browser."""
    item.add_marker(pytest.mark.no_cover)


def policy() -> str:
    """The Content-Security-Policy that the handbook gives, in one line."""
    found = re.search(r"^Content-Security-Policy: (.*?)\n```", HANDBOOK.read_text(), re.M | re.S)
    assert found
    return " ".join(found[1].split())


class Server(SimpleHTTPRequestHandler):
    policy = policy()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample site, built strictly."""
    folder = tmp_path_factory.mktemp("sample")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True))
    return folder


@pytest.fixture(scope="session")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site whose store knows what became of its commits, in two schemes."""
    site = SmallSite(tmp_path_factory.mktemp("aged"))
    age(site.content)
    palette = yaml.load((ROOT / "mkdocs.yml").read_text(), yaml.BaseLoader)["theme"]["palette"]
    site.settings(theme={"name": "material", "font": False, "palette": palette})
    return site.build().folder


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    """Where the sample site is served."""
    yield from served(sample)


@pytest.fixture(scope="module")
def aged_address(aged: Path) -> Iterator[str]:
    """Where the site with aged commits is served."""
    yield from served(aged)


def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder)))
    # Ended at the end of the module: builds with threads around do not fork.
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "No Chromium: run `make test`, which finds or installs one, or set CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-gpu",
                "--disable-software-rasterizer",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A window, in which nothing may complain and no request may leave the site."""
    yield from watched(browser, address, viewport={"width": 1280, "height": 900})


@pytest.fixture
def aged_page(browser: Browser, aged_address: str) -> Iterator[Page]:
    """Such a window on the site with aged commits."""
    yield from watched(browser, aged_address, viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """The same on a phone, by touch."""
    size = {"width": 390, "height": 844}
    yield from watched(browser, address, viewport=size, has_touch=True, is_mobile=True)


def watched(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    complaints: list[str] = []

    def leaves(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            complaints.append(request.url)

    with browser.new_context(base_url=address, **options) as context:  # type: ignore[arg-type]
        window = context.new_page()
        window.on("console", lambda message: complaints.append(message.text))
        window.on("pageerror", lambda error: complaints.append(str(error)))
        window.on("request", leaves)
        yield window
    assert complaints == []
