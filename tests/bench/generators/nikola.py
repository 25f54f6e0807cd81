"""Nikola."""

from __future__ import annotations

from pathlib import Path

from bench.archive import Article
from bench.files import save
from bench.generators.base import SITE, Rival, flat_name, teased
from bench.vocabulary import WRITERS

_SETTINGS = f"""\
BLOG_AUTHOR = "Kernel Log"
BLOG_TITLE = "Kernel Log"
BLOG_EMAIL = "log@kernlog.example"
BLOG_DESCRIPTION = "News from the development of the Linux kernel"
SITE_URL = "{SITE}"
TIMEZONE = "Europe/London"
POSTS = (("posts/*.md", "posts", "post.tmpl"),)
PAGES = ()
INDEX_TEASERS = True
"""


class Nikola(Rival):
    """Nikola with its defaults."""

    name = "Nikola"
    distribution = "nikola"
    requirements = ("nikola",)
    site = "output"
    memory = ("cache", ".doit.db*")
    incremental = True
    features = (
        "defaults, but teasers in lists: paginated lists, archive by year, tags, authors, feeds"
    )

    def prepare(self, folder: Path) -> None:
        """Write the settings; what they leave out has the values of `nikola init`."""
        save(folder / "conf.py", _SETTINGS)

    def source(self, article: Article) -> str:
        """The file of an article in the project."""
        return f"posts/{flat_name(article)}.md"

    def page(self, article: Article) -> str:
        """The file of an article in the site."""
        return f"posts/{flat_name(article)}/index.html"

    def text(self, article: Article) -> str:
        """The file's content."""
        matter = {
            "title": article.title,
            "slug": flat_name(article),
            "date": f"{article.date:%Y-%m-%d %H:%M:%S} UTC",
            "author": WRITERS[article.author],
            "tags": ", ".join(article.topics),
            "description": article.summary,
        }
        lines = "\n".join(f".. {key}: {value}" for key, value in matter.items())
        return f"<!--\n{lines}\n-->\n\n{teased(article, '<!-- TEASER_END -->')}"

    def build(self, python: Path) -> list[str]:
        """The command that builds the site."""
        return [str(python.with_name("nikola")), "build", "--quiet"]
