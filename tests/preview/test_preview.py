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
from small_site import SmallSite

PATIENCE = 60.0
FRAGILE = """
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

class Breaking(Preprocessor):
    def run(self, lines):
        if any("Too much" in line for line in lines):
            raise ValueError("too much")
        return lines

class Breakable(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Breaking(md), "breaking", 1)

def on_config(config):
    config.markdown_extensions.append(Breakable())
"""
"""A hook with an extension of Markdown that does not take every text."""


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

    def until_told(self, words: str, times: int = 1) -> None:
        """Wait until the log says something, as often as that."""
        end = time.monotonic() + PATIENCE
        while self.log.read_text().count(words) < times:
            assert time.monotonic() < end, self.log.read_text()
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


def test_an_extension_that_fails_names_the_page_and_the_preview_goes_on(
    site: SmallSite, tmp_path: Path
) -> None:
    (site.root / "fragile.py").write_text(FRAGILE)
    site.settings(hooks=["fragile.py"])
    preview = Preview(site, tmp_path / "serve.log")
    try:
        preview.until("articles/rc8/", "All of")
        site.edit("articles/rc8.md", "All of", "Too much of")
        told = "Error reading page 'articles/rc8.md': ValueError: too much"
        preview.until_told(told)
        preview.until("articles/rc8/", "All of")
        (site.content / "articles/new.md").write_text(
            "---\ntitle: New\ndate: 2010-02-14\n---\nText."
        )
        preview.until_told(told, times=2)
        preview.until("articles/stable/", "A stable update")
        site.edit("articles/rc8.md", "Too much of", "Enough of")
        preview.until("articles/rc8/", "Enough of")
        preview.until("articles/new/", "New")
    finally:
        preview.stop()
