from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import kernlog
from repository import Repository
from small_site import SmallSite

from kernlog_site.commits.git.git_notes import REF

URL = "https://log.example/articles"


@pytest.fixture
def linux(tmp_path: Path) -> Repository:
    """The clone of the small site, with two commits."""
    linux = Repository(tmp_path / "linux")
    linux.commit("lib: add support for LZO-compressed kernels")
    linux.commit("ksm: let shared pages be swappable")
    linux.tag("v2.6.33-rc1")
    return linux


@pytest.fixture
def shas(linux: Repository) -> list[str]:
    return linux.git("rev-list", "--reverse", "HEAD").split("\n")


@pytest.fixture
def site(tmp_path: Path, shas: list[str]) -> SmallSite:
    """The small site, which cites them."""
    site = SmallSite(tmp_path)
    for file in (site.content / "_data").iterdir():
        file.unlink()
    site.write("about.md", "About.\n")
    first, second = (sha[:12] for sha in shas)
    text = f"(:commit[{first}])\n\n## KSM\n\n(:commit[{second}])"
    site.write("articles/2.6.33/network.md", part(1, text))
    site.write("articles/2.6.33/storage.md", part(2, f"(:commit[{first}])"))
    synced = kernlog(site, "sync")
    assert synced.exit_code == 0, synced.output
    return site


def part(number: int, text: str, **more: str) -> str:
    keys = {"title": f"Topic {number}", "series": "coming-in-2.6.33", "part": number}
    front = {**keys, "date": f"2010-02-{number:02}", "authors": "[anna]", **more}
    return "\n".join(["---", *(f"{key}: {its}" for key, its in front.items()), "---", text, ""])


def shown(linux: Repository, sha: str) -> list[str]:
    return linux.git("log", "-1", "--notes=kernlog", "--format=%N", sha).split("\n")


def test_a_note_names_every_place(site: SmallSite, linux: Repository, shas: list[str]) -> None:
    result = kernlog(site, "notes")

    assert result.exit_code == 0, result.output
    assert result.output == f"{site.root}/../linux: 2 notes, 2 added, 0 changed, 0 removed.\n"
    headline = "Kernel Log: Coming in 2.6.33"
    first, second = (sha[:12] for sha in shas)
    assert shown(linux, shas[0]) == [
        f"{headline} (Part 2) - Topic 2 <{URL}/2.6.33/storage/#c-{first}>",
        f"{headline} (Part 1) - Topic 1 <{URL}/2.6.33/network/#c-{first}>",
    ]
    assert shown(linux, shas[1]) == [
        f"{headline} (Part 1) - Topic 1, KSM <{URL}/2.6.33/network/#c-{second}>"
    ]


def test_a_note_says_what_became_of_a_commit(
    site: SmallSite, linux: Repository, shas: list[str]
) -> None:
    store = site.content / "_data" / "commits.jsonl"
    lines = [json.loads(line) for line in store.read_text().splitlines()]
    fixed = {"kind": "fixed", "sha": "ef" * 20, "subject": "x\ny", "author": "A", "first_tag": None}
    cve = {"id": "CVE-2026-72014", "role": "introduced", "fixed_in": ["6.6.31", "6.9"]}
    backport = {"tree": "stable", "sha": "cd" * 20, "first_tag": "v6.1.73"}
    for line in lines:
        if line["sha"] == shas[1]:
            line |= {"fate": [fixed], "cves": [cve], "backports": [backport]}
    store.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    kernlog(site, "notes")

    assert shown(linux, shas[1])[1:] == [
        "fixed",
        "introduced CVE-2026-72014, fixed in 6.6.31 and 6.9",
        "also in 6.1.73",
    ]
    assert len(shown(linux, shas[0])) == 2


def test_a_second_time_nothing_is_written(site: SmallSite, linux: Repository) -> None:
    kernlog(site, "notes")
    result = kernlog(site, "notes")

    assert (result.exit_code, linux.git("rev-list", "--count", REF)) == (0, "1")
    assert result.output.endswith("2 notes, 0 added, 0 changed, 0 removed.\n")


@pytest.mark.parametrize("front", [{"status": "draft"}, {"date": "2099-01-01"}])
def test_drafts_and_the_future_leave_no_note(
    site: SmallSite, linux: Repository, shas: list[str], front: dict[str, str]
) -> None:
    kernlog(site, "notes")
    site.write("articles/2.6.33/network.md", part(1, f"(:commit[{shas[1][:12]}])", **front))
    result = kernlog(site, "notes", "--json")

    told = json.loads(result.stdout)
    assert (told["removed"], told["changed"]) == ([shas[1]], [shas[0]])
    assert "network" not in linux.git("log", "--notes=kernlog", "--format=%N")


def test_a_dry_run_tells_and_does_nothing(
    site: SmallSite, linux: Repository, shas: list[str]
) -> None:
    result = kernlog(site, "notes", "--dry-run")

    assert result.exit_code == 0
    assert sorted(result.output.split("\n")[:2]) == sorted(f"added {sha[:12]}" for sha in shas)
    assert "0 removed (nothing was written)." in result.output
    assert linux.git("for-each-ref", REF) == ""


def test_programs_get_json(site: SmallSite, shas: list[str]) -> None:
    assert json.loads(kernlog(site, "notes", "--json").stdout) == {
        "clone": f"{site.root}/../linux",
        "notes": 2,
        "added": sorted(shas),
        "changed": [],
        "removed": [],
        "missing": [],
        "written": True,
    }
    assert not json.loads(kernlog(site, "notes", "--json").stdout)["written"]


def test_commits_that_the_clone_does_not_have_are_told(site: SmallSite, tmp_path: Path) -> None:
    site.options(trees={"linux": {"host": "cgit", "url": "https://x.example", "clone": "../new"}})
    Repository(tmp_path / "new").commit("other")
    result = kernlog(site, "notes")

    assert result.exit_code == 1
    assert "0 notes" in result.stdout
    assert "does not have" in result.stderr
    assert "Fetch what is new" in result.stderr


def test_only_the_tree_that_is_named_gets_notes(site: SmallSite, tmp_path: Path) -> None:
    mirror = {"host": "cgit", "url": "https://x.example", "clone": "../mirror"}
    site.options(trees={"linux": {**mirror, "clone": "../linux"}, "mirror": mirror})
    Repository(tmp_path / "mirror").commit("other")
    result = kernlog(site, "notes", "--tree", "mirror")

    assert (result.exit_code, "0 notes" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("settings", "options", "arguments", "told"),
    [
        ({"site_url": None}, {}, (), "has no site_url"),
        ({}, {}, ("--tree", "linus"), "Did you mean 'linux'?"),
        ({}, {}, ("--tree", "mirror"), "has no clone"),
    ],
)
def test_wrong_usage(
    site: SmallSite,
    settings: dict[str, None],
    options: dict[str, str],
    arguments: tuple[str, ...],
    told: str,
) -> None:
    site.settings(**settings)
    site.options(**options)
    result = kernlog(site, "notes", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_clone_that_is_gone_is_told(site: SmallSite, linux: Repository) -> None:
    linux.path.rename(linux.path.with_name("elsewhere"))
    result = kernlog(site, "notes")

    assert result.exit_code == 1
    assert "does not exist" in result.stderr
