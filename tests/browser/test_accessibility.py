"""What axe-core finds on a page of each kind, light and dark, wide and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.sample import EVERY_KIND, PART_1, PART_4, TRACKING


def complaints(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{its['id']}: {node['html']}" for its in found for node in its["nodes"]]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", EVERY_KIND)
def test_nothing_keeps_readers_out(page: Page, path: str, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/{path}")
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nor_does_what_opens(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(PART_4)
    page.locator(".kl-cited summary").click()
    page.locator("#c-7c68af6e32c7").hover()
    expect(page.locator(".kl-card")).to_be_visible()

    assert complaints(page) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [PART_1, TRACKING, "search/?q=CVE-2024-57974"])
def test_nor_does_what_became_of_commits(
    aged_page: Page, path: str, scheme: str, width: int
) -> None:
    aged_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    aged_page.set_viewport_size({"width": width, "height": 900})
    aged_page.goto(path)
    aged_page.locator(".kl-aged, .kl-fates, .kl-find__result").first.wait_for()
    aged_page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")

    assert complaints(aged_page) == []
    assert aged_page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.goto(PART_4)
    page.locator("h1").evaluate("h1 => { h1.innerHTML = '<img src=\"\">' }")

    assert any(its.startswith("image-alt") for its in complaints(page))
