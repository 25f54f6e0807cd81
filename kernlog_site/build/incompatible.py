"""Plugins that kernlog cannot work beside: they are told, instead of a build that ends anyhow."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from kernlog_site.build.mkdocs_hooks import names_of
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.citations.extension import CitationExtension

_I18N = "i18n"
"""mkdocs-static-i18n. It makes all files anew, and the whole site for each language in turn."""


def refuse_builders(config: MkDocsConfig, kernlog: object) -> None:
    """Raise `PluginError` where another plugin builds the site, too."""
    if _I18N in config.plugins:
        raise PluginError(
            "kernlog does not work beside the plugin 'i18n' (mkdocs-static-i18n), which builds the "
            "site once for each language. Remove it from plugins, and give each language a "
            "mkdocs.yml of its own, with its language in theme."
        )
    if any(isinstance(extension, CitationExtension) for extension in config.markdown_extensions):
        others = (name for name, plugin in config.plugins.items() if plugin is not kernlog)
        raise PluginError(
            "A plugin builds the site during a build of kernlog's, with the same configuration. "
            f"Remove it from plugins or hooks: {', '.join(others)}."
        )


def refuse_other_files(
    pages: Iterable[KernlogPage], files: Files, config: MkDocsConfig, kernlog: object
) -> None:
    """Raise `PluginError` where pages of kernlog's are no longer among the files of the site."""
    for page in pages:
        path = page.file.src_uri
        if files.src_uris.get(path) is not page.file:
            methods = config.plugins.events["files"]
            own = [getattr(method, "__self__", None) is kernlog for method in methods].index(True)
            later = ", ".join(sorted(names_of(methods[own + 1 :], config.plugins)))
            raise PluginError(
                f"A plugin has taken {path} away or put another file in its place, after kernlog "
                f"had read it. List it before kernlog in plugins, or remove it: {later}."
            )
