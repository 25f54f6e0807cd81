"""The loader: from the files that MkDocs found to a library of what readers may see.

The commit store of a large site is tens of megabytes, nearly all as sync wrote them; front matter
takes longer to parse than all else that a build with nothing to do has to read. So the one is
checked in several processes, and the other is kept in one piece as it was parsed.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain

from mkdocs.structure.files import File, Files, InclusionLevel

from kernlog_site.build.markdown.links import file_at
from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.build.stages.site_settings import SiteSettings
from kernlog_site.build.state import Reads, Reuse
from kernlog_site.commits.store import reader as store
from kernlog_site.commits.store.line_format import are_in_order, ends
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.content import front_matter
from kernlog_site.content.content_reader import Content, Read, Reader, content_of
from kernlog_site.content.front_matter import Parsed, Value
from kernlog_site.content.library import FactsByTree, Library, build_library
from kernlog_site.content.visibility import NOTHING, Withheld, withhold
from kernlog_site.core.names import composed
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import ensure_is_readable, unreadable
from kernlog_site.core.routes import Kind, Routes
from kernlog_site.core.versions import VersionScheme
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.incremental.workers import in_all_processors

_PIECE = 1 << 18
"""Bytes that a process checks at a time."""
_KNOWN = b""
"""What is kept of a store that was found in form: its key says it all."""
_Known = dict[str, tuple[Mapping[str, Value], Mapping[str, int]]]
"""Values and lines by a digest of the block and its first line."""


@dataclass(frozen=True, slots=True)
class Records:
    """The library of what readers may see, the problems of the files it was read from, and digests.

    `digest_of_records` covers what all records say besides their texts, `digest_of_store` the files
    of the commit store. `withheld` are the paths at which nothing is published yet.
    """

    library: Library
    problems: tuple[Problem, ...]
    digest_of_records: bytes
    digest_of_store: bytes
    withheld: Withheld


def load_records(files: Files, settings: SiteSettings, reuse: Reuse) -> Records:
    """Read all records and the store.

    Takes out of `files` what is never published as it stands: the store, the list of people, and,
    unless the site shows what is unpublished, drafts and the like and what may be an article. The
    problems of what a writer withholds are not told. What was read before and has not changed is
    not read again.
    """
    options, routes, now = settings.options, settings.routes, settings.now
    shows_unpublished = settings.mode.shows_unpublished
    broken: list[Problem] = []
    misnamed = tuple(_misnamed(files, routes))
    for problem in misnamed if not shows_unpublished else ():
        _remove(files, problem.path)
    broken += _too_long(files, routes)
    sources = chain(_pages(files, broken), _people(files, options.authors, broken))
    remembers = settings.mode.remembers_records
    read = cache(partial(_read, sources, settings.reader, reuse, remembers=remembers))
    store_files = load_store(files, options.data_, reuse, read, options.versions)
    content = content_of(read(), options.authors, options.versions)
    for file in [file for file in files if _is_below(options.data_, file)]:
        files.remove(file)
    broken += _uncopyable(files)
    hidden = (article for article in content.articles if not article.is_public(now))
    unknown = {composed(article.path) for article in hidden if not article.is_withheld(now)}
    withheld = NOTHING
    if not shows_unpublished:
        pages = [file.src_uri for file in files.documentation_pages()]
        content, withheld = withhold(content, pages, routes, now)
    for file in [file for file in files if withheld.covers(file.src_uri)] if withheld else ():
        files.remove(file)
    assert options.tree is not None
    library = build_library(content, routes, options.tree, store_files.commits, store_files.facts)
    silent = withheld.files - unknown
    of_files = (problem for problem in content.problems if composed(problem.path) not in silent)
    return Records(
        library,
        problems=(*broken, *misnamed, *of_files, *store_files.problems),
        digest_of_records=digest(*_digests_of_records(content)),
        digest_of_store=store_files.fingerprint,
        withheld=withheld,
    )


def _digests_of_records(content: Content) -> Iterator[bytes]:
    """All that records say besides their texts."""
    for kind in content.articles, content.series.values(), content.releases.values():
        for record in kind:
            yield digest_of(record.source.path, record)
    yield digest_of(content.people, content.versions)


def _pages(files: Files, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The Markdown files by path; takes out those that cannot be read, and tells."""
    for file in files.documentation_pages():
        try:
            yield file.src_uri, bytes_of(file)
        except OSError as error:
            problems.append(unreadable(file.src_uri, error))
            files.remove(file)


