"""Commits as the store has them, what became of them, and citations of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kernlog_site.core.fingerprinted import fingerprinted

REVERTED, FIXED = "reverted", "fixed"
"""What a follow-up does to a commit."""
INTRODUCED = "introduced"
"""What a commit did to a vulnerability, or it has `FIXED` it."""


@fingerprinted
@dataclass(frozen=True, slots=True)
class FollowUp:
    """A later commit that follows up on another: `kind` is `reverted` or `fixed`.

    `committed` is when, in stores of today.
    """

    kind: str
    sha: str
    subject: str
    author: str
    first_tag: str | None = None
    committed: datetime | None = None


@fingerprinted
@dataclass(frozen=True, slots=True)
class Cve:
    """A vulnerability that a commit `introduced` or `fixed` (`role`), as the kernel's CNA says.

    `fixed_in` are the versions with a fix, oldest branch first (`6.6.31`); there may be none yet.
    `score` is the base score of CVSS, 0 to 10, `published` when its record was.
    """

    id: str
    role: str
    fixed_in: tuple[str, ...] = ()
    published: datetime | None = None
    score: float | None = None


@fingerprinted
@dataclass(frozen=True, slots=True)
class Backport:
    """The commit in a stable tree that brought a commit there, and the first tag with it."""

    tree: str
    sha: str
    first_tag: str | None = None


@fingerprinted
@dataclass(frozen=True, slots=True)
class Pull:
    """The merge on the main line that brought a commit."""

    sha: str
    subject: str


CommitId = tuple[str, str]
"""A tree, and the full hash of a commit in it."""


@fingerprinted
@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as the store has it.

    `first_tag` is the first tag that contains it, `fate` the follow-ups on it. `links` say where it
    was discussed and `bugs` which it names, as addresses or targets (`lore:<id>`, `bug:14739`).
    `backports` are those that are still in force, `pull` is None for a commit that came alone, and
    `stable` is for which stable trees its author meant it, as written (`6.1.x`).
    """

    sha: str
    tree: str
    subject: str
    author: str
    authored: datetime
    committed: datetime
    first_tag: str | None = None
    fate: tuple[FollowUp, ...] = ()
    links: tuple[str, ...] = ()
    bugs: tuple[str, ...] = ()
    backports: tuple[Backport, ...] = ()
    cves: tuple[Cve, ...] = ()
    pull: Pull | None = None
    stable: str | None = None

    @property
    def id(self) -> CommitId:
        """Tree and hash, which tell it from all others."""
        return self.tree, self.sha

    @property
    def abbreviation(self) -> str:
        """The twelve digits that kernel developers cite."""
        return self.sha[:12]

    @property
    def reverts(self) -> tuple[FollowUp, ...]:
        """The follow-ups that undid it."""
        return tuple(followup for followup in self.fate if followup.kind == REVERTED)

    @property
    def introduced(self) -> tuple[Cve, ...]:
        """The vulnerabilities that it introduced."""
        return tuple(cve for cve in self.cves if cve.role == INTRODUCED)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a page that cites a commit.

    `anchor` is the id of the citation in the page, `section` the heading above it.
    """

    commit: CommitId
    anchor: str
    section: str = ""
    gem: bool = False

    @property
    def abbreviation(self) -> str:
        """The twelve digits that kernel developers cite."""
        return self.commit[1][:12]
