"""How readers search the sample site, in a real browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Locator, Page, Response, expect

from browser.conftest import ROOT, Server, watched
from browser.sample import EVERY_KIND, PART_4, TRACKING

LZO = "7dd65feb6c603e13eba501c34c662259ab38e70e"
GIT_WEB = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id="
PACKED = (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")


def titles(page: Page) -> Locator:
    return page.locator(".kl-find__result .kl-teaser__title a")


def search(page: Page, words: str) -> None:
    """Search for words, and wait for what is found of them."""
    page.locator(".kl-find__words").fill(words)
    expect(page.locator(".kl-find__state")).to_have_text(re.compile(r"^(Results|Nothing)"))


def find(page: Page, words: str, path: str = PART_4) -> None:
    page.goto(f"/{path}")
    page.keyboard.press("/")
    search(page, words)


@pytest.mark.parametrize(
    "words",
    [
        "LZO kernels unpack",
        "virtualised guests",
        "registers MSRs exchanged",
        "Nintendo consoles",
        "coming in 2.6.33 part 4",
        "architecture and virtualisation",
        "guest spinning on a lock",
    ],
)
def test_words_of_part_4_find_part_4_first(page: Page, words: str) -> None:
    find(page, words, "")
    first = page.locator(".kl-find__result").first

    expect(first.locator("a").first).to_have_text("Architecture and virtualisation")
    expect(first).to_contain_text("Coming in 2.6.33 · Part 4")
    expect(first).to_contain_text("12 February 2010")
    expect(first.locator("a").first).to_have_attribute("href", f"/{PART_4}")


def test_articles_stand_above_tracking_pages_and_the_handbook(page: Page) -> None:
    find(page, "graphics")

    expect(titles(page).first).to_have_text("Graphics")
    page.get_by_role("button", name="More results").click()
    expect(titles(page).filter(has_text=re.compile("^Linux 2.6.33$"))).to_have_count(1)
    found = titles(page).all_inner_texts()
    assert found.index("Graphics") < found.index("graphics") < found.index("Linux 2.6.33")
    search(page, "linux 2.6.33")
    expect(titles(page).first).to_have_text("Linux 2.6.33")


def test_an_excerpt_marks_the_words_and_sections_lead_to_them(page: Page) -> None:
    find(page, "guest idle cheaper")
    first = page.locator(".kl-find__result").first
    expect(first.locator("mark").first).to_have_text(re.compile("guest|idle|cheap"))
    first.get_by_role("link", name="KVM: later, less often, in more places").click()

    expect(page.locator("#kvm-later-less-often-in-more-places")).to_be_in_viewport()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_filters_narrow_and_tell_what_is_left(page: Page) -> None:
    find(page, "networking")
    release = page.get_by_role("combobox", name="Release")
    expect(release.locator("option")).to_have_text(
        ["All", re.compile(r"2\.6\.34 \(\d+\)"), re.compile(r"2\.6\.33 \(\d+\)")]
    )
    before = titles(page).count()

    release.select_option("2.6.34")
    expect(titles(page)).to_have_text(["Networking"])
    expect(page.locator(".kl-find__result").first).to_contain_text("Coming in 2.6.34 · Part 1")
    release.select_option("")
    expect(titles(page)).to_have_count(before)

    page.get_by_role("combobox", name="Author").select_option("Ben Okafor")
    expect(titles(page)).not_to_have_count(before)
    expect(titles(page).filter(has_text="Networking")).to_have_count(0)


@pytest.mark.parametrize("asked", [LZO[:7], LZO[:12], LZO, f"{GIT_WEB}{LZO}", f" {LZO.upper()} "])
def test_a_hash_finds_the_articles_that_cite_it(page: Page, asked: str) -> None:
    find(page, asked)
    commit = page.locator(".kl-find__commit")

    expect(commit).to_contain_text("lib: add support for LZO-compressed kernels")
    look_up = page.get_by_role("link", name=f"Look up commit {asked.strip().lower()[-40:][:12]}")
    expect(look_up).to_have_attribute("href", re.compile(r"/commits/\?7dd65fe"))
    commit.get_by_role("link", name="Architecture and virtualisation").click()
    expect(page.locator("#c-7dd65feb6c60")).to_be_in_viewport()


@pytest.mark.parametrize("words", ["CVE-2024-57974", "cve-2026-72014", "CVE-2010-0003 gem"])
def test_a_cve_leads_to_the_articles_that_cite_its_commit(aged_page: Page, words: str) -> None:
    aged_page.goto(f"/search/?{urlencode({'q': words})}")

    expect(titles(aged_page).filter(has_text="Networking")).to_have_count(1)
    expect(titles(aged_page).filter(has_text="A stable update")).to_have_count(0)


def test_words_are_no_hashes(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    find(page, "virtualisation")
    search(page, "added a defaced facade")

    assert not [url for url in asked if "/api/" in url or url.endswith("/commits.js")]


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_page_can_search_and_loads_nothing_of_it_before(page: Page, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/{path}", wait_until="networkidle")
    # The look-up itself finds commits by the same script.
    scripts = r"/find\." if path.startswith("commits/") else r"/(find|commits)\."
    assert not [url for url in asked if "pagefind" in url or re.search(scripts, url)]

    page.get_by_role("button", name="Search", exact=True).first.click()
    search(page, "nouveau")
    expect(titles(page).first).to_have_text("Graphics")


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_the_keyboard_is_all_it_takes(page: Page, key: str) -> None:
    page.goto(f"/{TRACKING}")
    page.keyboard.press(key)
    words = page.get_by_role("searchbox", name="Search the site")
    expect(words).to_be_focused()
    expect(words).to_have_value("")
    search(page, "graphics")
    page.keyboard.press("ArrowDown")
    expect(titles(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(titles(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(words).to_be_focused()

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press(key)
    expect(words).to_be_focused()
    page.keyboard.press("Enter")
    expect(titles(page).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("articles/2.6.33/graphics/"))


def test_keys_are_letters_where_somebody_writes(page: Page) -> None:
    page.goto(f"/{TRACKING}")
    page.get_by_role("searchbox", name="Filter").press_sequentially("fs/")

    expect(page.get_by_role("searchbox", name="Filter")).to_have_value("fs/")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_words_that_are_everywhere_are_left_out(page: Page) -> None:
    asked: list[str] = []
    find(page, "nouveau")
    page.on("request", lambda request: asked.append(request.url))
    search(page, "the nouveau of that")
    expect(titles(page).first).to_have_text("Graphics")

    assert not [url for url in asked if url.endswith(".pf_index")]


def test_more_results_come_when_asked_for(page: Page) -> None:
    find(page, "kernel")
    expect(titles(page)).to_have_count(8)
    page.get_by_role("button", name="More results").click()

    expect(titles(page).nth(8)).to_be_focused()
    assert titles(page).count() > 8


def test_what_was_found_can_be_linked(page: Page) -> None:
    find(page, "networking")
    page.get_by_role("combobox", name="Release").select_option("2.6.34")
    expect(titles(page)).to_have_count(1)
    page.get_by_role("link", name="Link to these results").click()

    expect(page).to_have_url(re.compile(r"/search/\?q=networking&release=2\.6\.34$"))
    expect(page.get_by_role("searchbox", name="Search the site")).to_have_value("networking")
    expect(titles(page)).to_have_text(["Networking"])
    page.get_by_role("combobox", name="Release").select_option("")
    expect(page).to_have_url(re.compile(r"/search/\?q=networking$"))


def test_nothing_found_is_said(page: Page) -> None:
    find(page, "<b>xyzzy</b>")

    expect(page.locator(".kl-find__state")).to_have_text("Nothing was found for “<b>xyzzy</b>”.")
    search(page, "graphics")
    page.get_by_role("searchbox", name="Search the site").fill("")
    expect(page.locator(".kl-find__state")).to_have_text("")
    expect(titles(page)).to_have_count(0)


@pytest.mark.parametrize("words", ["$&", "$`", "$'", "$$", "{qwzx}"])
def test_what_somebody_looked_for_is_told_letter_for_letter(page: Page, words: str) -> None:
    page.goto(f"/search/?{urlencode({'q': f'{words} {words}'})}")

    state = page.locator(".kl-find__state")
    expect(state).to_have_text(f"Nothing was found for “{words} {words}”.")


def test_what_is_composed_has_the_keys_for_itself(page: Page) -> None:
    find(page, "networking")
    words = page.locator(".kl-find__words")
    words.focus()
    for key in ("ArrowDown", "Escape"):
        words.dispatch_event("keydown", {"key": key, "isComposing": True})

    expect(words).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_browser_that_keeps_its_address_searches_all_the_same(page: Page) -> None:
    page.add_init_script("history.replaceState = () => { throw new DOMException('Too many') }")
    page.goto("/search/?q=networking")

    expect(titles(page).first).to_contain_text("Networking")


def test_a_long_line_with_digits_does_not_stop_the_browser(page: Page) -> None:
    page.goto("/search/")
    search(page, f"{'7c68af6e32c7' * 2_000} networking")


def test_keys_that_are_pressed_nowhere_open_the_search(page: Page) -> None:
    page.goto(f"/{PART_4}")
    page.evaluate(
        "document.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))"
    )

    expect(page.get_by_role("dialog")).to_be_visible()


def test_an_index_that_does_not_come_is_told_and_asked_for_again(
    browser: Browser, address: str
) -> None:
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/search/")
        page.route("**/pagefind.js", lambda route: route.abort())
        page.get_by_role("searchbox", name="Search the site").fill("graphics")
        expect(page.locator(".kl-find__state")).to_contain_text("could not be loaded")

        page.goto("/search/")
        page.unroute("**/pagefind.js")
        search(page, "graphics")
        expect(titles(page).first).to_have_text("Graphics")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_keeps_readers_out(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    for path in (f"/{PART_4}", "/search/"):
        page.goto(path)
        page.keyboard.press("/")
        search(page, f"{LZO[:12]}")
        search(page, "networking")
        expect(page.get_by_role("combobox", name="Release")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_by_touch(phone: Page) -> None:
    phone.goto(f"/{PART_4}")
    phone.get_by_role("button", name="Search").tap()
    search(phone, "networking")
    box = phone.get_by_role("dialog").bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    phone.get_by_role("button", name="Close").tap()
    expect(phone.get_by_role("dialog")).to_have_count(0)


def test_without_javascript_the_page_says_where_to_look(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"/{PART_4}")
        expect(page.locator(".kl-search")).to_be_hidden()
        page.goto("/search/")
        page.get_by_role("link", name="The archive lists all articles.").click()
        expect(page).to_have_url(re.compile("/archive/$"))


def test_the_first_result_is_light(page: Page) -> None:
    responses: list[Response] = []
    page.goto(f"/{PART_4}", wait_until="networkidle")
    page.on("response", lambda answer: responses.append(answer))  # noqa: PLW0108
    page.keyboard.press("/")
    search(page, "networking")
    expect(page.get_by_role("combobox", name="Release")).to_be_visible()

    transferred = sum(
        len(body if answer.url.partition("?")[0].endswith(PACKED) else gzip.compress(body))
        for answer in responses
        for body in [answer.body()]
    )
    assert len(responses) > 10
    assert transferred <= 200_000


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a German site is served."""
    folder = tmp_path_factory.mktemp("german")
    config = load_config(str(ROOT / "tests" / "site" / "mkdocs.yml"), site_dir=str(folder / "site"))
    config.docs_dir = str(folder / "content")
    config.config_file_path = str(folder / "mkdocs.yml")
    config.theme["language"] = "de"
    config.nav = None
    article = "---\ntitle: {}\ndate: 2010-02-1{} 10:00\nauthors: [anna]\nsummary: {}\n---\n\n{}\n"
    texts = (
        (
            "Dateisysteme",
            "Was sich ändert.",
            "Die Entwickler haben den Treibern Fehler ausgetrieben.",
        ),
        ("Netze", "Schnellere Häuser.", "In den Häusern wird schneller gefunkt."),
    )
    (folder / "content" / "articles").mkdir(parents=True)
    for number, text in enumerate(texts):
        title, summary, body = text
        path = folder / "content" / "articles" / f"{number}.md"
        path.write_text(article.format(title, number, summary, body))
    build(config)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder / "site")))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("words", "found"),
    [("Treibern", "Dateisysteme"), ("Entwicklern", "Dateisysteme"), ("Haus", "Netze")],
)
def test_in_german_forms_of_a_word_are_one_word(
    browser: Browser, german: str, words: str, found: str
) -> None:
    for page in watched(browser, german):
        page.goto("/articles/0/")
        page.keyboard.press("/")
        page.get_by_role("searchbox", name="Diese Website durchsuchen").fill(words)
        expect(page.locator(".kl-find__state")).to_have_text("Treffer: 1")
        expect(titles(page)).to_have_text([found])
        expect(page.get_by_role("button", name="Schließen")).to_be_visible()
