"""What a reader of the sample site sees, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.sample import EVERY_KIND, PART_4, TRACKING


def test_a_reader_walks_from_the_front_page_through_a_series_to_the_tracking_page(
    page: Page,
) -> None:
    page.goto("/")
    page.get_by_role("link", name="Architecture and virtualisation").first.click()
    expect(page.locator("h1")).to_have_text(
        "Kernel Log: Coming in 2.6.33 (Part 4) - Architecture and virtualisation"
    )
    page.locator(".kl-series-box").get_by_role("link", name="Networking").click()
    expect(page.locator("h1")).to_contain_text("(Part 1)")
    page.locator(".kl-series-box").get_by_role("link", name="Next").click()
    expect(page.locator("h1")).to_contain_text("(Part 2)")
    page.get_by_role("link", name="tracking page").first.click()
    expect(page.locator("h1")).to_have_text("Linux 2.6.33")


def test_the_five_commits_of_lzo_are_numbers_that_lead_to_the_git_web(page: Page) -> None:
    page.goto(PART_4)
    group = page.locator(".citations", has=page.locator("#c-7dd65feb6c60"))

    expect(group).to_have_text("1, 2, 3, 4, 5")
    hashes = ["7dd65feb6c60", "e7db7b4270ed", "13510997d600", "cacb246f8db2", "fe1d45e08650"]
    for link, sha in zip(group.locator("a").all(), hashes, strict=True):
        href = link.get_attribute("href") or ""
        assert href.startswith("https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git")
        assert f"?id={sha}" in href


def test_a_commit_on_the_tracking_page_leads_to_the_place_that_cites_it(page: Page) -> None:
    page.goto(TRACKING)
    page.locator("a[href$='#c-7dd65feb6c60']").last.click()

    target = page.locator("#c-7dd65feb6c60")
    expect(target).to_be_in_viewport()
    expect(target).to_have_text("1")


def test_a_citation_tells_what_it_is_on_keyboard_focus(page: Page) -> None:
    page.goto(PART_4)
    page.locator("#c-7dd65feb6c60").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")

    card = page.evaluate(
        "getComputedStyle(document.querySelector('#c-7dd65feb6c60'), '::after').content"
    )
    assert card == '"lib: add support for LZO-compressed kernels (Albin Tonnerre, v2.6.33-rc4)"'


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("path", EVERY_KIND)
def test_nothing_runs_out_of_the_window(page: Page, path: str, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/{path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_can_be_read_without_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(PART_4)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".kl-series-box a").first).to_be_visible()
        expect(page.locator("#c-7dd65feb6c60")).to_be_visible()
        expect(page.locator(".commits li").first).to_be_visible()


def test_print_leaves_out_what_only_a_screen_needs(page: Page) -> None:
    page.goto(PART_4)
    page.emulate_media(media="print")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".md-header")).to_be_hidden()
    expect(page.locator(".kl-series-box")).to_be_hidden()
