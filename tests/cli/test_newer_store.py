"""Commands on a store that a newer kernlog wrote: one line that says so, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import kernlog, read_json
from repository import Repository
from small_site import SmallSite

COMMITS, RELEASES = "_data/commits.jsonl", "_data/releases.jsonl"
WHAT = "The file was written by a newer kernlog (form 2). Upgrade kernlog."


@pytest.fixture(params=[COMMITS, RELEASES])
def newer(request: pytest.FixtureRequest, site: SmallSite, tmp_path: Path) -> Path:
    """The file of the small site's store that is of a newer form; the site has a clone, too."""
    linux = Repository(tmp_path / "linux")
    linux.commit("first")
    linux.tag("v2.6.32")
    linux.commit("second")
    linux.tag("v2.6.33")
    path = site.content / str(request.param)
    path.write_bytes(b'{"form": 2}\n' + path.read_bytes())
    site.options(
        trees={
            "linux": {"host": "cgit", "url": "https://git.example.org/l.git", "clone": "../linux"}
        }
    )
    return path


def test_check_and_build_tell_it_and_nothing_else_of_the_store(
    site: SmallSite, newer: Path
) -> None:
    told = f"content/{newer.relative_to(site.content).as_posix()}:1: {WHAT}"

    assert kernlog(site, "check").stdout.splitlines() == [told]
    assert site.build(strict=False).problems == [f"kernlog: {told}"]
    assert site.build(strict=True).aborted


@pytest.mark.parametrize(
    "command", ["sync", "gems v2.6.32..v2.6.33", "notes", "stats v2.6.32..v2.6.33 --store"]
)
def test_a_command_that_needs_it_refuses(site: SmallSite, newer: Path, command: str) -> None:
    before = newer.read_bytes()
    if command.startswith("stats") and newer.name == "commits.jsonl":
        return  # it has nothing to do with that file

    result = kernlog(site, *command.split())

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {newer}:1: {WHAT}\n"
    assert newer.read_bytes() == before


@pytest.mark.parametrize("newer", [COMMITS], indirect=True)
@pytest.mark.parametrize(
    "command", ["show 7dd65feb6c60", "import-links --dry-run content/index.md"]
)
def test_who_looks_a_commit_up_refuses(
    site: SmallSite, newer: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(site.root)

    result = kernlog(site, *command.split())

    assert (result.exit_code, result.stderr) == (1, f"Error: {newer}:1: {WHAT}\n")


@pytest.mark.parametrize("name", [COMMITS, RELEASES])
def test_a_marked_store_is_as_good(site: SmallSite, name: str) -> None:
    path = site.content / name
    shown = read_json(site, "show", "7dd65feb6c60", "--json")
    before = site.build().files()
    path.write_bytes(json.dumps({"form": 1}).encode() + b"\n" + path.read_bytes())

    assert read_json(site, "check", "--json") == []
    assert read_json(site, "show", "7dd65feb6c60", "--json") == shown
    assert site.build().files() == before
