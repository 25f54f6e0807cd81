"""Files in which links to git webs become citations of a site."""

from __future__ import annotations

import codecs
import difflib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kernlog_site.build.failures import making
from kernlog_site.commits.store.form import ensure_known_form
from kernlog_site.commits.store.reader import COMMITS, CommitStore, read_commits
from kernlog_site.commits.web.commit_urls import Addresses
from kernlog_site.content import front_matter
from kernlog_site.core.atomic_write import replace_file
from kernlog_site.core.problems import Problem, did_you_mean
from kernlog_site.core.regular_files import decode, read_file
from kernlog_site.core.routes import is_web_address
from kernlog_site.tools.import_links.importer import Imported, Importer
from kernlog_site.tools.settings import BrokenProject, Settings

_HTML = (".html", ".htm")
_SUFFIXES = (".md", ".markdown", *_HTML)
_LINE = re.compile(r"\r\n|\n|\r")
_UTF8 = "utf-8", "surrogateescape"
"""Bytes that are not UTF-8 come through unchanged."""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file before and after, and what is to be told of it; its problems have their path."""

    path: Path
    before: str
    after: str
    links: int
    problems: tuple[Problem, ...]

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff, without their ends."""
        name = self.path.as_posix()
        before, after = (_LINE.split(text) for text in (self.before, self.after))
        yield from difflib.unified_diff(before, after, f"a/{name}", f"b/{name}", lineterm="")

    def save(self) -> None:
        """Put the file in the place of the old one. Raises `OSError`."""
        replace_file(self.path, self.after.encode(*_UTF8))


def files_to_import(paths: Iterable[Path]) -> list[Path]:
    """The files that were named, and those in folders that were, but for hidden ones."""
    files: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file == path or (file.suffix.lower() in _SUFFIXES and file.is_file() and not hidden):
                files[file] = None
    return list(files)


def importer(site: Settings, moved: Iterable[str]) -> Importer:
    """What imports into a site. `moved` are old addresses of trees, as in `linux=https://...`.

    Raises `BrokenProject` for one that cannot be read, and `NewerForm` for such a store.
    """
    path = site.store / COMMITS
    store: CommitStore | None = None
    if os.path.lexists(path):
        data = read_file(path)
        ensure_known_form(str(path), data)
        store, _ = read_commits(str(path), data)
    trees = site.options.trees
    addresses = Addresses(trees, [_moved(text, trees) for text in moved])
    return Importer(addresses, store, site.markdown)


def import_file(
    path: Path, site: Settings, importing: Importer, *, html: bool = False
) -> ImportedFile:
    """Read a file and import it, `html` in Markdown included; nothing is written."""
    before = read_file(path).decode(*_UTF8)
    mark = codecs.BOM_UTF8.decode() if before.startswith(codecs.BOM_UTF8.decode()) else ""
    text = before.removeprefix(mark)
    tree = str(site.options.tree)
    start, lines = 0, 0
    if path.suffix.lower() in _HTML:
        imported = importing.import_html(text, tree)
    else:
        start, lines, tree = _body(path, text, tree)
        with making(f"reading '{path.as_posix()}'"):
            imported = importing.import_markdown(text[start:], tree, html=html)
    after = mark + text[:start] + imported.text
    return ImportedFile(path, before, after, imported.links, _located(imported, path, lines))


def _located(imported: Imported, path: Path, before: int) -> tuple[Problem, ...]:
    """Problems at the lines of the file, which has more lines before its text."""
    return tuple(
        replace(problem, path=path.as_posix(), line=(problem.line or 1) + before)
        for problem in imported.problems
    )


def _body(path: Path, text: str, tree: str) -> tuple[int, int, str]:
    """Where the text behind the front matter starts, after how many lines, and its tree."""
    plain, _ = decode(path.as_posix(), text.encode(*_UTF8))
    front = front_matter.split(path.as_posix(), plain)
    lines = front.body_line - 1
    ends = [found.end() for found in _LINE.finditer(text)]
    own = front.values.get("tree")
    return (ends[lines - 1] if lines else 0), lines, own if isinstance(own, str) and own else tree


def _moved(text: str, trees: Iterable[str]) -> tuple[str, str]:
    name, _, address = text.partition("=")
    known = sorted(trees)
    if name not in known:
        hint = did_you_mean(name, known) or f"Known are {', '.join(known)}."
        raise BrokenProject(f"Unknown tree '{name}' in --tree {text}. {hint}")
    if not is_web_address(address):
        raise BrokenProject(f"--tree {text} has no address. Write it as NAME=https://...")
    return address, name
