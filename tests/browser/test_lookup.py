"""Looking a commit up, in the sample site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Locator, Page, Response, Route, expect
from site_core import CASES

from kernlog_site.commits.web.trees import tree_from
from kernlog_site.outputs.lookup.format import Sharding

REVERTED = "345cda2fd695534be5a4494f1b59da9daed33663"
KVM = "7c68af6e32c7"
MODULE = "/assets/scripts/commits.js"
TREE = "https://git.example.org/linux.git"
HOSTS = ("cgit", "gitweb", "github", "gitlab", "gitea", "sourcehut", "gitiles", "bitbucket")

ASK = """async ([module, questions]) => {
    const { Commits, hashIn } = await import(module)
    const commits = new Commits("/")
    const answers = []
    for (const question of questions) {
        const { commits: found } = await commits.find(hashIn(question))
        answers.push(found.map(({ sha, subject, places }) => [sha, subject, places]))
    }
    return answers
}"""


def cited(sample: Path) -> Iterator[dict[str, Any]]:
    """Every commit that the sample site cites, from its store and its pages."""
    pages = " ".join(path.read_text() for path in (sample / "articles").rglob("index.html"))
    for line in (CASES.parents[1] / "content/_data/commits.jsonl").read_text().splitlines():
        commit = json.loads(line)
        if f'id="c-{commit["sha"][:12]}"' in pages:
            yield commit


def status(page: Page) -> Locator:
    return page.locator(".kl-lookup [role=status]")


def ask(page: Page, text: str) -> None:
    page.get_by_label("Look a commit up").locator("visible=true").last.fill(text)
    page.keyboard.press("Enter")


def test_half_a_letter_is_no_hash(page: Page) -> None:
    page.goto("/commits/")
    page.locator("#kl-commit").evaluate(
        "field => { field.value = 'x\\ud83d'; field.form.requestSubmit() }"
    )

    expect(status(page)).to_contain_text("is no hash of a commit")
    assert page.url.endswith("/commits/?x%EF%BF%BD")


def test_every_commit_of_the_site_is_found_by_whatever_is_pasted(page: Page, sample: Path) -> None:
    commits = list(cited(sample))
    assert len(commits) > 500
    page.goto("/commits/")
    project = {"project": "linux.git"}
    trees = [tree_from(host, {"host": host, "url": TREE, **project}) for host in HOSTS]
    shapes: list[Callable[[str], str]] = [tree.commit for tree in trees]
    shapes += [lambda sha: sha[:12], lambda sha: sha, lambda sha: f"linux@{sha[:12]}"]
    for shape in shapes:
        answers = page.evaluate(ASK, [MODULE, [shape(commit["sha"]) for commit in commits]])
        for commit, (found,) in zip(commits, answers, strict=True):
            assert found[:2] == [commit["sha"], commit["subject"]]
            assert found[2]


def test_every_place_leads_to_a_citation_of_the_commit(page: Page, sample: Path) -> None:
    commits = list(cited(sample))
    page.goto("/commits/")
    answers = page.evaluate(ASK, [MODULE, [commit["sha"] for commit in commits]])
    for commit, ((_, _, places),) in zip(commits, answers, strict=True):
        for place in places:
            address = urlsplit(place["url"])
            text = (sample / address.path.lstrip("/") / "index.html").read_text()
            assert address.fragment.startswith(f"c-{commit['sha'][:12]}")
            assert f'id="{address.fragment}"' in text


def test_a_browser_reads_what_is_pasted_as_the_command_does(page: Page) -> None:
    cases = yaml.safe_load((CASES / "hashes-asked-for.yml").read_text("utf-8"))
    page.goto("/commits/")
    read = page.evaluate(
        "async ([module, texts]) => texts.map((await import(module)).hashIn)",
        [MODULE, [case["text"] for case in cases]],
    )
    for case, its in zip(cases, read, strict=True):
        assert its.get("wrong") == case.get("wrong"), case
        if "wrong" not in case:
            assert its == {"digits": case["digits"], "tree": case.get("tree")}


def test_a_browser_finds_the_shard_as_the_build_does(page: Page) -> None:
    page.goto("/commits/")
    hashes = [f"{number:08x}" for number in range(0, 2**32, 2**32 // 50)]
    for citations in (0, 100, 1000, 50_000, 300_000, 10_000_000):
        sharding = Sharding.of(citations)
        asked: list[str] = []
        page.route("**/api/commits/*.json", _empty(sharding, asked))
        page.evaluate(ASK, [MODULE, hashes])
        page.unroute("**/api/commits/*.json")
        assert asked == ["index", *dict.fromkeys(map(sharding.name, hashes))]


def _empty(sharding: Sharding, asked: list[str]) -> Callable[[Route], None]:
    """Answers for a site without commits; notes which files are asked for."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2].removesuffix(".json")
        asked.append(name)
        index = {"digits": sharding.digits, "step": sharding.step}
        route.fulfill(json=index if name == "index" else {"commits": [], "trees": {}})

    return answer


