from __future__ import annotations

import json

import pytest
from calling import kernlog, read_json
from click.testing import CliRunner
from small_site import SmallSite

from kernlog_site.cli.main import main
from kernlog_site.tools.references.citing import mentions

SHA = "7dd65feb6c603e13eba501c34c662259ab38e70e"


def store(site: SmallSite, *records: dict[str, object]) -> None:
    path = site.content / "_data/commits.jsonl"
    lines = [json.dumps(record) for record in records]
    path.write_text(path.read_text() + "".join(f"{line}\n" for line in lines))


def record(sha: str, **more: object) -> dict[str, object]:
    known = {"tree": "linux", "subject": "x86: do it", "author": "A. Developer"}
    times = {"authored": "2010-01-01T12:00:00+00:00", "committed": "2010-01-01T12:00:00+00:00"}
    return {"sha": sha, **known, **times, "first_tag": "v2.6.33-rc1", **more}


def places(site: SmallSite, sha: str = SHA) -> list[tuple[str, int, str]]:
    articles = read_json(site, "show", sha, "--json")["articles"]
    return [(place["path"], place["line"], place["section"]) for place in articles]


def test_a_commit_and_who_cites_it(site: SmallSite) -> None:
    result = kernlog(site, "show", SHA[:12])

    assert result.exit_code == 0
    assert f"commit {SHA}\n" in result.output
    assert "first tag   v2.6.33" in result.output
    assert f"address     https://git.example.org/linux.git/commit/?id={SHA}" in result.output
    assert "Kernel Log: Coming in 2.6.33 (Part 1) - Networking" in result.output
    assert "content/articles/2.6.33/network.md:13" in result.output
    assert f"https://log.example/articles/2.6.33/network/#c-{SHA[:12]}" in result.output


@pytest.mark.parametrize(
    "text",
    [
        SHA,
        SHA.upper(),
        SHA[:7],
        f"linux@{SHA[:12]}",
        f"commit:{SHA[:12]}",
        f"https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id={SHA}",
        f"https://github.com/torvalds/linux/commit/{SHA[:12]}?diff=split#x",
        f"https://git.example.org/?p=a.git;a=commit;h={SHA}",
    ],
)
def test_every_way_to_name_a_commit(site: SmallSite, text: str) -> None:
    assert read_json(site, "show", text, "--json")["sha"] == SHA


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("deadbeefdead", "The store has no commit 'deadbeefdead'. Check the digits."),
        ("stable@7dd65feb6c60", "The store has no commit '7dd65feb6c60' of the tree 'stable'."),
        ("7dd", "'7dd' has 3 digits. Write at least four"),
        ("v2.6.33", "'v2.6.33' is no hash of a commit."),
        ("--", "'--' is no hash"),
        ("", "'' is no hash"),
        ("https://example.org/page", "There is no hash of a commit in https://example.org/page."),
    ],
)
def test_what_names_no_commit(site: SmallSite, text: str, message: str) -> None:
    result = kernlog(site, "show", "--json", "--", text)

    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_candidates_of_an_ambiguous_hash(site: SmallSite) -> None:
    store(site, record("7dd65fff" + "0" * 32, subject="mm: other"))

    result = kernlog(site, "show", "7dd65f")

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: '7dd65f' is ambiguous. Write one of 7dd65feb6c60 (lib: add support for "
        "LZO-compressed kernels), 7dd65fff0000 (mm: other).\n"
    )


