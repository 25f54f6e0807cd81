"""`kernlog upgrade`: what this version sees differently in a site, and that it changes nothing."""

from __future__ import annotations

import json
import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from calling import kernlog, read_json
from click.testing import CliRunner
from packaging.version import Version
from small_site import SmallSite

from kernlog_site.cli.main import main
from kernlog_site.templating.theme_files import THEME
from kernlog_site.tools.upgrade import CHANGES

NUMBERS = {
    "days": 3,
    "commits": 5,
    "non_merges": 4,
    "authors": 2,
    "files": 3,
    "insertions": 1,
    "deletions": 1,
    "candidates": [{"name": "v2.6.34-rc1", "date": "2010-03-08", "commits": 5, "non_merges": 4}],
}


def told(site: SmallSite) -> list[str]:
    result = kernlog(site, "upgrade", "--check")
    lines = result.stdout.splitlines()
    assert result.exit_code == (1 if lines else 0)
    assert result.stderr == f"{len(lines) or 'Nothing'} to do.\n"
    return lines


def own_theme(site: SmallSite) -> Path:
    site.settings(theme={"name": "material", "custom_dir": "theme"})
    folder = site.root / "theme"
    folder.mkdir()
    return folder


def test_a_site_of_this_version_has_nothing_to_do(site: SmallSite) -> None:
    assert told(site) == []
    assert read_json(site, "upgrade", "--check", "--json") == []


def test_a_copy_of_the_theme_is_told_and_left_alone(site: SmallSite) -> None:
    folder = own_theme(site)
    shutil.copytree(THEME, folder, dirs_exist_ok=True)
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("*")}

    (line,) = told(site)

    assert line == (
        "theme: This is a copy of the theme that comes with kernlog. It is the same: delete it, "
        "and take custom_dir out of the configuration."
    )
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*")} == before


def test_files_by_old_names_are_told_with_their_lines(site: SmallSite) -> None:
    folder = own_theme(site)
    (folder / "ways.html").write_text("<p>Mine</p>\n")
    (folder / "article.html").write_text('\n{% include "components/find.html" %}\n')

    assert told(site) == [
        "theme/article.html:2: components/find.html is called components/search-box.html now. "
        "Write its new name, and compare what this file takes from it.",
        "theme/ways.html: kernlog's ways.html is called taxonomies.html now, so this file replaces "
        "nothing. Rename it, and compare it with that one.",
    ]


@pytest.mark.parametrize("copied", [[], ["article.html"]], ids=["nothing", "one as it is"])
def test_a_folder_for_nothing_is_told_at_its_option(site: SmallSite, copied: list[str]) -> None:
    folder = own_theme(site)
    for name in copied:
        shutil.copy(THEME / name, folder / name)
    lines = site.config_file.read_text().splitlines()
    (number,) = [n for n, text in enumerate(lines, 1) if "custom_dir" in text]

    assert told(site) == [
        f"mkdocs.yml:{number}: The folder theme has nothing that differs from the theme, which "
        "comes with kernlog. Take custom_dir out."
    ]


def test_a_folder_with_something_of_ones_own_is_right(site: SmallSite) -> None:
    folder = own_theme(site)
    (folder / "article.html").write_text("{% extends 'main.html' %}\n")

    assert told(site) == []


def test_numbers_without_their_end_are_told(site: SmallSite) -> None:
    path = site.content / "_data" / "releases.jsonl"
    before = path.read_text()
    number = before.count("\n") + 1
    line = {"version": "2.6.34", "tree": "linux", "tags": [], "statistics": NUMBERS}
    path.write_text(f"{before}{json.dumps(line)}\n" + '{"statistics": 3}\nbroken "statistics"\n')

    assert told(site) == [
        f"content/_data/releases.jsonl:{number}: These numbers do not say at which tag they end; "
        "it is taken to be v2.6.34-rc1. Run `kernlog stats --store` for that release again."
    ]
    line["statistics"] = {**NUMBERS, "tag": "v2.6.34-rc1"}
    path.write_text(f"{before}{json.dumps(line)}\n")
    assert told(site) == []


@pytest.mark.parametrize("name", ["commits.jsonl", "releases.jsonl"])
def test_a_store_of_a_newer_form_is_told(site: SmallSite, name: str) -> None:
    path = site.content / "_data" / name
    path.write_text('{"form": 7}\n')

    assert told(site) == [
        f"content/_data/{name}:1: The file was written by a newer kernlog (form 7). "
        "Upgrade kernlog."
    ]


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("Markdown==3.11", True),
        ("markdown==3.12", False),
        ("markdown==3.4", False),
        ("markdown>=3.4  # for tables", True),
        ("markdown>=3.12", False),
        ("Jinja2~=3.2", False),
        ("jinja2==3.1.*", True),
        ("jinja2==4.*", False),
        ("jinja2<3", False),
        ("jinja2<4,!=3.1.7", True),
        ("jinja2<=3.1.6", True),
        ("jinja2<=3.1.5", False),
        ("jinja2===old", True),
        ("jinja2==3.1.6 --hash=sha256:00", True),
        ("pillow==99", True),
        ("-r other.txt", True),
        ("", True),
        ("\x00", True),
    ],
)
def test_requirements_that_nothing_fulfils_are_told(site: SmallSite, line: str, fine: bool) -> None:
    (site.root / "requirements-docs.txt").write_text(f"kernlog\n{line}\n")

    lines = told(site)

    assert (lines == []) is fine
    for text in lines:
        assert re.match(
            r"requirements-docs\.txt:2: kernlog works with (?i:markdown|jinja2) <3\.\d+,>=[\d.]+\. "
            r"Write \w+<3\.\d+,>=[\d.]+, or take the line out\.$",
            text,
        )


def test_programs_are_told_since_when(site: SmallSite) -> None:
    (own_theme(site) / "ways.html").write_text("<p>Mine</p>\n")

    (entry,) = read_json(site, "upgrade", "--check", "--json")

    assert entry == {
        "path": "theme/ways.html",
        "line": None,
        "severity": "warning",
        "message": "kernlog's ways.html is called taxonomies.html now, so this file replaces "
        "nothing.",
        "hint": "Rename it, and compare it with that one.",
        "since": "0.1.0",
    }


def test_no_change_is_of_a_version_to_come() -> None:
    assert all(Version(change.since) <= Version(version("kernlog")) for change in CHANGES)


def test_without_check_it_says_how(site: SmallSite) -> None:
    result = kernlog(site, "upgrade")

    assert result.exit_code == 0
    assert "pip install --upgrade kernlog\n" in result.stdout
    assert "uv tool upgrade kernlog\n" in result.stdout
    assert "//" not in result.stdout
    assert kernlog(site, "upgrade", "--json").exit_code == 2


def test_a_broken_configuration_is_wrong_usage(site: SmallSite) -> None:
    site.options(kicer="x")

    result = kernlog(site, "upgrade", "--check")

    assert result.exit_code == 2
    assert "kernlog has no such option. Did you mean 'kicker'?" in result.stderr


def test_the_version_names_the_form_of_the_store() -> None:
    result = CliRunner().invoke(main, ["--version"], prog_name="kernlog")

    assert result.output == (
        f"kernlog, version {version('kernlog')}\nForm of the commit store: 1\n"
    )
