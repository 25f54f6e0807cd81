"""Which programs a command starts, where it writes, and that none asks the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from repository import Repository
from small_site import SmallSite

WATCH = """
import json, os, sys
log = open(sys.argv[1], "a", buffering=1)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def watch(event, args):
    if event == "subprocess.Popen":
        told = ["program", os.path.basename(os.fsdecode(args[0]))]
    elif event in ("os.system", "os.exec", "os.posix_spawn", "pty.spawn"):
        told = ["program", str(args[0])]
    elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        told = ["network", event]
    elif event == "open" and isinstance(args[0], (str, bytes)) and args[2] & WRITING:
        told = ["written", os.path.abspath(os.fsdecode(args[0]))]
    elif event in ("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "sqlite3.connect"):
        told = ["written", os.path.abspath(os.fsdecode(args[0]))]
    elif event in ("os.rename", "os.link", "os.symlink"):
        told = ["written", os.path.abspath(os.fsdecode(args[1]))]
    else:
        return
    log.write(json.dumps(told) + "\\n")
sys.addaudithook(watch)
sys.argv[:2] = []
command = sys.argv[0]
if command == "mkdocs":
    from mkdocs.__main__ import cli as main
else:
    from kernlog_site.cli.main import main
main()
"""
"""Calls a command, and notes in a file what Python tells of it, forked processes included."""

CACHE, STORE, ARTICLES, SITE = ".cache/", "content/_data/", "content/articles/", "built/"
GIT = {"git"}


@dataclass(frozen=True)
class Touched:
    """What a command started, and the files it wrote below the folder of the site."""

    programs: set[str]
    network: list[str]
    written: set[str]

    def elsewhere(self, *folders: str) -> set[str]:
        return {path for path in self.written if not f"{path}/".startswith(folders)}


def touched(site: SmallSite, folder: Path, *command: str) -> Touched:
    log, home = folder / "log", folder / "home"
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCH, str(log), *command],
        cwd=site.root,
        env={**os.environ, "HOME": str(home), "SOURCE_DATE_EPOCH": "1767225600"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    events = [json.loads(line) for line in log.read_text().splitlines()]
    root = f"{site.root}{os.sep}"
    return Touched(
        {what for kind, what in events if kind == "program"},
        [what for kind, what in events if kind == "network"],
        {w.removeprefix(root) for kind, w in events if kind == "written" and w != os.devnull},
    )


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """The small site, which cites the commits of a clone."""
    linux = Repository(tmp_path / "linux")
    linux.commit("lib: first")
    linux.tag("v2.6.32")
    sha = linux.commit("lib: second")
    linux.tag("v2.6.33")
    site = SmallSite(tmp_path)
    front = "---\ntitle: News\ndate: 2010-02-01\nrelease: 2.6.33\n---\n"
    link = f"https://git.example.org/linux.git/commit/?id={sha}"
    site.write("articles/news.md", f"{front}\n(:commit[{sha[:12]}]) [old]({link})\n")
    return site


@pytest.mark.parametrize(
    ("command", "programs", "folders"),
    [
        ("mkdocs build --site-dir built", {"pagefind"}, (CACHE, SITE)),
        ("kernlog check", set(), (CACHE,)),
        ("kernlog check --upcoming", set(), (CACHE,)),
        ("kernlog check --clones", GIT, (CACHE,)),
        ("kernlog sync", GIT, (CACHE, STORE)),
        ("kernlog show 7dd65feb6c60", set(), ()),
        ("kernlog help citing", set(), ()),
        ("kernlog announce articles/news.md", set(), ()),
        ("kernlog gems v2.6.32..v2.6.33", GIT, (CACHE,)),
        ("kernlog stats v2.6.32..v2.6.33", GIT, ()),
        ("kernlog stats v2.6.32..v2.6.33 --store", GIT, (CACHE, STORE)),
        ("kernlog notes", GIT, (CACHE,)),
        ("kernlog new article New --release 2.6.33", set(), (ARTICLES,)),
        ("kernlog import-links content/articles", set(), (CACHE, ARTICLES)),
    ],
)
def test_a_command_touches_what_it_says_and_nothing_else(
    site: SmallSite, tmp_path: Path, command: str, programs: set[str], folders: tuple[str, ...]
) -> None:
    found = touched(site, tmp_path, *command.split())

    assert {Path(name).stem.removesuffix("_extended") for name in found.programs} == programs
    assert found.network == []
    assert found.elsewhere(*folders) == set()
