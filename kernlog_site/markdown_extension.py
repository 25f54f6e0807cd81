"""The Markdown extension on its own, for programs that know nothing of a kernlog site.

markdown.markdown(text, extensions=["kernlog"], extension_configs={"kernlog": {"trees": ...}})
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.grammar import COMMIT
from kernlog_site.citations.resolver import Place, Resolver
from kernlog_site.citations.targets import Link, Target
from kernlog_site.commits.store.form import ensure_known_form
from kernlog_site.commits.store.reader import CommitStore, read_commits
from kernlog_site.commits.version_schemes import scheme_from
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES, OWN_SCHEMES, check_scheme
from kernlog_site.commits.web.trees import BadTree, tree_from
from kernlog_site.content.content_reader import Content
from kernlog_site.content.library import build_library
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import Routes


def citations(
    trees: Mapping[str, object],
    tree: str | None = None,
    links: Mapping[str, str] | None = None,
    store: str | None = None,
    versions: object = "linux",
) -> CitationExtension:
    """The extension for texts outside a site.

    `trees` are configured as in `mkdocs.yml`, `tree` names that of bare hashes (by default the
    first), `links` adds schemes, `store` is the path of a `commits.jsonl`. Without a store hashes
    become links, but nothing is proven. `versions` tells what is a tag. Raises `BadTree`,
    `BadScheme`, `BadVersions` and `OSError`.
    """
    configured = {name: tree_from(name, options) for name, options in trees.items()}
    if not configured or (tree and tree not in configured):
        raise BadTree(
            f"tree is {tree!r}. Allowed are {', '.join(configured) or 'none: trees is empty'}."
        )
    for name, template in (links or {}).items():
        check_scheme(name, template)
    commits = _commits_in(store) if store else None
    routes = Routes()
    content = Content(versions=scheme_from(versions))
    library = build_library(content, routes, tree or next(iter(configured)), commits)
    resolver = Resolver(library, configured, {**DEFAULT_SCHEMES, **(links or {})}, routes)
    resolve_outside = resolver.at(Place(""))

    def resolve(target: Target) -> Link | Problem | None:
        if target.scheme in OWN_SCHEMES and target.scheme != COMMIT:
            return Problem(f"'{target}' leads to a page of a kernlog site.", "Link its address.")
        return resolve_outside(target)

    return CitationExtension(resolve)


def _commits_in(path: str) -> CommitStore:
    data = Path(path).read_bytes()
    ensure_known_form(path, data)
    return read_commits(path, data)[0]
