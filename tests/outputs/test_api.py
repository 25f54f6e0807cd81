"""What a build writes for other programs, and for the look-up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from editable_site import EditableSite
from schemas import SCHEMAS, validate
from small_site import Built, SmallSite

from kernlog_site.commits.store.line_format import CVES
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.outputs.lookup import shards as building
from kernlog_site.outputs.lookup.format import Sharding, Shards

SITE = "https://log.example/"
COMMITS = [f"{number:040x}" for number in range(0, 2**160, 2**160 // 150)]


def exported(files: dict[str, bytes], name: str) -> Any:
    """A file below api/, which is as its schema says."""
    kind = "commits" if name.startswith("commits/") else name
    if name in ("commits/index", "commits/cves"):
        kind = name.replace("/", "-")
    return validate(kind, files[f"api/{name}.json"])


def shards(files: dict[str, bytes]) -> dict[str, Any]:
    index = exported(files, "commits/index")
    names = Sharding(index["digits"], index["step"]).names()
    found = {name: exported(files, f"commits/{name}") for name in names}
    others = ["api/commits/cves.json", "api/commits/index.json"]
    expected = sorted([*others, *(f"api/commits/{name}.json" for name in found)])
    assert sorted(path for path in files if path.startswith("api/commits/")) == expected
    return found


def places(files: dict[str, bytes]) -> Iterator[str]:
    """The address of every place in all shards."""
    for shard in shards(files).values():
        for commit in shard["commits"]:
            for place in commit["places"]:
                yield f"{shard['articles'][place['article']]['url']}#{place['anchor']}"


def test_shards_have_every_place_of_every_article(built: Built) -> None:
    found = list(places(built.files()))
    cited = [
        f"{SITE}{page.removesuffix('index.html')}#{citation['id']}"
        for page in built.pages()
        if page.startswith("articles/")
        for citation in built.page(page).select("[id^=c-]")
    ]
    assert sorted(found) == sorted(cited)
    assert len(cited) == 6


def test_articles_are_listed_with_what_readers_see(built: Built) -> None:
    listed = exported(built.files(), "articles")
    assert listed["site"] == SITE
    assert [its["url"].removeprefix(SITE) for its in listed["articles"]] == [
        "articles/stable/",
        "articles/rc8/",
        "articles/2.6.33/storage/",
        "articles/2.6.33/network/",
    ]
    assert listed["articles"][-1] == {
        "url": "https://log.example/articles/2.6.33/network/",
        "headline": "Kernel Log: Coming in 2.6.33 (Part 1) - Networking",
        "title": "Networking",
        "series": {
            "id": "coming-in-2.6.33",
            "title": "Coming in 2.6.33",
            "url": "https://log.example/series/coming-in-2.6.33/",
        },
        "part": 1,
        "release": "2.6.33",
        "date": "2010-01-20T14:30:00+00:00",
        "updated": [{"date": "2010-01-21T09:00:00+00:00", "note": "Corrected a name."}],
        "authors": [{"id": "anna", "name": "Anna Example"}],
        "topics": ["networking"],
        "summary": "What is new in the network.",
        "commits": [
            "7dd65feb6c60",
            "e7db7b4270ed",
            "d8ec91850efa",
            "5ad6468801d2",
            "0e1227d356e9",
        ],
    }
    assert listed["articles"][0]["series"] is None


def test_releases_are_listed_with_tags_numbers_and_articles(built: Built) -> None:
    listed = exported(built.files(), "releases")["releases"]
    assert [its["version"] for its in listed] == ["2.6.33", "2.6.32.9"]
    newest = listed[0]
    assert newest["url"] == "https://log.example/releases/2.6.33/"
    assert newest["tags"][0] == {"name": "v2.6.33-rc1", "date": "2009-12-17T17:15:07-08:00"}
    assert newest["newest"] == newest["tags"][-1]["name"]
    assert newest["articles"] == [
        f"{SITE}articles/rc8/",
        f"{SITE}articles/2.6.33/storage/",
        f"{SITE}articles/2.6.33/network/",
    ]
    assert [its["id"] for its in newest["series"]] == ["coming-in-2.6.33"]


def test_every_export_names_a_schema_that_is_published(built: Built) -> None:
    files = built.files()
    exports = [path for path in files if path.startswith("api/") and "/schema/" not in path]
    for path in exports:
        named = json.loads(files[path])["$schema"].removeprefix(SITE)
        assert files[named] == (SCHEMAS / named.rpartition("/")[2]).read_bytes()
    assert len(exports) == 5


def test_without_an_address_of_the_site_those_in_it_start_at_its_root(site: SmallSite) -> None:
    site.settings(site_url="", use_directory_urls=False)
    files = site.build().files()
    assert exported(files, "articles")["articles"][-1]["url"] == "/articles/2.6.33/network.html"
    shard = exported(files, "commits/0")
    assert shard["site"] == "/"
    assert shard["$schema"] == "/api/schema/commits.json"
    assert shard["releases"] == {
        "v2.6.33-rc1": "/releases/2.6.33.html",
        "v2.6.33-rc4": "/releases/2.6.33.html",
    }


@pytest.mark.parametrize(
    "front", ["date: 2010-03-02\nstatus: draft", "date: 2099-03-02", "status: draft"]
)
def test_nothing_is_said_of_what_only_drafts_and_the_future_cite(
    site: SmallSite, front: str
) -> None:
    site.edit("articles/2.6.33/network.md", "[7dd65feb6c60 e7db7b4270ed ", "[e7db7b4270ed ")
    for path in ("articles/2.6.33/storage.md", "about.md"):
        site.edit(path, "7dd65feb6c60", "e7db7b4270ed")
    site.write("articles/secret.md", f"---\ntitle: Plans\n{front}\n---\n:commit[7dd65feb6c60]\n")
    store = site.content / "_data/commits.jsonl"
    commits = [json.loads(line) for line in store.read_text().splitlines()]
    secret = next(its for its in commits if its["sha"].startswith("7dd65feb6c60"))
    secret["cves"] = [{"id": "CVE-2021-47171", "role": "fixed", "fixed_in": []}]
    store.write_text("".join(f"{json.dumps(its)}\n" for its in commits))
    leaks = [
        name
        for name, data in site.build().files().items()
        if b"7dd65feb6c60" in data or b"CVE-2021-47171" in data
    ]
    assert leaks == []


def test_the_preview_looks_drafts_up_but_does_not_export_them(site: SmallSite) -> None:
    site.write(
        "articles/secret.md",
        "---\ntitle: Plans\ndate: 2099-03-02\nauthors: [anna]\n---\n:commit[7dd65feb6c60]\n",
    )
    files = site.build(preview=True).files()
    assert f"{SITE}articles/secret/#c-7dd65feb6c60" in set(places(files))
    assert "secret" not in str(exported(files, "articles"))


def test_a_writers_own_file_comes_before_an_export(site: SmallSite) -> None:
    site.write("api/releases.json", "{}")
    assert site.build().files()["api/releases.json"] == b"{}"


def test_titles_are_told_letter_for_letter(site: SmallSite) -> None:
    title = """</script>"'& 🐧 \u200fעברית"""
    site.edit("articles/2.6.33/network.md", "title: Networking", f"title: '{title}'")
    site.edit("articles/2.6.33/network.md", "## Details", "## *Details* <b>&amp;</b>")
    site.edit("articles/2.6.33/network.md", title, title.replace("'", "''"))
    files = site.build().files()
    assert exported(files, "articles")["articles"][-1]["title"] == title
    shard = exported(files, "commits/0")
    assert f"Kernel Log: Coming in 2.6.33 (Part 1) - {title}" in [
        its["headline"] for its in shard["articles"]
    ]


