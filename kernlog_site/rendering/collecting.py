"""Collects what the citations of a site point to, whether it is known or not."""

from __future__ import annotations

from collections import defaultdict

from kernlog_site.library import Library
from kernlog_site.reading import citing
from kernlog_site.rendering.links import Resolve, Target
from kernlog_site.rendering.resolving import Place, tree_name
from kernlog_site.versions import KernelVersion


class Collector:
    """Takes the place of a resolver: links nothing, remembers every hash and every tag by tree."""

    def __init__(self, library: Library) -> None:
        self.hashes: dict[str, set[str]] = defaultdict(set)
        self.releases: set[KernelVersion] = set(library.releases)
        self._library = library

    def at(self, place: Place) -> Resolve:
        """The resolve function for the citations of one page."""

        def resolve(target: Target) -> None:
            cited = citing.target(target.value) if target.scheme == citing.COMMIT else None
            if cited is not None:
                self._remember(cited, tree_name(cited, place, self._library))

        return resolve

    def _remember(self, cited: citing.CommitTarget, tree: str) -> None:
        if isinstance(cited, citing.Hash):
            self.hashes[tree].add(cited.digits)
        elif isinstance(cited, citing.TagName):
            version = KernelVersion.from_tag(cited.name)
            if version is not None:
                self.releases.add(version.release)
        else:
            for end in (cited.start, cited.end):
                revision = citing.target(end)
                assert revision is not None
                self._remember(revision, tree)
