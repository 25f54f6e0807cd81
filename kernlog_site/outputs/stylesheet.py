"""One stylesheet for pages of news: what they need of Material's, and the theme's own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from pydantic import TypeAdapter

from kernlog_site.build.mkdocs_files import bytes_of
from kernlog_site.config.options import KernlogConfig
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.incremental.shapes import read_as
from kernlog_site.templating.colours import Colour
from kernlog_site.templating.material_css import Styles, apart

SOURCE = "assets/styles/kernlog.css"
"""What the theme has in its place: a list of `@import`s, in the order in which rules win."""
LAYOUT = "assets/styles/layout.css"
"""The rest of Material's, for pages in its own layout."""

_STYLES = TypeAdapter(Styles)
_IMPORT = re.compile(r"""^@import\s+["'](?P<name>[^"':]+)["'];[ \t]*\n?""", re.MULTILINE)
# Upstream: material/templates/base.html (mkdocs-material 9.8.2): the stylesheets that it links.
_MATERIAL = re.compile(r"assets/stylesheets/(?:main|palette)\.[0-9a-f]+\.min\.css")
_CHARSET = re.compile(r'@charset "[^"]*";')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_INDENTATION = re.compile(r"^\s+", re.MULTILINE)


def bind(files: Files, config: MkDocsConfig, options: KernlogConfig, cache: Cache) -> None:
    """Put all that `SOURCE` imports in its place, with Material's stylesheets before it and the
    colours and the typeface of the site's own after it.

    Material's are a layer below ours, so that the simplest selector of ours wins. A theme without
    that file stays as it is.
    """
    source = files.get_file_from_path(SOURCE)
    if source is None:
        return
    material = _material(files, config, cache)
    own = _IMPORT.sub(lambda found: _imported(found, files), _css(source)) + chosen_tokens(options)
    files.remove(source)
    for path, layer, rest in ((SOURCE, material.news, own), (LAYOUT, material.layout, "")):
        text = f"@layer material{{{layer}}}\n{_INDENTATION.sub('', _COMMENT.sub('', rest))}"
        files.append(File.generated(config, path, content=text))


def chosen_tokens(options: KernlogConfig) -> str:
    """The rules that a site's options for colours and typeface come to; nothing for none."""
    light: list[str] = []
    dark: list[str] = []
    if options.accent_colour:
        light += _accent(options.accent_colour.light)
        dark += _accent(options.accent_colour.dark)
    if options.link_colour:
        light.append(f"--md-typeset-a-color: {options.link_colour.light};")
        dark.append(f"--md-typeset-a-color: {options.link_colour.dark};")
    if options.typeface == "sans":
        light.append("--kl-display: var(--kl-interface);")
    rules = (("", light), ('[data-md-color-scheme="slate"]', dark))
    return "".join(
        f"\nbody[data-md-color-primary]{scheme} {{\n{chr(10).join(tokens)}\n}}\n"
        for scheme, tokens in rules
        if tokens
    )


def _accent(colour: Colour) -> Iterator[str]:
    yield f"--kl-brand: {colour};"
    yield f"--md-accent-fg-color: {colour};"
    yield f"--md-accent-fg-color--transparent: {colour}14;"


def _material(files: Files, config: MkDocsConfig, cache: Cache) -> Styles:
    """Material's styles, taken apart once for all builds."""
    found = sorted((f for f in files if _MATERIAL.fullmatch(f.src_uri)), key=lambda f: f.src_uri)
    css = "".join(_CHARSET.sub("", _css(file)) for file in found)
    extensions = (
        extension for extension in config.markdown_extensions if isinstance(extension, str)
    )
    used = sorted(_colours(config)), sorted(extensions)
    key = digest(b"material", digest_of_programs(), css.encode(), digest_of(*used))
    kept = read_as(_STYLES, cache.get(key))
    if kept is not None:
        return kept
    styles = apart(css, *used)
    cache.put(key, pack(_STYLES.dump_json(styles)))
    return styles


def _colours(config: MkDocsConfig) -> set[str]:
    """What the palettes of the theme call their colours."""
    palette = config.theme.get("palette") or []
    palettes = palette if isinstance(palette, list) else [palette]
    named = (scheme.get(key) or "indigo" for scheme in palettes for key in ("primary", "accent"))
    return {str(name).replace(" ", "-") for name in named}


def _imported(found: re.Match[str], files: Files) -> str:
    """The stylesheet that an import names, which nobody asks for by itself any more."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(SOURCE), found["name"]))
    part = files.get_file_from_path(path)
    if part is None:
        return found[0]
    files.remove(part)
    return _css(part)


def _css(file: File) -> str:
    """The text of a stylesheet. Raises `PluginError` if it is not UTF-8, and `OSError`."""
    try:
        return bytes_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file.abs_src_path or file.src_uri} is not UTF-8. Save it as UTF-8."
        raise PluginError(message) from error
