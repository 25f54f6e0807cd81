"""What `mkdocs.yml` says about a site, read without the theme and the plugins that a build needs.

Loading those takes longer than all else that a short command does.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import yaml
from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config.base import BaseConfigOption, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import get_files
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from kernlog_site.build.loader import load_records
from kernlog_site.build.stages.build_mode import CHECKING
from kernlog_site.build.stages.site_settings import SiteSettings
from kernlog_site.build.state import Reuse
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.commits.git.client import Clone, clone_at
from kernlog_site.commits.store.form import ensure_known_form
from kernlog_site.commits.store.reader import COMMITS, RELEASES
from kernlog_site.commits.sync.store_sync import Places
from kernlog_site.config.mkdocs_settings import content_folder
from kernlog_site.config.options import KernlogConfig
from kernlog_site.content.library import Library
from kernlog_site.core import clock
from kernlog_site.core.i18n import ENGLISH
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.regular_files import read_file
from kernlog_site.core.routes import Kind, Routes
from kernlog_site.incremental.cache import Cache
from kernlog_site.views.headlines import Headlines

_NAMES = ("mkdocs.yml", "mkdocs.yaml")
UNREADABLE = (AttributeError, RecursionError, TypeError, ValueError)
"""What MkDocs raises for YAML that is no configuration at all, such as a lone number."""


class BrokenProject(Exception):
    """Raised when `mkdocs.yml` cannot be used; says why."""


class NoClone(Exception):
    """Raised when a tree has no clone to ask; says how to give it one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A configured site."""

    config: MkDocsConfig
    options: KernlogConfig

    @property
    def root(self) -> Path:
        """The folder of `mkdocs.yml`, from which the paths of clones start."""
        return Path(self.config.config_file_path).resolve().parent

    @property
    def content(self) -> Path:
        """The folder of the content."""
        return Path(self.config.docs_dir)

    @property
    def shown(self) -> str:
        """The folder of the content as messages write it: from that of `mkdocs.yml`."""
        return content_folder(self.config)

    @property
    def store(self) -> Path:
        """The folder of the commit store."""
        return self.content / self.options.data_

    @property
    def cache(self) -> Path:
        """The file in which builds keep what they made."""
        return self.root / ".cache" / "kernlog" / "pages.db"

    @property
    def places(self) -> Places:
        """The folders that a sync reads and writes."""
        cache = self.root / ".cache" / "kernlog"
        return Places(self.store, cache, self.root, self.options.vulns)

    def ensure_known_store(self) -> None:
        """Raise `NewerForm` for a commit store that a newer kernlog wrote."""
        for path in (self.store / COMMITS, self.store / RELEASES):
            try:
                data = read_file(path)
            except OSError:  # for those to tell who read it for what is in it
                continue
            ensure_known_form(str(path), data)

    def clone(self, tree: str | None) -> Clone:
        """The clone of a tree, by default of that of bare hashes. Raises `NoClone`, `GitFailed`."""
        name, trees = tree or str(self.options.tree), self.options.trees
        if name not in trees:
            hint = did_you_mean(name, trees) or f"Known are {', '.join(sorted(trees))}."
            raise NoClone(f"Unknown tree '{name}'. {hint}")
        path = trees[name].clone
        if path is None:
            raise NoClone(f"The tree '{name}' has no clone. Add clone: <path> to trees.{name}.")
        return clone_at(self.root, path, self.options.versions)

    @property
    def routes(self) -> Routes:
        """The addresses of the pages of the site."""
        return self.options.routes(self.config.use_directory_urls)

    @property
    def headlines(self) -> Headlines:
        """The pattern of headlines of the site."""
        return Headlines(self.options.kicker, self.options.headline)

    @property
    def site_url(self) -> str:
        """The address of the site; empty where nobody configured one."""
        return self.config.site_url or ""

    def library(self) -> Library:
        """All records, drafts and articles of the future included."""
        settings = SiteSettings(self.options, self.config, ENGLISH, clock.now(), CHECKING)
        return load_records(get_files(self.config), settings, Reuse(Cache(None), b"")).library

    def names(self) -> tuple[list[str], list[str]]:
        """The ids of all series that have a file, and the paths of all articles, unread."""
        paths = [file.src_uri for file in get_files(self.config).documentation_pages()]
        series = [path for path in paths if self.routes.kind(path) is Kind.SERIES]
        articles = [path for path in paths if self.routes.kind(path) is Kind.ARTICLE]
        return [posixpath.basename(path).removesuffix(".md") for path in series], articles

    def markdown(self, extension: CitationExtension) -> Markdown:
        """Markdown as the site's pages are written in, with that extension for citations."""
        extensions: list[str | Extension] = [*self.config.markdown_extensions, extension]
        return Markdown(extensions=extensions, extension_configs=self.config.mdx_configs or {})


# Upstream: mkdocs/config/defaults.py (mkdocs 1.6.1): options whose checks load code.
class _Bare(MkDocsConfig):
    """MkDocs' own options, of which those that load code of a theme or a plugin stay as they are.

    They are what takes time. `plugins` is then read for kernlog's options alone.
    """

    theme: Any = BaseConfigOption[Any]()
    plugins: Any = BaseConfigOption[Any]()
    hooks: Any = BaseConfigOption[Any]()

    def load_file(self, config_file: IO[bytes]) -> None:
        """Read as MkDocs does, with the parser written in C."""
        self.load_dict(yaml_load(config_file, get_yaml_loader(yaml.CLoader, config=self)))


def read_settings(config_file: str | None) -> Settings:
    """Read `mkdocs.yml`, by default that of the current folder. Raises `BrokenProject`."""
    path = config_file or next((n for n in _NAMES if Path(n).exists()), _NAMES[0])
    config = _Bare(config_file_path=str(Path(path).absolute()))
    try:
        with open(path, "rb") as file:
            config.load_file(file)
        failed, _ = config.validate()
    except FileNotFoundError as error:
        raise BrokenProject(f"Config file '{path}' does not exist.") from error
    except (ConfigurationError, OSError) as error:
        raise BrokenProject(str(error)) from error
    except UNREADABLE as error:
        raise BrokenProject(f"{path} is no configuration of MkDocs: {error}") from error
    _refuse(failed, "")
    given = _options_in(config.plugins)
    if given is None:
        raise BrokenProject(not_used(path))
    options = KernlogConfig(config_file_path=config.config_file_path)
    options.load_dict(given)
    failed, _ = options.validate()
    _refuse(failed, "'plugins': Plugin 'kernlog' option ")
    return Settings(config, options)


def not_used(path: str) -> str:
    """The message about a site without kernlog."""
    return f"{path} does not use kernlog. Add it to plugins."


def _refuse(failed: list[tuple[str, Exception]], where: str) -> None:
    if failed:
        raise BrokenProject("\n".join(f"Config value {where}'{k}': {error}" for k, error in failed))


def _options_in(plugins: Any) -> dict[str, Any] | None:
    """The options of kernlog among those of all plugins, given as a list or as a mapping."""
    if not isinstance(plugins, (list, tuple, Mapping)):
        return None
    for entry in [plugins] if isinstance(plugins, Mapping) else plugins:
        for name, given in entry.items() if isinstance(entry, Mapping) else [(entry, None)]:
            if posixpath.basename(str(name)) != "kernlog":
                continue
            if not isinstance(given or {}, Mapping):
                error = ValidationError("Invalid config options for the 'kernlog' plugin.")
                _refuse([("plugins", error)], "")
            options = dict(given or {})
            # MkDocs takes this one for itself.
            return options if options.pop("enabled", True) is not False else None
    return None
