"""A project as the command line sees it: `mkdocs.yml` and the content, without building a site."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import get_files

from kernlog_site.building.build import Build
from kernlog_site.commits.sync import Wanted
from kernlog_site.config import KernlogConfig
from kernlog_site.library import Library
from kernlog_site.rendering.collecting import Collector
from kernlog_site.rendering.extension import CitationExtension
from kernlog_site.rendering.links import Resolve, nowhere
from kernlog_site.rendering.resolving import Place


class BrokenProject(Exception):
    """Raised when `mkdocs.yml` cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Project:
    """A configured site."""

    config: MkDocsConfig
    options: KernlogConfig

    @property
    def root(self) -> Path:
        """The folder of `mkdocs.yml`, from which the paths of clones start."""
        return Path(self.config.config_file_path).resolve().parent

    @property
    def store(self) -> Path:
        """The folder of the commit store."""
        return Path(self.config.docs_dir) / self.options.data_

    def wanted(self) -> Wanted:
        """Everything that the content cites, drafts and articles of the future included."""
        collector: list[Collector] = []

        def collect(library: Library) -> Callable[[Place], Resolve]:
            collector.append(Collector(library))
            return collector[0].at

        self._render(collect)
        known = self.options.trees
        hashes = {t: frozenset(h) for t, h in collector[0].hashes.items() if t in known}
        return Wanted(hashes, frozenset(collector[0].releases))

    def _render(self, resolving: Callable[[Library], Callable[[Place], Resolve]]) -> Build:
        extension = CitationExtension(nowhere)
        self.config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        build = Build(self.options, self.config, extension, datetime.now(UTC), preview=True)
        files = get_files(self.config)
        with _silence():
            for page in build.start(files, resolving):
                page.read_source(self.config)
                page.render(self.config, files)
        return build


def open_project(config_file: str | None) -> Project:
    """Read `mkdocs.yml`, by default that of the current folder. Raises `BrokenProject`."""
    said = _Listening()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        config = load_config(config_file)
    except (Abort, ConfigurationError) as error:
        raise BrokenProject("\n".join([*said.messages, str(error)])) from error
    finally:
        logger.removeHandler(said)
    for name, plugin in config.plugins.items():
        if name.rpartition("/")[2] == "kernlog":
            return Project(config, plugin.config)
    raise BrokenProject(f"{config.config_file_path} does not use kernlog. Add it to plugins.")


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps MkDocs from telling about links, which is for builds to tell."""
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class _Listening(logging.Handler):
    """Keeps what MkDocs logs about a configuration."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
