"""Gives a made repository a history: files that change, authors, merges. Counts calls of git."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from repository import Repository


def change(
    repository: Repository,
    message: str,
    files: Mapping[str, str | bytes | None] | None = None,
    author: str = "Ada Author",
) -> str:
    """A commit that writes files, or removes those given None; gives its hash."""
    for name, content in (files or {}).items():
        path = repository.path / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    repository.git("add", "--all")
    repository.hour += 1
    options = ("--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "--file=-")
    repository.git(
        "commit", "--quiet", f"--author={author} <a@b>", *options, given=message.encode()
    )
    return repository.git("rev-parse", "HEAD")


def as_it_is(repository: Repository, message: bytes, author: bytes) -> str:
    """An empty commit whose bytes git does not put right, as it would with `git commit`."""
    repository.hour += 1
    tree, parent = repository.git("rev-parse", "HEAD^{tree}", "HEAD").encode().split()
    raw = b"tree %s\nparent %s\nauthor %s <a@b> %d +0000\ncommitter C <c@d> %d +0000\n\n%s\n"
    time = 1262304000 + repository.hour * 3600
    written = raw % (tree, parent, author, time, time, message)
    sha = repository.git("hash-object", "-t", "commit", "-w", "--stdin", given=written)
    repository.git("reset", "--quiet", "--soft", sha)
    return sha


def merge(repository: Repository, branch: str, message: str) -> str:
    """A merge of a branch, never fast-forward; gives its hash."""
    repository.hour += 1
    repository.git("merge", "--quiet", "--no-ff", f"--message={message}", branch)
    return repository.git("rev-parse", "HEAD")


def lines(*numbers: int) -> str:
    """A text with a line for each number."""
    return "".join(f"this is line number {number}\n" for number in numbers)


class GitCallCounter:
    """Stands in front of git and notes every call, until the test ends."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        git = shutil.which("git")
        assert git
        folder.mkdir()
        self._notes = folder / "calls"
        stand_in = folder / "git"
        stand_in.write_text(f'#!/bin/sh\necho call >> "{self._notes}"\nexec "{git}" "$@"\n')
        stand_in.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def count(self) -> int:
        """How many there were since the last count."""
        calls = len(self._notes.read_text().splitlines()) if self._notes.exists() else 0
        self._notes.unlink(missing_ok=True)
        return calls