def test_places_of_a_project_behind_a_link(
    site: SmallSite, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "deeper" / "log"
    link.parent.mkdir()
    link.symlink_to(site.config_file.parent)

    result = CliRunner().invoke(main, ["-f", str(link / "mkdocs.yml"), "show", SHA])

    assert " content/articles/2.6.33/network.md:13\n" in result.output


def test_a_site_without_a_store(site: SmallSite) -> None:
    (site.content / "_data/commits.jsonl").unlink()

    result = kernlog(site, "show", SHA)

    assert result.exit_code == 1
    assert "Run `kernlog sync`." in result.stderr


def test_the_same_places_as_in_the_built_site(site: SmallSite) -> None:
    built = site.build()

    for place in read_json(site, "show", SHA, "--json")["articles"]:
        address, _, anchor = place["url"].removeprefix("https://log.example/").partition("#")
        assert built.page(address).find(id=anchor), place


def test_lines_and_sections_of_every_shape(site: SmallSite) -> None:
    sha = "abcd" * 10
    store(site, record(sha))
    text = f"""---
title: Shapes
release: 2.6.33
date: 2010-02-01
---
:commit[{sha[:12]} {sha[:12]}] `{sha[:12]}`

## One & *two*

:commit[{sha[:12]} label={sha[:8]}]

{sha[:12]} is no citation.

    :commit[{sha[:12]}]

[words](commit:{sha}) 0{sha[:12]}

```commits
{sha[:12]} x86: do it
```
"""
    site.write("articles/shapes.md", text)

    assert places(site, sha) == [
        ("content/articles/shapes.md", line, section)
        for line, section in [(6, ""), (6, "")] + [(n, "One & two") for n in (10, 10, 16, 19)]
    ]


def test_drafts_are_marked(site: SmallSite) -> None:
    site.write(
        "articles/d.md",
        f"---\ntitle: D\nstatus: draft\ndate: 2010-01-01\n---\n:commit[{SHA[:12]}]\n",
    )

    assert "Kernel Log: D (draft)" in kernlog(site, "show", SHA).output


def test_a_word_that_looks_like_the_hash_is_no_citation(site: SmallSite) -> None:
    site.write("articles/d.md", f"---\ntitle: D\ndate: 2010-01-01\n---\n{SHA} is it\n")

    assert all("d.md" not in path for path, _, _ in places(site))


def test_all_that_the_store_has(site: SmallSite) -> None:
    fate = [
        {
            "kind": "reverted",
            "sha": "ef" * 20,
            "subject": "Revert",
            "author": "A",
            "first_tag": None,
        }
    ]
    store(site, record("beef" * 10, fate=fate, links=["https://a", "https://b"], files=3))

    result = kernlog(site, "show", "beefbeef")

    assert "fate        reverted by efefefefefef Revert (in no release yet)" in result.output
    assert "links       https://a\n            https://b" in result.output
    assert "files       3" in result.output
    assert "No article cites it." in result.output


def test_one_commit_in_two_trees(site: SmallSite) -> None:
    store(
        site,
        record("beef" * 10, tree="mirror"),
        record("beef" * 10),
        record("abba" * 10, tree="gone"),
    )

    shown = read_json(site, "show", "beefbeef", "--json")

    assert shown["tree"] == "linux"
    assert shown["elsewhere"] == {
        "mirror": f"https://github.example.org/linux/commit/{'beef' * 10}"
    }
    assert "its tree is not in mkdocs.yml" in kernlog(site, "show", "abba").output


def test_a_subject_does_not_steer_the_terminal(site: SmallSite) -> None:
    store(site, record("beef" * 10, subject="\x1b[2J\u202e"))

    assert "\x1b" not in kernlog(site, "show", "beef").output
    assert "\u202e" not in kernlog(site, "show", "beef").output


def test_text_of_the_store_stays_on_its_line(site: SmallSite) -> None:
    deed = {"kind": "fixed", "sha": SHA, "subject": "x\ncommit y", "author": "", "first_tag": None}
    store(
        site, record("beef" * 10, subject="a\tb\nCited in:", fate=[deed], **{"mine\nyours": "c\nd"})
    )
    lines = kernlog(site, "show", "beef").stdout.split("\n")
    assert "subject     a b Cited in:" in lines
    assert f"fate        fixed by {SHA[:12]} x commit y (in no release yet)" in lines
    assert "mine yours  c d" in lines


def test_inherited_configuration_and_environment(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_URL", "https://other.example/")
    base = site.config_file.rename(site.root / "base.yml")
    base.write_text(base.read_text().replace("site_url: https://log.example/", ""))
    site.config_file.write_text("INHERIT: base.yml\nsite_url: !ENV LOG_URL\n")

    assert "https://other.example/articles/" in kernlog(site, "show", SHA).output


@pytest.mark.parametrize("plugins", [{"kernlog": None}, [{"kernlog": {"enabled": False}}], []])
def test_plugins_as_mkdocs_reads_them(site: SmallSite, plugins: object) -> None:
    site.settings(plugins=plugins)
    for command in (("show", SHA), ("check",)):
        result = kernlog(site, *command)
        assert result.exit_code == 2, command
        assert "trees" in result.stderr or "does not use kernlog" in result.stderr


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        (":commit[7dd65feb6c60]", True),
        ("stable@7DD6", True),
        ("7dd", False),
        ("7dd65feb6c61", False),
        ("a7dd65feb6c60", False),
    ],
)
def test_which_files_are_worth_reading(text: str, whether: bool) -> None:
    assert mentions(text.encode(), [SHA]) is whether


def test_what_the_store_says_of_a_commit_is_a_line(site: SmallSite) -> None:
    store = site.content / "_data" / "commits.jsonl"
    first, _, rest = store.read_text().partition("\n")
    line = {**json.loads(first), "subject": "a\nCited in:\x1b[31m\u202e"}
    store.write_text(f"{json.dumps(line)}\n{rest}")
    result = kernlog(site, "show", line["sha"])

    assert "subject     a Cited in:\ufffd[31m\ufffd\n" in result.stdout


def test_what_someone_asks_for_cannot_steer_the_terminal(site: SmallSite) -> None:
    result = kernlog(site, "show", "\x1b[31mabc")

    assert result.exit_code == 1
    assert "\ufffd[31mabc" in result.stderr
    assert "\x1b" not in result.stderr
