"""Takes pictures of a page of each kind of a built site: wide, on a phone, light, dark, on paper.

python -m browser.pictures site pictures
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser.chromium import main as chromium
from browser.conftest import Server
from browser.sample import EVERY_KIND, PART_4

SIZES = {"wide": (1280, 1600), "phone": (390, 1600)}


def main(site: str, folder: str) -> None:
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for path in EVERY_KIND:
            name = path.strip("/").replace("/", "-") or "home"
            for size in SIZES:
                for scheme in ("light", "dark"):
                    picture = Path(folder, f"{name}-{size}-{scheme}.png")
                    _take(browser, f"{address}{path}", picture, size, scheme)
                    print(picture)
        page = browser.new_page()
        page.goto(f"{address}{PART_4}")
        page.pdf(path=Path(folder, "article.pdf"), format="A4")
        browser.close()


def _take(browser: Browser, address: str, picture: Path, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    is_dark = scheme == "dark"
    with browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if is_dark else "light"
    ) as context:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=picture)


@contextmanager
def _served(site: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
