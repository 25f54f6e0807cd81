"""MkDocs with Material, Material's blog, and Zensical, which reads the same settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bench.archive import Article
from bench.dialects import Plain
from bench.files import save, with_matter
from bench.generators.base import SITE, Rival, teased
from bench.made_site import sample_settings
from bench.vocabulary import WRITERS


class Material(Rival):
    """MkDocs and Material as they are, the articles out of the navigation."""

    name = "MkDocs + Material"
    distribution = "mkdocs-material"
    requirements = ("mkdocs-material>=9.7,<10",)
    features = "no plugins; articles out of the navigation, no lists but a front page"

    def prepare(self, folder: Path) -> None:
        """Settings as in the sample site, with nothing of kernlog's."""
        settings = {**_settings(), "nav": [{"Home": "index.md"}], "not_in_nav": "/articles/"}
        _configure(folder, settings)

    def source(self, article: Article) -> str:
        """The file of an article in the project."""
        return f"docs/{article.address}.md"

    def page(self, article: Article) -> str:
        """The file of an article in the site."""
        return f"{article.address}/index.html"

    def text(self, article: Article) -> str:
        """The file's content."""
        matter = {"title": article.title, "description": article.summary}
        return with_matter(matter, f"# {article.title}\n\n{Plain().body(article)}")

    def finish(self, folder: Path, newest: Sequence[Article]) -> None:
        """A front page."""
        links = [f"- [{article.title}]({article.address}.md)" for article in newest]
        save(folder / "docs/index.md", "\n".join(["# Kernel Log", "", *links, ""]))

    def build(self, python: Path) -> list[str]:
        """The command that builds the site."""
        return [str(python), "-m", "mkdocs", "build", "--quiet"]

    def serve(self, python: Path, port: int) -> list[str] | None:
        """The preview of MkDocs."""
        address = f"127.0.0.1:{port}"
        return [str(python), "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]


class Zensical(Material):
    """The successor of MkDocs and Material, with their settings."""

    name = "Zensical"
    distribution = "zensical"
    requirements = ("zensical",)
    memory = (".cache",)
    incremental = True
    features = "the settings of MkDocs + Material"

    def build(self, python: Path) -> list[str]:
        """The command that builds the site."""
        return [str(python.with_name("zensical")), "build"]

    def serve(self, python: Path, port: int) -> list[str] | None:
        """The preview of Zensical."""
        return [str(python.with_name("zensical")), "serve", "--dev-addr", f"127.0.0.1:{port}"]


class MaterialBlog(Material):
    """Material's blog plugin."""

    name = "Material's blog"
    features = "defaults: paginated lists, archive by year, categories, authors; teasers"

    def prepare(self, folder: Path) -> None:
        """Settings as above, and the people whom the plugin insists on knowing."""
        people = {
            writer: {"name": name, "description": "Writer", "avatar": f"{SITE}{writer}.png"}
            for writer, name in WRITERS.items()
        }
        _configure(folder, {**_settings(), "plugins": ["blog"]})
        save(folder / "docs/blog/.authors.yml", yaml.safe_dump({"authors": people}))
        save(folder / "docs/blog/index.md", "# Kernel Log\n")

    def source(self, article: Article) -> str:
        """The file of an article in the project."""
        return f"docs/blog/posts/{article.release}/{article.slug}.md"

    def page(self, article: Article) -> str:
        """The file of an article in the site."""
        return f"blog/{article.date:%Y/%m/%d}/{article.slug}/index.html"

    def text(self, article: Article) -> str:
        """The file's content."""
        matter = {
            "title": article.title,
            "slug": article.slug,
            "authors": [article.author],
            "categories": article.topics,
            "description": article.summary,
        }
        body = f"# {article.title}\n\n{teased(article, '<!-- more -->')}"
        # The date is the one thing that must not be in quotes.
        return with_matter(matter, body).replace("\n", f"\ndate: {article.date:%Y-%m-%d}\n", 1)

    def finish(self, folder: Path, newest: Sequence[Article]) -> None:
        """A front page beside the blog."""
        save(folder / "docs/index.md", "# Kernel Log\n")

    def serve(self, python: Path, port: int) -> list[str] | None:
        """Not measured: it does more of what MkDocs + Material does."""
        return None


def _settings() -> dict[str, Any]:
    sample = sample_settings()
    # The mark of the sample site is in kernlog's theme.
    theme = {key: value for key, value in sample["theme"].items() if key != "icon"}
    return {
        "site_name": sample["site_name"],
        "site_url": sample["site_url"],
        "theme": theme,
        "plugins": [],
        "markdown_extensions": sample["markdown_extensions"],
    }


def _configure(folder: Path, settings: dict[str, Any]) -> None:
    save(folder / "mkdocs.yml", yaml.safe_dump(settings, sort_keys=False))
