"""Links in the foot of every page: those to pages of the site get the addresses of the pages."""

from __future__ import annotations

import os
from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from kernlog_site.config.options import FootLink
from kernlog_site.core.problems import Problem, Severity, did_you_mean


def resolve_foot_links(
    links: Iterable[FootLink], files: Files, config: MkDocsConfig
) -> tuple[list[FootLink], list[Problem]]:
    """The links that lead somewhere, and a problem of the configuration for each of the others."""
    resolved, problems = [], []
    path = os.path.relpath(config.config_file_path, config.docs_dir).replace(os.sep, "/")
    pages = [file.src_uri for file in files.documentation_pages()]
    for link in links:
        if not link.url.endswith(".md") or "://" in link.url:
            resolved.append(link)
        elif link.url in pages:
            file = files.src_uris[link.url]
            page = FootLink()
            page.load_dict({"name": link.name, "url": file.url})
            resolved.append(page)
        else:
            problem = Problem(
                f"The link '{link.name}' in the foot leads to {link.url}, which is no page of the "
                "site.",
                did_you_mean(link.url, pages) or "Write the page, or take the link out of foot.",
                Severity.WARNING,
            )
            problems.append(problem.at(path))
    return resolved, problems
