"""The history of one file in the repository of a site: what was in it at which commit.

A revision comes from a command line, so it reaches git through standard input only; what git is
given as arguments are the full hashes that it answered.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kernlog_site.commits.git.client import Clone, FoundObject, GitFailed

_UNSHALLOW = "Fetch the rest of it: git fetch --unshallow."


class NoRevision(Exception):
    """Raised for what is no commit of the repository; says what to write."""


@dataclass(frozen=True, slots=True)
class PastCommit:
    """A commit of the repository: its full hash, and its day as the committer had it."""

    sha: str
    day: str

    def __str__(self) -> str:
        return f"commit {self.sha[:12]} of {self.day}"


class FileHistory:
    """The states of a file, given by its path from the root of the repository."""

    def __init__(self, clone: Clone, path: str) -> None:
        self._clone = clone
        self._path = path

    @classmethod
    def of(cls, file: Path) -> FileHistory | None:
        """The history of a file, wherever in a repository it is; None if it is in none.

        Raises `GitFailed` for a repository that cannot be asked.
        """
        file = Path(os.path.realpath(file))
        for folder in file.parents:
            if (folder / ".git").exists():
                return cls(Clone(str(folder)), file.relative_to(folder).as_posix())
        return None

    @property
    def is_shallow(self) -> bool:
        """Whether the older part of the history is missing."""
        return self._clone.run("rev-parse", "--is-shallow-repository").strip() == "true"

    def head(self) -> PastCommit | None:
        """The commit that is checked out; None where there is none yet."""
        sha = self._clone.find(["HEAD^{commit}"])["HEAD^{commit}"].sha
        return self._commit(sha) if sha else None

    def named(self, revision: str) -> PastCommit:
        """The commit that a revision leads to. Raises `NoRevision`."""
        # What has a colon leads to a file.
        is_one = bool(revision) and _is_line(revision) and ":" not in revision
        if not is_one or revision.startswith("-"):
            raise NoRevision(f"{revision!r} is no revision. Write a commit, a tag or a day.")
        peeled = f"{revision}^{{commit}}"
        try:
            found = self._clone.find([peeled])[peeled]
        except GitFailed:  # of what git itself dies, as of the upstream of a branch without one
            found = FoundObject(None, "missing")
        if found.kind == "ambiguous":
            raise NoRevision(f"'{revision}' is ambiguous in {self._clone.path}. Write more digits.")
        if found.kind != "commit" or not found.sha:
            missing = _UNSHALLOW if self.is_shallow else "Check how it is written, or fetch it."
            raise NoRevision(f"{self._clone.path} has no commit '{revision}'. {missing}")
        return self._commit(found.sha)

    def before(self, when: datetime) -> PastCommit:
        """The last commit before a time on the way to what is checked out. Raises `NoRevision`."""
        head, seconds = self.head(), int(when.timestamp()) - 1
        if head and seconds > 0:
            limit = f"--min-age={seconds}"
            sha = self._clone.run("rev-list", "--first-parent", "--max-count=1", limit, head.sha)
            if sha.strip():
                return self._commit(sha.strip())
        missing = _UNSHALLOW if self.is_shallow else "Choose a later day."
        raise NoRevision(
            f"{self._clone.path} has no commit before {when.year:04}-{when:%m-%d %H:%M}. {missing}"
        )

    def before_last_change(self, commit: PastCommit) -> PastCommit | None:
        """The commit before the last one, up to that one, that changed the file.

        None where that one made the file. Raises `NoRevision` where it cannot be told.
        """
        last = self._clone.run(
            "rev-list",
            "--first-parent",  # what came by a merge came at once
            "--max-count=1",
            "--parents",
            commit.sha,
            "--",
            f":(top,literal){self._path}",
        ).split()
        if self.is_shallow and len(last) <= 1:
            raise NoRevision(
                f"{self._clone.path} is shallow, and its last change of {self._path} is beyond. "
                f"{_UNSHALLOW}"
            )
        return self._commit(last[1]) if len(last) > 1 else None

    def at(self, commit: PastCommit) -> bytes | None:
        """What was in the file at a commit; None if there was no such file."""
        if not _is_line(self._path):
            return None
        spec = f"{commit.sha}:{self._path}"
        found = self._clone.find([spec])[spec]
        if found.kind != "blob" or not found.sha:
            return None
        text = self._clone.run("cat-file", "blob", found.sha, errors="surrogateescape")
        return text.encode(errors="surrogateescape")

    def _commit(self, sha: str) -> PastCommit:
        (facts,) = self._clone.facts([sha])
        return PastCommit(sha, facts.committed[:10])


def _is_line(text: str) -> bool:
    """Whether a text can be a line of its own on git's standard input."""
    return all(unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)
