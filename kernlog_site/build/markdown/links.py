"""The tree processor of links between files: MkDocs' own, but for what readers may not see yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

# Upstream: mkdocs/structure/pages.py (mkdocs 1.6.1): `path_to_url` asks `_possible_target_uris`.
from mkdocs.structure.pages import _RelativePathTreeprocessor

from kernlog_site.citations.locating import Told
from kernlog_site.citations.problem_marks import add_mark
from kernlog_site.content.visibility import Withheld
from kernlog_site.core.names import composed
from kernlog_site.core.problems import Problem

_ATTRIBUTES = {"a": "href", "img": "src"}
_NOT_YET = Problem(
    "The link leads to something that readers cannot see yet.",
    "Name it without a link until then.",
)


def file_at(path: str, files: Files) -> File | None:
    """The file that people see at a path, however its name is encoded."""
    file = files.get_file_from_path(path)
    if file is not None or path.isascii():
        return file
    name = composed(PurePath(path).as_posix())
    return next((file for uri, file in files.src_uris.items() if composed(uri) == name), None)


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """The files that links may lead to, and the paths at which readers find nothing yet."""

    files: Files
    withheld: Withheld

    def identity(self, path: str) -> str | None:
        """All that a link to a path shows of what is there; None for nothing."""
        return self.identity_of(file_at(path, self.files), path)

    def identity_of(self, file: File | None, path: str) -> str | None:
        """The same where the file at the path is known, or known not to be there."""
        if file is not None:
            return f"{file.url} {file.inclusion.name}"
        return "withheld" if self.withheld.covers(path) else None


class RecordingFiles(Files):
    """Files of MkDocs that record the identity of each path that a page asks for."""

    def __init__(self, targets: LinkTargets) -> None:
        self._targets = targets
        # Upstream: mkdocs/structure/files.py (mkdocs 1.6.1): where its methods look.
        self._src_uris = targets.files.src_uris  # type: ignore[assignment]
        self.requested: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a path, which is recorded."""
        file = file_at(path, self._targets.files)
        self.requested[path] = self._targets.identity_of(file, path)
        return file


class Links(_RelativePathTreeprocessor):
    """Processor that makes links relative, and marks those that would give away what is withheld.

    `lines` are those of links and pictures, where they are known. `problems` are those of links,
    as they are written.
    """

    def __init__(
        self,
        file: File,
        files: RecordingFiles,
        config: MkDocsConfig,
        withheld: Withheld,
        lines: Mapping[Element, int],
    ) -> None:
        super().__init__(file, files, config)
        self._withheld = withheld
        self.problems: list[Told] = []
        self._lines = lines
        self._element = Element("")

    def run(self, root: Element) -> Element:
        """Go through all links and pictures of a text."""
        for element in list(root.iter()) if self._withheld else root.iter():
            attribute = _ATTRIBUTES.get(str(element.tag), "")
            url = element.get(attribute)
            if url is None:
                continue
            self._element = element
            if self._withheld and self._is_withheld(url):
                self._mark(element, url)
            else:
                element.set(attribute, self.path_to_url(url))
        return root

    @property
    def line(self) -> int | None:
        """The line of the link it looks at."""
        return self._lines.get(self._element)

    def _mark(self, element: Element, url: str) -> None:
        self.problems.append((url, _NOT_YET.at("", self.line)))
        element.text = element.attrib.pop("alt", element.text)
        for name in ("href", "src", "title"):
            element.attrib.pop(name, None)
        add_mark(element, _NOT_YET)

    def path_to_url(self, url: str) -> str:
        """The address of a link. Asks for all that one to no file might lead to some day."""
        address = super().path_to_url(url)
        if address == url:
            for path in self._paths(url):
                self.files.get_file_from_path(path)
        return address

    def _is_withheld(self, url: str) -> bool:
        paths = [path for path in self._paths(url) if self._withheld.covers(path)]
        for path in paths:
            self.files.get_file_from_path(path)
        return bool(paths)

    def _paths(self, url: str) -> Iterable[str]:
        """The files that an address may stand for, be it written as a path or as an address."""
        site = self.config.site_url
        if site and url.startswith(site):
            url = f"/{url.removeprefix(site)}"
        try:
            scheme, host, path, _, _ = urlsplit(url)
        except ValueError:
            return ()
        if scheme or host or not path or AMP_SUBSTITUTE in url:
            return ()
        uses_directories = self.config.use_directory_urls
        return self._possible_target_uris(self.file, unquote(path), uses_directories)
