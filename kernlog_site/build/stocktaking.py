"""Reads the commit store: tens of megabytes on a large site, nearly all as sync wrote them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mkdocs.structure.files import File, Files

from kernlog_site.build.markdown.links import file_at
from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.build.state import Reuse
from kernlog_site.commits.store import reader as store
from kernlog_site.commits.store.line_format import are_in_order, ends
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.content.library import FactsByTree
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import unreadable
from kernlog_site.incremental.cache import pack
from kernlog_site.incremental.digest import digest
from kernlog_site.incremental.workers import in_all_processors

_PIECE = 1 << 18
"""Bytes that a process checks at a time."""
_KNOWN = b""
"""What is kept of a store that was found in form: its key says it all."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What is known of commits and releases, with a digest of the files that say so."""

    commits: store.CommitStore | None
    facts: FactsByTree
    problems: tuple[Problem, ...]
    made_from: bytes


def take_stock(
    files: Files, folder: str, reuse: Reuse, meanwhile: Callable[[], object] | None = None
) -> Stock:
    """Read the two files of the store.

    Something else may be done `meanwhile`, if other processes look whether a large store is in
    form.
    """
    commits: store.CommitStore | None = None
    facts: FactsByTree = {}
    problems: tuple[Problem, ...] = ()
    made_from = []
    file = file_at(f"{folder}/{store.COMMITS}", files)
    if file is not None:
        try:
            commits, problems, its_digest = _read_commits(file, reuse, meanwhile)
            made_from.append(its_digest)
        except OSError as error:
            problems = (unreadable(file.src_uri, error),)
    file = file_at(f"{folder}/{store.RELEASES}", files)
    if file is not None:
        try:
            data = bytes_of(file)
            made_from.append(digest(data))
            facts, found = store.read_releases(file.src_uri, data)
            problems += found
        except OSError as error:
            problems += (unreadable(file.src_uri, error),)
    return Stock(commits, facts, problems, digest(*made_from))


def _read_commits(
    file: File, reuse: Reuse, meanwhile: Callable[[], object] | None
) -> tuple[store.CommitStore | None, tuple[Problem, ...], bytes]:
    """Read the commits, checking their form only if no build before found it right.

    Raises `OSError`.
    """
    path = file.abs_src_path
    lines = SortedLines.in_file(path) if path else SortedLines.of(file.content_bytes)
    places = lines.pieces(_PIECE)
    its_digest = digest(*(digest(lines.read(*place)) for place in places))
    commits, problems = store.CommitStore(lines), tuple[Problem, ...]()
    in_form = digest(reuse.made_with, b"in form", its_digest)
    if reuse.cache.get(in_form) != _KNOWN:
        read, found = _looked_through(lines, places, meanwhile)
        is_in_form = are_in_order(found)
        if not is_in_form:
            data = lines.read(0, lines.size)
            read = digest(*(digest(data[start:end]) for start, end in places))
        if read != its_digest:  # Someone has written into it meanwhile.
            return _read_commits(file, reuse, meanwhile)
        if is_in_form:
            reuse.cache.put(in_form, pack(_KNOWN))
        else:
            commits, problems = store.read_commits(file.src_uri, data)
    return commits or None, problems, its_digest


def _looked_through(
    lines: SortedLines, places: list[tuple[int, int]], meanwhile: Callable[[], object] | None
) -> tuple[bytes, list[tuple[bytes, bytes] | None]]:
    """What was read in all processors, as a digest, and the ends of its pieces."""

    def look(place: tuple[int, int]) -> tuple[bytes, tuple[bytes, bytes] | None]:
        piece = lines.read(*place)
        return digest(piece), ends(piece)

    looked = list(in_all_processors(look, [[place] for place in places], meanwhile))
    return digest(*(read for read, _ in looked)), [found for _, found in looked]
