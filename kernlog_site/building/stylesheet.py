"""One stylesheet: Material's and the theme's own in one file, which a browser asks for once."""

from __future__ import annotations

import posixpath
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

SOURCE = "assets/styles/kernlog.css"
"""What the theme has in its place: a list of `@import`s, in the order in which rules win."""

_IMPORT = re.compile(r"""^@import\s+["'](?P<name>[^"':]+)["'];[ \t]*\n?""", re.MULTILINE)
_MATERIAL = re.compile(r"assets/stylesheets/(?:main|palette)\.[0-9a-f]+\.min\.css")
_NOISE = re.compile(r'@charset "[^"]*";|/\*# sourceMappingURL=.*?\*/')


def bind(files: Files, config: MkDocsConfig) -> None:
    """Put all that `SOURCE` imports in its place, with Material's stylesheets before it.

    Material's are a layer below ours, so that the simplest selector of ours wins. A theme without
    that file stays as it is.
    """
    source = files.get_file_from_path(SOURCE)
    if source is None:
        return
    found = sorted((f for f in files if _MATERIAL.fullmatch(f.src_uri)), key=lambda f: f.src_uri)
    material = "".join(_NOISE.sub("", file.content_string) for file in found)
    own = _IMPORT.sub(lambda found: _imported(found, files), source.content_string)
    files.remove(source)
    files.append(File.generated(config, SOURCE, content=f"@layer material{{{material}}}\n{own}"))


def _imported(found: re.Match[str], files: Files) -> str:
    """The stylesheet that an import names, which nobody asks for by itself any more."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(SOURCE), found["name"]))
    part = files.get_file_from_path(path)
    if part is None:
        return found[0]
    files.remove(part)
    return part.content_string
