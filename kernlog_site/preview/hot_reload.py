"""Hot reload: the page of an edited record at once, before the rest of the site is built anew."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs.structure.files import File

from kernlog_site.build.output_dir import OutputDir
from kernlog_site.build.pages.templates import PageTemplates
from kernlog_site.build.stages.edited import edit
from kernlog_site.build.stages.finished import Finished
from kernlog_site.core.regular_files import read_file


@dataclass
class LastBuild:
    """The site of the last build, with what it takes to make one of its pages again.

    An edit puts another value in the place of `site`.
    """

    site: Finished
    templates: PageTemplates
    output: OutputDir

    def show_edited(self, paths: Iterable[str]) -> list[str] | None:
        """Make the pages of edited files anew, and put them into the output folder; gives their
        paths there.

        None where it takes a whole build: for all but the text of a record that was there before,
        because nobody knows what else it changes. Raises `MakingFailed`.
        """
        sources = {path: self._source(path) for path in set(paths) if self._matters(path)}
        site, pages = self.site, []
        for path, file in sources.items():
            edited = edit(site, file, data) if file and (data := _bytes(path)) else None
            if edited is None:
                return None
            site = edited.site
            pages.append(edited.page)
        self.site = site
        for page in pages:
            self.output.replace_now(page.file.dest_uri, self.templates.finish(page, site))
        return [page.file.dest_uri for page in pages]

    def _matters(self, path: str) -> bool:
        """Editors write files beside a file that are gone a moment later."""
        return os.path.exists(path) or self._source(path) is not None

    def _source(self, path: str) -> File | None:
        """The file of a page, by its path on the disk."""
        below = os.path.relpath(path, self.templates.config.docs_dir).replace(os.sep, "/")
        return self.site.files.get_file_from_path(below)


def _bytes(path: str) -> bytes:
    """What is in a file, if it is still there."""
    try:
        return read_file(path)
    except OSError:
        return b""
