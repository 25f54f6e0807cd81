from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from repository import Repository
from small_site import SmallSite

from kernlog_site.cli.main import main


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site that cites one commit of a repository beside it, and has no store."""
    site = SmallSite(tmp_path)
    for path in site.content.rglob("*.*"):
        if path.suffix in (".md", ".jsonl") and path.name != "index.md":
            path.unlink()
    site.settings(nav=None)
    linux = Repository(tmp_path / "linux")
    sha = linux.commit("ksm: let shared pages be swappable")
    linux.tag("v2.6.33-rc1")
    site.write("articles/news.md", article(f"(:commit[{sha[:12]}])"))
    return site


def article(text: str, **front: str) -> str:
    keys = {"title": "News", "release": "2.6.33", "date": "2010-02-01", **front}
    return "\n".join(["---", *(f"{k}: {v}" for k, v in keys.items()), "---", text, ""])


def sync(site: SmallSite) -> Result:
    return CliRunner().invoke(main, ["-f", str(site.config_file), "sync"])


def subjects(site: SmallSite) -> list[str]:
    lines = (site.content / "_data/commits.jsonl").read_text().splitlines()
    return [json.loads(line)["subject"] for line in lines]


def test_sync_fills_the_store_and_the_build_is_content(site: SmallSite) -> None:
    assert site.build(strict=False).problems

    result = sync(site)

    assert result.exit_code == 0, result.output
    assert result.output == (f"{site.content / '_data'}: 1 commits (1 new), 1 releases, updated.\n")
    assert subjects(site) == ["ksm: let shared pages be swappable"]
    assert site.build().problems == []


@pytest.mark.parametrize(
    ("version", "tags"),
    [
        ("5.12", ("v5.12-rc1-dontuse", "v5.12-rc2")),
        ("4.14.356", ("v4.14.356-openela-rc1", "v4.14.356-openela")),
        ("2026.07", ("v2026.07-rc1", "v2026.07")),
    ],
)
def test_every_tag_of_a_release_is_known_on_its_pages(
    site: SmallSite, version: str, tags: tuple[str, str]
) -> None:
    linux = Repository(site.root.parent / "linux")
    linux.hour = 48
    first = linux.commit("mm: swap to files")
    linux.tag(tags[0])
    second = linux.commit("mm: fix swap to files")
    linux.tag(tags[1])
    cited = f"(:commit[{tags[0]} {first[:12]} {second[:12]} {tags[0]}..{tags[1]}])"
    by_hand = f"[{{name: {tags[0]}, date: 2010-01-03}}]"
    site.write("articles/news.md", article(cited, release=f'"{version}"'))
    site.write(f"releases/{version}.md", f"---\ntags: {by_hand}\n---\n")

    assert sync(site).exit_code == 0, sync(site).output

    built = site.build()
    assert built.problems == []
    timeline = built.page(f"releases/{version}/").select_one(".kl-timeline")
    assert timeline
    shown = timeline.get_text()
    assert all(tag.removeprefix(f"v{version}").removeprefix("-") in shown for tag in tags)


def test_a_second_sync_has_nothing_to_do(site: SmallSite) -> None:
    sync(site)

    assert sync(site).output.endswith("already up to date.\n")


def test_drafts_and_lists_of_commits_are_synced_too(site: SmallSite) -> None:
    linux = Repository(site.root.parent / "more")
    site.options(trees={"linux": {"commit": "https://git.example.org/{sha}", "clone": "../more"}})
    first, second = linux.commit("first"), linux.commit("second")
    site.write("articles/news.md", article(f"```commits\n{first[:12]}\n```", status="draft"))
    site.write("articles/later.md", article(f"[x](commit:{second})", date="2099-01-01"))

    sync(site)

    assert sorted(subjects(site)) == ["first", "second"]


def test_citations_in_code_are_none(site: SmallSite) -> None:
    site.write("articles/news.md", article("`:commit[abcdef123456]`\n\n    :commit[abcdef123456]"))

    assert sync(site).exit_code == 0, sync(site).output


def test_what_cannot_be_found_is_a_problem(site: SmallSite) -> None:
    site.write("articles/news.md", article(":commit[abcdef123456]"))

    result = sync(site)

    assert result.exit_code == 1
    assert "'abcdef123456' is unknown in the tree 'linux'. Check the hash." in result.output


def test_a_missing_clone_is_told_with_its_path(site: SmallSite) -> None:
    site.options(trees={"linux": {"commit": "https://git.example.org/{sha}", "clone": "../no"}})

    result = sync(site)

    assert result.exit_code == 1
    assert "no does not exist. Clone the tree there." in result.output
    assert list((site.content / "_data").iterdir()) == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (None, "does not exist"),
        ("site_name: [", "mkdocs.yml"),
        ("site_name: x\ndocs_dir: content\nplugins: []\n", "does not use kernlog"),
        (
            "site_name: x\ndocs_dir: content\nplugins: [{kernlog: {trees: {l: {host: svn}}}}]\n",
            "trees.l.host is 'svn'",
        ),
    ],
)
def test_a_broken_project_is_wrong_usage(site: SmallSite, config: str | None, message: str) -> None:
    site.config_file.unlink()
    if config is not None:
        site.config_file.write_text(config)

    result = sync(site)

    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output
