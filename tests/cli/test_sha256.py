"""A repository that names its objects by SHA-256 goes all the way, with hashes of 64 digits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import kernlog, read_json
from git_history import change
from repository import Repository
from small_site import SmallSite

PAGE = """---
title: LZO
series: coming-in-2.6.33
part: 1
date: 2010-02-01
---
(:commit[{first}]), (:commit[{second}]), [a range](commit:{first}..v2.6.33-rc1)

```commits
{second} lib: back
```
"""


@pytest.fixture
def linux(tmp_path: Path) -> Repository:
    linux = Repository(tmp_path / "linux", names="sha256")
    added = change(linux, "lib: add LZO", {"lib/lzo.c": "1\n"})
    change(linux, f"lib: back\n\nThis reverts commit {added}.", {"lib/lzo.c": "2\n"})
    change(linux, f'lib: mend it\n\nFixes: {added[:12]} ("lib: add LZO")')
    linux.tag("v2.6.33-rc1")
    return linux


@pytest.fixture
def site(tmp_path: Path, linux: Repository) -> SmallSite:
    site = SmallSite(tmp_path)
    for file in (site.content / "_data").iterdir():
        file.unlink()
    site.write("about.md", "About.\n")
    for other in ("2.6.33/storage", "rc8"):
        (site.content / f"articles/{other}.md").unlink()
    first, second = linux.git("rev-list", "--reverse", "HEAD").split("\n")[:2]
    page = PAGE.format(first=first[:12], second=second)
    site.write("articles/2.6.33/network.md", page)
    return site


def test_it_goes_all_the_way(site: SmallSite, linux: Repository) -> None:
    first, second, third = linux.git("rev-list", "--reverse", "HEAD").split("\n")
    assert len(first) == 64

    for command in (["sync"], ["check"], ["check", "--clones"]):
        result = kernlog(site, *command)
        assert result.exit_code == 0, result.output
    lines = (site.content / "_data" / "commits.jsonl").read_text().splitlines()
    stored = {line["sha"]: line for line in map(json.loads, lines)}
    assert stored.keys() == {first, second}
    assert [(deed["kind"], deed["sha"]) for deed in stored[first]["fate"]] == [
        ("reverted", second),
        ("fixed", third),
    ]
    assert stored[first]["files"] == 1

    built = site.build()
    assert not built.aborted, built.problems
    page = built.page("articles/2.6.33/network/")
    assert {str(a["href"]).rpartition("=")[2] for a in page.select("a.citation")} == {first, second}
    shards = [
        json.loads(path.read_text()) for path in built.folder.glob("api/commits/[0-9a-f].json")
    ]
    assert {its["sha"] for shard in shards for its in shard["commits"]} == {first, second}

    assert kernlog(site, "sync").output.endswith("already up to date.\n")


def test_its_commits_are_shown_and_noted(site: SmallSite, linux: Repository) -> None:
    first, second, _ = linux.git("rev-list", "--reverse", "HEAD").split("\n")
    kernlog(site, "sync")

    for asked in (second, second[:12], f"https://git.example.org/linux/commit/{second}"):
        shown = read_json(site, "show", asked, "--json")
        assert shown["sha"] == second
        assert [place["line"] for place in shown["articles"]] == [7, 10]
    assert kernlog(site, "notes").output.endswith("2 notes, 2 added, 0 changed, 0 removed.\n")
    assert kernlog(site, "notes").output.endswith("2 notes, 0 added, 0 changed, 0 removed.\n")
    assert "LZO" in linux.git("log", "-1", "--notes=kernlog", "--format=%N", first)


@pytest.mark.parametrize(("digits", "most"), [(41, 40), (63, 40), (65, 64)])
def test_what_has_another_length_is_no_hash(site: SmallSite, digits: int, most: int) -> None:
    site.write("articles/2.6.33/network.md", PAGE.format(first="a" * digits, second="b" * 12))
    assert f"has {digits} digits. A hash has {most} at most." in kernlog(site, "check").output
