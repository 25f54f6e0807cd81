"""The files of a new site: those in `templates/`, filled in.

Their placeholders are `<< name >>` and `<% if %>`: braces and dollars have a meaning of their own
in what is written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined

from kernlog_site.tools.gem_list import draft
from kernlog_site.tools.scaffold import yaml_value
from kernlog_site.tools.site_scaffold.clone_facts import ReleaseFacts
from kernlog_site.tools.site_scaffold.names import language_of_texts, names_in
from kernlog_site.tools.site_scaffold.projects import Project
from kernlog_site.tools.site_scaffold.remotes import WebAddress
from kernlog_site.tools.site_scaffold.wish import SiteWish, namespace_of

CONFIGURATION = "mkdocs.yml"
_CI_FILES = {"github": ".github/workflows/publish.yml", "gitlab": ".gitlab-ci.yml"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|&!~])")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the files of a new site say besides what was wished.

    `web` is None where nobody knows who shows the commits, `clone` is the path for `mkdocs.yml`,
    and `date` that of the first article, as front matter has it.
    """

    project: Project
    web: WebAddress | None
    date: str
    clone: str = ""
    release: ReleaseFacts | None = None


def site_files(wish: SiteWish, facts: SiteFacts) -> Mapping[str, str]:
    """The text of every file of a new site, by its path."""
    names, language = names_in(wish.language), language_of_texts(wish.language)
    series, release = names.series(facts.release), facts.release
    sources = {
        CONFIGURATION: "mkdocs.yml",
        ".gitignore": "gitignore",
        "README.md": f"{language}/README.md",
        "requirements.txt": "requirements.txt",
        "content/index.md": f"{language}/index.md",
        "content/authors.yml": f"{language}/authors.yml",
        f"content/series/{series}.md": f"{language}/series.md",
        f"content/articles/{names.article(release)}": f"{language}/part.md",
    }
    if wish.ci:
        sources[_CI_FILES[wish.ci]] = f"ci/{wish.ci}.yml"
    values = {
        "name": wish.name,
        "url": wish.url,
        "namespace": namespace_of(wish.url),
        "language": wish.language,
        "timezone": wish.timezone,
        "names": names,
        "series": series,
        "project": facts.project,
        "web": facts.web,
        "clone": facts.clone,
        "date": facts.date,
        "release": release,
        "gems": draft(release.listed[::-1]).rstrip("\n") if release else "",
        "kernlog": version("kernlog"),
    }
    templates = _templates()
    return {path: templates.get_template(source).render(values) for path, source in sources.items()}


@cache
def _templates() -> Environment:
    environment = Environment(  # noqa: S701 - the files are no HTML
        loader=PackageLoader("kernlog_site.tools.site_scaffold"),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(yaml=yaml_value, markdown=_as_markdown)
    return environment


def _as_markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", text)
