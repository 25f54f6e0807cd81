from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from git_history import change
from repository import Repository
from small_site import SmallSite

from kernlog_site.cli.main import main


@pytest.fixture
def linux(tmp_path: Path) -> Repository:
    """Beside the small site, where its mkdocs.yml looks for it."""
    linux = Repository(tmp_path / "linux")
    change(linux, "base", {"MAINTAINERS": "NETWORKING\nM:\tx@example.org\nF:\tnet/\n"})
    linux.tag("v2.6.32")
    return linux


def gems(site: SmallSite, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-f", str(site.config_file), "gems", *arguments])


def test_a_draft_can_be_pasted_and_the_site_is_content(site: SmallSite, linux: Repository) -> None:
    first = change(linux, "net: be faster", {"net/core.c": "1\n"})
    second = change(linux, "ksm: swap `shared` pages", {"mm/ksm.c": "1\n"})
    linux.tag("v2.6.33-rc1")

    result = gems(site, "v2.6.32..v2.6.33-rc1")

    assert result.exit_code == 0, result.output
    assert result.output == (
        "```commits\n"
        f"## ksm\n{second[:12]} ksm: swap `shared` pages\n"
        f"## net\n{first[:12]} net: be faster\n"
        "```\n"
    )
    front = "---\ntitle: Gems\nrelease: 2.6.33\ndate: 2010-02-01\n---\n"
    site.write("articles/gems.md", front + result.output)
    CliRunner().invoke(main, ["-f", str(site.config_file), "sync"])
    assert not [p for p in site.build(strict=False).problems if "articles/gems.md" in p]


def test_what_the_site_cites_is_left_out_unless_asked_for(
    site: SmallSite, linux: Repository
) -> None:
    cited = change(linux, "net: cited", {"net/core.c": "1\n"})
    other = change(linux, "net: not cited", {"net/core.c": "2\n"})
    site.write(
        "articles/new.md",
        f"---\ntitle: N\nrelease: 2.6.33\ndate: 2010-02-01\n---\n:commit[{cited[:12]}]\n",
    )

    assert cited[:12] not in gems(site, "v2.6.32..master").output
    assert other[:12] in gems(site, "v2.6.32..master").output
    assert cited[:12] in gems(site, "v2.6.32..master", "--all").output


def test_filters_and_groups(site: SmallSite, linux: Repository) -> None:
    small = change(linux, "net: small", {"net/core.c": "1\n"})
    large = change(linux, "ipv4: large", {"net/ipv4.c": "1\n" * 50})
    other = change(linux, "ksm: elsewhere", {"mm/ksm.c": "1\n"})

    by_path = gems(site, "v2.6.32..master", "--path", "net").output
    assert small[:12] in by_path
    assert other[:12] not in by_path
    assert "## NETWORKING" in gems(site, "v2.6.32..master", "--maintainers").output
    limited = gems(site, "v2.6.32..master", "--limit", "1").output
    assert [sha[:12] in limited for sha in (small, large, other)] == [False, True, False]
    assert large[:12] not in gems(site, "v2.6.32..master", "--grep", "^ksm").output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["v2.6.32"], 1, "is no range"),
        (["v2.6.32..v9.9"], 1, "has no 'v9.9'. Fetch it"),
        (["master..v2.6.32"], 1, "is the wrong way round"),
        (["v2.6.32..v2.6.32"], 1, "is empty"),
        (["--", "--upload-pack=x..master"], 1, "is an option, not a revision"),
        (["v2.6.32..master", "--path", "nowhere"], 1, "is left to list"),
        (["v2.6.32..master", "--grep", "("], 1, "failed in"),
        (["v2.6.32..master", "--tree", "linus"], 2, "Unknown tree 'linus'. Did you mean 'linux'?"),
        (["v2.6.32..master", "--tree", "mirror"], 2, "The tree 'mirror' has no clone."),
    ],
)
def test_what_cannot_be_drafted_is_told(
    site: SmallSite, linux: Repository, arguments: list[str], code: int, message: str
) -> None:
    change(linux, "net: small", {"net/core.c": "1\n"})

    result = gems(site, *arguments)

    assert result.exit_code == code, result.output
    assert message in result.output
    assert "Traceback" not in result.output
