"""Where the web shows a repository, told by the remote that it was cloned from.

https://user:secret@github.com/torvalds/linux.git     git@github.com:torvalds/linux.git
ssh://git@gitolite.kernel.org/pub/scm/...             git://git.kernel.org/pub/scm/...
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>(?!//).+)")
"""`git@host:path`, as ssh has it."""
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SCHEMES = ("https", "http", "ssh", "git", "git+ssh", "ssh+git")
_NO_PATH = re.compile(r"[\s\x00-\x1f\x7f\ufffd{}?#]")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A repository on a host of git webs, as `trees` in `mkdocs.yml` has it.

    `host` is a kind in `commits/web/hosts.py`; `project` is for those that need it.
    """

    host: str
    url: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class Remote:
    """What a remote's address says: the host in small letters, its port, the path below it.

    Nobody's name and password are in it.
    """

    host: str
    path: str
    port: str = ""

    @property
    def repository(self) -> str:
        """The name of the repository, the last one of its path."""
        return self.path.rpartition("/")[2]

    @property
    def plain_path(self) -> str:
        """The path without the ending that hosts do without."""
        return self.path.removesuffix(".git")


def remote_of(address: str) -> Remote | None:
    """Read the address of a remote; None if it is a folder, or nothing of the web.

    Only an address of the web keeps its port: that of ssh is no web's.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        if parts.scheme in _SCHEMES and parts.hostname:
            return _checked(parts.hostname, parts.path, _port_of_web(parts))
    except ValueError:
        return None
    found = _SCP.fullmatch(address)
    if found and not _DRIVE.match(address) and not parts.netloc:
        return _checked(found["host"], found["path"])
    return None


def web_address(remote: Remote) -> WebAddress | None:
    """Where the web shows the repository of a remote; None if its host is not known."""
    for pattern, address_at in _HOSTS:
        if pattern.fullmatch(remote.host):
            return address_at(remote)
    return None


def _checked(host: str, path: str, port: str = "") -> Remote | None:
    path = path.strip("/")
    is_sound = _HOST.fullmatch(host) and path and not _NO_PATH.search(path)
    return Remote(host.lower(), path, port) if is_sound else None


def _port_of_web(parts: SplitResult) -> str:
    is_of_web = parts.scheme in ("http", "https") and parts.port
    return f":{parts.port}" if is_of_web else ""


def _plain(host: str) -> Callable[[Remote], WebAddress]:
    """A host that shows a repository where it is cloned from, without the ending."""
    return lambda remote: WebAddress(
        host, f"https://{remote.host}{remote.port}/{remote.plain_path}"
    )


def _with_ending(host: str) -> Callable[[Remote], WebAddress]:
    """A host that shows a repository where it is cloned from, letter for letter."""
    return lambda remote: WebAddress(host, f"https://{remote.host}{remote.port}/{remote.path}")


def _kernel_org(remote: Remote) -> WebAddress:
    path = remote.path if remote.path.endswith(".git") else f"{remote.path}.git"
    return WebAddress("cgit", f"https://git.kernel.org/{path}")


def _savannah(remote: Remote) -> WebAddress:
    path = re.sub(r"^(?:r/|git/|srv/git/)", "", remote.path)
    return WebAddress("cgit", f"https://{remote.host}/cgit/{path}")


def _sourceware(remote: Remote) -> WebAddress:
    path = re.sub(r"^git/", "", remote.path)
    return WebAddress("gitweb", "https://sourceware.org/git/", path)


def _repo_or_cz(remote: Remote) -> WebAddress:
    return WebAddress("gitweb", "https://repo.or.cz/", re.sub(r"^(?:r|srv/git)/", "", remote.path))


_HOSTS = tuple(
    (re.compile(pattern), address_at)
    for pattern, address_at in (
        (r"github\.com|github\..+", _plain("github")),
        (r"(?:git|gitolite|ra)\.kernel\.org", _kernel_org),
        (r".+\.googlesource\.com", _with_ending("gitiles")),
        (r"gitlab\..+|source\.denx\.de|salsa\.debian\.org|invent\.kde\.org", _plain("gitlab")),
        (r"codeberg\.org|gitea\..+|forgejo\..+", _plain("gitea")),
        (r"git\.sr\.ht", _plain("sourcehut")),
        (r"bitbucket\.org", _plain("bitbucket")),
        (r"git\.savannah\.(?:non)?gnu\.org|git\.sv\.gnu\.org", _savannah),
        (r"sourceware\.org|git\.sourceware\.org", _sourceware),
        (r"repo\.or\.cz", _repo_or_cz),
        (r"cgit\..+|git\.zx2c4\.com", _with_ending("cgit")),
    )
)
"""Hosts by name, the well-known ones and those that are called after the program they run."""
