"""Which commit an address in a git web shows: the way back from a link to a citation.

Hosts come and go, and so did the addresses of one repository. All forms that are known of a
repository count as one, and a tree of the site is found by any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from kernlog_site.commits.hashes import IN_TEXT, SHORTER
from kernlog_site.commits.trees import Tree

_SHA = rf"(?P<sha>{IN_TEXT})"
_ANY = "0" * SHORTER
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_PARAMETER = re.compile(r"(?:^|[;&])(\w+)=([^;&]*)")
_HASH = re.compile(_SHA)
_GITWEB_VIEWS = ("commit", "commitdiff", "commitdiff_plain", "patch")
_CGIT = re.compile(r"/(?P<repository>.+?)/(?:commit/.*|commit|(?:patch|diff|rawdiff)/?)")
_BY_PATH = (
    # GitHub, Gitea, sourcehut, GitLab with its hyphen, gitweb with paths
    re.compile(rf"/(?P<repository>.+?)(?:/-)?/commit(?:diff)?/{_SHA}(?:\.patch|\.diff)?/?"),
    re.compile(rf"/(?P<repository>.+?)/\+/{_SHA}(?:\^!)?/?"),  # Gitiles
)
_BITBUCKET = re.compile(rf"/(?P<repository>[^/]+/[^/]+)/commits/{_SHA}/?")
_KERNEL_ORG = re.compile(r"(?:[\w-]+\.)*kernel\.org|kernel\.googlesource\.com")
_KERNEL_SHORT = re.compile(rf"/(?:(?P<linus>linus)|(?P<name>[^/]+)(?:/(?P<of>[^/]+))?/c)/{_SHA}/?")
_KERNEL_FOLDER = re.compile(r"\A(?:cgit/|pub/scm/|(?:cgi-bin/)?gitweb\.cgi/)+")
_LINUS = "kernel.org/linux/kernel/git/torvalds/linux"
_STABLE = "kernel.org/linux/kernel/git/stable/linux"
_SAME = (
    (re.compile(r"kernel\.org/linux/kernel/git/torvalds/linux-2\.6"), _LINUS),
    (re.compile(r"github\.com/torvalds/linux"), _LINUS),
    (re.compile(r"kernel\.org/linux/kernel/git/stable/linux-.*"), _STABLE),
    (re.compile(r"github\.com/gregkh/linux"), _STABLE),
)
"""Repositories that were renamed or are mirrors; those of one stable series became one."""


@dataclass(frozen=True, slots=True)
class CommitAddress:
    """What an address says of itself: a repository, by one name for all its addresses, a hash."""

    repository: str
    sha: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A commit that an address shows. `tree` is None where no tree of the site is meant."""

    tree: str | None
    sha: str


class Addresses:
    """Finds the commits of trees by their addresses, current ones and old ones.

    `moved` are the beginnings of more addresses, each with the name of the tree that it is of.
    """

    def __init__(self, trees: Mapping[str, Tree], moved: Iterable[tuple[str, str]] = ()) -> None:
        self._moved = [(_bare(beginning), name) for beginning, name in moved]
        self._templates: list[tuple[re.Pattern[str], str]] = []
        self._repositories: dict[str, str] = {}
        for name, tree in trees.items():
            address = tree.commit(_ANY)
            pattern = re.escape(_bare(address)).replace(_ANY, _SHA)
            self._templates.append((re.compile(f"{pattern}/?"), name))
            if of_host := commit_address(address):
                self._repositories.setdefault(of_host.repository, name)

    def find(self, url: str) -> Shown | None:
        """The commit that an address shows; None if it shows something else."""
        bare = _bare(url)
        for pattern, name in self._templates:
            if found := pattern.fullmatch(bare):
                return Shown(name, found["sha"].lower())
        shown = commit_address(url)
        if shown is None:
            return None
        for beginning, name in self._moved:
            if bare.startswith(beginning):
                return Shown(name, shown.sha)
        return Shown(self._repositories.get(shown.repository), shown.sha)


def commit_address(url: str) -> CommitAddress | None:
    """Read the address of a commit on a host of any kind; None if it is none.

    One with a fragment leads to a place in the commit that a citation could not.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.fragment:
        return None
    found = _by_query(parts) or _by_path(host, unquote(parts.path))
    if found is None:
        return None
    repository, sha = found
    return CommitAddress(_one_name(host, repository), sha.lower())


def _by_query(parts: SplitResult) -> tuple[str, str] | None:
    """Project and hash as gitweb and cgit have them behind the question mark."""
    query = {name: unquote(value) for name, value in _PARAMETER.findall(parts.query)}
    if "p" in query and query.get("a") in _GITWEB_VIEWS and not {"hp", "f"} & query.keys():
        sha = query.get("h", "")
        return (query["p"], sha) if _HASH.fullmatch(sha) else None
    cgit = _CGIT.fullmatch(unquote(parts.path))
    sha = query.get("id", "")
    if cgit and "id2" not in query and _HASH.fullmatch(sha):
        return cgit["repository"], sha
    return None


def _by_path(host: str, path: str) -> tuple[str, str] | None:
    if host == "git.kernel.org" and (short := _KERNEL_SHORT.fullmatch(path)):
        whose = "torvalds" if short["linus"] else short["name"]
        return f"linux/kernel/git/{whose}/{short['of'] or 'linux'}", short["sha"]
    patterns = (*_BY_PATH, _BITBUCKET) if host == "bitbucket.org" else _BY_PATH
    for pattern in patterns:
        if found := pattern.fullmatch(path):
            return found["repository"], found["sha"]
    return None


def _one_name(host: str, repository: str) -> str:
    """One name for a repository, whichever of its addresses it is found by."""
    path = repository.strip("/").removesuffix(".git").lower()
    if _KERNEL_ORG.fullmatch(host):
        host, path = "kernel.org", _KERNEL_FOLDER.sub("", path)
    name = f"{host}/{path}"
    return next((same for known, same in _SAME if known.fullmatch(name)), name)


def _bare(url: str) -> str:
    """An address without its scheme; the name of the host is the same in upper case."""
    host, slash, rest = _SCHEME.sub("", url, count=1).partition("/")
    return f"{host.lower()}{slash}{rest}"
