"""Fingerprints that many texts and pages have in common.

What all of them are made with: programs, configuration, templates. What many of them tell: which
releases are out, what parts and series are called, what day it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_datetime

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.content.library import Library
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.incremental.digest import (
    digest,
    digest_of,
    digest_of_programs,
    digest_of_tree,
    written_out,
)
from kernlog_site.templating.theme_files import THEME

_NOT_SHOWN = frozenset(
    ("config_file_path", "docs_dir", "site_dir", "watch", "dev_addr", "strict", "theme", "plugins")
)
"""Options that no page shows, or that are written out in their own way."""
# Upstream: mkdocs/commands/build.py (mkdocs 1.6.1), `get_context`, and `Page.update_date`.
_TIME_OF_BUILD = (b"build_date_utc", b"update_date")


def fingerprint_for_texts(config: MkDocsConfig, words: Words = ENGLISH) -> bytes:
    """The fingerprint of what the HTML of all texts depends on besides the texts."""
    icons = (digest_of_tree(folder / ".icons") for folder in _themes(config))
    options = (
        _extensions(config),
        config.mdx_configs,
        config.use_directory_urls,
        config.validation,
        _options_of_plugins(config),
        config.theme.get("language"),
        words.fingerprint,
    )
    return digest(digest_of_programs(), *icons, *map(_option_as_bytes, options))


def fingerprint_for_pages(config: MkDocsConfig, words: Words = ENGLISH) -> bytes:
    """The fingerprint of what all finished pages depend on besides their texts and views.

    Installed themes stand and fall with their version. Where a template shows when the site was
    built, no page is ever the same.
    """
    shown = {name: value for name, value in config.items() if name not in _NOT_SHOWN}
    shown["markdown_extensions"] = _extensions(config)
    theme = config.theme.name, dict(config.theme)
    options = (shown, _options_of_plugins(config), *theme, words.fingerprint)
    themes = map(digest_of_tree, _themes(config))
    time = str(get_build_datetime()).encode() if _show_time(config.theme.dirs) else b""
    return digest(digest_of_programs(), *themes, time, *map(_option_as_bytes, options))


def _themes(config: MkDocsConfig) -> Iterator[Path]:
    """The folders of themes that may change while all versions stay: ours, in a checkout, and that
    of the site."""
    yield THEME
    if config.theme.custom_dir:
        yield Path(config.theme.custom_dir)


def _extensions(config: MkDocsConfig) -> list[object]:
    """The Markdown extensions but for kernlog's own, which is made anew for every build."""
    return [
        extension
        for extension in config.markdown_extensions
        if not isinstance(extension, CitationExtension)
    ]


def _options_of_plugins(config: MkDocsConfig) -> dict[str, object]:
    return {name: getattr(plugin, "config", {}) for name, plugin in config.plugins.items()}


def _show_time(themes: Iterable[str]) -> bool:
    """Whether a template in these folders names the time of the build."""
    found = (path for theme in themes for path in Path(theme).glob("**/*.html"))
    templates = (path.read_bytes() for path in found if path.is_file())
    return any(word in template for template in templates for word in _TIME_OF_BUILD)


def _option_as_bytes(option: object) -> bytes:
    return written_out(option).encode("utf-8", "surrogatepass")


def fingerprint_of_releases(library: Library) -> bytes:
    """The fingerprint of which releases are out: answers about commits may depend on it."""
    return digest_of(
        *((release.version, release.in_development) for release in library.newest_releases)
    )


def fingerprint_of_names(library: Library) -> bytes:
    """The fingerprint of what links by name may show: series, parts, their titles, releases."""
    return digest_of(*_names(library))


def _names(library: Library) -> Iterator[object]:
    for series in library.series.values():
        yield series.id, series.title
        for part in library.parts(series.id):
            yield part.number, part.title, part.article.path if part.article else None
    yield from sorted(library.releases)


def fingerprint_of_time(library: Library, now: datetime) -> bytes:
    """The fingerprint of all that changes with time alone: the day, the newest tag of each release,
    the articles that are not out, the updates still to come."""
    updates = (update for article in library.articles for update in article.updates)
    return digest_of(
        now.date(),
        [release.tag_at(now) for release in library.newest_releases],
        [article.path for article in library.articles if not article.is_public(now)],
        [update for update in updates if update.date > now],
    )
