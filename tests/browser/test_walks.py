"""The whole way of a reader: from the front page to another article on the same commit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.sample import PART_1, PART_4, SUMMARY, TRACKING

SHARED = "7c68af6e32c7"
"""A commit that part 4 and the summary cite."""

Go = Callable[[Locator], None]


def come_to(link: Locator) -> None:
    """Scroll as far as it takes: rows out of sight are laid out when they come into it, and what is
    below them moves once more."""
    for _ in range(3):
        link.evaluate(
            """link => new Promise((drawn) => {
                link.scrollIntoView({ block: "center" })
                requestAnimationFrame(() => requestAnimationFrame(drawn))
            })"""
        )


def by_mouse(link: Locator) -> None:
    come_to(link)
    link.click()


def by_keyboard(link: Locator) -> None:
    """Tab to it, from the link before it, and press Enter."""
    page = link.page
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")


def by_touch(link: Locator) -> None:
    come_to(link)
    link.tap()


def walk(page: Page, go: Go, open_card: Go) -> None:
    page.goto("/")
    go(page.locator(f".kl-latest a[href$='{PART_1}']").first)
    expect(page.locator("h1")).to_contain_text("(Part 1)")
    go(page.locator(f".kl-series-box a[href$='{PART_4}']").first)
    expect(page.locator("h1")).to_contain_text("(Part 4)")
    go(page.locator(f".kl-facts a[href$='{TRACKING}']"))
    expect(page.locator("h1")).to_have_text("Linux 2.6.33")
    go(page.locator(f"#k-{SHARED} .places a[href*='{PART_4}']").first)
    expect(page).to_have_url(re.compile(f"{PART_4}#c-{SHARED}$"))
    open_card(page.locator(f"#c-{SHARED}"))
    go(page.locator(f".kl-card a[href*='{SUMMARY}']"))
    expect(page).to_have_url(re.compile(f"{SUMMARY}#c-{SHARED}$"))
    expect(page.locator(f"#c-{SHARED}")).to_be_in_viewport()


def test_by_mouse(page: Page) -> None:
    walk(page, by_mouse, lambda citation: citation.hover())


def test_by_keyboard(page: Page) -> None:
    def tab_to(citation: Locator) -> None:
        citation.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")

    walk(page, by_keyboard, tab_to)


def test_by_touch(phone: Page) -> None:
    walk(phone, by_touch, by_touch)


@pytest.mark.parametrize("path", [PART_4, TRACKING, ""])
def test_the_keyboard_reaches_everything_in_the_order_of_the_page(page: Page, path: str) -> None:
    page.goto(f"/{path}")
    tops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        box = page.locator(":focus").bounding_box()
        assert box
        tops.append(box["y"])
    assert tops[0] <= tops[-1]
    assert page.evaluate("document.activeElement !== document.body")
