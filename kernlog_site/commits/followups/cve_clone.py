"""A clone of the repository of the kernel's CNA, asked about all CVEs at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from kernlog_site.commits.followups.cve_records import REJECTED, RecordLine
from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.dates import RAW, first_date

PUBLISHED = "cve/published/"
_WANTED = "^[^#[:space:]]*:[^[:space:]]*:|^[0-9a-fA-F]{7,}|CVSS:[0-9]"
"""Dyads, hashes, and vectors, but not the prose around those."""
_LINE = re.compile(r"[^:]*:(?P<path>[^\0]*)\0(?P<number>\d+)[\0:](?P<text>.*)", re.DOTALL)
_ADDED = re.compile(rf"{PUBLISHED}(?:[^/]*/)*(?P<id>CVE-\d{{4}}-\d{{4,19}})\.sha1")
"""The one file that a CVE has had from its first day."""
_NOTHING_FOUND = 1
"""How `git grep` ends where no line is as asked for."""


@dataclass(frozen=True, slots=True)
class CveClone:
    """The clone at a revision, by its full hash. Nothing else is read than what is in that."""

    clone: Clone
    revision: str
    is_shallow: bool

    @classmethod
    def of(cls, clone: Clone) -> CveClone:
        """The clone as it is now. Raises `GitFailed` if it has no published CVEs."""
        objects = clone.find(["HEAD^{commit}", f"HEAD:{PUBLISHED.rstrip('/')}"])
        head, folder = objects.values()
        if head.sha is None or folder.kind != "tree":
            raise GitFailed(
                f"The clone {clone.path} has no {PUBLISHED} in HEAD. Clone the repository of the "
                "kernel's CVEs there, and check out the branch that has them: master."
            )
        depth = clone.run("rev-parse", "--is-shallow-repository").strip()
        return cls(clone, head.sha, depth == "true")

    def lines(self) -> Iterator[RecordLine]:
        """The lines of all records, those of one CVE and folder one after the other."""
        suffixes = ("dyad", "sha1", "cvss")
        answer = self.clone.run(
            "grep",
            "-z",
            "--line-number",
            "--no-column",
            "--no-color",
            "--full-name",
            "--no-recurse-submodules",
            "--text",
            "--extended-regexp",
            "-e",
            _WANTED,
            self.revision,
            "--",
            *(f":(top,glob){PUBLISHED}**/*.{suffix}" for suffix in suffixes),
            f":(top,glob){REJECTED}**/*.sha1",
            fine=(0, _NOTHING_FOUND),
        )
        for line in answer.split("\n"):
            if match := _LINE.fullmatch(line):
                yield RecordLine(match["path"], int(match["number"]), match["text"])

    def published(self, since: str = "") -> Mapping[str, datetime]:
        """When each CVE was published, by its number, as the history tells.

        That of `since`, a full hash or nothing, is left out. Of a shallow history its beginning is,
        which seems to have brought all that was there before.
        """
        ends = [self.revision, *([f"^{since}"] if since else [])]
        answer = self.clone.run(
            "log",
            "--stdin",
            *(["--min-parents=1"] if self.is_shallow else ["--root"]),
            "--no-follow",
            "--no-relative",
            "--no-renames",
            "--diff-filter=A",
            "--name-only",
            "--no-ext-diff",
            RAW,
            "--format=tformat:@%cd",
            given=ends,
        )
        dates: dict[str, datetime] = {}
        when = datetime.fromtimestamp(0, UTC)
        for line in answer.split("\n"):
            if line.startswith("@"):
                when = first_date(line[1:]).astimezone(UTC)
            elif match := _ADDED.fullmatch(line):
                dates[match["id"]] = when  # the last one is the oldest
        return dates
