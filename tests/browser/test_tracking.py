"""The tracking page of a release: its timeline, and the filter of its commits."""

from __future__ import annotations

import re
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.sample import TRACKING

ENOUGH = 5000
KEYSTROKE = 0.5
"""Of what it takes to show the whole list anew, the middle of several."""


def rows(page: Page) -> Locator:
    return page.locator(".kl-commits > li")


def type_into_filter(page: Page, words: str) -> Locator:
    field = page.get_by_role("searchbox", name="Filter")
    field.fill(words)
    return field


def test_the_filter_leaves_rows_that_have_all_words_in_whatever_place(page: Page) -> None:
    page.goto(TRACKING)
    everything = rows(page).count()
    type_into_filter(page, "ALBIN lzo")

    shown = rows(page).locator("visible=true")
    expect(shown).not_to_have_count(0)
    for row in shown.all():
        expect(row).to_contain_text("Albin Tonnerre")
    expect(page.locator(".kl-filter [role=status]")).to_have_text(
        f"{shown.count()} of {everything}"
    )
    # Areas without a match go with their rows, in the text and in the index.
    assert page.locator(".kl-area:visible").count() == page.locator(".kl-areas li:visible").count()
    expect(page.locator(".kl-area", has_text="ACPI")).to_be_hidden()


@pytest.mark.parametrize(
    ("asked", "subject"), [("7dd65feb6c60", "lib: add support for LZO"), ("kvm virtual", "KVM")]
)
def test_a_hash_or_an_area_finds_its_commits(page: Page, asked: str, subject: str) -> None:
    page.goto(TRACKING)
    type_into_filter(page, asked)
    expect(rows(page).locator("visible=true").first).to_contain_text(subject)


def test_what_is_asked_for_is_in_the_address_and_escape_clears_it(page: Page) -> None:
    page.goto(TRACKING)
    everything = rows(page).count()
    field = type_into_filter(page, "no such commit")
    expect(page.locator(".kl-filter [role=status]")).to_have_text("No commit matches")
    expect(page).to_have_url(re.compile(r"/releases/2\.6\.33/\?q=no\+such\+commit$"))

    page.reload()
    expect(field).to_have_value("no such commit")
    expect(rows(page).locator("visible=true")).to_have_count(0)

    field.press("Escape")
    expect(field).to_have_value("")
    expect(rows(page).locator("visible=true")).to_have_count(everything)
    expect(page).to_have_url(re.compile(r"/releases/2\.6\.33/$"))


@pytest.mark.parametrize(
    ("chosen", "shown", "in_address"),
    [
        ("Anything (4)", 4, "1"),
        ("Reverted (1)", 1, "reverted"),
        ("Introduced a CVE (2)", 2, "cve"),
        ("Fixed later (1)", 1, "fixed"),
        ("Fixed a CVE (2)", 2, "cve-fixed"),
        ("In stable releases (1)", 1, "backport"),
    ],
)
def test_only_what_one_thing_happened_to_can_be_shown(
    aged_page: Page, chosen: str, shown: int, in_address: str
) -> None:
    aged_page.goto(TRACKING)
    fate = aged_page.get_by_label("Since then")
    fate.select_option(chosen)
    visible = rows(aged_page).locator("visible=true")

    expect(visible).to_have_count(shown)
    if in_address != "1":
        expect(visible.locator(f".kl-fate--{in_address}")).not_to_have_count(0)
    expect(aged_page).to_have_url(re.compile(rf"\?fate={in_address}$"))

    aged_page.reload()
    expect(fate).to_have_value(in_address)
    expect(visible).to_have_count(shown)
    fate.press("Escape")
    expect(fate).to_have_value("")
    expect(visible).to_have_count(5)


@pytest.mark.parametrize("asked", ["1", "on", "no such kind"])
def test_an_address_from_before_shows_what_anything_became_of(aged_page: Page, asked: str) -> None:
    aged_page.goto(f"{TRACKING}?fate={asked}")
    expect(rows(aged_page).locator("visible=true")).to_have_count(4)


def test_the_number_of_a_cve_leaves_its_commits(aged_page: Page) -> None:
    aged_page.goto(TRACKING)
    type_into_filter(aged_page, "cve-2024-57974")
    expect(rows(aged_page).locator("visible=true")).to_have_count(1)


