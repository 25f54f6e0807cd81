"""What the bar and the foot of every page lead to: pictures and pages of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from kernlog_site.config.mkdocs_settings import config_path
from kernlog_site.config.option_types import is_page_of_site
from kernlog_site.config.options import FootLink
from kernlog_site.core.problems import Problem, Severity, did_you_mean


def resolve_foot_links(
    links: Iterable[FootLink], files: Files, config: MkDocsConfig
) -> tuple[list[FootLink], list[Problem]]:
    """The links that lead somewhere, and a problem of the configuration for each of the others."""
    resolved, problems = [], []
    path = config_path(config)
    pages = [file.src_uri for file in files.documentation_pages()]
    for link in links:
        if not is_page_of_site(link.url):
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


def resolve_wordmark(
    wordmark: Mapping[str, str] | None, files: Files, config: MkDocsConfig
) -> tuple[dict[str, str], list[Problem]]:
    """The addresses of the pictures of the name by scheme, as far as the site has them, and a
    problem of the configuration for each of the others."""
    pictures = {file.src_uri: file for file in files if file.inclusion.is_included()}
    for page in files.documentation_pages():
        pictures.pop(page.src_uri, None)
    resolved, problems = {}, []
    for scheme, path in (wordmark or {}).items():
        if path in pictures:
            resolved[scheme] = pictures[path].url
            continue
        problem = Problem(
            f"The wordmark {path} is no picture of the content.",
            did_you_mean(path, pictures) or "Put it there, or take it out of wordmark.",
            Severity.WARNING,
        )
        problems.append(problem.at(config_path(config)))
    return resolved, problems
