"""What became of the commits that articles cite, as the command tells it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from calling import kernlog, read_json
from click.testing import Result
from repository import Repository
from small_site import SmallSite

SHA = "7dd65feb6c603e13eba501c34c662259ab38e70e"
KSM = "5ad6468801d28c4d4ac9f48ec19297817c915f6a"
REVERT = {
    "kind": "reverted",
    "sha": "ef" * 20,
    "subject": "Revert it",
    "author": "A",
    "first_tag": "v2.6.34-rc2",
    "committed": "2010-03-12T08:00:00+01:00",
}
CVE = {"id": "CVE-2026-72014", "role": "introduced", "fixed_in": ["6.1.92", "6.9"]}
NETWORK = "content/articles/2.6.33/network.md"
STORAGE = "content/articles/2.6.33/storage.md"


@pytest.fixture
def repository(site: SmallSite) -> Repository:
    """The small site, committed in a repository of its own."""
    repository = Repository(site.root.parent / "repository")
    shutil.move(site.root, repository.path / "log")
    site.root = repository.path / "log"
    site.content, site.config_file = site.root / "content", site.root / "mkdocs.yml"
    commit(repository)
    return repository


def commit(repository: Repository) -> str:
    repository.git("add", "--all")
    return repository.commit("Sync")


def change(site: SmallSite, sha: str = SHA, **keys: Any) -> None:
    """Let the store know something of a commit."""
    file = site.content / "_data" / "commits.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    for line in lines:
        if line["sha"] == sha:
            line.update(keys)
    file.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines))


def told(site: SmallSite, *arguments: str) -> list[str]:
    result = kernlog(site, "aftermath", *arguments)
    assert result.exit_code == 1, result.output
    return result.stdout.splitlines()


def untold(site: SmallSite, *arguments: str) -> list[str]:
    result = kernlog(site, "aftermath", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def failed(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    return result.stderr


def test_by_article_with_file_and_line(site: SmallSite, repository: Repository) -> None:
    change(site, fate=[REVERT])
    change(site, KSM, cves=[CVE])
    sha = repository.git("rev-parse", "HEAD")
    lines = told(site)

    assert lines[0] == (
        f"content/_data/commits.jsonl, compared with commit {sha[:12]} of 2010-01-01."
    )
    blocks = "\n".join(lines).split("\n\n")[1:]
    storage, network = (block.split("\n") for block in blocks)
    lzo = f"{SHA[:12]} lib: add support for LZO-compressed kernels: reverted in 2.6.34-rc2"
    ksm = f"{KSM[:12]} ksm: let shared pages be swappable: introduced CVE-2026-72014, fixed in"
    assert storage == [
        "Kernel Log: Coming in 2.6.33 (Part 2) - Storage",
        "Part 2: 1 commit reverted",
        f"{STORAGE}:10: {lzo}",
    ]
    assert network == [
        "Kernel Log: Coming in 2.6.33 (Part 1) - Networking",
        "Part 1: 1 commit reverted, 1 introduced a CVE",
        f"{NETWORK}:13: {lzo}",
        f"{NETWORK}:17: {ksm} 6.1.92 and 6.9",
    ]


def test_nothing_new(site: SmallSite, repository: Repository) -> None:
    commit(repository)

    assert untold(site)[1] == "Nothing new became of commits that articles cite."
    assert read_json(site, "aftermath", "--json")["articles"] == []
    assert kernlog(site, "aftermath", "--format", "github").stdout.endswith("\n\nNothing new.\n")


def test_a_committed_store_is_compared_with_the_one_before(
    site: SmallSite, repository: Repository
) -> None:
    first = repository.git("rev-parse", "HEAD")
    change(site, fate=[REVERT])
    commit(repository)
    site.write("about.md", "Other.\n")
    commit(repository)

    assert f"commit {first[:12]} of" in told(site)[0]
    assert untold(site, "--since", "HEAD~1")
    assert told(site, "--since", first[:10])


def test_line_ends_of_another_system_are_no_change(site: SmallSite, repository: Repository) -> None:
    file = site.content / "_data" / "commits.jsonl"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert "nothing, for no earlier commit has it" in untold(site)[0]


def test_since_a_day_or_a_time(site: SmallSite, repository: Repository) -> None:
    repository.hour = 48
    change(site, fate=[REVERT])
    commit(repository)  # on 3 January, 01:00+01:00: at midnight where the site is
    change(site, KSM, cves=[CVE])

    assert "1 commit reverted" in " ".join(told(site, "--since", "2010-01-03"))
    assert "reverted" not in " ".join(told(site, "--since", "2010-01-04"))
    assert "1 commit reverted" in " ".join(told(site, "--since", "2010-01-03T00:00"))
    assert "reverted" not in " ".join(told(site, "--since", "2010-01-03 00:01"))
    assert "1 commit reverted" in " ".join(told(site, "--since", "2010-01-03T01:00+01:00"))


@pytest.mark.parametrize(
    ("since", "message"),
    [
        ("v9", "has no commit 'v9'."),
        ("--all", "'--all' is no revision."),
        ("", "'' is no revision."),
        ("HEAD:log", "'HEAD:log' is no revision."),
        ("2009-01-01", "has no commit before 2009-01-01 00:00."),
        ("2010-13-01", "'2010-13-01' is no day or time. Write it as 2026-11-30"),
        ("2010-01-01T12:00 on", "is no day or time."),
        ("\x1b[31m", "is no revision."),
    ],
)
def test_what_is_no_revision_and_no_day(
    site: SmallSite, repository: Repository, since: str, message: str
) -> None:
    stderr = failed(kernlog(site, "aftermath", "--json", f"--since={since}"))

    assert message in stderr
    assert "\x1b" not in stderr


def test_a_commit_without_a_store(site: SmallSite, repository: Repository) -> None:
    (site.content / "_data" / "commits.jsonl").rename(site.root / "elsewhere")
    without = commit(repository)
    (site.root / "elsewhere").rename(site.content / "_data" / "commits.jsonl")
    change(site, fate=[REVERT])

    assert f"nothing, for commit {without[:12]} of" in untold(site, "--since", without)[0]


def test_what_is_new_in_the_store_does_not_count(site: SmallSite, repository: Repository) -> None:
    file = site.content / "_data" / "commits.jsonl"
    whole = file.read_text()
    file.write_text("".join(line for line in whole.splitlines(True) if SHA not in line))
    commit(repository)
    file.write_text(whole)
    change(site, fate=[REVERT])

    assert untold(site)


def test_commits_that_no_article_cites_do_not_count(
    site: SmallSite, repository: Repository
) -> None:
    for path in (site.content / "articles").rglob("*.md"):
        path.write_text(path.read_text().replace(SHA[:12], "e7db7b4270ed"))
    change(site, fate=[REVERT])

    assert untold(site)


def test_drafts_are_marked(site: SmallSite, repository: Repository) -> None:
    text = f"---\ntitle: D\nstatus: draft\ndate: 2010-01-01\n---\n:commit[{SHA[:12]}]\n"
    site.write("articles/d.md", text)
    change(site, fate=[REVERT])

    assert "Kernel Log: D (draft)" in told(site)
    drafts = {a["path"]: a["draft"] for a in read_json(site, "aftermath", "--json")["articles"]}
    assert drafts["content/articles/d.md"]
    assert not drafts[NETWORK]
    assert "](<https://log.example/articles/d/>) (draft)" in "\n".join(
        told(site, "--format", "github")
    )


def test_programs_get_json(site: SmallSite, repository: Repository) -> None:
    change(
        site, fate=[REVERT], backports=[{"tree": "stable", "sha": "cd" * 20, "first_tag": "v6.9.1"}]
    )
    sha = repository.git("rev-parse", "HEAD")
    value = read_json(site, "aftermath", "--json")

    assert value["compared"] == {
        "before": f"commit {sha[:12]} of 2010-01-01",
        "now": "content/_data/commits.jsonl",
    }
    (network,) = [article for article in value["articles"] if article["path"] == NETWORK]
    places = network["commits"][0].pop("places")
    assert network == {
        "headline": "Kernel Log: Coming in 2.6.33 (Part 1) - Networking",
        "part": 1,
        "path": NETWORK,
        "url": "https://log.example/articles/2.6.33/network/",
        "draft": False,
        "summary": "Part 1: 1 commit reverted, 1 backported",
        "commits": [
            {
                "sha": SHA,
                "tree": "linux",
                "subject": "lib: add support for LZO-compressed kernels",
                "url": f"https://git.example.org/linux.git/commit/?id={SHA}",
                "weighty": True,
                "changes": [
                    {
                        "deed": "reverted",
                        "gone": False,
                        "keys": ["ef" * 20],
                        "versions": ["2.6.34-rc2"],
                        "when": "2010-03-12T08:00:00+01:00",
                        "text": "reverted in 2.6.34-rc2",
                    },
                    {
                        "deed": "backported",
                        "gone": False,
                        "keys": ["cd" * 20],
                        "versions": ["6.9.1"],
                        "when": None,
                        "text": "also in 6.9.1",
                    },
                ],
            }
        ],
    }
    assert places[0]["url"] == f"https://log.example/articles/2.6.33/network/#c-{SHA[:12]}"
    shown = read_json(site, "show", SHA, "--json")["articles"]
    assert [place["line"] for place in places] == [
        place["line"] for place in shown if place["path"] == NETWORK
    ]


def test_the_places_are_those_that_show_finds(site: SmallSite, repository: Repository) -> None:
    file = site.content / "_data" / "commits.jsonl"
    for line in file.read_text().splitlines():
        change(site, json.loads(line)["sha"], fate=[REVERT])
    found = {
        (commit["sha"], article["path"], place["line"], place["url"])
        for article in read_json(site, "aftermath", "--json")["articles"]
        for commit in article["commits"]
        for place in commit["places"]
    }
    shown = {
        (sha, place["path"], place["line"], place["url"])
        for sha in {sha for sha, *_ in found}
        for place in read_json(site, "show", sha, "--json")["articles"]
    }

    assert found == shown
    assert len({sha for sha, *_ in found}) > 2


def test_without_a_repository_it_is_what_the_last_sync_read(
    site: SmallSite, tmp_path: Path
) -> None:
    linux = Repository(tmp_path / "linux")
    sha = linux.commit("a: do it")
    site.write("articles/d.md", f"---\ntitle: D\ndate: 2010-01-01\n---\n:commit[{sha[:12]}]\n")
    assert "in no commit of a repository" in failed(kernlog(site, "aftermath"))
    kernlog(site, "sync")
    assert "sync of 20" in untold(site)[0]
    linux.commit(f'Revert "a: do it"\n\nThis reverts commit {sha}.\n')
    kernlog(site, "sync")

    lines = told(site)
    assert "content/_data/commits.jsonl, compared with what it was before the sync of" in lines[0]
    assert f"content/articles/d.md:5: {sha[:12]} a: do it: reverted" in lines
    assert "is in no git repository" in failed(kernlog(site, "aftermath", "--since", "HEAD"))


def test_a_store_that_nobody_committed(site: SmallSite, repository: Repository) -> None:
    repository.git("rm", "--quiet", "--cached", "log/content/_data/commits.jsonl")
    repository.commit("Without")

    assert "in no commit of a repository" in failed(kernlog(site, "aftermath"))


def test_no_store_at_all(site: SmallSite, repository: Repository) -> None:
    (site.content / "_data" / "commits.jsonl").unlink()

    assert "Run `kernlog sync`." in failed(kernlog(site, "aftermath"))


def test_an_older_state_with_broken_lines(site: SmallSite, repository: Repository) -> None:
    file = site.content / "_data" / "commits.jsonl"
    whole = file.read_text()
    file.write_text(f"<<<<<<< HEAD\n{whole}=======\n")
    commit(repository)
    file.write_text(whole)
    change(site, fate=[REVERT])
    result = kernlog(site, "aftermath")

    assert result.exit_code == 1
    assert "has 2 lines that are no records of a commit; passed over." in result.stderr


def test_an_older_state_that_is_no_store(site: SmallSite, repository: Repository) -> None:
    file = site.content / "_data" / "commits.jsonl"
    whole = file.read_text()
    file.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 3\n")
    commit(repository)
    file.write_text(whole)

    assert "no line is a record of a commit. Choose another state" in failed(
        kernlog(site, "aftermath")
    )


@pytest.mark.parametrize("older", [True, False])
def test_a_state_that_a_newer_kernlog_wrote(
    site: SmallSite, repository: Repository, older: bool
) -> None:
    file = site.content / "_data" / "commits.jsonl"
    whole = file.read_text()
    file.write_text(f'{{"form": 99}}\n{whole}')
    if older:
        commit(repository)
        file.write_text(whole)
    stderr = failed(kernlog(site, "aftermath"))

    assert "The file was written by a newer kernlog (form 99). Upgrade kernlog." in stderr
    assert ("commit " in stderr) is older


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_store_that_cannot_be_read(site: SmallSite, repository: Repository) -> None:
    (site.content / "_data" / "commits.jsonl").chmod(0)

    assert "Make it readable" in failed(kernlog(site, "aftermath"))


def test_a_folder_in_the_place_of_the_store(site: SmallSite, repository: Repository) -> None:
    (site.content / "_data" / "commits.jsonl").unlink()
    (site.content / "_data" / "commits.jsonl").mkdir()

    assert "Is a directory" in failed(kernlog(site, "aftermath"))


def test_a_repository_that_cannot_be_asked(site: SmallSite, repository: Repository) -> None:
    (repository.path / ".git" / "HEAD").unlink()

    assert "is no git repository" in failed(kernlog(site, "aftermath"))


def test_hostile_text_steers_nothing(site: SmallSite, repository: Repository) -> None:
    hostile = {**REVERT, "first_tag": "v\x1b[31m\u202e<b>@all"}
    change(site, subject="\x1b]0;x\x07 `<script>` @all #1\n# x", fate=[hostile])
    for shape in ("text", "json", "github"):
        text = kernlog(site, "aftermath", "--format", shape).stdout
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert len(told(site)) == len({*told(site)}) + 1, "each on its line"
