"""The ways in by topic, by author and by date, walked by a reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.sample import PART_1

WALK = [
    ("/", ".kl-bar__ways", "Topics", "Topics"),
    ("/topics/", "main", "networking", "Networking"),
    ("/topics/networking/", ".kl-period", "Ben Okafor", "Ben Okafor"),
    ("/authors/ben/", ".kl-head .kl-kicker", "Author", "Authors"),
    ("/authors/", "main", "Anna Lindqvist", "Anna Lindqvist"),
    ("/", ".kl-latest", "All articles in the archive", "Archive"),
    ("/archive/", ".kl-calendar", "2010", "2010"),
    ("/archive/2010/", ".kl-period", "Graphics", "Kernel Log: Coming in 2.6.33 (Part 3)"),
    (f"/{PART_1}", ".kl-topics", "wireless", "wireless"),
    (f"/{PART_1}", ".kl-byline", "Anna Lindqvist", "Anna Lindqvist"),
]


def walk(page: Page) -> None:
    for start, where, name, heading in WALK:
        page.goto(start)
        page.locator(where).get_by_role("link", name=name).first.click()
        expect(page.locator("h1")).to_contain_text(heading)


def test_a_reader_walks_by_topic_by_author_and_by_date(page: Page) -> None:
    walk(page)


def test_and_does_so_without_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        walk(context.new_page())


def test_a_month_of_the_calendar_leads_to_its_articles(page: Page) -> None:
    page.goto("/archive/")
    page.locator(".kl-calendar").get_by_role("link", name=re.compile("^Jan")).click()

    expect(page).to_have_url(re.compile("/archive/2010/#2010-01$"))
    month = page.get_by_role("region", name="January 2010")
    expect(month).to_be_in_viewport()
    expect(month.get_by_role("link", name="Networking")).to_be_visible()


def test_all_ways_in_are_in_sight_on_a_phone(phone: Page) -> None:
    phone.goto("/topics/")
    for link in phone.locator(".kl-bar__ways a").all():
        box = link.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 24


@pytest.mark.parametrize("path", ["topics/networking/", "archive/2010/", "authors/ben/"])
def test_lists_are_printed_whole(page: Page, path: str) -> None:
    page.goto(f"/{path}")
    page.emulate_media(media="print")

    expect(page.locator(".kl-bar")).to_be_hidden()
    for link in page.locator(".kl-period a").all():
        expect(link).to_be_visible()


def test_who_is_lost_finds_the_archive(page: Page, sample: Path) -> None:
    assert "/archive/" in (sample / "404.html").read_text()
    page.goto("/404.html")
    page.locator(".kl-lost").get_by_role("link", name="Archive").click()

    expect(page.locator("h1")).to_have_text("Archive")
