"""An old address: a browser is led on, with scripts and without, and keeps its place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import watched

OLD = "/open/features/coming-in-2.6.33-part-4.html"
NEW = "/articles/2.6.33/architecture-and-virtualisation/"
TOPIC = "Architecture and virtualisation"


@pytest.mark.parametrize("fragment", ["", "#c-7c68af6e32c7", "#commits", "#a&b%20%22c%22"])
def test_the_reader_arrives_where_the_old_address_pointed(page: Page, fragment: str) -> None:
    page.goto(f"{OLD}{fragment}", wait_until="commit")

    page.wait_for_url(f"**{NEW}{fragment}")
    page.wait_for_load_state()
    page.wait_for_timeout(300)  # The page's own way on, without the fragment, has had its time.
    assert page.url.endswith(f"{NEW}{fragment}")
    expect(page.locator("h1")).to_contain_text(TOPIC)


def test_the_way_back_does_not_lead_into_it_again(page: Page) -> None:
    page.goto("/releases/")
    page.goto(f"{OLD}#c-7c68af6e32c7", wait_until="commit")
    page.wait_for_url(f"**{NEW}#c-7c68af6e32c7")
    page.wait_for_load_state()
    page.go_back()

    page.wait_for_url("**/releases/")


def test_without_scripts(browser: Browser, address: str) -> None:
    for page in watched(browser, address, java_script_enabled=False):
        page.goto(f"{OLD}#c-7c68af6e32c7", wait_until="commit")

        page.wait_for_url(re.compile(re.escape(NEW)))
        expect(page.locator("h1")).to_contain_text(TOPIC)
