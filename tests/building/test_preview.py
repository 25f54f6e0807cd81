"""`mkdocs serve`, as a writer runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from smallsite import SmallSite

PATIENCE = 60.0


class Preview:
    """A running preview of a site."""

    def __init__(self, site: SmallSite, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.host = f"127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", self.host]
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [*command, "-f", str(site.config_file)],
                stdout=output,
                stderr=output,
                env={**os.environ, "PYTHONWARNINGS": "default"},
            )

    def page(self, address: str) -> str:
        try:
            with urlopen(f"http://{self.host}/{address}", timeout=10) as answer:
                return str(answer.read().decode())
        except URLError:
            return ""

    def until(self, address: str, words: str) -> None:
        """Wait until a page says something."""
        end = time.monotonic() + PATIENCE
        while words not in self.page(address):
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, f"{address} never said {words}: {self.log.read_text()}"
            time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


@pytest.fixture
def preview(site: SmallSite, tmp_path: Path) -> Iterator[Preview]:
    preview = Preview(site, tmp_path / "serve.log")
    yield preview
    preview.stop()


def test_an_edited_title_shows_on_every_page_that_names_it(
    site: SmallSite, preview: Preview
) -> None:
    preview.until("articles/2.6.33/storage/", "Networking")

    site.edit("articles/2.6.33/network.md", "title: Networking", "title: Sockets and wires")

    for page in (
        "articles/2.6.33/network/",
        "articles/2.6.33/storage/",
        "releases/2.6.33/",
        "series/coming-in-2.6.33/",
        "",
    ):
        preview.until(page, "Sockets and wires")


def test_a_problem_shows_and_goes_away_again(site: SmallSite, preview: Preview) -> None:
    preview.until("articles/rc8/", "rc8 is out")
    site.edit("articles/rc8.md", "All of", "Unknown :commit[deadbeefdead], all of")
    preview.until("articles/rc8/", "Unknown commit")
    site.edit("articles/rc8.md", "Unknown :commit[deadbeefdead], all", "Again all")
    preview.until("articles/rc8/", "Again all")

    assert "Unknown commit" not in preview.page("articles/rc8/")
    assert "Unknown commit" not in preview.page("")


def test_broken_front_matter_does_not_stop_the_preview(site: SmallSite, preview: Preview) -> None:
    preview.until("articles/rc8/", "rc8 is out")
    site.edit("articles/rc8.md", "title: rc8 is out", "title: rc8: is out")
    preview.until("articles/rc8/", "The YAML cannot be read")

    assert "All of" in preview.page("articles/rc8/")
