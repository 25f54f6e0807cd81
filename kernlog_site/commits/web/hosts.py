"""Templates of git-web hosts: the addresses of a commit, a tag, a range, a file and a log.

`{url}` is the base of the tree, `{project}` the repository for hosts that serve several under one
address; `{sha}`, `{tag}`, `{start}`, `{end}`, `{rev}` and `{path}` come encoded.
"""

from __future__ import annotations

from collections.abc import Mapping

SHAPES: Mapping[str, frozenset[str]] = {
    "commit": frozenset({"sha"}),
    "tag": frozenset({"tag"}),
    "range": frozenset({"start", "end"}),
    "file": frozenset({"rev", "path"}),
    "log": frozenset({"rev"}),
}
"""What can be addressed, and the placeholders that its template must have."""

HOSTS: Mapping[str, Mapping[str, str]] = {
    "cgit": {
        "commit": "{url}/commit/?id={sha}",
        "tag": "{url}/tag/?h={tag}",
        "range": "{url}/log/?qt=range&q={start}..{end}",
        "file": "{url}/tree/{path}?id={rev}",
        "log": "{url}/log/?id={rev}",
    },
    "gitweb": {
        "commit": "{url}?p={project};a=commit;h={sha}",
        "tag": "{url}?p={project};a=tag;h={tag}",
        "range": "{url}?p={project};a=commitdiff;h={end};hp={start}",
        "file": "{url}?p={project};a=blob;f={path};hb={rev}",
        "log": "{url}?p={project};a=log;h={rev}",
    },
    "github": {
        "commit": "{url}/commit/{sha}",
        "tag": "{url}/releases/tag/{tag}",
        "range": "{url}/compare/{start}...{end}",
        "file": "{url}/blob/{rev}/{path}",
        "log": "{url}/commits/{rev}",
    },
    "gitlab": {
        "commit": "{url}/-/commit/{sha}",
        "tag": "{url}/-/tags/{tag}",
        "range": "{url}/-/compare/{start}...{end}",
        "file": "{url}/-/blob/{rev}/{path}",
        "log": "{url}/-/commits/{rev}",
    },
    "gitea": {
        "commit": "{url}/commit/{sha}",
        "tag": "{url}/src/tag/{tag}",
        "range": "{url}/compare/{start}...{end}",
        "file": "{url}/src/commit/{rev}/{path}",
        "log": "{url}/commits/commit/{rev}",
    },
    "sourcehut": {
        "commit": "{url}/commit/{sha}",
        "tag": "{url}/refs/{tag}",
        "range": "{url}/log/{end}",
        "file": "{url}/tree/{rev}/item/{path}",
        "log": "{url}/log/{rev}",
    },
    "gitiles": {
        "commit": "{url}/+/{sha}",
        "tag": "{url}/+/refs/tags/{tag}",
        "range": "{url}/+log/{start}..{end}",
        "file": "{url}/+/{rev}/{path}",
        "log": "{url}/+log/{rev}",
    },
    "bitbucket": {
        "commit": "{url}/commits/{sha}",
        "tag": "{url}/src/{tag}",
        "range": "{url}/branches/compare/{end}..{start}",
        "file": "{url}/src/{rev}/{path}",
        "log": "{url}/commits/{rev}",
    },
}
"""Every known kind of host. sourcehut has no comparison, so a range leads to the log of its end."""

ALIASES: Mapping[str, str] = {"forgejo": "gitea"}
