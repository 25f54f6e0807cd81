"""An old address as a writer gives it becomes the file that answers there."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import file_at

_SCHEME = re.compile(r"https?:(?=//)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]*:")
_LONGEST_NAME, _LONGEST = 255, 1024
"""Bytes in the name of a file, and in a whole path, that all systems allow."""
_WRITE = "Write it from the root of the site, as in open/features/old.html."
_REMOVE = "Remove it from aliases."


class BadAlias(ValueError):
    """Raised for an old address at which no file can be; says why."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.problem = Problem(message, hint)


def file_of(alias: str, site_url: str = "") -> str:
    """The file that answers at an old address, from the root of the site. Raises `BadAlias`.

    The address may be given in full if it begins with that of the site.
    """
    if not alias.strip():
        raise BadAlias("An old address is empty.", _WRITE)
    path = _decoded(_below(alias.strip(), site_url), alias)
    names = _names(path, alias)
    if any(name.startswith(".") for name in names):
        raise _refused(alias, "has a name that begins with a dot, which hosts hide.", _REMOVE)
    sizes = [len(name.encode()) for name in names]
    if max(sizes, default=0) > _LONGEST_NAME or sum(sizes) + len(sizes) > _LONGEST:
        raise _refused(alias, "is longer than a file can be called.", _REMOVE)
    return file_at("/".join([*names, ""] if names and path.endswith("/") else names))


def _below(address: str, site_url: str) -> str:
    """An address from the root of the site on, whether it begins with http or https or neither."""
    site, bare = (_SCHEME.sub("", text).rstrip("/") for text in (site_url, address))
    rest = bare[len(site) :]
    if site and bare.lower().startswith(site.lower()) and rest[:1] in ("", "/", "?", "#"):
        return rest or "/"
    if _ELSEWHERE.match(address):
        raise _refused(address, "is outside the site.", _WRITE)
    return address


def _decoded(address: str, alias: str) -> str:
    """The path of an address, letter by letter."""
    for mark, name in (("#", "fragment"), ("?", "query")):
        before, found, _ = address.partition(mark)
        if found:
            hint = f"Write {before}: it answers with any {name}." if before.strip("/") else _REMOVE
            raise _refused(alias, f"has a {name}, which no file can have.", hint)
    try:
        path = unquote(address, errors="strict")
    except UnicodeDecodeError as error:
        hint = "Write its letters as they are."
        raise _refused(alias, "is not encoded in UTF-8.", hint) from error
    if not path.isprintable() or "\\" in path or "\ufffd" in path:
        raise _refused(alias, "has characters that no address has.", _WRITE)
    return path


def _names(path: str, alias: str) -> list[str]:
    """The folders and the file of a path, as a browser would ask for them."""
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if not names:
                raise _refused(alias, "is outside the site.", _WRITE)
            names.pop()
        elif name not in ("", "."):
            names.append(name)
    return names


def _refused(alias: str, message: str, hint: str) -> BadAlias:
    return BadAlias(f"The old address '{alias}' {message}", hint)
