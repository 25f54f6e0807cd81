"""The file of the look-up that leads from a vulnerability to commits.

    {"$schema": "https://kernlog.example/api/schema/commits-cves.json", "version": 1, "cves": {
    "CVE-2024-57974": ["30fff9231fad..."],
    "CVE-2026-31503": ["30fff9231fad..."]
    }}

Few commits have any, so one file is enough. What those did to it is told by the files of commits.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence

from pydantic import TypeAdapter

from kernlog_site.commits.store.reader import CommitStore
from kernlog_site.core.commit import CommitId
from kernlog_site.core.routes import schema
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.shapes import read_as
from kernlog_site.outputs.lookup.format import VERSION

_Vulnerable = Sequence[tuple[CommitId, Sequence[str]]]
_VULNERABLE = TypeAdapter(list[tuple[CommitId, list[str]]])


class CveIndex:
    """The vulnerabilities that commits of a store introduced or fixed."""

    def __init__(self, commits: _Vulnerable) -> None:
        self._commits = commits

    @classmethod
    def of(cls, store: CommitStore | None, cache: Cache, key: bytes) -> CveIndex:
        """Those of a store: from the cache, or found out and kept there.

        `key` is a digest of the store, which is too large to be searched in every build.
        """
        commits = read_as(_VULNERABLE, cache.get(key))
        if commits is None:
            found = store.with_cves() if store else ()
            commits = [(commit.id, [cve.id for cve in commit.cves]) for commit in found]
            cache.put(key, pack(_VULNERABLE.dump_json(commits)))
        return cls(commits)

    def file(self, site: str, is_cited: Callable[[CommitId], bool]) -> bytes:
        """The file for a site at that address, with the commits that are cited there."""
        hashes: dict[str, dict[str, None]] = defaultdict(dict)
        for commit, cves in self._commits:
            if is_cited(commit):
                for cve in cves:
                    hashes[cve][commit[1]] = None
        head = json.dumps({"$schema": site + schema("commits-cves"), "version": VERSION})
        lines = ",\n".join(
            f"{json.dumps(cve, ensure_ascii=False)}: {json.dumps([*hashes[cve]])}"
            for cve in sorted(hashes)
        )
        return f'{head[:-1]}, "cves": {{\n{lines}\n}}}}\n'.encode()
