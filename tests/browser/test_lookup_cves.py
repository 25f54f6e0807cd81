"""Looking a CVE up in the sample site, and what the answers say of CVEs, backports and pulls."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from site_core import CASES

MODULE = "/assets/scripts/commits.js"
CVE = "CVE-2024-57974"
BIND = "30fff9231fad757c061285e347b33c5149c2c2e4"
ALONE = "7b6ba2c7d3baf8cd9f888e05563dcc32e368baab"
"""It came without a pull, and nothing became of it."""
FIX = "345cda2fd695534be5a4494f1b59da9daed33663"
STABLE_1, STABLE_2, PULL = "a" * 40, "b" * 40, "c" * 40
EVIL = """"><img src=x onerror=alert(1)></script>'&{cve}{versions}$&\\ javascript:alert(1)"""
BECAME: dict[str, Any] = {
    "backports": [
        {"tree": "stable", "sha": STABLE_1, "first_tag": "v2.6.31.13"},
        {"tree": "stable", "sha": STABLE_2, "first_tag": "v2.6.32.9"},
    ],
    "cves": [
        {"id": "CVE-2026-31503", "role": "introduced", "fixed_in": []},
        {
            "id": CVE,
            "role": "introduced",
            "fixed_in": ["6.6.76", "6.12.13", "6.14"],
            "published": "2025-02-27T02:07:33+00:00",
            "score": 7,
        },
    ],
    "pull": {"sha": PULL, "subject": "Merge git://git.example.org/davem/net-next-2.6"},
    "stable": "2.6.32.x",
}


def status(page: Page) -> Locator:
    return page.locator(".kl-lookup [role=status]")


def answer(page: Page) -> Locator:
    return page.locator(".kl-lookup__answer")


def told(page: Page) -> list[str]:
    """What the answer says of a commit since then, one item each."""
    return answer(page).locator("dl > div", has_text="Since then").locator("li").all_inner_texts()


def ask(page: Page, text: str) -> None:
    page.locator("#kl-commit").fill(text)
    page.keyboard.press("Enter")


def became(page: Page, sample: Path, more: Mapping[str, Mapping[str, Any]]) -> None:
    """Let the look-up know more of commits, all in one file, than the store of the sample does."""
    (begin,) = {sha[0] for sha in more}
    path = sample / f"api/commits/{begin}.json"
    shard = json.loads(path.read_text())
    for commit in shard["commits"]:
        commit.update(more.get(commit["sha"], {}))
    page.route(f"**/api/commits/{path.name}", lambda route: route.fulfill(json=shard))


def known(page: Page, cves: Mapping[str, list[str]]) -> None:
    """Let the index of vulnerabilities know these."""
    page.route("**/api/commits/cves.json", lambda route: route.fulfill(json={"cves": cves}))


@pytest.fixture
def introduced(page: Page, sample: Path) -> Page:
    """A site that cites a commit that introduced a CVE, and one that fixed it."""
    fixed = {"cves": [{"id": CVE, "role": "fixed", "fixed_in": ["6.14"]}]}
    became(page, sample, {BIND: BECAME, FIX: fixed})
    known(page, {CVE: [FIX, BIND], "CVE-2026-31503": [BIND]})
    return page


def test_a_browser_reads_what_is_pasted_as_a_cve(page: Page) -> None:
    cases = yaml.safe_load((CASES / "cves-asked-for.yml").read_text("utf-8"))
    page.goto("/commits/")
    read = page.evaluate(
        "async ([module, texts]) => texts.map((await import(module)).questionIn)",
        [MODULE, [case["text"] for case in cases]],
    )
    for case, its in zip(cases, read, strict=True):
        assert {its.get(key) for key in ("cve", "wrong", "digits")} == {
            case.get(key) for key in ("cve", "wrong", "digits")
        }, case


@pytest.mark.parametrize("text", [CVE, "cve 2024 57974", f"https://www.cve.org/?id={CVE}"])
def test_a_cve_leads_to_commits_and_the_articles_that_cite_them(
    introduced: Page, text: str
) -> None:
    introduced.goto("/commits/")
    ask(introduced, text)

    expect(status(introduced)).to_have_text(
        f"Articles cite 2 commits that introduced or fixed {CVE}."
    )
    assert introduced.url.endswith(f"/commits/?{CVE}")
    expect(introduced).to_have_title(f"{CVE} – Commits – Kernel Log")
    expect(introduced.locator("#kl-answer")).to_be_focused()
    expect(introduced.locator("#kl-answer")).to_have_text(CVE)
    record = answer(introduced).get_by_role("link", name="www.cve.org")
    expect(record).to_have_attribute("href", f"https://www.cve.org/CVERecord?id={CVE}")
    expect(answer(introduced)).to_contain_text("27 February 2025")
    items = introduced.locator(".kl-lookup__commits > li")
    expect(items).to_have_count(2)  # what introduced it comes first
    expect(items.first).to_contain_text("30fff9231fad udp: bind() optimisation")
    expect(items.first.locator("p")).to_have_text(
        f"introduced {CVE} (CVSS 7.0), fixed in 6.6.76, 6.12.13 and 6.14"
    )
    expect(items.last.locator("p")).to_have_text(f"fixed {CVE}, in 6.14")
    items.first.get_by_role("link", name="Part 1").click()
    expect(introduced.locator("#c-30fff9231fad")).to_be_visible()
    introduced.go_back()
    introduced.get_by_role("link", name="30fff9231fad").click()
    expect(status(introduced)).to_have_text("30fff9231fad is cited in one place.")


