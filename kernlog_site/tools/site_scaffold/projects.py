"""Projects that a new site may be about: what they are called, who shows their commits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kernlog_site.commits.version_schemes import PRESETS
from kernlog_site.core.versions import VersionScheme
from kernlog_site.tools.site_scaffold.remotes import WebAddress

_NO_LETTERS_OF_TREES = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_NAME = 60

LINUX = "linux"
SEMVER = "semver"
"""Stands for all projects that are not known by name."""

_WEBS: Mapping[str, WebAddress] = {
    LINUX: WebAddress("cgit", "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git"),
    "git": WebAddress("github", "https://github.com/git/git"),
    "u-boot": WebAddress("gitlab", "https://source.denx.de/u-boot/u-boot"),
    "qemu": WebAddress("gitlab", "https://gitlab.com/qemu-project/qemu"),
    "systemd": WebAddress("github", "https://github.com/systemd/systemd"),
}


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its id, its name for readers, that of its tree, how it writes its versions.

    `web` is where everybody looks its commits up; None if that is not known.
    """

    id: str
    title: str
    tree: str
    scheme: VersionScheme
    web: WebAddress | None = None


PROJECTS: Mapping[str, Project] = {
    name: Project(name, scheme.name or name, name, scheme, _WEBS.get(name))
    for name, scheme in PRESETS.items()
}
"""Every way of writing versions that is known by name, with the project that it is called after."""


def project_called(repository: str) -> Project:
    """The project whose repository has that name, such as `linux-stable` or `git.git`."""
    name = repository.removesuffix(".git").casefold()
    if name.startswith(f"{LINUX}-"):  # linux-stable, linux-next; but git-lfs is another program
        return PROJECTS[LINUX]
    is_known = name in PROJECTS and name != SEMVER
    return PROJECTS[name] if is_known else other_project(repository)


def other_project(repository: str) -> Project:
    """A project that is not known, called as its repository is."""
    name = _NO_LETTERS_OF_TREES.sub("-", repository.removesuffix(".git")).strip("-.")
    called = name[:_LONGEST_NAME] or "project"
    return replace(PROJECTS[SEMVER], title=called, tree=called)
