"""The card of a citation, by mouse, by keyboard and by touch."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from browser.sample import PART_4, SUMMARY

SHARED = "#c-7c68af6e32c7"
"""A citation whose commit another article cites, too."""


def card(page: Page) -> Locator:
    return page.locator(".kl-card")


def tells_everything(shown: Locator) -> None:
    expect(shown).to_be_visible()
    expect(shown).to_contain_text("core, x86: Add user return notifiers")
    expect(shown).to_contain_text("Avi Kivity, 19 September 2009, v2.6.33-rc1")
    expect(shown.locator("a.hash")).to_have_attribute("href", re.compile("id=7c68af6e32c7"))
    expect(shown).to_contain_text("Also cited in: What's new in 2.6.33")


def leads_to_the_other_article(page: Page) -> None:
    expect(page).to_have_url(re.compile(f"{SUMMARY}{SHARED}$"))
    expect(page.locator(SHARED)).to_be_in_viewport()


def test_the_mouse_goes_from_a_number_into_its_card(page: Page) -> None:
    page.goto(PART_4)
    page.locator(SHARED).hover()
    tells_everything(card(page))

    card(page).get_by_role("link", name="What's new in 2.6.33").click()

    leads_to_the_other_article(page)


def test_the_card_goes_when_the_mouse_goes_and_the_title_comes_back(page: Page) -> None:
    page.goto(PART_4)
    citation = page.locator(SHARED)
    title = citation.get_attribute("title")
    citation.hover()
    expect(card(page)).to_be_visible()
    assert citation.get_attribute("title") is None  # two windows would say the same

    page.locator("h1").hover()

    expect(card(page)).to_have_count(0)
    assert title
    assert citation.get_attribute("title") == title


def test_the_keyboard_goes_through_the_card(page: Page) -> None:
    page.goto(PART_4)
    page.locator(SHARED).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    tells_everything(card(page))

    for _ in range(2):  # the discussion, and the other article
        page.keyboard.press("Tab")
    expect(card(page).get_by_role("link", name="What's new in 2.6.33")).to_be_focused()
    page.keyboard.press("Enter")

    leads_to_the_other_article(page)


def test_escape_takes_the_card_away_and_gives_the_focus_back(page: Page) -> None:
    page.goto(PART_4)
    page.locator(SHARED).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(card(page).locator(":focus")).to_have_count(1)

    page.keyboard.press("Escape")

    expect(card(page)).to_have_count(0)
    expect(page.locator(SHARED)).to_be_focused()


def test_leaving_the_card_by_keyboard_goes_on_in_the_text(page: Page) -> None:
    page.goto(PART_4)
    page.locator(SHARED).focus()
    page.keyboard.press("Shift+Tab")
    for _ in range(5):
        page.keyboard.press("Tab")

    expect(page.locator("#c-18863bdd60f8")).to_be_focused()
    expect(card(page)).to_contain_text("KVM: x86 shared msr infrastructure")
    expect(card(page)).to_have_count(1)


def test_a_tap_opens_the_card_and_another_one_beside_it_closes_it(phone: Page) -> None:
    phone.goto(PART_4)
    phone.locator(SHARED).tap()
    tells_everything(card(phone))
    box = card(phone).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390

    phone.locator("h2").first.tap()
    expect(card(phone)).to_have_count(0)

    phone.locator(SHARED).tap()
    card(phone).get_by_role("link", name="What's new in 2.6.33").tap()
    leads_to_the_other_article(phone)


def test_numbers_can_be_hit_with_a_thumb(phone: Page) -> None:
    phone.goto(PART_4)
    number = phone.locator("#c-7dd65feb6c60")
    number.scroll_into_view_if_needed()
    box = number.bounding_box()
    assert box

    target = number.evaluate(
        """(link) => {
            const area = getComputedStyle(link, "::before")
            return { width: parseFloat(area.width), height: parseFloat(area.height) }
        }"""
    )

    assert target["width"] >= 20
    assert target["height"] >= 24


def test_a_hash_in_a_list_has_a_card_too(page: Page) -> None:
    page.goto(PART_4)
    gem = page.locator(".commits a.citation").first
    gem.scroll_into_view_if_needed()
    gem.hover()

    subject = page.locator(".commits .subject").first.inner_text()
    expect(card(page).locator(".subject")).to_have_text(subject)


def test_what_a_reader_should_know_first_stands_first(page: Page) -> None:
    page.goto(PART_4)
    evil = "<img src=x onerror=alert(1)>"
    kinds = ["fixed", "backport", "cve", "reverted"]
    page.locator(f"#k-{SHARED[3:]}").evaluate(
        """(row, [kinds, evil]) => {
            const fate = document.createElement("span")
            fate.className = "fate"
            fate.append(...kinds.map((kind) => {
                const told = document.createElement("span")
                told.className = `kl-fate--${kind}`
                told.textContent = `${kind} ${evil}`
                return told
            }))
            row.append(fate)
        }""",
        [kinds, evil],
    )
    page.locator(SHARED).hover()

    told = card(page).locator(".fate > span")
    expect(told).to_have_text(
        [f"{kind} {evil}" for kind in ("cve", "reverted", "fixed", "backport")]
    )
    assert card(page).locator("img").count() == 0


def test_the_card_leads_to_the_look_up_which_knows_the_pull(page: Page, sample: Path) -> None:
    path = sample / "api/commits/7.json"
    shard = json.loads(path.read_text())
    entry = next(its for its in shard["commits"] if its["sha"].startswith(SHARED[3:]))
    entry["pull"] = {"sha": "e" * 40, "subject": "Merge branch 'kvm-updates/2.6.33'"}
    page.route("**/api/commits/7.json", lambda route: route.fulfill(json=shard))
    page.goto(PART_4)
    page.locator(SHARED).hover()

    card(page).get_by_role("link", name="More about it").click()

    expect(page).to_have_url(re.compile(r"/commits/\?7c68af6e32c7$"))
    pull = page.get_by_role("link", name="Merge branch 'kvm-updates/2.6.33'")
    expect(pull).to_have_attribute("href", re.compile(f"id={'e' * 40}$"))
