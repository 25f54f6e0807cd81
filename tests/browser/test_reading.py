"""What a reader of the sample site sees, in a real browser."""

from __future__ import annotations

import gzip
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from browser.sample import EVERY_KIND, PART_1, PART_4, SCHEMES, TRACKING

LZO = "lib: add support for LZO-compressed kernels (Albin Tonnerre, v2.6.33-rc4)"


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


@pytest.mark.parametrize("path", EVERY_KIND)
def test_nothing_runs_out_of_the_window(page: Page, path: str) -> None:
    for scheme, width in product(SCHEMES, [390, 768, 1280]):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/{path}")

        assert page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, width)


def test_without_javascript_everything_can_be_read_and_every_link_works(
    browser: Browser, address: str
) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.locator(".kl-aside, .kl-latest").get_by_role("link", name="Networking").first.click()
        expect(page.locator("h1")).to_contain_text("Networking")
        page.goto(PART_4)
        page.locator(".kl-series-box").get_by_role("link", name="Networking").click()
        expect(page.locator("h1")).to_contain_text("(Part 1)")
        page.goto(PART_4)
        assert page.locator("#c-7dd65feb6c60").get_attribute("title") == LZO
        page.locator(".kl-cited summary").click()
        row = page.locator("#k-7c68af6e32c7")
        expect(row).to_contain_text("Avi Kivity, 19 September 2009, v2.6.33-rc1")
        row.get_by_role("link", name="What's new in 2.6.33").click()
        expect(page.locator("#c-7c68af6e32c7")).to_be_in_viewport()


def test_without_javascript_a_citation_tells_what_it_is_on_focus(
    browser: Browser, address: str
) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(PART_4)
        page.locator("#c-7dd65feb6c60").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        page.screenshot(path="/dev/null", type="png")
        focused = page.locator("#c-7dd65feb6c60:focus-visible")
        expect(focused).to_have_css("position", "static")


@pytest.mark.parametrize("path", [PART_1, PART_4])
def test_the_first_view_of_an_article_is_light(page: Page, path: str) -> None:
    responses: list[Response] = []
    page.on("response", lambda answer: responses.append(answer))  # noqa: PLW0108
    page.goto(path, wait_until="networkidle")

    transferred = sum(
        len(body if answer.url.endswith(".woff2") else gzip.compress(body))
        for answer in responses
        for body in [answer.body()]
    )
    assert len(responses) > 5
    assert transferred <= 100_000
    blocking = page.locator("head link[rel=stylesheet], head script[src]:not([defer])")
    expect(blocking).to_have_count(1)


@pytest.mark.parametrize("path", ["", PART_4, TRACKING])
def test_nothing_moves_while_a_page_is_drawn(page: Page, path: str) -> None:
    page.goto(f"/{path}", wait_until="networkidle")
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0
            new PerformanceObserver((list) => list.getEntries().forEach((e) => { sum += e.value }))
                .observe({ type: "layout-shift", buffered: true })
            setTimeout(() => done(sum), 100)
        })"""
    )
    assert shift == 0


def test_the_contents_follow_the_reading(page: Page) -> None:
    page.goto(PART_4)
    current = page.locator(".kl-contents [aria-current]")
    expect(current).to_have_count(0)

    page.locator("#quick-to-unpack").evaluate("heading => heading.scrollIntoView()")

    expect(current).to_have_count(1)
    expect(current).to_have_text("Quick to unpack")


@pytest.mark.parametrize("anchor", ["50%-quicker", "so-schnell-wie-nötig", "%41"])
def test_they_know_sections_whatever_their_anchors_are(page: Page, anchor: str) -> None:
    page.route(
        f"**/{PART_4}",
        lambda route: route.fulfill(
            response=(found := route.fetch()),
            body=found.text()
            .replace('"quick-to-unpack"', f'"{anchor}"')
            .replace("#quick-to-unpack", f"#{anchor}"),
        ),
    )
    page.goto(PART_4)
    page.get_by_role("heading", name="Quick to unpack").evaluate("it => it.scrollIntoView()")

    expect(page.locator(".kl-contents [aria-current]")).to_have_text("Quick to unpack")


def test_the_other_scheme_is_kept_from_page_to_page(page: Page) -> None:
    page.goto("/")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")

    page.get_by_role("button", name="Switch to the dark scheme").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    for path in (PART_4, "handbook/citing/"):
        page.goto(path)
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("button", name="Switch to the light scheme").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_groups_of_a_list_fold_and_can_be_linked(page: Page) -> None:
    page.goto(f"{PART_4}#tracing")
    group = page.locator("details", has=page.locator("#tracing"))
    expect(page.locator("#tracing")).to_be_in_viewport()
    expect(group.locator("li").first).to_be_visible()

    group.locator("summary").click(position={"x": 5, "y": 5})

    expect(group.locator("li").first).to_be_hidden()
