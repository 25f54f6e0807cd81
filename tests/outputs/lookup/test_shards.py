"""The files of the commit look-up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from record_factories import NOON, commit, version
from schemas import validate
from site_core import TREES, store_of

from kernlog_site.commits.store import line_format
from kernlog_site.commits.store.reader import CommitStore
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.core.commit import Backport, Commit, Cve, FollowUp, Pull
from kernlog_site.core.versions import Version
from kernlog_site.outputs.lookup.format import Occurrence, Sharding, Shards, index

SITE = "https://kernlog.example/"
EVIL = """</script><b>"&'\\ ü – #14739"""
NETWORK = f"{SITE}articles/network/", "Kernel Log: Networking"
GRAPHICS = f"{SITE}articles/graphics/", "Kernel Log: Graphics"


SHARDS = Shards(SITE, "linux", TREES, {version("2.6.33"): f"{SITE}releases/2.6.33/"})


BACKPORT = Backport("stable", "b" * 40, "v2.6.32.4")


def shard(store: CommitStore, mentions: Iterable[Occurrence]) -> Any:
    made = SHARDS.shard(store.projections(""), mentions)
    return validate("commits", made)


def cited(*commits: Commit) -> list[Occurrence]:
    return [Occurrence(its.id, *NETWORK, "Wireless") for its in commits]


def test_a_shard_has_what_the_store_knows_of_a_commit_and_its_places() -> None:
    deed = FollowUp("reverted", "e" * 40, "Revert", "B.", "v2.6.34-rc1")
    made = commit(fate=(deed,), links=("lore:x@y",))
    found = shard(
        store_of([made]),
        [
            Occurrence(made.id, *GRAPHICS, ""),
            Occurrence(made.id, *NETWORK, "Wireless"),
            Occurrence(made.id, *NETWORK, EVIL),
        ],
    )
    assert found == {
        "$schema": "https://kernlog.example/api/schema/commits.json",
        "version": 1,
        "site": SITE,
        "trees": {
            "linux": "https://git.example.org/linux.git/commit/?id={sha}",
            "stable": "https://github.com/example/stable/commit/{sha}",
            "history": "https://git.example.org/?p=old.git;a=commit;h={sha}",
            "own": "https://own.example.org/c/{sha}",
        },
        "releases": {"v2.6.33-rc1": f"{SITE}releases/2.6.33/"},
        "articles": [
            {"url": GRAPHICS[0], "headline": GRAPHICS[1]},
            {"url": NETWORK[0], "headline": NETWORK[1]},
        ],
        "commits": [
            {
                "sha": "7c68af6e32c70000000000000000000000000000",
                "tree": "linux",
                "subject": "x86: do it",
                "author": "A. Developer",
                "authored": "2010-02-12T12:00:00+00:00",
                "first_tag": "v2.6.33-rc1",
                "fate": [
                    {
                        "kind": "reverted",
                        "sha": "e" * 40,
                        "subject": "Revert",
                        "author": "B.",
                        "first_tag": "v2.6.34-rc1",
                    }
                ],
                "places": [
                    {"article": 0, "anchor": "c-7c68af6e32c7", "section": ""},
                    {"article": 1, "anchor": "c-7c68af6e32c7", "section": "Wireless"},
                    {"article": 1, "anchor": "c-7c68af6e32c7-2", "section": EVIL},
                ],
            }
        ],
    }


def test_a_shard_tells_of_vulnerabilities_backports_and_the_pull() -> None:
    made = commit(
        fate=(FollowUp("fixed", "e" * 40, "Fix", "B.", None, NOON),),
        backports=(Backport("stable", "b" * 40, "v2.6.32.4"), Backport("stable", "c" * 40)),
        cves=(
            Cve("CVE-2024-57974", "introduced", ("6.6.31", "6.9"), NOON, 7.8),
            Cve("CVE-2024-2", "fixed"),
        ),
        pull=Pull("d" * 40, EVIL),
        stable="2.6.32.x",
    )
    (found,) = shard(store_of([made]), cited(made))["commits"]
    assert found["fate"][0]["committed"] == "2010-02-12T12:00:00+00:00"
    assert found["backports"] == [
        {"tree": "stable", "sha": "b" * 40, "first_tag": "v2.6.32.4"},
        {"tree": "stable", "sha": "c" * 40, "first_tag": None},
    ]
    assert found["cves"] == [
        {
            "id": "CVE-2024-57974",
            "role": "introduced",
            "fixed_in": ["6.6.31", "6.9"],
            "published": "2010-02-12T12:00:00+00:00",
            "score": 7.8,
        },
        {"id": "CVE-2024-2", "role": "fixed", "fixed_in": []},
    ]
    assert found["pull"] == {"sha": "d" * 40, "subject": EVIL}
    assert found["stable"] == "2.6.32.x"


