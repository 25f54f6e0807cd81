"""A workspace with a store, and a repository to fill it from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from repository import Repository

from kernlog_site.commits.sync.store_sync import Places, Wanted, sync
from kernlog_site.commits.sync.tree_sync import Report
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.commits.web.trees import tree_from
from kernlog_site.core.versions import Version

RELEASE = LINUX.parse("2.6.33")


class SyncWorkspace:
    """A store, a repository to fill it from, and what is wanted of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.linux = Repository(root / "linux")
        self.store = root / "_data"
        self.vulns: str | None = None
        options = {"host": "cgit", "url": "https://git.example.org/linux.git", "clone": "linux"}
        self.trees = {"linux": tree_from("linux", options)}

    def stable(self, *options: str) -> Repository:
        """A clone of the repository as the stable tree that follows it."""
        self.linux.git("clone", "--quiet", *options, f"file://{self.linux.path}", "../stable")
        address = {"commit": "https://git.example.org/stable/{sha}"}
        self.trees["stable"] = tree_from(
            "stable", {**address, "clone": "stable", "follows": "linux"}
        )
        return Repository(self.root / "stable", self.linux.hour + 1000)

    def sync(
        self, hashes: Iterable[str], tree: str = "linux", release: Version = RELEASE
    ) -> Report:
        """Sync as a project does that writes versions as this release is written."""
        wanted = Wanted({tree: frozenset(hashes)}, frozenset({release}))
        places = Places(self.store, self.root / "cache", self.root, self.vulns)
        return sync(places, wanted, self.trees, versions=release.scheme)

    def releases(self) -> list[dict[str, Any]]:
        text = (self.store / "releases.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]

    def lines(self) -> list[dict[str, Any]]:
        text = (self.store / "commits.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]
