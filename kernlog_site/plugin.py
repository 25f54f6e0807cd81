"""The MkDocs plugin: each event in a few lines, the work elsewhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kernlog_site.build.artifacts import write_artifacts
from kernlog_site.build.failures import log_details, reporting_system_errors
from kernlog_site.build.fingerprints import fingerprint_for_pages, fingerprint_for_texts
from kernlog_site.build.markdown.typography import set_typography
from kernlog_site.build.mkdocs_hooks import (
    BypassedFiles,
    fails_strict_build,
    plugins_with_page_hooks,
    refuse_builders,
    refuse_other_files,
)
from kernlog_site.build.output_dir import OutputDir
from kernlog_site.build.pages.escaped_titles import show_titles_as_html
from kernlog_site.build.pages.menu import menu
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_context import context_of
from kernlog_site.build.pages.page_writer import PageWriter
from kernlog_site.build.pages.templates import PageTemplates
from kernlog_site.build.pages.theme import complete_theme, lay_theme
from kernlog_site.build.stages.build_mode import PUBLISHING, mode_of
from kernlog_site.build.stages.finished import Finished, finish
from kernlog_site.build.stages.loaded import Loaded, TextTools, load
from kernlog_site.build.stages.rendered import Rendered
from kernlog_site.build.stages.site_settings import SiteSettings
from kernlog_site.build.state import Memory, Reuse
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.targets import nowhere
from kernlog_site.config.mkdocs_settings import content_folder, make_printable
from kernlog_site.config.options import KernlogConfig
from kernlog_site.core import clock
from kernlog_site.core.i18n import ENGLISH, BadCatalogue, with_own_catalogue, words_of
from kernlog_site.core.problems import Problem, Severity
from kernlog_site.core.routes import SITEMAP
from kernlog_site.incremental.cache import Cache
from kernlog_site.incremental.gc_tuning import leave_it_at_the_end, none_expected
from kernlog_site.outputs.feeds.content import feed_html
from kernlog_site.outputs.registry import artifacts_of
from kernlog_site.outputs.search.index import Search, offer_search
from kernlog_site.outputs.stylesheet import bind
from kernlog_site.preview.hot_reload import LastBuild
from kernlog_site.preview.search_on_demand import SearchOnDemand
from kernlog_site.templating.environment import furnish

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_T = TypeVar("_T")

log = get_plugin_logger("kernlog")
# Upstream: mkdocs/commands/build.py (mkdocs 1.6.1): its logger.
_build_log = logging.getLogger("mkdocs.commands.build")

_ALIGNMENT = "kernlog_site.build.markdown.tables"
_LEVELS = {Severity.ERROR: log.error, Severity.WARNING: log.warning, Severity.NOTICE: log.info}
_LAST = -100
"""When all other plugins have had their say."""


@dataclass(frozen=True, slots=True)
class _Workspace:
    """What a build works with from its first event on: when that was, its extension of Markdown,
    its output folder and the cache."""

    began: float
    extension: CitationExtension
    output: OutputDir
    cache: Cache


class KernlogPlugin(BasePlugin[KernlogConfig]):
    """The events of MkDocs during a build, and the stages that lie between them.

    From one build to the next live `mode`, `memory` and `search_on_demand` alone. What an event
    leaves to the later ones of a build is None until then.
    """

    mode = PUBLISHING
    workspace: _Workspace | None = None
    loaded: Loaded | None = None
    nav: Navigation | None = None
    search: Search | None = None
    finished: Finished | None = None
    last: LastBuild | None = None
    changed: Sequence[str] = ()
    took = 0.0
    words = ENGLISH

    def __init__(self) -> None:
        self.memory = Memory()
        self.search_on_demand = SearchOnDemand()
        self._resources = ExitStack()
        """Locks and files to let go when a build ends, at whatever event it does."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the mode, and get ready to build."""
        self.mode = mode_of(command)
        leave_it_at_the_end()

    @event_priority(_LAST)
    @reporting_system_errors()
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the Markdown extension, lay our theme over Material's, make the staging folder."""
        began = time.monotonic()
        self._resources.close()
        self.workspace = self.loaded = self.nav = self.search = self.finished = self.last = None
        refuse_builders(config, self)
        make_printable(config)
        lay_theme(config)
        language = str(config.theme.get("language") or "en")
        self._load_words(language, Path(config.config_file_path).parent, config.watch)
        set_typography(config.markdown_extensions, config.mdx_configs, language)
        complete_theme(config, self.words)
        extension = CitationExtension(nowhere, self.words)
        config.markdown_extensions.append(_ALIGNMENT)
        config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        self.config.search = self.config.search and offer_search(config.theme)
        folder = Path(config.config_file_path).parent / ".cache" / "kernlog"
        output = OutputDir(Path(config.site_dir), folder / "build.lock")
        self._resources.callback(output.end)
        self._resources.callback(output.discard)
        output.begin()
        cache = Cache(folder / "pages.db")
        self._resources.callback(cache.close)
        self.workspace = _Workspace(began, extension, output, cache)
        config.site_dir = str(output.staging)
        return config

    def _load_words(self, language: str, folder: Path, watched: list[str]) -> None:
        """Load the words of a language, and log if there are none.

        Raises `PluginError` for a catalogue of the site's own, in a folder, that cannot be read.
        """
        words = words_of(language)
        if self.config.words:
            catalogue = folder / self.config.words
            watched.append(str(catalogue))
            try:
                words = with_own_catalogue(words, catalogue)
            except BadCatalogue as error:
                raise PluginError(
                    f"The catalogue of words, {self.config.words}, cannot be read: {error}. "
                    "It is a .po file beside mkdocs.yml, as gettext has it."
                ) from error
        if words is not self.words and words.are_missing:
            log.info(
                "kernlog has no words in the theme's language '%s', so its own are English.",
                language,
            )
        self.words = words

    @reporting_system_errors()
    def _load_site(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Load the site, and give MkDocs its pages."""
        workspace = _left(self.workspace)
        bind(files, config, self.config, workspace.cache)
        settings = SiteSettings(self.config, config, self.words, _now(), self.mode)
        reuse = Reuse(workspace.cache, fingerprint_for_texts(config, self.words), self.memory)
        with none_expected():
            self.loaded = load(files, settings, TextTools(workspace.extension, feed_html, reuse))
        if looking := plugins_with_page_hooks(config.plugins, self):
            log.info("MkDocs finishes every page in every build, for %s.", ", ".join(looking))
            return files
        return BypassedFiles(files)

    @event_priority(_LAST - 1)
    def _give_menu(self, files: Files, *, config: MkDocsConfig) -> None:
        """Give the site a menu if neither it nor a plugin, such as literate-nav, has made one."""
        if config.nav is None:
            loaded = _left(self.loaded)
            config.nav = menu(loaded.library, loaded.pages, files)

    on_files = CombinedEvent(_load_site, _give_menu)

    @event_priority(_LAST)
    @reporting_system_errors()
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Render the texts, unless others want to see each of them."""
        self.nav, loaded = nav, _left(self.loaded)
        refuse_other_files(loaded.pages, files, config, self)
        if self.config.search and not self.mode.indexes_on_demand:
            self.search = Search(loaded)
            self._resources.callback(self.search.give_up)
        if isinstance(files, BypassedFiles):
            watch = self.search.index_rendered if self.search else iter
            loaded.render(files.kernlog_pages(), watch)
        return nav

    @event_priority(_LAST)
    @reporting_system_errors()
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Finish the site, log what is wrong, and write pages and artifacts."""
        furnish(env, self.words)
        show_titles_as_html(env)
        env.globals["kernlog"] = self.config
        env.auto_reload = False
        site = self.finished = finish(Rendered.of(_left(self.loaded)))
        for problem in site.problems:
            _log(problem, config)
        workspace = _left(self.workspace)
        output, cache = workspace.output, workspace.cache
        output.restore_fingerprints(cache)
        config.theme.static_templates.discard(SITEMAP)  # that of MkDocs dates pages by the build
        if self.search:
            self.search.begin_indexing(output, cache)
        artifacts = artifacts_of(site, cache)
        if isinstance(files, BypassedFiles):
            templates = PageTemplates(config, _left(self.nav), files.documentation_pages(), env)
            fingerprint, pages = fingerprint_for_pages(config, self.words), files.kernlog_pages()
            writer = PageWriter(
                site, templates, output, cache, fingerprint=fingerprint, pages=pages
            )
            write_artifacts(artifacts, files, output, cache, writer.find_stale_pages)
            writer.write_stale_pages()
            writer.keep_error_page()
            self.last = LastBuild(site, templates, output)
            for page in pages:
                page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        else:
            write_artifacts(artifacts, files, output, cache)
        if self.search:
            self.search.write_index(output, cache)
        return env

    @reporting_system_errors()
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give a template the context of its page."""
        if isinstance(page, KernlogPage):
            context.update(context_of(page, _left(self.finished)))  # type: ignore[typeddict-item]
        return context

    @event_priority(_LAST)
    @reporting_system_errors()
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let readers see the new site, unless a strict build is going to fail."""
        workspace = _left(self.workspace)
        output, cache = workspace.output, workspace.cache
        if not (config.strict and fails_strict_build()):
            self.changed = output.publish()
            output.save_fingerprints(cache)
        config.site_dir = str(output.folder)
        cache.sweep()
        self._resources.close()
        if self.config.search and self.mode.indexes_on_demand:
            self.search_on_demand.replace_search(Search(_left(self.loaded)), cache)
        self.took = time.monotonic() - workspace.began
        if cache.trouble:
            log.info("Nothing is kept for the next build: %s.", cache.trouble)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """Put a server in place that shows first what was edited."""
        from kernlog_site.preview.server import PreviewServer  # noqa: PLC0415 - only a preview

        return PreviewServer(server, builder, self, config.docs_dir)

    def show_edited(self, paths: Iterable[str]) -> Sequence[str] | None:
        """Make the pages of edited files, and those alone. None where it takes a whole build.

        What goes wrong ends it as it would end a build, with `Abort`, and is told.
        """
        try:
            with reporting_system_errors():
                return self.last.show_edited(paths) if self.last else None
        except BuildError as error:
            log_details(error)
            _build_log.error("%s", error)
            raise Abort("The edited page could not be made.") from error

    def search_file(self, path: str) -> bytes | None:
        """A file of the index of the search, which is made for those who ask."""
        return self.search_on_demand.file(path)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the last good site, and what was rendered for the next build."""
        log_details(error)
        self._resources.close()


def _left(value: _T | None) -> _T:
    """What an earlier event of the build left."""
    assert value is not None
    return value


def _log(problem: Problem, config: MkDocsConfig) -> None:
    _LEVELS[problem.severity]("%s", problem.under(content_folder(config)))


def _now() -> datetime:
    try:
        return clock.now()
    except clock.WrongClock as error:
        raise PluginError(str(error)) from error
