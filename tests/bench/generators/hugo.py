"""Hugo, with layouts as small as they can be without being unfair."""

from __future__ import annotations

import sysconfig
from pathlib import Path
from shutil import copytree

from bench.archive import Article
from bench.dialects import Plain
from bench.files import with_matter
from bench.generators.base import Rival
from bench.vocabulary import WRITERS

_PROJECT = Path(__file__).parents[1] / "hugo"


class Hugo(Rival):
    """Hugo, the fastest of all."""

    name = "Hugo"
    distribution = "hugo"
    requirements = ("hugo",)
    site = "public"
    memory = ("resources", "hugo-cache", ".hugo_build.lock")
    features = "four small layouts of our own: paginated lists, tags, feeds, contents of an article"

    def prepare(self, folder: Path) -> None:
        """Copy settings and layouts."""
        copytree(_PROJECT, folder, dirs_exist_ok=True)

    def source(self, article: Article) -> str:
        """The file of an article in the project."""
        return f"content/{article.address}.md"

    def page(self, article: Article) -> str:
        """The file of an article in the site."""
        return f"{article.address}/index.html"

    def text(self, article: Article) -> str:
        """The file's content."""
        matter = {
            "title": article.title,
            "date": article.date.isoformat(),
            "author": WRITERS[article.author],
            "tags": article.topics,
            "summary": article.summary,
        }
        return with_matter(matter, Plain().body(article))

    def build(self, python: Path) -> list[str]:
        """The program itself: the command that the package installs is a detour by Python."""
        return [str(_program(python)), "build", "--quiet"]

    def serve(self, python: Path, port: int) -> list[str] | None:
        """Its preview, which renders what is being looked at first."""
        options = ["--bind", "127.0.0.1", "--port", str(port), "--baseURL", "http://127.0.0.1/"]
        return [str(_program(python)), "server", *options]


def _program(python: Path) -> Path:
    root = python.parent.parent
    packages = sysconfig.get_path("purelib", vars={"base": str(root)})
    return Path(packages) / "hugo/binaries/hugo"