def test_what_became_of_commits_unfolds_by_kind_and_leads_to_their_rows(
    browser: Browser, aged_address: str
) -> None:
    with browser.new_context(base_url=aged_address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(TRACKING)
        stable = page.locator(".kl-fates__kind", has_text="In stable releases")
        expect(stable.locator("li")).to_be_hidden()
        stable.locator("summary").click()
        stable.get_by_role("link").click()
        expect(page.locator("#k-7dd65feb6c60")).to_be_in_viewport()


@pytest.mark.parametrize("fragment", ["%", "%E0%A4%A", "a.b", "1a", "#", "[x]"])
def test_a_fragment_that_leads_nowhere_is_no_error(page: Page, fragment: str) -> None:
    page.goto(f"{TRACKING}?q=lzo#{fragment}")
    page.evaluate("fragment => { location.hash = `${fragment}.` }", fragment)

    expect(rows(page).locator("visible=true")).not_to_have_count(0)
    expect(page.get_by_role("searchbox", name="Filter")).to_have_value("lzo")


def test_a_row_that_is_filtered_out_is_shown_to_those_who_are_led_there(page: Page) -> None:
    page.goto(TRACKING)
    last = str(rows(page).last.get_attribute("id"))
    page.goto(f"{TRACKING}?q=no+such#{last.replace('-', '%2D')}")

    expect(rows(page).last).to_be_in_viewport()


def test_escape_that_ends_composing_clears_nothing(page: Page) -> None:
    page.goto(TRACKING)
    field = type_into_filter(page, "lzo")
    field.dispatch_event("keydown", {"key": "Escape", "isComposing": True})

    expect(field).to_have_value("lzo")


def test_the_filter_keeps_pace_with_whoever_types(page: Page) -> None:
    page.goto(TRACKING)
    # As many rows as a large release has, before the script looks for them.
    page.route(
        f"**/{TRACKING}",
        lambda route: route.fulfill(response=(found := route.fetch()), body=_many(found.text())),
    )
    page.reload()
    assert rows(page).count() >= ENOUGH

    keystrokes, anew = page.evaluate(
        """async () => {
          const field = document.querySelector(".kl-filter input")
          const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
          const took = []
          for (const words of ["d", "dr", "drm", "drm i", "drm", "dr", "d", "dr", "drm"]) {
            const start = performance.now()
            field.value = words
            field.dispatchEvent(new InputEvent("input", { bubbles: true }))
            document.body.getBoundingClientRect()
            took.push(performance.now() - start)
            await drawn()
          }
          const anew = []
          for (let times = 0; times < 5; times += 1) {
            const start = performance.now()
            for (const list of document.querySelectorAll(".kl-commits"))
              list.replaceWith(list.cloneNode(true))
            document.body.getBoundingClientRect()
            anew.push(performance.now() - start)
            await drawn()
          }
          return [took, anew]
        }"""
    )
    assert median(keystrokes) < KEYSTROKE * median(anew)


def _many(html: str) -> str:
    lists = re.compile(r"(<[ou]l class=\"kl-commits[^>]*>)(.*?)(</[ou]l>)", re.DOTALL)
    return lists.sub(lambda found: found[1] + found[2] * 10 + found[3], html)


def test_articles_on_the_timeline_are_reached_and_opened_by_keyboard(page: Page) -> None:
    page.goto(TRACKING)
    flags = page.locator(".kl-drawing a")
    flags.first.focus()
    names = []
    for _ in range(flags.count()):
        names.append(page.evaluate("document.activeElement.querySelector('title').textContent"))
        page.keyboard.press("Tab")
    assert names[0] == "Part 1: Networking, 15 January 2010"
    assert names[-1] == "What's new in 2.6.33, 25 February 2010"

    flags.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Networking")


@pytest.mark.parametrize("width", [960, 1100, 1280, 1600, 2000])
@pytest.mark.parametrize("path", [TRACKING, "releases/2.6.34/", "releases/2.6.32/"])
def test_no_letters_of_the_timeline_touch_others(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    boxes: list[dict[str, Any]] = page.locator(".kl-drawing text").evaluate_all(
        "texts => texts.map(text => text.getBoundingClientRect().toJSON())"
    )
    drawing = page.locator(".kl-drawing").bounding_box()
    assert drawing
    assert boxes
    for number, one in enumerate(boxes):
        assert drawing["x"] - 1 <= one["left"]
        assert one["right"] <= drawing["x"] + drawing["width"] + 1
        assert not [other for other in boxes[:number] if _touch(one, other)]


def _touch(one: dict[str, float], other: dict[str, float]) -> bool:
    line = 0.25 * one["height"]  # boxes of text are higher than its letters
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] + line < other["bottom"]
        and other["top"] + line < one["bottom"]
    )


def test_on_a_phone_the_timeline_is_a_list(phone: Page) -> None:
    phone.goto(TRACKING)
    expect(phone.locator(".kl-drawing")).to_be_hidden()
    expect(phone.locator(".kl-dates summary")).to_be_hidden()
    phone.locator(".kl-timeline").get_by_role("link", name="Networking").click()
    expect(phone.locator("h1")).to_contain_text("Networking")


def test_without_javascript_there_is_no_filter_and_nothing_is_missing(
    browser: Browser, address: str
) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(TRACKING)
        expect(page.locator(".kl-filter")).to_be_hidden()
        expect(rows(page).first).to_be_visible()
        expect(page.locator(".kl-fates")).to_contain_text("reverted in 2.6.33-rc1")
        page.locator(".kl-dates summary").click()
        expect(page.locator(".kl-timeline > li")).to_have_count(16)
