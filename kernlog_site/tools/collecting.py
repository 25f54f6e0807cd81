"""Collects what the citations of a site point to, whether it is known or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kernlog_site.citations import grammar as citing
from kernlog_site.citations.resolver import Place, tree_name
from kernlog_site.citations.targets import Target
from kernlog_site.content.library import Library
from kernlog_site.core.versions import KernelVersion, release_of_tag


class Collector:
    """Remembers every hash by tree, and every release that a tag belongs to."""

    def __init__(self, library: Library) -> None:
        self.hashes: dict[str, set[str]] = defaultdict(set)
        self.releases: set[KernelVersion] = set(library.releases)
        self._library = library

    def collect(self, targets: Iterable[Target], place: Place) -> None:
        """Remember what the citations of a page point to."""
        for target in targets:
            cited = citing.target(target.value)
            if cited is not None:
                self._remember(cited, tree_name(cited, place, self._library))

    def _remember(self, cited: citing.CommitTarget, tree: str) -> None:
        if isinstance(cited, citing.Hash):
            self.hashes[tree].add(cited.digits)
        elif isinstance(cited, citing.TagName):
            release = release_of_tag(cited.name)
            if release is not None:
                self.releases.add(release)
        else:
            for end in (cited.start, cited.end):
                revision = citing.target(end)
                assert revision is not None
                self._remember(revision, tree)
