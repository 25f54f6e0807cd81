"""The menu of a site whose configuration has no `nav`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mkdocs.structure.files import Files, file_sort_key
from mkdocs.utils import nest_paths

from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.content.library import Library
from kernlog_site.core.routes import Kind


def menu(library: Library, pages: Iterable[KernlogPage], files: Files) -> list[Any]:
    """Series, releases, topics and the archive as `nav` of MkDocs, those that have something in
    them.

    A front page that is written stands before them. All else that is written and is about no record
    follows, as MkDocs would list it. Pages are called by their own titles.
    """
    filled = {
        Kind.HOME: False,
        Kind.SERIES_INDEX: bool(library.series),
        Kind.RELEASE_INDEX: bool(library.releases),
        Kind.TOPIC_INDEX: bool(library.topics),
        Kind.ARCHIVE: bool(library.articles),
    }
    of_kinds = {page.source.kind: page.file for page in pages if page.file.inclusion.is_included()}
    entries = [
        of_kinds[kind].src_uri
        for kind, is_filled in filled.items()
        if kind in of_kinds and (is_filled or of_kinds[kind].inclusion.is_in_nav())
    ]
    written = (file for file in files.documentation_pages() if file.inclusion.is_in_nav())
    others = [file.src_uri for file in sorted(written, key=file_sort_key)]
    return [*entries, *nest_paths(path for path in others if path not in entries)]
