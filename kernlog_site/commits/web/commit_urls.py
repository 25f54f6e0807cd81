"""The commits that addresses in git webs show: the way back from a link to a citation.

Hosts come and go, and so did the addresses of one repository. All forms that are known of a
repository count as one, and a tree of the site is found by any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import SplitResult, unquote, urlsplit

from kernlog_site.commits.hashes import IN_TEXT, SHORTER
from kernlog_site.commits.web.trees import Tree

_SHA = rf"(?P<sha>{IN_TEXT})"
_ANY = "0" * SHORTER
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_PARAMETER = re.compile(r"(?:^|[;&])(\w+)=([^;&]*)")
_HASH = re.compile(_SHA)
_GITWEB_VIEWS = ("commit", "commitdiff", "commitdiff_plain", "patch")
_CGIT = re.compile(
    r"/(?P<repository>.+?\.git|.+?)/(?P<view>about|atom|blame|blob|commit|diff|info|log|objects|patch"
    r"|plain|rawdiff|refs|snapshot|stats|summary|tag|tree)(?:/(?P<path>.*))?"
)
_CGIT_VIEWS = ("patch", "diff", "rawdiff")
"""What shows all of a commit, if it has no path; `commit` does with one, too."""
_BY_PATH = (
    # GitHub, Gitea, sourcehut, GitLab with its hyphen, gitweb with paths
    re.compile(rf"/(?P<repository>.+?)(?P<hyphen>/-)?/commit(?:diff)?/{_SHA}(?:\.patch|\.diff)?/?"),
    # One that a pull request had: GitHub, Gitea, Bitbucket
    re.compile(rf"/(?P<repository>.+?)/(?:pulls?|pull-requests)/[0-9]+/commits/{_SHA}/?"),
    re.compile(rf"/(?P<repository>.+?)/\+/{_SHA}(?:\^!)?/?"),  # Gitiles
)
_MERGE_REQUEST = re.compile(r"/(?P<repository>.+?)(?:/-)?/merge_requests/[0-9]+/diffs/?")
_OTHER_VIEW = re.compile(
    "archive|blame|blob|browse|commits|item|log|media|plain|raw|render|shortlog|src|tree"
)
"""What a host shows below the address of a repository besides commits."""
_BITBUCKET = re.compile(rf"/(?P<repository>[^/]+/[^/]+)/commits/{_SHA}/?")
_IN_NAME = re.compile(r"[\w.+~%-]")
_END_OF_NAME = rf"(?:\.git)?(?!{_IN_NAME.pattern})"
"""`linux` ends before `/commit` and in `linux.git`, not in `linux-stable`."""
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
    """An address of a commit: a repository, by one name for all addresses it has, and a hash.

    `/linux/src/commit/<sha>` shows the files of `linux`, if there is no repository `linux/src`:
    then the address `may_be_of_files`.
    """

    repository: str
    sha: str
    may_be_of_files: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A commit that an address shows. `tree` is None where no tree of the site is meant."""

    tree: str | None
    sha: str


@dataclass(frozen=True, slots=True)
class _Moved:
    """An old address of a tree: of its repository, or of all that is below."""

    tree: str
    beginning: re.Pattern[str]
    repository: str

    @classmethod
    def to(cls, tree: str, address: str) -> _Moved:
        """From an http(s) address, which is now that of the tree."""
        bare = _bare(address)
        end = _END_OF_NAME if _IN_NAME.fullmatch(bare[-1:]) else ""
        parts = urlsplit(address)
        repository = _one_name(_host(parts), unquote(parts.path))
        return cls(tree, re.compile(re.escape(bare) + end), repository)


class Addresses:
    """The addresses of trees, current ones and old ones, by which commits are found.

    `moved` are the beginnings of more addresses, each with the name of the tree that it is of.
    """

    def __init__(self, trees: Mapping[str, Tree], moved: Iterable[tuple[str, str]] = ()) -> None:
        self._moved = [_Moved.to(name, address) for address, name in moved]
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
        tree = self._repositories.get(shown.repository)
        for moved in self._moved:
            if moved.repository == shown.repository or (
                not shown.may_be_of_files and moved.beginning.match(bare)
            ):
                return Shown(moved.tree, shown.sha)
        return Shown(tree, shown.sha) if tree is not None or not shown.may_be_of_files else None


def commit_address(url: str) -> CommitAddress | None:
    """The address of a commit on a host of any kind; None if it is none.

    One with a fragment leads to a place in the commit that a citation could not.
    """
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.fragment:
        return None
    address = _by_query(parts) or _by_path(host, unquote(parts.path))
    if address is None:
        return None
    return CommitAddress(
        _one_name(host, address.repository), address.sha.lower(), address.may_be_of_files
    )


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _by_query(parts: SplitResult) -> CommitAddress | None:
    """Project and hash as gitweb, cgit and GitLab have them behind the question mark."""
    query = {name: unquote(value) for name, value in _PARAMETER.findall(parts.query)}
    if "p" in query and query.get("a") in _GITWEB_VIEWS and not {"hp", "f"} & query.keys():
        sha = query.get("h", "")
        return CommitAddress(query["p"], sha) if _HASH.fullmatch(sha) else None
    path = unquote(parts.path)
    merge_request, sha = _MERGE_REQUEST.fullmatch(path), query.get("commit_id", "")
    if merge_request and _HASH.fullmatch(sha):
        return CommitAddress(merge_request["repository"], sha)
    cgit, sha = _CGIT.fullmatch(path), query.get("id", "")
    if cgit and _shows_all(cgit) and "id2" not in query and _HASH.fullmatch(sha):
        return CommitAddress(cgit["repository"], sha)
    return None


def _shows_all(cgit: re.Match[str]) -> bool:
    """Whether a page of cgit is that of a commit, and not of its files."""
    return cgit["view"] == "commit" or (cgit["view"] in _CGIT_VIEWS and not cgit["path"])


def _by_path(host: str, path: str) -> CommitAddress | None:
    if host == "git.kernel.org" and (short := _KERNEL_SHORT.fullmatch(path)):
        whose = "torvalds" if short["linus"] else short["name"]
        return CommitAddress(f"linux/kernel/git/{whose}/{short['of'] or 'linux'}", short["sha"])
    patterns = (*_BY_PATH, _BITBUCKET) if host == "bitbucket.org" else _BY_PATH
    for pattern in patterns:
        if found := pattern.fullmatch(path):
            named = found.groupdict()
            goes_on = not named.get("hyphen") and _goes_on(named["repository"])
            return CommitAddress(named["repository"], named["sha"], goes_on)
    return None


def _goes_on(path: str) -> bool:
    """Whether a path says behind a repository already what is shown of it.

    No repository is nearer to the root than in a folder of its owner's, unless it ends in .git.
    """
    names = path.split("/")
    return any(
        _OTHER_VIEW.fullmatch(name) and (at > 1 or before.endswith(".git"))
        for at, (before, name) in enumerate(pairwise(names), 1)
    )


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
