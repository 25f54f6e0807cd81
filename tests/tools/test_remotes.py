from __future__ import annotations

import click
import pytest

from kernlog_site.cli.new_site import site
from kernlog_site.commits.web.trees import tree_from
from kernlog_site.tools.site_scaffold.projects import PROJECTS, project_called
from kernlog_site.tools.site_scaffold.remotes import WebAddress, remote_of, web_address

SHA = "7c68af6e32c7" + "0" * 28


@pytest.mark.parametrize(
    ("address", "host", "url", "project"),
    [
        (
            "https://github.com/torvalds/linux.git",
            "github",
            "https://github.com/torvalds/linux",
            "",
        ),
        ("https://github.com/torvalds/linux/", "github", "https://github.com/torvalds/linux", ""),
        ("git@github.com:git/git.git", "github", "https://github.com/git/git", ""),
        ("github.com:git/git", "github", "https://github.com/git/git", ""),
        ("ssh://git@github.com:22/git/git.git", "github", "https://github.com/git/git", ""),
        ("https://me:secret@GitHub.com/git/git", "github", "https://github.com/git/git", ""),
        ("git://github.com/git/git.git", "github", "https://github.com/git/git", ""),
        (
            "https://gitlab.example.org:8443/a/b/c.git",
            *("gitlab", "https://gitlab.example.org:8443/a/b/c", ""),
        ),
        ("git@gitlab.com:qemu-project/qemu", "gitlab", "https://gitlab.com/qemu-project/qemu", ""),
        (
            "https://source.denx.de/u-boot/u-boot.git",
            *("gitlab", "https://source.denx.de/u-boot/u-boot", ""),
        ),
        (
            "git@gitolite.kernel.org:pub/scm/linux/kernel/git/torvalds/linux",
            "cgit",
            "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git",
            "",
        ),
        (
            "git://git.kernel.org/pub/scm/git/git.git",
            *("cgit", "https://git.kernel.org/pub/scm/git/git.git", ""),
        ),
        (
            "https://kernel.googlesource.com/pub/scm/git/git.git",
            *("gitiles", "https://kernel.googlesource.com/pub/scm/git/git.git", ""),
        ),
        ("https://codeberg.org/a/b.git", "gitea", "https://codeberg.org/a/b", ""),
        ("gitea@gitea.example.org:a/b.git", "gitea", "https://gitea.example.org/a/b", ""),
        ("https://forgejo.example.org/a/b", "gitea", "https://forgejo.example.org/a/b", ""),
        ("git@git.sr.ht:~me/project", "sourcehut", "https://git.sr.ht/~me/project", ""),
        ("git@bitbucket.org:a/b.git", "bitbucket", "https://bitbucket.org/a/b", ""),
        ("https://cgit.example.org/a/b.git", "cgit", "https://cgit.example.org/a/b.git", ""),
        (
            "https://git.savannah.gnu.org/git/coreutils.git",
            *("cgit", "https://git.savannah.gnu.org/cgit/coreutils.git", ""),
        ),
        (
            "git://sourceware.org/git/glibc.git",
            *("gitweb", "https://sourceware.org/git/", "glibc.git"),
        ),
        ("https://repo.or.cz/alt-git.git", "gitweb", "https://repo.or.cz/", "alt-git.git"),
    ],
)
def test_where_the_web_shows_a_repository(address: str, host: str, url: str, project: str) -> None:
    remote = remote_of(address)

    assert remote
    web = web_address(remote)
    assert web == WebAddress(host, url, project)
    options = {"host": host, "url": url, **({"project": project} if project else {})}
    assert SHA in tree_from("tree", options).commit(SHA)


@pytest.mark.parametrize(
    "address",
    ["https://git.corp.example/linux.git", "me@localhost:linux.git", "ssh://box.example/srv/linux"],
)
def test_hosts_that_nobody_knows(address: str) -> None:
    remote = remote_of(address)

    assert remote
    assert web_address(remote) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/srv/git/linux.git",
        "../linux",
        "file:///srv/git/linux.git",
        "C:\\git\\linux",
        "C:/git/linux",
        "https://github.com",
        "https://github.com/a b",
        "https://github.com/{sha}",
        "https://[::1",
        "https://github.com:99999999/a",
        "ext::sh -c whoami",
        "git@github.com:",
        "-oProxyCommand=x:y",
    ],
)
def test_what_is_nowhere_on_the_web(address: str) -> None:
    assert remote_of(address) is None


@pytest.mark.parametrize(
    ("repository", "project_id", "tree"),
    [
        ("linux", "linux", "linux"),
        ("linux-stable.git", "linux", "linux"),
        ("git.git", "git", "git"),
        ("git-lfs", "semver", "git-lfs"),
        ("QEMU", "qemu", "qemu"),
        ("my tool!", "semver", "my-tool"),
        ("...", "semver", "project"),
        ("x" * 300, "semver", "x" * 60),
    ],
)
def test_the_project_of_a_repository(repository: str, project_id: str, tree: str) -> None:
    project = project_called(repository)

    assert (project.id, project.tree) == (project_id, tree)


@pytest.mark.parametrize("name", sorted(PROJECTS.keys() - {"semver"}))
def test_the_web_of_a_known_project_is_one_that_kernlog_knows(name: str) -> None:
    web = PROJECTS[name].web

    assert web
    assert tree_from("tree", {"host": web.host, "url": web.url}).commit(SHA).endswith(SHA)


def test_the_command_knows_the_same_projects() -> None:
    (option,) = [option for option in site.params if option.name == "project"]

    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(PROJECTS)