def _misnamed(files: Files, routes: Routes) -> Iterator[Problem]:
    """Files that were to be articles. What their front matter says of readers counts for nobody."""
    for file in files.documentation_pages():
        renamed = f"{posixpath.splitext(file.src_uri)[0]}.md"
        is_other = renamed != file.src_uri and routes.kind(file.src_uri) is Kind.PAGE
        if is_other and routes.kind(renamed) is Kind.ARTICLE:
            problem = Problem("An article's file ends in .md.", f"Rename it to {renamed}.")
            yield problem.at(file.src_uri, 1)


def _too_long(files: Files, routes: Routes) -> Iterator[Problem]:
    """Take out the files from which no page can be made, because it could not be called so."""
    for file in files.documentation_pages(inclusion=InclusionLevel.all):
        if excess := routes.excess(file.src_uri):
            files.remove(file)
            problem = Problem(
                f"The file's name is {excess} bytes too long for what is made from the file.",
                "Give it a shorter name.",
            )
            yield problem.at(file.src_uri, 1)


def _uncopyable(files: Files) -> Iterator[Problem]:
    """Take out pictures and the like that MkDocs could not copy, or not to their end."""
    for file in list(files):
        if file.abs_src_path is not None and not file.is_documentation_page():
            try:
                ensure_is_readable(file.abs_src_path)
            except OSError as error:
                files.remove(file)
                yield unreadable(file.src_uri, error)


