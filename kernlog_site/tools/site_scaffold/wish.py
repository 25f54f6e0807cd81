"""What someone wants a new site to be, and whether it can be."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from kernlog_site.core.names import known_as
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.routes import is_web_address
from kernlog_site.tools.scaffold import one_line
from kernlog_site.tools.site_scaffold.local_timezone import is_timezone
from kernlog_site.tools.site_scaffold.projects import PROJECTS

CI = ("github", "gitlab")
"""Whose continuous integration a new site may get a file for."""
_NEAR = 0.5
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://|[\w.-]+@[\w.-]+:", re.IGNORECASE)
"""How addresses begin that git clones from."""


class BadWish(ValueError):
    """Raised for a new site that cannot be; says what is allowed."""


@dataclass(frozen=True, slots=True)
class SiteWish:
    """A new site: its folder, and what `kernlog new site` was told or has asked.

    `project` is an id in `PROJECTS`, or None to have it told by the clone. `url` is empty where
    nobody knows it yet, `clone` and `ci` are None where there is none.
    """

    folder: Path
    name: str
    language: str
    timezone: str
    project: str | None = None
    url: str = ""
    clone: Path | None = None
    ci: str | None = None


def project_of(text: str) -> str:
    """The id of a project. Raises `BadWish`."""
    project = known_as(text.strip(), PROJECTS)
    if project is None:
        hint = did_you_mean(text, PROJECTS) or f"Known are {', '.join(PROJECTS)}."
        raise BadWish(f"There is no project {text!r}. {hint}")
    return project


def name_of(text: str) -> str:
    """The name of a site, on one line. Raises `BadWish` for an empty one."""
    name = one_line(text)
    if not name:
        raise BadWish("The site has no name. Write one, such as --name 'Kernel Log'.")
    return name


def name_after(folder: Path) -> str:
    """The name of a site that nobody has named: that of its folder, in words where it has no
    capitals, with projects called as they call themselves."""
    called = folder.resolve().name
    words = called if called != called.lower() else called.replace("-", " ")
    for project in PROJECTS.values():
        if "-" in project.title:
            words = words.replace(project.title.lower().replace("-", " "), project.title)
    words = one_line(words.replace("_", " ")).strip()
    return words[:1].upper() + words[1:] or "News"


def clone_of(text: str) -> Path:
    """The folder of a clone. Raises `BadWish` for the address of a repository."""
    if _ADDRESS.match(text):
        raise BadWish(
            f"{text!r} is an address, and --clone takes a folder on this machine. "
            f"Run `git clone {text}` first, and name the folder that it makes."
        )
    return Path(text)


def language_of(text: str) -> str:
    """The language as Material calls it, `pt-BR` for `pt_br`. Raises `BadWish`."""
    wanted = text.strip().replace("_", "-")
    language = known_as(wanted, languages())
    if language is None:
        near = _near(wanted.lower())
        known = f"Near are {', '.join(near)}." if near else f"Known are {', '.join(languages())}."
        raise BadWish(f"Material has no words in the language {text!r}. {known}")
    return language


def _near(wanted: str) -> list[str]:
    """Languages that may be meant: `de` by `deutsch` as well as by `dee`."""
    begun = [code for code in languages() if wanted.startswith(code.lower())]
    alike = difflib.get_close_matches(wanted, languages(), n=4, cutoff=_NEAR)
    return list(dict.fromkeys([*begun, *alike]))


@cache
def languages() -> tuple[str, ...]:
    """The languages that Material speaks, in the order of the alphabet."""
    folder = files("material").joinpath("templates", "partials", "languages")
    return tuple(sorted(file.name.removesuffix(".html") for file in folder.iterdir()))


def url_of(text: str) -> str:
    """The address of a site with a slash at its end; empty for none. Raises `BadWish`."""
    url = text.strip()
    if not url:
        return ""
    if not is_web_address(url):
        raise BadWish(
            f"The address {text!r} does not begin with http:// or https://. "
            "Write it as in https://log.example.org/."
        )
    parts = urlsplit(url)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise BadWish(
            "The address of the site is not that of a folder. "
            "Leave out user names, and what begins with ? or #."
        )
    return url if url.endswith("/") else f"{url}/"


def timezone_of(text: str) -> str:
    """The name of a timezone. Raises `BadWish`."""
    name = text.strip()
    if not is_timezone(name):
        raise BadWish(f"{text!r} is no timezone. Write an IANA name, such as Europe/London or UTC.")
    return name


def namespace_of(url: str) -> str:
    """What the ids in the feeds of the site at that address are made from: host and path."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path.rstrip('/')}"
