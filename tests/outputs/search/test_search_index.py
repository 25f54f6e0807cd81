"""The index of the search: what is in it, when it is made, what happens when it cannot be."""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cbor2
import pytest
from editable_site import EditableSite
from small_site import SmallSite

from kernlog_site.outputs.search.documents import SearchDocument
from kernlog_site.outputs.search.index import Search
from kernlog_site.outputs.search.pagefind import ENTRY, IndexingFailed, PagefindClient, bundle
from kernlog_site.preview import search_on_demand as asked_module

SIGNATURE = b"pagefind_dcd"


def unpacked(data: bytes) -> bytes:
    return gzip.decompress(data).removeprefix(SIGNATURE)


def found(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """What the index has of each page, by address."""
    fragments = [json.loads(unpacked(data)) for path, data in files.items() if "_fragment" in path]
    return {fragment["url"]: fragment for fragment in fragments}


def of_index(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith("pagefind/")}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that Pagefind was asked to index."""
    urls: list[str] = []
    add = PagefindClient.add

    def added(self: PagefindClient, search_document: SearchDocument) -> None:
        urls.append(search_document.url)
        add(self, search_document)

    monkeypatch.setattr(PagefindClient, "add", added)
    return urls


def test_an_article_is_found_by_what_it_is_about(tmp_path: Path) -> None:
    article = found(SmallSite(tmp_path).build().files())["articles/2.6.33/network/"]

    assert article["meta"] == {
        "title": "Networking",
        "series": "Coming in 2.6.33 · Part 1",
        "release": "2.6.33",
        "date": "20 January 2010",
        "authors": "Anna Example",
    }
    assert article["filters"] == {
        "release": ["2.6.33"],
        "series": ["Coming in 2.6.33"],
        "topic": ["networking"],
        "author": ["Anna Example"],
    }
    assert article["content"].startswith(
        "What is new in the network. Compressed kernels (documentation). Details. More on swapping"
    )
    assert "details" in {anchor["id"] for anchor in article["anchors"]}
    assert "5ad6468801d2" not in article["content"]


def test_all_kinds_of_pages_are_found_but_lists(tmp_path: Path) -> None:
    pages = found(SmallSite(tmp_path).build().files())
    kinds = {url: page["meta"].get("kind") for url, page in pages.items()}

    assert kinds["series/coming-in-2.6.33/"] == "Series"
    assert kinds["releases/2.6.33/"] == "Release"
    assert kinds["topics/networking/"] == "Topic"
    assert kinds["authors/anna/"] == "Author"
    assert kinds["about/"] is None
    assert not kinds.keys() & {"", "series/", "releases/", "topics/", "archive/", "commits/"}


def test_drafts_and_articles_of_the_future_are_in_the_preview_alone(tmp_path: Path) -> None:
    editable = EditableSite(tmp_path)
    for name, meta in {
        "draft": {"date": "2010-02-01 10:00", "status": "draft"},
        "future": {"date": "2099-02-01 10:00"},
    }.items():
        editable.write_page(
            f"articles/{name}.md", {"title": f"A {name}", **meta}, "Xyzzy is secret."
        )
    index = of_index(editable.clean().files)
    said = b"".join(unpacked(data) for path, data in index.items() if ".pf_" in path)

    assert b"xyzzi" not in said.lower()
    assert b"secret" not in said.lower()
    assert not {"articles/draft/", "articles/future/"} & found(index).keys()

    editable.again(preview=True)
    pages = found(editable.searched())
    assert pages["articles/draft/"]["meta"]["draft"] == "Draft"
    assert pages["articles/future/"]["meta"]["draft"] == "Draft"


def test_it_is_made_again_only_if_it_would_be_another(
    editable: EditableSite, asked: list[str]
) -> None:
    editable.again()
    assert asked
    asked.clear()
    editable.configure(copyright="Nobody")
    editable.write("theme/styles/site.css", "body {color: red}")
    again = editable.again()
    assert asked == []
    assert of_index(again.files) == of_index(editable.clean().files)

    asked.clear()
    editable.edit("Another text.")
    again = editable.again()
    assert set(asked) == {*found(again.files)}
    assert "Another text." in found(again.files)["articles/rc8/"]["content"]


def test_where_the_site_is_gone_it_comes_from_the_cache(
    editable: EditableSite, asked: list[str]
) -> None:
    before = editable.again().files
    asked.clear()
    (editable.root / "site" / "pagefind" / ENTRY).unlink()
    assert editable.again().files == before
    shutil.rmtree(editable.root / "site")
    assert editable.again().files == before
    assert asked == []

    editable.cache.unlink()
    assert editable.again().files == before
    assert asked


def test_only_what_readers_ask_for_is_published(tmp_path: Path) -> None:
    names = {Path(path).name for path in of_index(SmallSite(tmp_path).build().files())}

    plain = {name for name in names if ".pf_" not in name}
    assert plain == {
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        "wasm.en.pagefind",
    }


def test_the_language_of_the_site_tells_which_words_are_one(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    theme = {"name": "material", "font": False}
    for language, program in {"de": "de", "pt-BR": "pt-br", "ja": "unknown"}.items():
        site.settings(theme=theme | {"language": language})
        index = of_index(site.build().files())
        assert f"pagefind/wasm.{program}.pagefind" in index


@pytest.mark.parametrize("search", [True, False])
def test_a_site_may_do_without(tmp_path: Path, search: bool) -> None:
    site = SmallSite(tmp_path)
    site.options(search=search)
    built = site.build()

    assert bool(of_index(built.files())) == search
    assert bool(built.page("").select(".kl-search")) == search
    assert bool(built.page("404.html").select("form")) == search
    assert (built.folder / "search" / "index.html").exists() == search


def test_where_there_is_no_pagefind_the_site_has_no_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nothing"))
    built = SmallSite(tmp_path).build(strict=False)

    assert built.problems == [
        "kernlog: There is no search: Pagefind has no program for this machine. Put one on the "
        "path, name it in PAGEFIND_BINARY_PATH, or set search: false."
    ]
    assert of_index(built.files()) == {}
    assert built.page("").select(".kl-search") == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "it ended with 0"),
        ("import sys; sys.stdin.read(10); sys.exit(3)", "it ended with 3"),
        ("print('no base64,' * 999, flush=True); input()", "it gave no answer that makes sense"),
        (
            'import base64; e = b\'{"payload": {"type": "Error", "message": "no"}}\'; '
            "print(base64.b64encode(e).decode(), end=',', flush=True); input()",
            "no",
        ),
    ],
)
def test_if_pagefind_fails_the_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, told: str
) -> None:
    program = tmp_path / "pagefind"
    program.write_text(f"#!{sys.executable}\n{code}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    built = SmallSite(tmp_path).build(strict=False)

    (problem,) = built.problems
    assert problem.startswith("kernlog: There is no search: Pagefind failed, ")
    assert told in problem or "Broken pipe" in problem
    assert of_index(built.files()) == {}
    assert (built.folder / "about" / "index.html").exists()


def test_a_program_that_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pagefind").write_text("not a program")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "pagefind"))

    with pytest.raises(IndexingFailed, match="ermission"):
        PagefindClient("en")


def test_filters_are_in_order_whatever_order_pagefind_writes_them_in() -> None:
    def made(names: list[str], values: list[str]) -> dict[str, bytes]:
        packed = {
            name: gzip.compress(SIGNATURE + cbor2.dumps([name, [[value, [0]] for value in values]]))
            for name in names
        }
        filters = [[name, f"en_{len(values)}{name}00000"] for name in names]
        index = ["1.5.2", [["en_0", 9]], [], filters, [], []]
        entry = {"languages": {"en": {"hash": "en_0123456789", "wasm": "en", "page_count": 1}}}
        return {
            "pagefind-entry.json": json.dumps(entry).encode(),
            "pagefind.en_0123456789.pf_meta": gzip.compress(SIGNATURE + cbor2.dumps(index)),
            "wasm.en.pagefind": b"",
            **{f"filter/{name}.pf_filter": packed[its] for its, name in filters},
        }

    one = bundle(made(["a", "b"], ["x", "y", "é"]).items())
    assert one == bundle(made(["b", "a"], ["é", "y", "x"]).items())
    entry = json.loads(one["pagefind-entry.json"])["languages"]["en"]
    index = cbor2.loads(unpacked(one[f"pagefind.{entry['hash']}.pf_meta"]))
    assert [name for name, _ in index[3]] == ["a", "b"]
    for name, number in index[3]:
        values = [["x", [0]], ["y", [0]], ["é", [0]]]
        assert cbor2.loads(unpacked(one[f"filter/{number}.pf_filter"])) == [name, values]


def test_a_preview_makes_it_for_those_who_ask(editable: EditableSite, asked: list[str]) -> None:
    before = editable.again(preview=True)
    assert of_index(before.files) == {}
    assert asked == []

    first = editable.searched()
    assert asked
    asked.clear()
    editable.searched()
    assert asked == []
    editable.edit("Another text.")
    editable.again(preview=True)
    assert asked == []
    second = editable.searched()
    assert "Another text." in found(second)["articles/rc8/"]["content"]
    assert editable.search_file(next(path for path in first if path not in second)), (
        "a page that searches in the index before still finds its files"
    )


def test_who_asks_while_a_new_one_takes_long_gets_the_one_before(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    editable.again(preview=True)
    first = editable.searched()
    editable.edit("Another text.")
    editable.again(preview=True)
    monkeypatch.setattr(asked_module, "_PATIENCE", 0)
    release = threading.Event()
    make = Search.make

    def slowly(search: Search) -> Mapping[str, bytes]:
        release.wait(20)
        return make(search)

    monkeypatch.setattr(Search, "make", slowly)
    assert editable.search_file(ENTRY) == first[ENTRY]
    release.set()
    monkeypatch.setattr(asked_module, "_PATIENCE", 20)
    assert editable.search_file(ENTRY) != first[ENTRY]
