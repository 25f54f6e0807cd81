"""What `kernlog show` tells of what became of a commit, and of where it came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import kernlog, read_json
from git_history import merge
from repository import Repository
from small_site import SmallSite
from test_show_command import SHA, record, store

FATE = {
    "kind": "reverted",
    "sha": "ef" * 20,
    "subject": "Revert it",
    "author": "A",
    "first_tag": "v2.6.34-rc2",
    "committed": "2010-03-12T08:00:00+01:00",
}
CVE = {
    "id": "CVE-2026-72014",
    "role": "introduced",
    "fixed_in": ["6.1.92", "6.9"],
    "published": "2026-05-01T12:00:00+00:00",
    "score": 7.8,
}
BACKPORT = {"tree": "stable", "sha": "cd" * 20, "first_tag": "v6.1.73"}


def test_what_became_of_a_commit_and_where_it_came_from_in_sentences(site: SmallSite) -> None:
    more = {
        "fate": [FATE],
        "backports": [BACKPORT, {**BACKPORT, "tree": "cip", "first_tag": None}],
        "cves": [CVE, {"id": "CVE-2026-1000", "role": "fixed", "fixed_in": []}],
        "pull": {"sha": "ab" * 20, "subject": "Merge tag 'net-2.6.33'"},
        "stable": "6.1.x",
    }
    store(site, record("beef" * 10, **more))

    shown = kernlog(site, "show", "beefbeef").stdout

    assert "fate        reverted by efefefefefef Revert it (v2.6.34-rc2, 2010-03-12)\n" in shown
    assert (
        "CVEs        introduced CVE-2026-72014, fixed in 6.1.92 and 6.9 (published 2026-05-01, "
        "score 7.8)\n            fixed CVE-2026-1000\n"
    ) in shown
    assert (
        "backports   also in 6.1.73\n            stable@cdcdcdcdcdcd (v6.1.73)\n"
        "            cip@cdcdcdcdcdcd (in no release yet)\n"
    ) in shown
    assert "pull        abababababab Merge tag 'net-2.6.33'\n" in shown
    assert "stable      meant for stable trees 6.1.x\n" in shown
    line = read_json(site, "show", "beefbeef", "--json")
    assert {key: line[key] for key in more} == more


def test_a_commit_that_is_meant_for_no_stable_tree_in_particular(site: SmallSite) -> None:
    store(site, record("beef" * 10, stable=""))

    assert "stable      meant for stable trees\n" in kernlog(site, "show", "beefbeef").stdout


@pytest.mark.parametrize(
    "asked",
    [
        "CVE-2026-72014",
        "cve-2026-72014",
        "cve:CVE-2026-72014",
        "https://www.cve.org/CVERecord?id=CVE-2026-72014",
        "https://nvd.nist.gov/vuln/detail/CVE-2026-72014",
    ],
)
def test_the_commits_of_a_cve_and_who_cites_them(site: SmallSite, asked: str) -> None:
    store_file = site.content / "_data/commits.jsonl"
    lines = [json.loads(line) for line in store_file.read_text().splitlines()]
    cited = [{**line, "cves": [CVE]} if line["sha"] == SHA else line for line in lines]
    store_file.write_text("".join(f"{json.dumps(line)}\n" for line in cited))
    store(site, record("beef" * 10, cves=[{**CVE, "role": "fixed"}]))

    shown = kernlog(site, "show", asked).stdout
    values = read_json(site, "show", asked, "--json")

    assert [line["sha"] for line in values] == [SHA, "beef" * 10]
    assert "content/articles/2.6.33/network.md" in {its["path"] for its in values[0]["articles"]}
    first, second = shown.split("\n\ncommit ")
    assert first.startswith(f"commit {SHA}\n")
    assert "content/articles/2.6.33/network.md:13" in first
    assert second.endswith("No article cites it.\n")


@pytest.mark.parametrize("asked", ["CVE-2026-7201", "CVE-2026-720145"])
def test_a_cve_that_no_commit_has_to_do_with(site: SmallSite, asked: str) -> None:
    store(site, record("beef" * 10, cves=[CVE]))
    result = kernlog(site, "show", asked)

    assert result.exit_code == 1
    assert f"No commit of the store has to do with {asked}. Check the number." in result.stderr


def test_a_cve_that_only_a_subject_names(site: SmallSite) -> None:
    store(site, record("beef" * 10, subject='"CVE-2026-72014"', bugs=["CVE-2026-72014"]))

    assert kernlog(site, "show", "CVE-2026-72014").exit_code == 1


def test_the_text_of_the_pull_comes_from_the_clone(site: SmallSite, tmp_path: Path) -> None:
    linux = Repository(site.root.parent / "linux")
    linux.commit("first")
    linux.git("checkout", "--quiet", "-b", "net")
    sha = linux.commit("net: do it")
    linux.git("checkout", "--quiet", "master")
    linux.commit("second")
    message = "Merge tag 'net-5.19-rc1'\n\nPull networking from Jakub:\n \"All\x1b[31m of it.\""
    merged = merge(linux, "net", message)
    store(site, record(sha, pull={"sha": merged, "subject": "Merge tag 'net-5.19-rc1'"}))

    shown = kernlog(site, "show", sha).stdout

    assert f"pull        {merged[:12]} Merge tag 'net-5.19-rc1'\n" in shown
    assert "            asked for by Jakub\n            All" in shown
    assert "\x1b" not in shown


def test_a_pull_that_the_clone_does_not_have_is_shown_as_the_store_has_it(site: SmallSite) -> None:
    Repository(site.root.parent / "linux").commit("first")
    store(site, record("beef" * 10, pull={"sha": "ab" * 20, "subject": "Merge it"}))

    result = kernlog(site, "show", "beefbeef")

    assert result.exit_code == 0
    assert "pull        abababababab Merge it\n" in result.stdout
    assert "asked for" not in result.stdout