def test_one_commit_is_told_as_one(page: Page, sample: Path) -> None:
    cves = [{"id": CVE, "role": "introduced", "fixed_in": []}]
    became(page, sample, {BIND: {"cves": cves}})
    known(page, {CVE: [BIND]})
    page.goto(f"/commits/?{CVE.lower()}")
    expect(status(page)).to_have_text(f"Articles cite one commit that introduced or fixed {CVE}.")
    expect(page.locator(".kl-lookup__commits p")).to_have_text(f"introduced {CVE}, not fixed yet")
    expect(answer(page).get_by_text("Published")).to_be_hidden()
    expect(page).to_have_url(re.compile(rf"\?{CVE}$"))


def test_a_cve_that_no_article_is_about_is_answered_too(page: Page) -> None:
    page.goto("/commits/?CVE-1999-0001")
    expect(status(page)).to_have_text(
        "No article cites a commit that is known to have introduced or fixed CVE-1999-0001."
    )
    record = answer(page).get_by_role("link", name="www.cve.org")
    expect(record).to_have_attribute("href", "https://www.cve.org/CVERecord?id=CVE-1999-0001")


def test_half_a_cve_is_none(page: Page) -> None:
    page.goto("/commits/")
    ask(page, "CVE-2024")
    expect(status(page)).to_contain_text("“CVE-2024” is no number of a CVE.")
    expect(page.locator("#kl-commit")).to_have_attribute("aria-invalid", "")
    page.reload()
    expect(status(page)).to_contain_text("is no number of a CVE")


def test_an_index_that_cannot_be_loaded_is_told_and_asked_for_again(introduced: Page) -> None:
    broken = "**/api/commits/cves.json"
    introduced.route(broken, lambda route: route.fulfill(body="<html>"))
    introduced.goto(f"/commits/?{CVE}")
    expect(status(introduced)).to_contain_text("could not be loaded")
    expect(answer(introduced)).to_be_hidden()
    introduced.unroute(broken)
    known(introduced, {CVE: [BIND]})
    ask(introduced, CVE)
    expect(status(introduced)).to_contain_text("one commit")