@pytest.fixture
def wide(editable: EditableSite) -> EditableSite:
    """A site with enough citations for four shards."""
    lines = [
        {
            "sha": sha,
            "tree": "linux",
            "subject": f"x86: change {sha[:4]}",
            "author": "A. Developer",
            "authored": "2010-01-08T14:42:42-08:00",
            "committed": "2010-01-08T14:42:42-08:00",
            "first_tag": "v2.6.33-rc1",
        }
        for sha in COMMITS
    ]
    editable.write_lines("commits.jsonl", lines)
    for path in ("2.6.33/network", "2.6.33/storage", "stable"):
        editable.write(f"content/articles/{path}.md", None)
    editable.write("content/articles/other.md", _article(COMMITS[75:]))
    editable.edit(_citing(COMMITS[:75]))
    return editable


def _citing(hashes: list[str]) -> str:
    return f":commit[{' '.join(sha[:12] for sha in hashes)}]"


def _article(hashes: list[str]) -> str:
    front = "title: Other\ndate: 2010-02-12 10:00\nrelease: 2.6.33\nauthors: [anna]"
    return f"---\n{front}\n---\n{_citing(hashes)}\n"


def _with_cves(site: EditableSite, number: int, *cves: str) -> None:
    """Let the store know vulnerabilities that one of the commits introduced."""
    file = site.content / "_data/commits.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    found = [{"id": cve, "role": "introduced", "fixed_in": ["6.9"]} for cve in cves]
    lines[number] |= {"fate": [], "cves": found}
    site.write_lines("commits.jsonl", lines)


