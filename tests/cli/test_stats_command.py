from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from git_history import change
from repository import Repository
from small_site import SmallSite, text

from kernlog_site.cli.main import main

KEYS = ["version", "days", "commits", "non_merges", "authors", "files", "insertions", "deletions"]


@pytest.fixture
def linux(tmp_path: Path) -> Repository:
    """Two releases, beside the small site."""
    linux = Repository(tmp_path / "linux")
    change(linux, "base", {"Makefile": "1\n"})
    linux.tag("v2.6.31")
    change(linux, "net: begin", {"net/core.c": "1\n"})
    linux.tag("v2.6.32")
    linux.hour += 48
    change(linux, "net: go on", {"net/core.c": "1\n2\n"})
    linux.tag("v2.6.33-rc1")
    change(linux, "ksm: swap", {"mm/ksm.c": "1\n"})
    linux.tag("v2.6.33")
    return linux


def stats(site: SmallSite, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-f", str(site.config_file), "stats", *arguments])


@pytest.mark.usefixtures("linux")
def test_a_table_for_people(site: SmallSite) -> None:
    result = stats(site, "v2.6.32..v2.6.33")

    assert result.exit_code == 0, result.output
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert lines[0] == "2.6.33"
    for line in ("Commits 2", "Files changed 2", "Lines added 2", "Lines removed 0", "Days 2"):
        assert line in lines
    assert "Files and lines with rename detection, as git does by default." in lines
    assert "v2.6.33-rc1 1 2010-01-03" in lines


@pytest.mark.usefixtures("linux")
def test_json_for_programs(site: SmallSite) -> None:
    counted = json.loads(stats(site, "v2.6.32..v2.6.33", "--json").stdout)

    assert [counted[key] for key in KEYS] == ["2.6.33", 2, 2, 2, 1, 2, 2, 0]
    assert "without rename detection" in stats(site, "v2.6.32..v2.6.33", "--no-renames").output


@pytest.mark.usefixtures("linux")
def test_stored_numbers_show_on_the_tracking_page_beside_the_predecessor(site: SmallSite) -> None:
    site.write("releases/2.6.32.md", "---\nstatus: longterm\n---\n")
    stats(site, "v2.6.31..v2.6.32", "--store")
    stats(site, "v2.6.32..v2.6.33", "--store")

    table = site.build(strict=False).page("releases/2.6.33/").select_one("table.kl-numbers")

    assert table
    assert [text(head) for head in table.select("thead")] == ["2.6.33 2.6.32"]
    assert [text(row) for row in table.select("tbody tr")] == [
        "Days 2 0",
        "Commits 2 1",
        "Without merges 2 1",
        "Authors 1 1",
        "Files 2 1",
        "Lines added 2 1",
        "Lines removed 0 0",
    ]


@pytest.mark.usefixtures("linux")
def test_stored_numbers_survive_a_sync_and_tags_the_numbers(site: SmallSite) -> None:
    before = (site.content / "_data/releases.jsonl").read_text()
    stats(site, "v2.6.32..v2.6.33", "--store")
    CliRunner().invoke(main, ["-f", str(site.config_file), "sync"])

    (line,) = [
        json.loads(line)
        for line in (site.content / "_data/releases.jsonl").read_text().splitlines()
        if json.loads(line)["version"] == "2.6.33"
    ]
    assert line["statistics"]["commits"] == 2
    assert {"v2.6.33-rc1", "v2.6.33-rc8", "v2.6.33"} <= {tag["name"] for tag in line["tags"]}
    assert "statistics" not in before


@pytest.mark.usefixtures("linux")
def test_a_range_that_ends_at_no_release_is_not_stored(site: SmallSite) -> None:
    result = stats(site, "v2.6.32..master", "--store")

    assert result.exit_code == 1
    assert "The range ends at master, which is no release to store." in result.output