def _people(files: Files, path: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The list of people; takes it out, and tells if it cannot be read."""
    file = _remove(files, path)
    if file is None:
        return
    try:
        yield path, bytes_of(file)
    except OSError as error:
        problems.append(unreadable(path, error))


def _read(
    sources: Iterable[tuple[str, bytes]], reader: Reader, reuse: Reuse, *, remembers: bool
) -> list[Read]:
    """Read one file after the other, so that they are never all in memory.

    A process that remembers what it has read does without the cache from its second build on.
    """
    known = reuse.memory.reads if remembers else {}
    front_matters = None if known else FrontMatterCache(reuse.cache)
    if front_matters:
        reader = replace(reader, parse=front_matters.parse)
    reads: Reads = {}
    reader_key = digest_of(reader)
    for path, data in sources:
        key = digest(reader_key, data) if remembers else b""
        before = known.get(path)
        is_unchanged = before is not None and before[0] == key
        reads[path] = before if before and is_unchanged else (key, reader.read(path, data))
    if front_matters:
        front_matters.save()
    reuse.memory.reads.clear()
    if remembers:
        reuse.memory.reads.update(reads)
    return [read for _, read in reads.values()]


def _remove(files: Files, path: str) -> File | None:
    """Take a file out, if there is one."""
    file = file_at(path, files)
    if file is not None:
        files.remove(file)
    return file


def _is_below(folder: str, file: File) -> bool:
    return composed(file.src_uri).startswith(f"{folder}/")


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """The two files of the commit store as read, with their problems and a digest of them."""

    commits: store.CommitStore | None
    facts: FactsByTree
    problems: tuple[Problem, ...]
    fingerprint: bytes


def load_store(
    files: Files,
    folder: str,
    reuse: Reuse,
    meanwhile: Callable[[], object] | None = None,
    versions: VersionScheme = LINUX,
) -> StoreFiles:
    """Read the two files of the store.

    Something else may be done `meanwhile`, if other processes look whether a large store is in
    form.
    """
    commits: store.CommitStore | None = None
    facts: FactsByTree = {}
    problems: tuple[Problem, ...] = ()
    fingerprint = []
    file = file_at(f"{folder}/{store.COMMITS}", files)
    if file is not None:
        try:
            commits, problems, digest_of_commits = _read_commits(file, reuse, meanwhile)
            fingerprint.append(digest_of_commits)
        except OSError as error:
            problems = (unreadable(file.src_uri, error),)
    file = file_at(f"{folder}/{store.RELEASES}", files)
    if file is not None:
        try:
            data = bytes_of(file)
            fingerprint.append(digest(data))
            facts, problems_of_releases = store.read_releases(file.src_uri, data, versions)
            problems += problems_of_releases
        except OSError as error:
            problems += (unreadable(file.src_uri, error),)
    return StoreFiles(commits, facts, problems, digest(*fingerprint))


def _read_commits(
    file: File, reuse: Reuse, meanwhile: Callable[[], object] | None
) -> tuple[store.CommitStore | None, tuple[Problem, ...], bytes]:
    """Read the commits, checking their form only if no build before found it right.

    Raises `OSError`.
    """
    path = file.abs_src_path
    lines = SortedLines.in_file(path) if path else SortedLines.of(file.content_bytes)
    places = lines.pieces(_PIECE)
    digest_of_commits = digest(*(digest(lines.read(*place)) for place in places))
    commits, problems = store.CommitStore(lines), tuple[Problem, ...]()
    in_form = digest(reuse.made_with, b"in form", digest_of_commits)
    if reuse.cache.get(in_form) != _KNOWN:
        read, found_ends = _look_through(lines, places, meanwhile)
        is_in_form = are_in_order(found_ends)
        if not is_in_form:
            data = lines.read(0, lines.size)
            read = digest(*(digest(data[start:end]) for start, end in places))
        if read != digest_of_commits:  # Someone has written into it meanwhile.
            return _read_commits(file, reuse, meanwhile)
        if is_in_form:
            reuse.cache.put(in_form, pack(_KNOWN))
        else:
            commits, problems = store.read_commits(file.src_uri, data)
    return commits or None, problems, digest_of_commits


def _look_through(
    lines: SortedLines, places: list[tuple[int, int]], meanwhile: Callable[[], object] | None
) -> tuple[bytes, list[tuple[bytes, bytes] | None]]:
    """What was read in all processors, as a digest, and the ends of its pieces."""

    def look(place: tuple[int, int]) -> tuple[bytes, tuple[bytes, bytes] | None]:
        piece = lines.read(*place)
        return digest(piece), ends(piece)

    looked = list(in_all_processors(look, [[place] for place in places], meanwhile))
    return digest(*(read for read, _ in looked)), [ends_of_piece for _, ends_of_piece in looked]


class FrontMatterCache:
    """The front matter of all files as parsed, from build to build; not what has problems."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._key = digest(b"front matter", digest_of_programs())
        self._kept = _known(cache.get(self._key))
        self._used: _Known = {}

    def parse(self, path: str, block: str, first_line: int) -> Parsed:
        """The same as `front_matter.parse`."""
        key = digest(block.encode("utf-8", "surrogatepass"), str(first_line).encode()).hex()
        known = self._used.get(key) or self._kept.get(key)
        if known is None:
            values, lines, problems = front_matter.parse(path, block, first_line)
            if problems:
                return values, lines, problems
            known = values, lines
        self._used[key] = known
        return *known, ()

    def save(self) -> None:
        """Write what was parsed or used into the cache, for the next build."""
        if self._used.keys() != self._kept.keys():
            self._cache.put(self._key, pack(json.dumps(self._used).encode()))


def _known(kept: bytes | None) -> _Known:
    """What was kept; nothing if it is not what `save` writes."""
    try:
        known = json.loads(kept) if kept else {}
        return dict(known) if all(map(_is_parsed, known.values())) else {}
    except (ValueError, AttributeError, RecursionError):
        return {}


def _is_parsed(entry: object) -> bool:
    match entry:
        case [dict() as values, dict() as lines]:
            return _is_value(values) and set(map(type, lines.values())) <= {int}
    return False


def _is_value(value: object) -> bool:
    if isinstance(value, list | dict):
        return all(map(_is_value, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str)
