"""Commands on a site with files that are no files: a line that names them, and the store stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from calling import kernlog, read_json
from small_site import SmallSite

KINDS: dict[str, Callable[[Path], object]] = {
    "a link that leads nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
}
COMMITS, PEOPLE, ARTICLE = "_data/commits.jsonl", "authors.yml", "articles/rc8.md"


def breaking(site: SmallSite, path: str, kind: str) -> None:
    (site.content / path).unlink()
    KINDS[kind](site.content / path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", [COMMITS, "_data/releases.jsonl", PEOPLE, ARTICLE])
def test_check_tells(site: SmallSite, path: str, kind: str) -> None:
    breaking(site, path, kind)

    result = kernlog(site, "check")

    if (path, kind) != (ARTICLE, "a folder"):
        assert f"content/{path}:1: The file cannot be read: " in result.stdout
        assert result.exit_code == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", [COMMITS, "_data/releases.jsonl"])
def test_sync_writes_no_store_over_one_that_it_cannot_read(
    site: SmallSite, path: str, kind: str
) -> None:
    site.options(trees={"linux": {"host": "cgit", "url": "https://git.example.org/linux.git"}})
    breaking(site, path, kind)

    result = kernlog(site, "sync")

    assert result.exit_code == 1
    assert f"content/{path}: The file cannot be read: " in result.stderr
    assert result.stderr.strip().endswith("Repair or remove it.")
    assert not (site.content / "_data" / "nowhere").exists()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "command", ["show 7dd65feb6c60", "import-links --dry-run content/index.md"]
)
def test_a_store_that_cannot_be_read_is_named(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, command: str, kind: str
) -> None:
    monkeypatch.chdir(site.root)
    breaking(site, COMMITS, kind)

    result = kernlog(site, *command.split())

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {site.content / COMMITS}: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("kind", ["a link that leads nowhere", "a pipe"])
def test_an_article_that_cannot_be_read_is_named(site: SmallSite, kind: str) -> None:
    breaking(site, ARTICLE, kind)

    result = kernlog(site, "show", "7dd65feb6c60")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {site.content / ARTICLE}: ")


def test_check_with_clones_tells_all_the_same(site: SmallSite) -> None:
    breaking(site, COMMITS, "a pipe")

    result = kernlog(site, "check", "--clones")

    assert f"content/{COMMITS}:1: The file cannot be read: Not a regular file." in result.stdout


def test_the_small_site_is_in_order(site: SmallSite) -> None:
    assert read_json(site, "check", "--json") == []
