"""An address that leads nowhere, at any depth: the server shows 404.html there."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import policy


@pytest.fixture
def lost(page: Page, sample: Path) -> Page:
    """A reader at an address that leads nowhere."""
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy()}
    body = (sample / "404.html").read_bytes()
    # Not with the status 404, of which browsers complain.
    page.route("**/no/such/page/", lambda route: route.fulfill(headers=headers, body=body))
    page.goto("/no/such/page/")
    return page


def test_it_looks_like_the_site_and_leads_on(lost: Page) -> None:
    expect(lost.locator("h1")).to_have_text("Page not found")
    assert "Source Serif" in lost.locator("h1").evaluate("e => getComputedStyle(e).fontFamily")
    lost.locator(".kl-lost").get_by_role("link", name="Releases").click()
    expect(lost.locator("h1")).to_have_text("Releases")


def test_it_searches(lost: Page) -> None:
    lost.get_by_label("Search the site").fill("nouveau")
    lost.keyboard.press("Enter")

    expect(lost.locator(".kl-find__result").first).to_contain_text("Graphics")
    assert lost.url.endswith("/search/?q=nouveau")
