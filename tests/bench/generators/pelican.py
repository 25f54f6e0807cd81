"""Pelican."""

from __future__ import annotations

from pathlib import Path

from bench.archive import Article
from bench.dialects import Plain
from bench.files import save
from bench.generators.base import SITE, Rival, flat_name
from bench.vocabulary import WRITERS

_SETTINGS = f"""\
AUTHOR = "Kernel Log"
SITENAME = "Kernel Log"
SITEURL = "{SITE.rstrip("/")}"
PATH = "content"
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 10
THEME = "simple"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{{slug}}.atom.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
DELETE_OUTPUT_DIRECTORY = True
"""


class Pelican(Rival):
    """Pelican as its quickstart sets it up to publish."""

    name = "Pelican"
    distribution = "pelican"
    requirements = ("pelican[markdown]",)
    site = "output"
    features = "the settings of its quickstart, simple theme: paginated lists, tags, authors, feeds"

    def prepare(self, folder: Path) -> None:
        """Write the settings."""
        save(folder / "pelicanconf.py", _SETTINGS)

    def source(self, article: Article) -> str:
        """The file of an article in the project."""
        return f"content/{article.release}/{article.slug}.md"

    def page(self, article: Article) -> str:
        """The file of an article in the site."""
        return f"{flat_name(article)}.html"

    def text(self, article: Article) -> str:
        """The file's content."""
        return (
            f"Title: {article.title}\n"
            f"Date: {article.date:%Y-%m-%d %H:%M}\n"
            f"Summary: {article.summary}\n"
            f"Authors: {WRITERS[article.author]}\n"
            f"Tags: {', '.join(article.topics)}\n"
            f"Category: {article.subsystem}\n"
            f"Slug: {flat_name(article)}\n\n"
            f"{Plain().body(article)}"
        )

    def build(self, python: Path) -> list[str]:
        """The command that builds the site."""
        return [str(python), "-m", "pelican", "--quiet", "--settings", "pelicanconf.py"]
