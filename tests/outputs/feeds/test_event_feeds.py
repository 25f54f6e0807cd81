"""The feeds of what became of commits, as feed readers find them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from editable_site import EditableSite, Outcome
from feed_validation import read_atom
from small_site import SmallSite

from kernlog_site.commits.store.reader import CommitStore, read_commits
from kernlog_site.core.commit import Commit
from kernlog_site.outputs.feeds.feed_formats import Feed, FeedEntry, atom

ROOT = "https://log.example/"
LZO = "7dd65feb6c603e13eba501c34c662259ab38e70e"
KSM = "5ad6468801d28c4d4ac9f48ec19297817c915f6a"
SITE, RELEASE = "aftermath.xml", "releases/2.6.33/aftermath.xml"
REVERT = {
    "kind": "reverted",
    "sha": "ef" * 20,
    "subject": "Revert it",
    "author": "A",
    "first_tag": "v2.6.34-rc2",
    "committed": "2010-03-12T08:00:00+01:00",
}
FIX = {**REVERT, "kind": "fixed", "sha": "fe" * 20}
CVE = {
    "id": "CVE-2026-72014",
    "role": "introduced",
    "fixed_in": ["6.9"],
    "published": "2026-05-01T12:00:00+00:00",
    "score": 7.8,
}


def change(site: EditableSite | SmallSite, sha: str, **keys: Any) -> None:
    """Let the store know something of a commit."""
    file = site.content / "_data" / "commits.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    lines = [{**line, **keys} if line["sha"] == sha else line for line in lines]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))


def titles(data: bytes) -> list[str]:
    return [entry.title for entry in read_atom(data).entries]


def agreeing(site: EditableSite) -> Outcome:
    """The site built again, which is what a clean build gives."""
    again = site.again()
    assert again.differences(site.clean()) == []
    return again


def test_a_site_without_events_has_no_such_feeds(editable: EditableSite) -> None:
    change(editable, LZO, fate=[FIX], cves=[{**CVE, "role": "fixed"}])
    files = agreeing(editable).files

    assert not [path for path in files if path.endswith("aftermath.xml")]
    assert not [path for path, data in files.items() if b"aftermath.xml" in data]


def test_an_event_is_an_entry_that_leads_to_the_very_places(site: SmallSite) -> None:
    change(site, LZO, fate=[FIX, REVERT])
    change(site, KSM, cves=[CVE])
    built = site.build()
    files = built.files()

    for path, page in ((SITE, ""), (RELEASE, "releases/2.6.33/")):
        parsed = read_atom(files[path])
        assert {link.rel: link.href for link in parsed.feed.links} == {
            "self": f"{ROOT}{path}",
            "alternate": f"{ROOT}{page}",
        }
        assert parsed.feed.updated == "2026-05-01T12:00:00+00:00"
        cve, revert = parsed.entries
        assert cve.title == ("ksm: let shared pages be swappable: introduced CVE-2026-72014")
        assert revert.title == (
            "lib: add support for LZO-compressed kernels: reverted in 2.6.34-rc2"
        )
        assert revert.published == revert.updated == "2010-03-12T08:00:00+01:00"
        text = BeautifulSoup(revert.content[0].value, "html.parser")
        commit, *places = text.find_all("a")
        assert commit["href"] == f"https://git.example.org/linux.git/commit/?id={LZO}"
        assert [place["href"] for place in places] == [
            f"{ROOT}articles/2.6.33/storage/#c-{LZO[:12]}",
            f"{ROOT}articles/2.6.33/network/#c-{LZO[:12]}",
        ]
        assert revert.link == places[0]["href"]
        for place in places:
            address, _, anchor = str(place["href"]).removeprefix(ROOT).partition("#")
            assert built.page(address).find(id=anchor)
    assert [e.id for e in read_atom(files[SITE]).entries] == [
        e.id for e in read_atom(files[RELEASE]).entries
    ]
    assert read_atom(files[SITE]).feed.id != read_atom(files[RELEASE]).feed.id
    assert read_atom(files[SITE]).feed.id != read_atom(files["feed.xml"]).feed.id


@pytest.mark.parametrize("directory_urls", [True, False])
def test_home_and_release_announce_them_by_titles_of_their_own(
    site: SmallSite, directory_urls: bool
) -> None:
    change(site, LZO, fate=[REVERT])
    site.settings(use_directory_urls=directory_urls)
    built = site.build()
    announced = {}
    for address in built.pages():
        for link in built.page(address).select("head > link[rel=alternate]"):
            path = built.target(address, str(link["href"]))[0].relative_to(built.folder)
            if path.name == "aftermath.xml":
                announced[address] = str(path), link["title"]
                assert read_atom(built.files()[str(path)]).feed.title == link["title"]

    release = "releases/2.6.33/index.html" if directory_urls else "releases/2.6.33.html"
    assert announced == {
        "index.html": (SITE, "Small Log: what became of it"),
        release: (RELEASE, "Small Log: Linux 2.6.33: what became of it"),
    }


def test_what_an_older_store_does_not_date_is_left_out(editable: EditableSite) -> None:
    undated = {key: value for key, value in REVERT.items() if key != "committed"}
    change(editable, LZO, fate=[undated])
    assert SITE not in agreeing(editable).files

    change(editable, LZO, fate=[undated, {**REVERT, "sha": "aa" * 20}])
    assert len(titles(agreeing(editable).files[SITE])) == 1


@pytest.mark.parametrize("front", ["status: draft", "date: 2099-01-01"])
def test_what_readers_cannot_see_cites_nothing(editable: EditableSite, front: str) -> None:
    change(editable, LZO, fate=[REVERT])
    agreeing(editable)
    for path in sorted((editable.content / "articles").rglob("*.md")):
        text = path.read_text().replace("\ndate:", "\nno:") if "date" in front else path.read_text()
        lines = [line for line in text.split("\n") if not line.startswith("no:")]
        path.write_text("\n".join([lines[0], front, *lines[1:]]))

    assert SITE not in agreeing(editable).files
    assert SITE not in editable.again(preview=True).files


def test_a_site_without_an_address_has_none(editable: EditableSite) -> None:
    change(editable, LZO, fate=[REVERT])
    assert SITE in agreeing(editable).files
    editable.configure(site_url=None)

    assert not [path for path in agreeing(editable).files if path.endswith("aftermath.xml")]


def test_an_entry_says_nothing_that_changes_after_its_date(editable: EditableSite) -> None:
    change(editable, LZO, cves=[{**CVE, "fixed_in": []}])
    open_yet = agreeing(editable).files
    change(editable, LZO, cves=[CVE])
    mended = agreeing(editable).files

    for path in (SITE, RELEASE):
        (entry,) = read_atom(mended[path]).entries
        text = BeautifulSoup(entry.content[0].value, "html.parser")
        assert [its.get_text() for its in text.find_all("strong")] == ["introduced CVE-2026-72014"]
        assert mended[path] == open_yet[path]


def test_ids_outlive_edits_of_articles_and_sentences(editable: EditableSite) -> None:
    change(editable, LZO, fate=[{**REVERT, "first_tag": None}], cves=[{**CVE, "fixed_in": []}])
    first = read_atom(agreeing(editable).files[SITE])
    change(editable, LZO, fate=[REVERT], cves=[CVE], subject="lib: other")
    path = editable.content / "articles/2.6.33/network.md"
    path.write_text(path.read_text().replace("Networking", "Networks"))
    editable.configure(site_url="https://elsewhere.example/log/")
    second = read_atom(agreeing(editable).files[SITE])

    assert [entry.id for entry in second.entries] == [entry.id for entry in first.entries]
    assert second.feed.id == first.feed.id
    assert "Networks" in second.entries[0].content[0].value
    assert second.entries[0].link.startswith("https://elsewhere.example/log/articles/")


def test_the_newest_fifty(editable: EditableSite) -> None:
    reverts = [
        {**REVERT, "sha": f"{day:040x}", "committed": f"2010-03-{day:02}T08:00:00+00:00"}
        for day in range(1, 32)
    ]
    cves = [
        {**CVE, "id": f"CVE-2010-{4000 + day}", "published": f"2010-03-{day:02}T09:00:00+00:00"}
        for day in range(1, 32)
    ]
    change(editable, LZO, fate=reverts, cves=cves)
    entries = read_atom(agreeing(editable).files[SITE]).entries

    assert len(entries) == 50
    assert [entry.updated for entry in entries] == sorted(
        (entry.updated for entry in entries), reverse=True
    )
    assert "CVE-2010-4031" in entries[0].title


def test_what_stands_twice_in_a_line_happened_once(editable: EditableSite) -> None:
    change(editable, LZO, fate=[REVERT, REVERT], cves=[CVE, CVE])

    assert len(titles(agreeing(editable).files[SITE])) == 2


def test_hostile_text_is_text(site: SmallSite) -> None:
    hostile = '<script>alert(1)</script>&amp;]]>\u0007\ud800 "x" \u202e'
    change(site, LZO, subject=hostile, fate=[REVERT])
    file = site.content / "_data" / "commits.jsonl"
    file.write_text(file.read_text().replace("v2.6.34-rc2", "v<img src=x onerror=alert(1)>"))
    built = site.build(strict=False)
    (entry,) = read_atom((built.folder / SITE).read_bytes()).entries
    data = (built.folder / SITE).read_text()

    assert "<script" not in data
    assert "\u202e" not in data
    text = BeautifulSoup(entry.content[0].value, "html.parser")
    assert {tag.name for tag in text.find_all(True)} == {"p", "a", "code", "strong", "ul", "li"}
    assert "<script>alert(1)</script>" in text.get_text()


def test_a_tree_that_is_not_shown_anywhere(site: SmallSite) -> None:
    change(site, LZO, fate=[REVERT])
    site.options(trees={"other": {"host": "cgit", "url": "https://x.example"}}, tree="other")
    file = site.content / "_data" / "commits.jsonl"
    file.write_text(file.read_text().replace('"linux"', '"other"', 3))
    built = site.build(strict=False)

    assert len(read_atom((built.folder / SITE).read_bytes()).entries) == 1


@contextmanager
def counting() -> Iterator[list[str]]:
    """Collects what is searched and written."""
    done: list[str] = []
    search = CommitStore.eventful

    def searching(store: CommitStore) -> Iterator[Commit]:
        done.append("search")
        return search(store)

    def writing(feed: Feed, entries: list[FeedEntry], texts: Iterator[str]) -> bytes:
        done.append("write")
        return atom(feed, entries, texts)

    with (
        patch.object(CommitStore, "eventful", searching),
        patch("kernlog_site.outputs.feeds.event_feeds.atom", writing),
    ):
        yield done


def test_work_is_in_proportion(editable: EditableSite) -> None:
    change(editable, LZO, fate=[REVERT])
    with counting() as done:
        editable.again()
        assert done == ["search", "write", "write"]
        editable.again()
        editable.edit("Text that cites nothing.")
        editable.again()
        assert done == ["search", "write", "write"]
        editable.edit(f"Text that cites (:commit[{LZO[:12]}]).")
        editable.again()
        assert done == ["search", "write", "write", "write", "write"]
        editable.edit(f"Text that cites (:commit[{KSM[:12]}]).")
        editable.again()
        change(editable, KSM, subject="ksm: other")
        editable.again()
        assert done == ["search", *["write"] * 6, "search"]


def test_the_search_finds_lines_with_events_and_no_others(editable: EditableSite) -> None:
    said = '{"kind": "reverted", , "role": "introduced",'
    change(editable, LZO, fate=[REVERT], subject=said)
    change(editable, KSM, fate=[FIX], cves=[{**CVE, "role": "fixed"}], subject=said)
    lines = (editable.content / "_data" / "commits.jsonl").read_bytes()
    store, problems = read_commits("commits.jsonl", lines)

    assert problems == ()
    assert [commit.sha for commit in store.eventful()] == [LZO]
