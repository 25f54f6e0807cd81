"""The MkDocs plugin: each event in a few lines, the work elsewhere."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from kernlog_site.building.build import Build
from kernlog_site.building.pages import KernlogPage
from kernlog_site.config import KernlogConfig
from kernlog_site.problems import Problem, Severity
from kernlog_site.rendering.extension import CitationExtension
from kernlog_site.rendering.links import nowhere
from kernlog_site.theming import FILTERS

log = get_plugin_logger("kernlog")

_TEMPLATES = ("article.html", "partials/nav.html")
"""One of ours, and one of Material's that ours need."""
_LEVELS = {Severity.ERROR: log.error, Severity.WARNING: log.warning, Severity.NOTICE: log.info}


class KernlogPlugin(BasePlugin[KernlogConfig]):
    """Builds a kernel-news series. Nothing but `preview` lives from one build to the next."""

    preview = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is a preview."""
        self.preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the Markdown extension, and watch the theme in the preview."""
        for template in _TEMPLATES:
            if not any(os.path.exists(os.path.join(at, template)) for at in config.theme.dirs):
                raise PluginError(
                    f"The theme has no {template}. Copy kernlog's theme folder, and set "
                    "theme: {name: material, custom_dir: theme}."
                )
        self.extension = CitationExtension(nowhere)
        config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]
        if config.theme.custom_dir:
            config.watch.append(config.theme.custom_dir)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read everything, and give every page its text."""
        self.build = Build(self.config, config, self.extension, _now(), self.preview)
        self.build.start(files)
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Everything is rendered: prepare what templates show, and tell what is wrong."""
        env.filters.update(FILTERS)
        env.globals["kernlog"] = self.config
        problems = self.build.finish()
        for problem in problems:
            _tell(problem, config)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give a template the view of its page."""
        if isinstance(page, KernlogPage):
            context.update(self.build.context(page))  # type: ignore[typeddict-item]
        return context


def _tell(problem: Problem, config: MkDocsConfig) -> None:
    folder = os.path.relpath(config.docs_dir, os.path.dirname(config.config_file_path) or ".")
    _LEVELS[problem.severity]("%s/%s", folder, problem)


def _now() -> datetime:
    """The time of this build; SOURCE_DATE_EPOCH fixes it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise PluginError(
            f"SOURCE_DATE_EPOCH is '{epoch}'. Allowed are seconds since 1970, such as 1266000000."
        ) from error