def test_a_hash_needs_no_index_of_cves(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/commits/?{BIND}")
    expect(status(page)).to_contain_text("one place")
    assert not [url for url in asked if url.endswith("cves.json")]


def test_the_answer_tells_what_became_of_a_commit_the_weighty_first(
    page: Page, sample: Path
) -> None:
    fate = [
        {"kind": "fixed", "sha": "d" * 40, "subject": "Fix", "author": "F.", "first_tag": "v3.0"},
        {
            "kind": "reverted",
            "sha": "e" * 40,
            "subject": "Revert",
            "author": "R.",
            "first_tag": None,
            "committed": "2010-05-12T23:30:00-07:00",
        },
    ]
    cves = [{"id": "CVE-2020-0001", "role": "fixed", "fixed_in": []}, *BECAME["cves"]]
    became(page, sample, {BIND: BECAME | {"fate": fate, "cves": cves}})
    page.goto(f"/commits/?{BIND}")
    expect(answer(page)).to_be_visible()
    assert told(page) == [
        "reverted by R. on 12 May 2010: eeeeeeeeeeee Revert",
        "introduced CVE-2026-31503, not fixed yet",
        f"introduced {CVE} (CVSS 7.0), fixed in 6.6.76, 6.12.13 and 6.14",
        "fixed in 3.0 by F.: dddddddddddd Fix",
        "fixed CVE-2020-0001",
        "also in 2.6.31.13 and 2.6.32.9",
    ]


def test_the_answer_leads_to_cves_backports_and_the_pull(introduced: Page) -> None:
    introduced.goto(f"/commits/?{BIND}")
    stable = "https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git/commit/?id="
    linux = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id="
    for name, url in (
        (CVE, f"https://www.cve.org/CVERecord?id={CVE}"),
        ("2.6.31.13", stable + STABLE_1),
        ("2.6.32.9", stable + STABLE_2),
        (BECAME["pull"]["subject"], linux + PULL),
    ):
        link = answer(introduced).get_by_role("link", name=name, exact=True)
        expect(link).to_have_attribute("href", url)
    facts = answer(introduced).locator("dl > div")
    expect(facts.filter(has_text="Came with")).to_be_visible()
    expect(facts.filter(has_text="Meant for")).to_have_text("Meant forstable 2.6.32.x")


def test_what_is_not_known_is_not_named(page: Page, sample: Path) -> None:
    page.goto(f"/commits/?{ALONE}")
    expect(status(page)).to_contain_text("place")
    for name in ("Came with", "Meant for", "Since then"):
        expect(answer(page).get_by_text(name)).to_be_hidden()

    backports = [{"tree": "stable", "sha": STABLE_1, "first_tag": None}]
    became(page, sample, {ALONE: {"stable": "", "backports": backports}})
    page.reload()
    facts = answer(page).locator("dl > div")
    expect(facts.filter(has_text="Meant for")).to_have_text("Meant forstable trees")
    assert told(page) == ["taken over into a stable tree: aaaaaaaaaaaa"]


def test_a_version_that_two_trees_have_is_told_once(page: Page, sample: Path) -> None:
    backports = [
        {"tree": "stable", "sha": STABLE_1, "first_tag": "v2.6.32.9"},
        {"tree": "android", "sha": STABLE_2, "first_tag": "v2.6.32.9"},
    ]
    became(page, sample, {BIND: {"backports": backports}})
    page.goto(f"/commits/?{BIND}")
    expect(status(page)).to_contain_text("one place")
    assert told(page)[-1] == "also in 2.6.32.9"


def test_hostile_text_is_text(page: Page, sample: Path) -> None:
    hostile: dict[str, Any] = {
        "fate": [{"kind": EVIL, "sha": EVIL, "subject": EVIL, "author": EVIL, "first_tag": EVIL}],
        "backports": [{"tree": tree, "sha": EVIL, "first_tag": EVIL} for tree in (EVIL, "stable")],
        "cves": [
            {"id": EVIL, "role": "introduced", "fixed_in": [EVIL, EVIL], "score": 1.5},
            {"id": CVE, "role": "introduced", "fixed_in": [EVIL]},
        ],
        "pull": {"sha": EVIL, "subject": EVIL},
        "stable": EVIL,
    }
    became(page, sample, {BIND: hostile})
    known(page, {CVE: [BIND]})
    page.goto(f"/commits/?{BIND}")
    expect(status(page)).to_contain_text("one place")
    assert told(page)[:2] == [
        f"introduced {EVIL} (CVSS 1.5), fixed in {EVIL} and {EVIL}",
        f"introduced {CVE}, fixed in {EVIL}",
    ]
    assert told(page)[3] == f"also in {EVIL}"
    expect(answer(page).get_by_text(EVIL, exact=True).first).to_be_visible()
    nothing_came_of_it(page)

    page.goto(f"/commits/?{CVE}")
    expect(page.locator(".kl-lookup__commits p")).to_have_text(f"introduced {CVE}, fixed in {EVIL}")
    nothing_came_of_it(page)


def nothing_came_of_it(page: Page) -> None:
    assert answer(page).locator("img, script").count() == 0
    addresses = answer(page).locator("a").evaluate_all("links => links.map(({href}) => href)")
    assert addresses
    assert all(address.startswith(("http://127.0.0.1", "https://")) for address in addresses)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("question", [BIND, CVE, "CVE-1999-0001"])
def test_answers_keep_nobody_out_and_fit(
    introduced: Page, question: str, scheme: str, width: int
) -> None:
    introduced.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    introduced.set_viewport_size({"width": width, "height": 900})
    introduced.goto(f"/commits/?{question}")
    expect(answer(introduced)).to_be_visible()
    assert Axe().run(introduced).response["violations"] == []
    assert introduced.evaluate("document.documentElement.scrollWidth") <= width


def test_the_search_finds_the_articles_by_a_cve(introduced: Page) -> None:
    introduced.goto("/")
    introduced.keyboard.press("/")
    introduced.locator(".kl-find__words").fill("cve 2024-57974")
    found = introduced.locator(".kl-find__commit")
    expect(found).to_have_count(2)
    expect(found.filter(has_text="udp: bind() optimisation")).to_contain_text("Part 1")
    introduced.get_by_role("link", name=f"Look up {CVE}").click()
    expect(introduced).to_have_url(re.compile(rf"/commits/\?{CVE}$"))
    expect(status(introduced)).to_contain_text("2 commits")
