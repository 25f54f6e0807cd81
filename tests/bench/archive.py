"""The made archive: releases, series, articles and the commits they cite. The same every time.

Nothing here knows a file format. Each generator's site is written from these values, so that all
of them render the same words and the same links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Commit:
    """A made commit with what the store keeps of it."""

    sha: str
    subject: str
    author: str
    authored: datetime
    committed: datetime
    first_tag: str
    files: int
    insertions: int
    deletions: int
    areas: tuple[str, ...]

    @property
    def abbreviation(self) -> str:
        """The twelve digits by which articles cite it."""
        return self.sha[:12]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a made release."""

    name: str
    date: datetime
    commit: str


@dataclass(frozen=True, slots=True)
class Release:
    """A mainline release with its candidates; the release itself is the last tag."""

    version: str
    previous: str
    begun: datetime
    tags: tuple[Tag, ...]

    @property
    def date(self) -> datetime:
        """When it came out."""
        return self.tags[-1].date


@dataclass(frozen=True, slots=True)
class Group:
    """A numbered group of commits in prose. A label stands for the number of the last one."""

    commits: tuple[Commit, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class OnWords:
    """A commit that words in prose lead to."""

    words: str
    commit: Commit


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words that lead to something else: `target` as kernlog names it, `url` for all others."""

    words: str
    target: str
    url: str


Piece = str | Group | OnWords | Pointer
Text = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the paragraphs below it, and perhaps a bulleted list."""

    heading: str
    paragraphs: tuple[Text, ...]
    points: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Gems:
    """One heading in the list of commits that ends an article, and its commits."""

    heading: str
    commits: tuple[Commit, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article of about 1,450 words and 90 citations."""

    slug: str
    title: str
    release: str
    date: datetime
    author: str
    summary: str
    subsystem: str
    topics: tuple[str, ...]
    introduction: Text
    sections: tuple[Section, ...]
    gems: tuple[Gems, ...]
    series: str = ""
    part: int = 0

    @property
    def address(self) -> str:
        """Its path below the root of the site, on every site alike."""
        return f"articles/{self.release}/{self.slug}"

    @property
    def commits(self) -> Iterator[Commit]:
        """What it cites, in the order of the text."""
        for text in self._texts():
            for piece in text:
                if isinstance(piece, Group):
                    yield from piece.commits
                elif isinstance(piece, OnWords):
                    yield piece.commit
        for gems in self.gems:
            yield from gems.commits

    def _texts(self) -> Iterator[Text]:
        yield self.introduction
        for section in self.sections:
            yield from section.paragraphs
            yield from section.points


@dataclass(frozen=True, slots=True)
class Series:
    """A series with the titles of all its parts, the unwritten ones included."""

    id: str
    title: str
    release: str
    summary: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """All that is about one release: its articles, oldest first, and the commits they introduce."""

    release: Release
    series: tuple[Series, ...]
    articles: tuple[Article, ...]
    commits: tuple[Commit, ...]