def test_the_answer_tells_what_a_commit_is_and_leads_on(page: Page) -> None:
    page.goto(f"/commits/?{REVERTED[:12]}")
    expect(status(page)).to_have_text(f"{REVERTED[:12]} is cited in one place.")
    answer = page.locator(".kl-lookup__answer")
    expect(answer.locator("h2")).to_have_text("Allow to turn off TCP window scale opt per route")
    expect(answer).to_contain_text(REVERTED)
    expect(answer).to_contain_text("Gilad Ben-Yossef, 28 October 2009")
    expect(answer).to_contain_text(
        "reverted in 2.6.33-rc1 by David S. Miller on 15 December 2009: bb5b7c11263d tcp"
    )
    expect(page).to_have_title(f"{REVERTED[:12]} – Commits – Kernel Log")
    web = answer.get_by_role("link", name="linux", exact=True)
    assert (web.get_attribute("href") or "").endswith(f"torvalds/linux.git/commit/?id={REVERTED}")
    landed = answer.get_by_role("link", name="v2.6.33-rc1")
    assert urlsplit(landed.get_attribute("href") or "").path == "/releases/2.6.33/"
    answer.get_by_role("link", name="Kernel Log: Coming in 2.6.33 (Part 1) - Networking").click()
    expect(page.locator(f"#c-{REVERTED[:12]}")).to_be_in_viewport()


def test_questions_are_in_the_address_and_come_back(page: Page) -> None:
    page.goto("/commits/")
    ask(page, f"https://github.com/torvalds/linux/commit/{REVERTED}")
    expect(status(page)).to_contain_text("one place")
    assert page.url.endswith(f"/commits/?{REVERTED[:12]}")
    ask(page, KVM[:7])
    expect(status(page)).to_contain_text(KVM)
    assert page.url.endswith(f"/commits/?{KVM}")
    page.go_back()
    expect(status(page)).to_contain_text(REVERTED[:12])
    expect(page.locator("#kl-commit")).to_have_value(REVERTED[:12])
    page.go_back()
    expect(page.locator(".kl-lookup__answer")).to_be_hidden()
    page.go_forward()
    expect(page.locator(".kl-lookup__answer h2")).to_contain_text("TCP window")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("deadbeef", "No article cites a commit deadbeef."),
        (f"stable@{KVM}", f"No article cites a commit {KVM} of the tree stable."),
        ("7c6", "“7c6” is too short."),
        (f"{REVERTED}0", "is too long. A hash has 40 digits."),
        ("v2.6.33", "“v2.6.33” is no hash of a commit."),
        ("<b>&quot;", "“<b>&quot;” is no hash of a commit."),
        ("https://lwn.net/", "There is no hash of a commit in “https://lwn.net/”."),
    ],
)
def test_what_cannot_be_found_is_answered_too(page: Page, text: str, told: str) -> None:
    page.goto("/commits/")
    ask(page, text)
    expect(status(page)).to_contain_text(told)
    page.reload()
    expect(status(page)).to_contain_text(told)


def test_an_unknown_commit_is_looked_for_in_every_git_web(page: Page) -> None:
    page.goto("/commits/?deadbeefdead")
    links = page.locator(".kl-lookup__answer").get_by_role("link")
    expect(links).to_have_text(["linux", "stable", "history", "own"])
    assert (links.first.get_attribute("href") or "").endswith("/commit/?id=deadbeefdead")


def test_an_ambiguous_abbreviation_offers_its_candidates(page: Page, sample: Path) -> None:
    shas = sorted(commit["sha"] for commit in cited(sample))
    alike = [(a, b) for a, b in pairwise(shas) if a[:4] == b[:4]]
    first, second = alike[0] if alike else _with_twin(page, sample, shas[0])
    page.goto(f"/commits/?{first[:4]}")
    expect(status(page)).to_have_text(f"2 commits begin with {first[:4]}. Which one is meant?")
    choices = page.locator(".kl-lookup__choice a")
    expect(choices).to_have_text([first[:12], second[:12]])
    choices.first.click()
    expect(status(page)).to_contain_text(f"{first[:12]} is cited")