def test_a_shard_has_the_releases_of_all_tags_in_it() -> None:
    releases: dict[Version | None, str] = {
        version(name): f"{SITE}{name}/" for name in ("2.6.33", "2.6.34", "2.6.32.4")
    }
    shards = replace(SHARDS, releases=releases)
    pull = Pull("d" * 40, 'Merge, "first_tag": "v2.6.34"')
    plain, backported = commit("1", pull=pull), commit("2", backports=(BACKPORT,), pull=pull)
    fixed = commit("3", fate=(FollowUp("fixed", "e" * 40, "Fix", "B.", "v2.6.34-rc1"),))

    def tags(*commits: Commit) -> list[str]:
        made = shards.shard(store_of(commits).projections(""), cited(*commits))
        return [*validate("commits", made)["releases"]]

    assert tags(plain) == ["v2.6.33-rc1"]
    assert tags(plain, backported) == ["v2.6.32.4", "v2.6.33-rc1"]
    assert tags(plain, backported, fixed) == ["v2.6.32.4", "v2.6.33-rc1", "v2.6.34-rc1"]


def test_a_pull_alone_is_not_searched_for_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[bytes] = []

    class Noting:
        def findall(self, text: bytes) -> list[bytes]:
            searched.append(text)
            return []

    monkeypatch.setattr(line_format, "_TAG", Noting())
    plain = commit("1", pull=Pull("d" * 40, 'Merge, "first_tag": "v2.6.34"'), stable="")
    backported = commit("2", backports=(BACKPORT,))
    shard(store_of([plain, backported]), cited(plain, backported))

    assert [json.loads(text + b"}")["sha"] for text in searched] == [backported.sha]


def test_what_nobody_cites_is_in_no_shard() -> None:
    used, unused = commit("7c68af6e32c7"), commit("7c68af6e32c8", "Secret")
    found = shard(store_of([used, unused]), cited(used))
    assert [its["sha"] for its in found["commits"]] == [used.sha]
    assert shard(store_of([used, unused]), [])["commits"] == []


def test_a_commit_of_two_trees_stands_twice_that_of_bare_hashes_first() -> None:
    here, there = commit(), commit(tree="history")
    found = shard(store_of([here, there]), cited(there, here))
    assert [its["tree"] for its in found["commits"]] == ["linux", "history"]
    # They are two citations of one abbreviation, and so are the anchors in the article.
    assert [its["places"][0]["anchor"] for its in found["commits"]] == [
        "c-7c68af6e32c7-2",
        "c-7c68af6e32c7",
    ]


def test_commits_stand_in_the_order_of_their_hashes() -> None:
    commits = [commit(digits) for digits in ("7c68af6e32c7", "0c68af6e32c7", "fc68af6e32c7")]
    found = shard(store_of(commits), cited(*commits))
    assert [its["sha"][0] for its in found["commits"]] == ["0", "7", "f"]


def test_a_commit_without_a_tag_has_none() -> None:
    made = commit(first_tag=None)
    found = shard(store_of([made]), cited(made))
    assert found["commits"][0]["first_tag"] is None
    assert found["releases"] == {}


def test_text_that_steers_terminals_or_browsers_comes_as_text() -> None:
    made = commit(subject=EVIL)
    assert shard(store_of([made]), cited(made))["commits"][0]["subject"] == EVIL
    line = json.dumps(
        {
            "sha": made.sha,
            "tree": "linux",
            "subject": 'net: \x1b[31m, "files": 7, "fate": []',
            "author": "\u202eevil",
            "authored": "2010-02-12T12:00:00Z",
            "committed": "2010-02-12T12:00:00Z",
        }
    )
    store = CommitStore(SortedLines.of(f"{line}\n".encode()))
    shown = shard(store, cited(made))["commits"][0]
    assert shown["subject"] == 'net: \N{REPLACEMENT CHARACTER}[31m, "files": 7, "fate": []'
    assert "\u202e" not in shown["author"]
    assert (shown["first_tag"], shown["fate"]) == (None, [])


def test_what_a_hand_wrote_without_all_columns_is_complete_in_a_shard() -> None:
    whole = commit(fate=(FollowUp("fixed", "e" * 40, 'a, "fate": [', "B.", None),))
    lines = store_of([whole]).starting("")
    assert lines[0].count(b', "fate": [') == 1
    assert shard(store_of([whole]), cited(whole))["commits"][0]["fate"][0]["kind"] == "fixed"


def test_the_index_tells_the_rule() -> None:
    schema = f"{SITE}api/schema/commits-index.json"
    found = validate("commits-index", index(SITE, Sharding.of(50_000)))
    assert found == {"$schema": schema, "version": 1, "digits": 3, "step": 4}


def test_the_fullest_of_a_thousand_shards_is_small() -> None:
    """Of 48 citations on average, one in a thousand shards has 75, in as many articles."""
    commits = [commit(f"{number:012x}", "x" * 60, author="y" * 20) for number in range(75)]
    mentions = [
        Occurrence(its.id, f"{SITE}articles/6.19/{'z' * 40}-{number}/", "h" * 90, "s" * 20)
        for number, its in enumerate(commits)
    ]
    assert len(SHARDS.shard(store_of(commits).projections(""), mentions)) < 50_000
