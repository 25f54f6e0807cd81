from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from calling import kernlog, read_json
from repository import Repository
from small_site import SmallSite

BROKEN = """---
title: Broken
release: 2.6.33
date: 2010-02-14
authr: anna
---

First (:commit[7dd65feb6c60 deadbeefdead]).
"""
UNKNOWN_COMMIT = (
    "content/articles/broken.md:8: Unknown commit 'deadbeefdead' in the tree 'linux'. Check it, or "
    "run `kernlog sync`."
)


def test_nothing_wrong(site: SmallSite) -> None:
    result = kernlog(site, "check")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No problems.\n")


def test_problems_in_one_list_in_the_words_of_a_build(site: SmallSite) -> None:
    site.write("articles/broken.md", BROKEN)
    site.write("about.md", "---\ntitle: About\n---\n:commit[xyz]\n")

    result = kernlog(site, "check")

    assert result.exit_code == 1
    assert result.stderr == "3 problems.\n"
    assert result.stdout.splitlines() == [
        text.removeprefix("kernlog: ") for text in site.build(strict=False).problems
    ]
    assert UNKNOWN_COMMIT in result.stdout


@pytest.mark.parametrize("front", ["status: draft", "date: 2099-01-01"])
def test_drafts_and_articles_of_the_future_are_checked(site: SmallSite, front: str) -> None:
    site.write("articles/broken.md", f"---\ntitle: X\n{front}\ndat: 1\n---\n")

    assert "Unknown key 'dat'" in kernlog(site, "check").stdout


def test_notices_are_told_but_do_not_fail(site: SmallSite) -> None:
    site.write("articles/x.md", "---\ntitle: X\nseries: coming\npart: 1\ndate: 2010-01-01\n---\n")

    result = kernlog(site, "check")

    assert result.exit_code == 0
    assert "The series 'coming' has no file" in result.stdout


def test_json(site: SmallSite) -> None:
    assert read_json(site, "check", "--json") == []
    site.write("articles/broken.md", BROKEN)

    assert read_json(site, "check", "--json") == read_json(site, "check", "--format", "json")
    assert read_json(site, "check", "--json")[1] == {
        "path": "content/articles/broken.md",
        "line": 8,
        "severity": "error",
        "message": "Unknown commit 'deadbeefdead' in the tree 'linux'.",
        "hint": "Check it, or run `kernlog sync`.",
    }
    assert kernlog(site, "check", "--json").exit_code == 1
    assert kernlog(site, "check", "--json").stderr == ""


def test_github_annotations_start_at_the_current_folder(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.root.parent)
    site.write("articles/a,b:c%.md", '---\ntitle: X\ndate: "1\\r%\\n2"\n---\n')

    line = kernlog(site, "check", "--format", "github").stdout

    assert line.startswith(
        "::error file=site/content/articles/a%2Cb%3Ac%25.md,line=3::"
        "The key 'date' is '1\ufffd%25%0A2'"
    )
    assert line.count("\n") == 1


def test_what_is_wrong_with_the_configuration_is_told_with_its_file(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.options(feed_namespace="kernlog.example")
    monkeypatch.chdir(site.root.parent)

    (problem,) = read_json(site, "check", "--json")
    annotation = kernlog(site, "check", "--format", "github").stdout

    assert problem["path"] == "mkdocs.yml"
    assert problem["severity"] == "warning"
    assert annotation.startswith(f"::warning file=site/mkdocs.yml,line={problem['line']}::feed_")
    assert kernlog(site, "check").stdout.splitlines() == [
        text.removeprefix("kernlog: ") for text in site.build(strict=False).problems
    ]


def test_what_a_writer_typed_does_not_steer_the_terminal(site: SmallSite) -> None:
    site.write("articles/x.md", '---\ntitle: X\ndate: "\\e[2Jx"\n---\n')

    assert "\x1b" not in kernlog(site, "check").stdout


def test_without_a_store(site: SmallSite) -> None:
    (site.content / "_data/commits.jsonl").unlink()

    assert "There is no commit store" in kernlog(site, "check").stdout


def test_the_store_against_the_clones(site: SmallSite, tmp_path: Path) -> None:
    Repository(tmp_path / "linux").commit("another")

    result = kernlog(site, "check", "--clones")

    assert result.exit_code == 1
    assert "content/_data/commits.jsonl:1: " in result.stdout


def test_clones_that_are_not_there(site: SmallSite) -> None:
    site.write("articles/broken.md", BROKEN)

    result = kernlog(site, "check", "--clones")

    assert result.exit_code == 1
    assert UNKNOWN_COMMIT in result.stdout
    (error,) = result.stderr.splitlines()
    assert error.endswith("does not exist. Clone the tree there.")
    in_json = kernlog(site, "check", "--clones", "--json")
    assert in_json.exit_code == 1
    assert len(json.loads(in_json.stdout)) == 2
    assert in_json.stderr == result.stderr


def test_checking_leaves_no_trace_but_in_the_cache(site: SmallSite) -> None:
    def files() -> dict[Path, bytes]:
        found = (path for path in site.root.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in found if ".cache" not in path.parts}

    before = files()
    level = logging.getLogger("mkdocs").level

    kernlog(site, "check")

    assert before == files()
    assert logging.getLogger("mkdocs").level == level


@pytest.mark.parametrize("text", ["5", "[]", "x", "plugins: 5\n", "site_name: x\ndocs_dir: [1]\n"])
@pytest.mark.parametrize("command", [["check"], ["show", "7dd65feb6c60"], ["new", "series", "x"]])
def test_an_mkdocs_yml_of_any_kind(site: SmallSite, text: str, command: list[str]) -> None:
    site.config_file.write_text(text)

    result = kernlog(site, *command)

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
