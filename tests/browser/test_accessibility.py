"""What axe-core finds on a page of each kind, light and dark, wide and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.sample import EVERY_KIND, PART_4


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


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.goto(PART_4)
    page.locator("h1").evaluate("h1 => { h1.innerHTML = '<img src=\"\">' }")

    assert any(its.startswith("image-alt") for its in complaints(page))
