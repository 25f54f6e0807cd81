"""Makes real git repositories, for what only git can tell."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Author",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Carl Committer",
    "GIT_COMMITTER_EMAIL": "carl@example.org",
}


_BEGINNING = datetime(2010, 1, 1)


@dataclass
class Repository:
    """A repository in a folder, whose clock goes on by an hour with every commit and tag."""

    path: Path
    hour: int = field(default=0)
    names: str = "sha1"
    """By what its objects are named: `sha1` or `sha256`."""

    def __post_init__(self) -> None:
        if not self.path.exists():
            self.path.mkdir(parents=True)
            kind = f"--object-format={self.names}"
            self.git("init", "--quiet", kind, "--initial-branch=master", ".")

    def git(self, *arguments: str, given: bytes = b"") -> str:
        date = f"{_BEGINNING + timedelta(hours=self.hour):%Y-%m-%dT%H:%M:%S}+01:00"
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            input=given,
            check=True,
            capture_output=True,
            env={**os.environ, **ENVIRONMENT, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
        )
        return done.stdout.decode(errors="replace").strip()

    def commit(self, message: str) -> str:
        """An empty commit; gives its hash."""
        self.hour += 1
        allowed = ("--allow-empty", "--allow-empty-message", "--cleanup=verbatim")
        self.git("commit", "--quiet", *allowed, "--file=-", given=message.encode())
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str, *, annotated: bool = True) -> None:
        self.hour += 1
        self.git("tag", *(["--annotate", f"--message={name}"] if annotated else []), name)
