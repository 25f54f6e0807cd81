"""What comes out of the printer, and what `?print` shows of it on the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.sample import PART_1, PART_4

BEGIN = "dispatchEvent(new Event('beforeprint'))"
END = "dispatchEvent(new Event('afterprint'))"


def test_print_leaves_out_what_only_a_screen_needs(page: Page) -> None:
    page.goto(PART_4)
    parts = [".kl-bar", ".kl-series-box", ".kl-contents", ".kl-neighbours", ".kl-tools", ".kl-foot"]
    for part in parts:
        expect(page.locator(part)).to_be_visible()

    page.emulate_media(media="print")

    for part in (*parts, ".kl-cited"):
        expect(page.locator(part)).to_be_hidden()
    for part in ("h1", ".kl-byline", ".kl-standfirst", ".kl-text", ".commits li >> nth=0"):
        expect(page.locator(part)).to_be_visible()


def numbered(page: Page) -> None:
    """Every link of the text has the number of its address in the list at the end."""
    addresses = page.locator(".kl-links li").all_inner_texts()
    assert len(addresses) == len(set(addresses)) > 90
    links = page.locator(".kl-text a[href]:not(.headerlink, [href^='#'])").all()
    for link in (links[0], links[-1], page.locator("#c-7dd65feb6c60")):
        number = re.search(r"\[(\d+)\]$", link.inner_text())
        assert number
        href = link.evaluate("link => link.href")
        assert href in addresses[int(number[1]) - 1]


def test_on_paper_every_link_is_numbered_and_afterwards_none(page: Page) -> None:
    page.goto(PART_4)
    before = page.locator("main").inner_html()
    page.emulate_media(media="print")
    page.evaluate(BEGIN)
    expect(page.locator(".kl-links")).to_be_visible()
    numbered(page)

    page.evaluate(END)

    assert page.locator("main").inner_html() == before


def test_what_became_of_commits_is_on_paper_unfolded(aged_page: Page) -> None:
    aged_page.goto(PART_1)
    # As a long box has it.
    aged_page.locator(".kl-aged ul").evaluate(
        """list => {
          const fold = document.createElement("details")
          fold.append(document.createElement("summary"), list.cloneNode(true))
          list.after(fold)
        }"""
    )
    before = aged_page.locator("main").inner_html()
    aged_page.emulate_media(media="print")
    aged_page.evaluate(BEGIN)
    for box in (".kl-facts__aged", ".kl-aged > ul > li >> nth=0", ".kl-aged details li >> nth=0"):
        expect(aged_page.locator(box)).to_be_visible()
    expect(aged_page.locator(".kl-aged summary")).to_be_hidden()
    cve = aged_page.locator(".kl-aged > ul .kl-fate--cve a").first
    expect(cve).to_have_text(re.compile(r"CVE-2024-57974 \[\d+\]"))
    expect(aged_page.locator(".kl-links")).to_contain_text("CVERecord?id=CVE-2024-57974")

    aged_page.evaluate(END)

    assert aged_page.locator("main").inner_html() == before


def test_styles_that_scripts_may_not_read_keep_no_paper_back(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(CSSStyleSheet.prototype, 'cssRules',"
        " { get() { throw new DOMException('Not yours', 'SecurityError') } })"
    )
    page.goto(f"{PART_4}?print")

    numbered(page)


def test_the_address_shows_paper_on_the_screen(page: Page) -> None:
    page.goto(f"{PART_4}?print")

    expect(page.locator(".kl-links")).to_be_visible()
    expect(page.locator(".kl-bar")).to_be_hidden()
    expect(page.locator(".kl-series-box")).to_be_hidden()
    numbered(page)


def test_without_javascript_links_on_paper_say_where_they_lead(
    browser: Browser, address: str
) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(PART_4)
        page.emulate_media(media="print")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".kl-bar")).to_be_hidden()


@pytest.mark.parametrize("part", ["network", "file-systems-and-storage", "graphics"])
def test_an_article_becomes_a_document(page: Page, part: str) -> None:
    page.goto(f"articles/2.6.33/{part}/")

    document = page.pdf(format="A4")

    assert document.startswith(b"%PDF")
    assert 4 <= len(re.findall(rb"/Type /Page\b", document)) <= 16
