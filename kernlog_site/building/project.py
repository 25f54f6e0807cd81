"""A project as the command line sees it: `mkdocs.yml` and the content, without building a site."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import get_files

from kernlog_site.building.build import Build
from kernlog_site.building.pages import KernlogPage
from kernlog_site.building.settings import UNREADABLE, BrokenProject, Settings, not_used
from kernlog_site.commits.sync import Wanted
from kernlog_site.commits.verify import verify
from kernlog_site.library import Library
from kernlog_site.problems import Problem, in_order
from kernlog_site.rendering.collecting import Collector
from kernlog_site.rendering.extension import CitationExtension
from kernlog_site.rendering.links import Resolve, nowhere
from kernlog_site.rendering.resolving import Place

Watch = Callable[[Sequence[KernlogPage]], Iterable[KernlogPage]]
"""Passes the pages on one by one, and may tell how far that has come."""


@dataclass(frozen=True, slots=True)
class Project(Settings):
    """A configured site whose pages can be rendered."""

    def wanted(self, watch: Watch = iter) -> Wanted:
        """Everything that the content cites, drafts and articles of the future included."""
        collector: list[Collector] = []

        def collect(library: Library) -> Callable[[Place], Resolve]:
            collector.append(Collector(library))
            return collector[0].at

        self._render(watch, collect)
        known = self.options.trees
        hashes = {t: frozenset(h) for t, h in collector[0].hashes.items() if t in known}
        return Wanted(hashes, frozenset(collector[0].releases))

    def problems(self, watch: Watch = iter) -> tuple[Problem, ...]:
        """Everything that is wrong with the content, drafts and articles of the future included.

        It is what a build would tell about them, in the same words.
        """
        return self._render(watch).finish()

    def with_clones(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems in order with those of the store against the clones. Raises `GitFailed`."""
        trees, root = self.options.trees, self.root
        return in_order([*problems, *verify(self.store, self.options.data_, trees, root)])

    def _render(
        self,
        watch: Watch,
        resolving: Callable[[Library], Callable[[Place], Resolve]] | None = None,
    ) -> Build:
        extension = CitationExtension(nowhere)
        self.config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        build = Build(self.options, self.config, extension, datetime.now(UTC), preview=True)
        with _silence():
            files = get_files(self.config)
            for page in watch(build.start(files, resolving)):
                page.read_source(self.config)
                page.render(self.config, files)
        self.config.markdown_extensions.pop()
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
    except UNREADABLE as error:
        path = config_file or "mkdocs.yml"
        raise BrokenProject(f"{path} is no configuration of MkDocs: {error}") from error
    finally:
        logger.removeHandler(said)
    for name, plugin in config.plugins.items():
        if posixpath.basename(name) == "kernlog":
            return Project(config, plugin.config)
    raise BrokenProject(not_used(config.config_file_path))


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