@contextmanager
def searching() -> Iterator[list[bytes]]:
    """Collects what all lines of the store are searched for."""
    searched: list[bytes] = []
    containing = SortedLines.containing

    def noting(self: SortedLines, part: bytes) -> Iterator[bytes]:
        searched.append(part)
        return containing(self, part)

    with patch.object(SortedLines, "containing", noting):
        yield searched


@contextmanager
def making() -> Iterator[list[str]]:
    """Collects the shards that are made, by their first hash, and `dealt` if all were dealt out."""
    made: list[str] = []
    shard, deal = Shards.shard, building._deal

    def noting(self: Shards, *arguments: Any) -> bytes:
        data = shard(self, *arguments)
        made.append(json.loads(data)["commits"][0]["sha"][0])
        return data

    def dealing(*arguments: Any) -> Any:
        made.append("dealt")
        return deal(*arguments)

    with patch.object(Shards, "shard", noting), patch.object(building, "_deal", dealing):
        yield made


def test_only_shards_that_say_something_else_are_made_again(wide: EditableSite) -> None:
    with making() as made:
        first = wide.again()
    assert made == ["dealt", "0", "4", "8", "c"]
    assert list(shards(first.files)) == ["0", "4", "8", "c"]

    with making() as made:
        wide.again()
    assert made == []

    times = {path.name: path.stat().st_mtime_ns for path in _folder(wide)}
    wide.edit(_citing(COMMITS[:74]))
    with making() as made:
        edited = wide.again()
    assert made == ["dealt", "0", "4"]  # Those of the article; in one of them nothing differs.
    changed = {path.name for path in _folder(wide) if times[path.name] != path.stat().st_mtime_ns}
    assert changed == {"4.json"}
    assert edited.files == wide.clean().files


def test_a_sync_makes_those_again_of_which_it_learned_something(wide: EditableSite) -> None:
    wide.again()
    file = wide.content / "_data/commits.jsonl"
    file.write_text(file.read_text().replace("change 0000", "change nothing"))
    with making() as made:
        synced = wide.again()
    assert made == ["dealt", "0"]
    assert b"change nothing" in synced.files["api/commits/0.json"]
    assert synced.files == wide.clean().files


def test_a_shard_that_somebody_removed_comes_back(wide: EditableSite) -> None:
    first = wide.again()
    (wide.root / "site/api/commits/4.json").unlink()
    with making() as made:
        again = wide.again()
    assert made == ["dealt", "4"]
    assert again.files == first.files


def test_vulnerabilities_lead_to_the_commits_that_are_cited(wide: EditableSite) -> None:
    assert exported(wide.again().files, "commits/cves")["cves"] == {}
    _with_cves(wide, 0, "CVE-2024-57974", "CVE-2021-47171")
    _with_cves(wide, 74, "CVE-2024-57974")

    found = exported(wide.again().files, "commits/cves")["cves"]

    assert found == {"CVE-2021-47171": [COMMITS[0]], "CVE-2024-57974": [COMMITS[0], COMMITS[74]]}
    wide.edit(_citing(COMMITS[:74]))
    again = wide.again()
    assert exported(again.files, "commits/cves")["cves"]["CVE-2024-57974"] == [COMMITS[0]]
    assert again.files == wide.clean().files


def test_the_store_is_searched_for_vulnerabilities_when_it_has_changed(wide: EditableSite) -> None:
    _with_cves(wide, 0, "CVE-2024-57974")
    with searching() as searched:
        wide.again()
    assert searched.count(CVES) == 1

    wide.edit(_citing(COMMITS[:74]))
    with searching() as searched:
        wide.again()
    assert searched == []

    _with_cves(wide, 1, "CVE-2024-57974")
    with searching() as searched:
        synced = wide.again()
    assert searched.count(CVES) == 1
    assert synced.files == wide.clean().files


def test_processes_make_the_same_shards(wide: EditableSite) -> None:
    _with_cves(wide, 74, "CVE-2024-57974")
    assert wide.again(parallel=True).files == wide.clean().files


def _folder(editable: EditableSite) -> Any:
    return (editable.root / "site/api/commits").glob("*.json")


def test_without_a_store_the_look_up_knows_nothing(site: SmallSite) -> None:
    (site.content / "_data/commits.jsonl").unlink()
    files = site.build(strict=False).files()
    assert exported(files, "commits/0")["commits"] == []
    assert exported(files, "commits/cves")["cves"] == {}
    assert exported(files, "articles")["articles"][-1]["commits"] == []
