"""MkDocs and its other plugins: which pages kernlog makes itself, and whom it cannot work beside.

MkDocs renders every page in every build and has plugins look at each on the way. Where no other
plugin wants that, kernlog makes the pages, and only those that are not the same as before. Plugins
that take pages away or build the site again are told, instead of a build that ends anyhow.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import CountHandler

from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.citations.extension import CitationExtension

_EVENTS = (
    "env",
    "pre_page",
    "page_read_source",
    "page_markdown",
    "page_content",
    "page_context",
    "post_page",
    "pre_template",
    "template_context",
    "post_template",
    "post_build",
)

_I18N = "i18n"
"""mkdocs-static-i18n. It makes all files anew, and the whole site for each language in turn."""


def plugins_with_page_hooks(plugins: PluginCollection, kernlog: object) -> list[str]:
    """The other plugins and hooks that look at pages, templates or the site as a whole."""
    # Upstream: mkdocs/plugins.py (mkdocs 1.6.1): `events` has the methods of all plugins.
    methods = [method for event in _EVENTS for method in plugins.events[event]]
    others = [method for method in methods if getattr(method, "__self__", None) is not kernlog]
    return sorted(names_of(others, plugins))


def names_of(methods: Iterable[object], plugins: PluginCollection) -> set[str]:
    """The names of the plugins and hooks to which those methods for events belong."""
    names = {id(plugin): name for name, plugin in plugins.items()}
    owners = ((getattr(method, "__self__", None), method) for method in methods)
    return {
        names.get(id(owner), f"the hook {getattr(method, '__name__', method)}")
        for owner, method in owners
    }


# Upstream: mkdocs/commands/build.py (mkdocs 1.6.1): `build` asks for pages to make by `inclusion`.
class BypassedFiles(Files):
    """Files whose pages MkDocs knows, but does not find when it goes through them to make them.

    Those are the only times when it asks for the pages of an inclusion level. What a preview shows
    of excluded files stays with MkDocs, which marks it.
    """

    def __init__(self, files: Files) -> None:
        super().__init__(files)

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] | None = None
    ) -> Sequence[File]:
        """All pages; with an inclusion level only those that MkDocs makes."""
        if inclusion is None:
            return super().documentation_pages()
        return [f for f in super().documentation_pages(inclusion=inclusion) if not _is_bypassed(f)]

    def kernlog_pages(self) -> Sequence[KernlogPage]:
        """The pages that kernlog makes."""
        return [
            file.page for file in self if _is_bypassed(file) and isinstance(file.page, KernlogPage)
        ]


def fails_strict_build() -> bool:
    """Whether something was told that fails a strict build."""
    # Upstream: mkdocs/commands/build.py (mkdocs 1.6.1): its count of what fails a strict build.
    counters = (h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler))
    return any(counter.get_counts() for counter in counters)


def _is_bypassed(file: File) -> bool:
    return isinstance(file.page, KernlogPage) and file.inclusion.is_included()


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
            others = (m for m in methods[own:] if getattr(m, "__self__", None) is not kernlog)
            later = ", ".join(sorted(names_of(others, config.plugins)))
            raise PluginError(
                f"A plugin has taken {path} away or put another file in its place, after kernlog "
                f"had read it. List it before kernlog in plugins, or remove it: {later}."
            )
