"""Links to git webs as they were written before there was kernlog, and what imports them."""

from __future__ import annotations

from markdown import Markdown
from site_core import EXTENSION_SETS, Extensions, SiteCore

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.commits.web.commit_urls import Addresses
from kernlog_site.commits.web.trees import Tree, tree_from
from kernlog_site.tools.import_links.importer import Imported, Importer

PUB = "https://git.kernel.org/pub/scm/linux/kernel/git"
TREES: dict[str, Tree] = {
    "linux": tree_from("linux", {"host": "cgit", "url": f"{PUB}/torvalds/linux.git"}),
    "stable": tree_from("stable", {"host": "cgit", "url": f"{PUB}/stable/linux.git"}),
}
GITWEB = "http://git.kernel.org/?p=linux/kernel/git/torvalds/linux-2.6.git;a=commit;h="
STABLE = "https://git.kernel.org/stable/c/"
FOREIGN = "http://git.kernel.org/?p=linux/kernel/git/davem/net-next-2.6.git;a=commit;h="
EXTENSIONS = EXTENSION_SETS["Python-Markdown"]


def importer(core: SiteCore | None = None, extensions: Extensions = EXTENSIONS) -> Importer:
    configured = {
        name: dict(options)
        for extension in extensions
        if not isinstance(extension, str)
        for name, options in extension.items()
    }
    names = [*(e for e in extensions if isinstance(e, str)), *configured]

    def markdown(extension: CitationExtension) -> Markdown:
        return Markdown(extensions=[*names, extension], extension_configs=configured)

    return Importer(Addresses(TREES), core.library.store if core else None, markdown)


def imported(text: str, tree: str = "linux") -> Imported:
    return importer().import_markdown(text, tree)
