"""A built site whose store knows what became of its commits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aged_store import OUTCOMES, age
from hostile_repository import MARKUP
from small_site import Built, SmallSite, broken_links, links, text

ARTICLE = "articles/2.6.33/network/"
BOX = """What became of it 3
lib: add support for LZO-compressed kernels
introduced CVE-2024-57974 (CVSS 7.8), fixed in 5.10.235 and 6.14 CVE published on 27 February 2025
introduced CVE-2026-72014, not fixed yet
arm: add support for LZO-compressed kernels
reverted in 2.6.33-rc5 by Ciro Undoer
ksm: let shared pages be swappable
introduced CVE-2026-72014, not fixed yet"""


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = SmallSite(tmp_path_factory.mktemp("aged"))
    age(site.content)
    return site.build()


def test_a_strict_build_finds_nothing_wrong(aged: Built) -> None:
    assert (aged.problems, aged.aborted) == ([], False)
    assert broken_links(aged) == []


def test_an_article_has_a_box_that_leads_to_its_text(aged: Built) -> None:
    page = aged.page(ARTICLE)
    (box,) = page.select(".kl-aged")
    told = [text(its).replace(" ,", ",") for its in box.select("h2, li > a, li > p")]

    assert "\n".join(told) == BOX
    assert [its for its in links(box) if its.startswith("#")] == [
        "#c-7dd65feb6c60",
        "#c-e7db7b4270ed",
        "#c-5ad6468801d2",
    ]
    assert [its["datetime"] for its in box.select("time")] == ["2025-02-27"]
    (above,) = page.select(".kl-facts__aged a")
    assert (text(above), above["href"]) == ("Since then: 1 commit reverted, 2 CVEs", "#kl-aged")
    following = box.find_next_siblings()
    assert page.select_one(".kl-text") in list(box.find_all_previous())
    assert following[-1].name == "div"


def test_a_feed_has_the_text_without_the_box(aged: Built) -> None:
    feed = (aged.folder / "feed.xml").read_text()
    assert "What became of it" not in feed
    assert "kl-aged" not in feed


def test_the_tracking_page_has_all_of_it_by_kind(aged: Built) -> None:
    page = aged.page("releases/2.6.33/")
    assert text(page.select_one("#kl-fates")) == "What became of them since 4"  # type: ignore[arg-type]
    kinds = page.select(".kl-fates__kind")

    assert [(text(its.summary), its.has_attr("open")) for its in kinds if its.summary] == [
        ("Reverted 1", True),
        ("Introduced a CVE 2", True),
        ("Fixed later 1", False),
        ("Fixed a CVE 2", False),
        ("In stable releases 1", False),
    ]
    assert text(kinds[-1].ul) == (  # type: ignore[arg-type]
        "lib: add support for LZO-compressed kernels also in 2.6.32.9 and 2.6.31.12"
    )
    options = page.select(".kl-filter select option")
    assert [(its["value"], text(its)) for its in options] == [
        ("", "All commits"),
        ("1", "Anything (4)"),
        ("reverted", "Reverted (1)"),
        ("cve", "Introduced a CVE (2)"),
        ("fixed", "Fixed later (1)"),
        ("cve-fixed", "Fixed a CVE (2)"),
        ("backport", "In stable releases (1)"),
    ]


def test_many_are_folded(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    store = site.content / "_data" / "commits.jsonl"
    line = json.loads(store.read_text().splitlines()[0]) | OUTCOMES["5ad6468801d2"]
    shas = [f"{number:012x}".ljust(40, "0") for number in range(1, 9)]
    lines = [json.dumps(line | {"sha": sha}) for sha in shas]
    store.write_text(store.read_text() + "".join(f"{its}\n" for its in lines))
    cited = " ".join(sha[:12] for sha in shas)
    site.edit("articles/rc8.md", "All of", f"Holes (:commit[{cited}]), and all of")
    built = site.build(strict=False)

    (box,) = built.page("articles/rc8/").select(".kl-aged")
    assert len(box.select(":scope > ul > li")) == 6
    assert text(box.details.summary) == "2 more"  # type: ignore[union-attr, arg-type]
    assert len(box.select("details li")) == 2
    assert "Since then: 1 CVE" in text(built.page("articles/rc8/"))


def test_where_nothing_happened_nothing_is_shown(site: SmallSite) -> None:
    built = site.build()
    for path in built.pages():
        assert built.page(path).select(".kl-aged, .kl-facts__aged, .kl-fates, .fate") == []


EVIL: dict[str, dict[str, Any]] = {
    "7dd65feb6c60": {
        "fate": [
            {
                "kind": kind,
                "sha": MARKUP,
                "subject": MARKUP,
                "author": MARKUP,
                "first_tag": MARKUP,
            }
            for kind in ("reverted", "fixed", MARKUP)
        ],
        "backports": [{"tree": "mirror", "sha": MARKUP, "first_tag": MARKUP}],
        "cves": [
            {"id": MARKUP, "role": "introduced", "fixed_in": [MARKUP, "javascript:alert(1)"]},
            {"id": "javascript:alert(1)", "role": "fixed", "fixed_in": [MARKUP]},
        ],
        "pull": {"sha": MARKUP, "subject": MARKUP},
        "stable": MARKUP,
    }
}


def test_whatever_a_store_says_is_text(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site.build()
    monkeypatch.setattr("aged_store.OUTCOMES", EVIL)
    age(site.content)
    built = site.build()

    assert built.problems == []
    for path in (ARTICLE, "releases/2.6.33/"):
        page = built.page(path)
        assert text(page).count("<script>alert(1)</script>") > 5
        assert len(page.select("script")) == len(before.page(path).select("script"))
        assert page.select("img[onerror]") == []
        assert not [its for its in links(page) if its.startswith("javascript")]
        handlers = [key for tag in page.find_all() for key in tag.attrs if key.startswith("on")]
        assert handlers == []
