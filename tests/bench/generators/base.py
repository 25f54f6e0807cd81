"""What the benchmark asks of a generator: to write its site, how to build it, how to preview it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bench.archive import Article
from bench.dialects import Plain
from bench.files import save
from bench.making import archive

SITE = "https://kernlog.example/"

_ON_FRONT_PAGE = 12


@dataclass(frozen=True, slots=True)
class PageSource:
    """An article in a generator's site: its file, its page, and the commits it has to show."""

    source: Path
    page: str
    commits: frozenset[str]

    def revise(self, word: str) -> None:
        """Add a word to the text, where its first paragraph ends."""
        text = self.source.read_text("utf-8")
        paragraph, end, rest = text.partition(".\n\n")
        assert end, self.source
        self.source.write_text(f"{paragraph} {word}{end}{rest}", "utf-8")


class Generator(ABC):
    """A static site generator."""

    name: ClassVar[str]
    distribution: ClassVar[str]
    """The package that has it."""
    requirements: ClassVar[tuple[str, ...]] = ()
    """What has to be installed; nothing for kernlog, which is there already."""
    site: ClassVar[str] = "site"
    """The folder in which it builds."""
    memory: ClassVar[tuple[str, ...]] = ()
    """What it keeps beside the site from one build to the next, as patterns."""
    incremental: ClassVar[bool] = False
    """Whether it means to do less when little has changed."""
    features: ClassVar[str]
    """With which features it runs, for the report."""

    @abstractmethod
    def write(self, folder: Path, articles: int) -> list[PageSource]:
        """Write a site of that many articles into a new folder."""

    @abstractmethod
    def build(self, python: Path) -> list[str]:
        """The command that builds the site in the working directory."""

    def serve(self, python: Path, port: int) -> list[str] | None:
        """The command that previews it on a port of this machine; None if that is not measured."""
        return None


class Rival(Generator):
    """A generator that gets the articles with plain links."""

    def write(self, folder: Path, articles: int) -> list[PageSource]:
        """Write a site of that many articles into a new folder."""
        folder.mkdir(parents=True)
        self.prepare(folder)
        written: list[PageSource] = []
        newest: list[Article] = []
        for issue in archive(articles):
            for article in issue.articles:
                source = save(folder / self.source(article), self.text(article))
                written.append(PageSource(source, self.page(article), shown(article)))
            newest = [*issue.articles[::-1], *newest][:_ON_FRONT_PAGE]
        self.finish(folder, newest)
        return written

    @abstractmethod
    def prepare(self, folder: Path) -> None:
        """Write everything but the articles."""

    @abstractmethod
    def source(self, article: Article) -> str:
        """The file of an article in the project."""

    @abstractmethod
    def page(self, article: Article) -> str:
        """The file of an article in the site."""

    @abstractmethod
    def text(self, article: Article) -> str:
        """The file's content."""

    def finish(self, folder: Path, newest: Sequence[Article]) -> None:
        """Write what has to know the articles, for generators that make no front page."""


def shown(article: Article) -> frozenset[str]:
    """The commits that the page of an article has to show."""
    return frozenset(commit.abbreviation for commit in article.commits)


def flat_name(article: Article) -> str:
    """A name that no other article has, for sites without folders."""
    return f"{article.release}-{article.slug}".replace(".", "-")


def teased(article: Article, mark: str) -> str:
    """The text, with a mark after the introduction: there a teaser of it ends."""
    introduction, text = Plain().body(article).split("\n\n## ", 1)
    return f"{introduction}\n\n{mark}\n\n## {text}"
