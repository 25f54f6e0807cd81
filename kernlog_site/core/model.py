"""The records of a site: articles, series, releases, people. Finished values only.

Paths are those of the source files, relative to the content folder, with `/`. Times carry their
offset.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kernlog_site.core.fingerprinted import fingerprinted, left_out
from kernlog_site.core.versions import Version

_SOURCE = left_out("its path counts beside the record, and its lines are for messages")
_BODY = left_out("it is shown rendered, and a text has a fingerprint of its own")


@dataclass(frozen=True, slots=True)
class Source:
    """The place where a record was written, for messages.

    `lines` gives the line of each front-matter key (`part`, `planned.0.title`), `body_line` the
    line on which the text after the front matter starts.
    """

    path: str
    lines: Mapping[str, int] = field(default_factory=dict, hash=False, compare=False)
    body_line: int = 1

    def line(self, key: str) -> int | None:
        """The line of a key; of the key around it, where it has none of its own."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key)


@fingerprinted
class Status(enum.Enum):
    """The status of an article: for readers, or a draft."""

    PUBLISHED = "published"
    DRAFT = "draft"


@fingerprinted
@dataclass(frozen=True, slots=True)
class Update:
    """One entry of an article's version history."""

    date: datetime
    note: str


@fingerprinted
@dataclass(frozen=True, slots=True)
class Article:
    """An article as written.

    `date` and `status` are None only where the front matter has no valid ones; nobody knows then
    whether readers may see it.
    """

    source: Source = field(repr=False, metadata=_SOURCE)
    title: str
    body: str = field(repr=False, metadata=_BODY)
    date: datetime | None = None
    series: str | None = None
    part: int | None = None
    release: Version | None = None
    updates: tuple[Update, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    topics: tuple[str, ...] = ()
    tree: str | None = None
    also: tuple[Version, ...] = ()
    status: Status | None = Status.PUBLISHED
    aliases: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The path of its file."""
        return self.source.path

    def is_public(self, now: datetime) -> bool:
        """Whether readers may see it at that time."""
        is_due = self.date is not None and self.date <= now
        return self.status is Status.PUBLISHED and is_due

    def is_withheld(self, now: datetime) -> bool:
        """Whether its writer said that readers are not to see it at that time."""
        is_future = self.date is not None and self.date > now
        return self.status is Status.DRAFT or (self.status is Status.PUBLISHED and is_future)


@fingerprinted
@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A part that a series announces."""

    part: int
    title: str = ""
    expected: date | None = None


@fingerprinted
@dataclass(frozen=True, slots=True)
class Series:
    """A multi-part series. Without a file of its own, `source.path` is where it would be."""

    id: str
    source: Source = field(repr=False, metadata=_SOURCE)
    title: str
    release: Version | None = None
    summary: str = ""
    planned: tuple[PlannedPart, ...] = ()
    body: str = field(default="", repr=False, metadata=_BODY)
    has_file: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A place in a series: an article, an announcement, or a gap.

    Two articles with one number make two parts with one number.
    """

    number: int
    title: str = ""
    article: Article | None = None
    planned: PlannedPart | None = None

    @property
    def is_missing(self) -> bool:
        """Whether nobody has written or announced it though later parts are there."""
        return self.article is None and self.planned is None


@fingerprinted
class ReleaseStatus(enum.Enum):
    """The stage of life of a release."""

    DEVELOPMENT = "development"
    RELEASED = "released"
    LONGTERM = "longterm"
    EOL = "eol"


@fingerprinted
@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a release and when it was made.

    `version` is the one it stands for, if it is a version's.
    """

    name: str
    date: datetime
    version: Version | None = field(default=None, repr=False, compare=False)


@fingerprinted
@dataclass(frozen=True, slots=True)
class WebLink:
    """A link elsewhere."""

    title: str
    url: str


@fingerprinted
@dataclass(frozen=True, slots=True)
class Step:
    """The commits that are no merges between one tag of a release and the next.

    `version` is the one its tag stands for, if it is a version's.
    """

    tag: str
    non_merges: int
    version: Version | None = field(default=None, repr=False, compare=False)


@fingerprinted
@dataclass(frozen=True, slots=True)
class Numbers:
    """A release in numbers, as `kernlog stats` counted them.

    `files` and lines are those in which it differs from its predecessor. What came after the last
    of the `candidates` came with the release itself.
    """

    days: int
    commits: int
    non_merges: int
    authors: int
    files: int
    insertions: int
    deletions: int
    candidates: tuple[Step, ...] = ()


@fingerprinted
@dataclass(frozen=True, slots=True)
class Release:
    """A release, `tags` oldest first."""

    version: Version
    source: Source = field(repr=False, metadata=_SOURCE)
    codename: str = ""
    status: ReleaseStatus | None = None
    expected: date | None = None
    previous: Version | None = None
    links: tuple[WebLink, ...] = ()
    tags: tuple[Tag, ...] = ()
    body: str = field(default="", repr=False, metadata=_BODY)
    has_file: bool = True
    numbers: Numbers | None = None

    @property
    def in_development(self) -> bool:
        """As stated by hand; else until the release itself is tagged."""
        if self.status is not None:
            return self.status is ReleaseStatus.DEVELOPMENT
        return all(tag.version != self.version for tag in self.tags)

    def tag_at(self, when: datetime) -> Tag | None:
        """The newest tag that existed at that time."""
        return next((tag for tag in reversed(self.tags) if tag.date <= when), None)


@fingerprinted
@dataclass(frozen=True, slots=True)
class Person:
    """Someone who writes."""

    id: str
    name: str
    bio: str = ""
    links: tuple[WebLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with the articles about it, newest first. `slug` files all spellings of `name` in one
    place."""

    slug: str
    name: str
    articles: tuple[Article, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the archive, its articles newest first."""

    number: int
    articles: tuple[Article, ...] = field(repr=False)
