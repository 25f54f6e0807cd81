"""Artifacts: files of the site that are no pages, made where they are not there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from mkdocs.structure.files import Files

from kernlog_site.build.failures import making
from kernlog_site.build.output_dir import OutputDir
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.workers import in_all_processors

_BATCH = 50


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site: its path there, a digest of all that it is made from, how to make it.

    What is made as quickly as it is read need not be `kept` in the cache.
    """

    path: str
    fingerprint: bytes
    make: Callable[[], bytes]
    kept: bool = True


def write_artifacts(
    kinds: Iterable[Iterable[Artifact]],
    files: Files,
    output: OutputDir,
    cache: Cache,
    meanwhile: Callable[[], object] | None = None,
) -> None:
    """Put in the staging folder each file that differs from the last build.

    What writers put at the same path is left alone; else the first of several has it. Something
    else may be done `meanwhile`, if other processes make them.
    """
    paths = _UniquePaths(f.dest_uri for f in files if f.inclusion.is_included())
    first: list[Artifact] = []
    others: list[Artifact] = []
    for kind in kinds:
        stale = list(_stale(kind, paths, output, cache))
        first += stale[:1]
        others += stale[1:]

    def finish(artifact: Artifact) -> bytes:
        with making(f"building file '{artifact.path}'"):
            data = artifact.make()
            output.write(artifact.path, data)
        return pack(data) if artifact.kept else b""

    # The first of each kind is made here: what it loads, all processes have.
    batches = [first, *(others[n : n + _BATCH] for n in range(0, len(others), _BATCH))]
    finishing = in_all_processors(finish, batches, meanwhile)
    for artifact, packed in zip((*first, *others), finishing, strict=True):
        if artifact.kept:
            cache.put(artifact.fingerprint, packed)
        output.record(artifact.path, artifact.fingerprint.hex())
    cache.save()


def _stale(
    artifacts: Iterable[Artifact], paths: _UniquePaths, output: OutputDir, cache: Cache
) -> Iterator[Artifact]:
    """Those to be made; the others are kept, or taken from the cache."""
    for artifact in artifacts:
        path, fingerprint = artifact.path, artifact.fingerprint
        if not paths.add(path):
            continue
        if artifact.kept:
            cache.needs(fingerprint)
        if output.keep_unchanged(path, fingerprint.hex()):
            continue
        data = cache.get(fingerprint) if artifact.kept else None
        if data is None:
            yield artifact
        else:
            output.write(path, data)
            output.record(path, fingerprint.hex())


class _UniquePaths:
    """The paths of the files of a site, and of the folders they are in."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for path in paths:
            self.add(path)

    def add(self, path: str) -> bool:
        """Add a path, if it is free: no file and no folder there, and no file for a folder."""
        *folders, file = accumulate(path.split("/"), "{}/{}".format)
        if file in self._folders or not self._files.isdisjoint((*folders, file)):
            return False
        self._files.add(file)
        self._folders.update(folders)
        return True
