"""kernlog itself, as it is in the environment that runs the benchmark."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import made_site
from bench.generators.base import Generator, PageSource, shown


class Kernlog(Generator):
    """The generator under test."""

    name = "kernlog"
    distribution = "kernlog"
    memory = (".cache",)
    incremental = True
    features = (
        "the sample site's settings without search and cards; every citation is proven and shown "
        "with its subject, with series and tracking pages"
    )

    def write(self, folder: Path, articles: int) -> list[PageSource]:
        """Write a site of that many articles into a new folder."""
        return [
            PageSource(source, f"{article.address}/index.html", shown(article))
            for article, source in made_site.write(folder, articles)
        ]

    def build(self, python: Path) -> list[str]:
        """It runs in the environment of the benchmark, not in that of its rivals."""
        return [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]

    def serve(self, python: Path, port: int) -> list[str]:
        """The preview of MkDocs."""
        address = f"127.0.0.1:{port}"
        return [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
