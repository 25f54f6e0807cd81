"""Files of the site that are no pages, made where they are not there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from mkdocs.structure.files import Files

from kernlog_site.build.failures import making
from kernlog_site.build.output_dir import Site
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.workers import in_all_processors

_BATCH = 50


@dataclass(frozen=True, slots=True)
class Supplement:
    """A file of the site: its path there, a digest of all that it is made from, how to make it.

    What is made as quickly as it is read need not be `kept` in the cache.
    """

    path: str
    made_from: bytes
    make: Callable[[], bytes]
    kept: bool = True


def print_supplements(
    kinds: Iterable[Iterable[Supplement]],
    files: Files,
    site: Site,
    cache: Cache,
    meanwhile: Callable[[], object] | None = None,
) -> None:
    """Put on the stage of the site each file that differs from the last build.

    What writers put at the same path is left alone; else the first of several has it. Something
    else may be done `meanwhile`, if other processes make them.
    """
    taken = _Taken(f.dest_uri for f in files if f.inclusion.is_included())
    first: list[Supplement] = []
    others: list[Supplement] = []
    for kind in kinds:
        stale = list(_stale(kind, taken, site, cache))
        first += stale[:1]
        others += stale[1:]

    def finish(supplement: Supplement) -> bytes:
        with making(f"building file '{supplement.path}'"):
            data = supplement.make()
            site.write(supplement.path, data)
        return pack(data) if supplement.kept else b""

    # The first of each kind is made here: what it loads, all processes have.
    batches = [first, *(others[n : n + _BATCH] for n in range(0, len(others), _BATCH))]
    made = in_all_processors(finish, batches, meanwhile)
    for supplement, packed in zip((*first, *others), made, strict=True):
        if supplement.kept:
            cache.put(supplement.made_from, packed)
        site.printed(supplement.path, supplement.made_from.hex())
    cache.save()


def _stale(
    supplements: Iterable[Supplement], taken: _Taken, site: Site, cache: Cache
) -> Iterator[Supplement]:
    """Those to be made; the others are kept, or taken from the cache."""
    for supplement in supplements:
        path, made_from = supplement.path, supplement.made_from
        if not taken.take(path):
            continue
        if supplement.kept:
            cache.needs(made_from)
        if site.keep(path, made_from.hex()):
            continue
        data = cache.get(made_from) if supplement.kept else None
        if data is None:
            yield supplement
        else:
            site.write(path, data)
            site.printed(path, made_from.hex())


class _Taken:
    """The files that a site has, and the folders they are in."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for path in paths:
            self.take(path)

    def take(self, path: str) -> bool:
        """Take a path, if it is free: no file and no folder there, and no file for a folder."""
        *folders, file = accumulate(path.split("/"), "{}/{}".format)
        if file in self._folders or not self._files.isdisjoint((*folders, file)):
            return False
        self._files.add(file)
        self._folders.update(folders)
        return True
