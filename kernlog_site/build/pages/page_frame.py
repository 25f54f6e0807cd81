"""What the bar and the foot of every page lead to: pictures and pages of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from kernlog_site.config.mkdocs_settings import config_path
from kernlog_site.config.options import FootLink, KernlogConfig
from kernlog_site.core.problems import Problem, Severity, did_you_mean


def resolve_foot_links(
    links: Iterable[FootLink], files: Files, config: MkDocsConfig
) -> tuple[list[FootLink], list[Problem]]:
    """The links that lead somewhere, and a problem of the configuration for each of the others."""
    resolved, problems = [], []
    path = config_path(config)
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


def missing_wordmarks(
    options: KernlogConfig, files: Files, config: MkDocsConfig
) -> Iterator[Problem]:
    """A problem of the configuration for each picture of the name that the site does not have."""
    known = [file.src_uri for file in files if file.inclusion.is_included()]
    for path in sorted(set((options.wordmark or {}).values())):
        if path not in known:
            problem = Problem(
                f"The wordmark {path} is no file of the content.",
                did_you_mean(path, known) or "Put the picture there, or take it out of wordmark.",
                Severity.WARNING,
            )
            yield problem.at(config_path(config))