def _with_twin(page: Page, sample: Path, sha: str) -> tuple[str, str]:
    """Another commit that begins like one of the site."""
    path = sample / f"api/commits/{sha[0]}.json"
    shard = json.loads(path.read_text())
    twin = sha[:8] + "f" * 32
    entry = next(its for its in shard["commits"] if its["sha"] == sha)
    shard["commits"].append(entry | {"sha": twin, "subject": "Twin"})
    page.route(f"**/{path.name}", lambda route: route.fulfill(json=shard))
    return sha, twin


def test_a_commit_of_two_trees_is_one_commit(page: Page) -> None:
    entry: dict[str, Any] = {
        "sha": REVERTED,
        "subject": "x",
        "author": "A",
        "authored": "2010-01-01T00:00:00Z",
    }
    entry |= {"first_tag": None, "fate": []}
    place = {"article": 0, "anchor": f"c-{REVERTED[:12]}", "section": ""}
    shard = {
        "site": "/",
        "trees": {"linux": "https://a.example/{sha}", "stable": "https://b.example/{sha}"},
        "releases": {},
        "articles": [{"url": "/articles/x/", "headline": "X"}],
        "commits": [entry | {"tree": tree, "places": [place]} for tree in ("linux", "stable")],
    }
    page.route("**/api/commits/3.json", lambda route: route.fulfill(json=shard))
    page.goto(f"/commits/?{REVERTED}")
    expect(status(page)).to_contain_text("2 places")
    answer = page.locator(".kl-lookup__answer")
    expect(answer).to_contain_text("not in a release yet")
    expect(answer.get_by_role("link", name="in the text")).to_have_count(2)
    for name, url in (("linux", "https://a.example/"), ("stable", "https://b.example/")):
        expect(answer.get_by_role("link", name=name)).to_have_attribute("href", url + REVERTED)
    page.goto(f"/commits/?stable@{REVERTED}")
    expect(status(page)).to_contain_text("one place")
    assert page.url.endswith(f"?stable@{REVERTED[:12]}")


def test_a_network_that_fails_is_told_and_can_be_tried_again(page: Page) -> None:
    page.route("**/api/commits/3.json", lambda route: route.fulfill(body="<html>"))
    page.goto("/commits/")
    ask(page, REVERTED)
    expect(status(page)).to_contain_text("could not be loaded")
    page.unroute("**/api/commits/3.json")
    ask(page, REVERTED)
    expect(status(page)).to_contain_text("one place")


def test_the_last_question_counts(page: Page) -> None:
    held: list[Route] = []
    # Playwright looks at the parameters of what it calls, and a method of list tells none.
    page.route("**/api/commits/3.json", lambda route: held.append(route))  # noqa: PLW0108
    page.goto("/commits/")
    ask(page, REVERTED)
    expect(status(page)).to_have_text("Looking up …")
    ask(page, KVM)
    expect(status(page)).to_contain_text(KVM)
    held[0].continue_()
    page.wait_for_timeout(200)
    expect(status(page)).to_contain_text(KVM)


def test_it_works_by_keyboard_alone(page: Page) -> None:
    page.goto("/commits/")
    page.locator("#kl-commit").focus()
    page.keyboard.type(REVERTED[:12])
    page.keyboard.press("Enter")
    expect(page.locator("#kl-answer")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "v2.6.33-rc1"


def test_one_look_up_loads_little(page: Page) -> None:
    page.goto("/commits/")
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108
    with page.expect_response("**/api/commits/3.json"):
        ask(page, REVERTED)
    expect(status(page)).to_contain_text("one place")
    fetched = [its for its in loaded if its.request.resource_type == "fetch"]
    names = [response.url.rpartition("/")[2] for response in fetched]
    assert names == ["index.json", "3.json"]
    assert sum(len(response.body()) for response in fetched) <= 50_000


def test_without_scripts_the_lists_by_release_are_there(page: Page) -> None:
    assert page.context.browser
    with page.context.browser.new_context(java_script_enabled=False) as context:
        window = context.new_page()
        page.goto("/commits/")
        window.goto(page.url)
        expect(window.locator(".kl-lookup noscript p")).to_be_visible()
        expect(window.locator(".kl-lookup__form")).to_be_hidden()
        window.get_by_role("link", name="Linux 2.6.33").click()
        expect(window.locator("h1")).to_have_text("Linux 2.6.33")


def test_on_a_phone_it_fits(phone: Page) -> None:
    phone.goto(f"/commits/?{REVERTED}")
    expect(status(phone)).to_contain_text("one place")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
