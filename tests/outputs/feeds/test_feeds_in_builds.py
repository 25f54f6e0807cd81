"""The feeds of built sites, as feed readers find them over the years."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from editable_site import EditableSite, Outcome
from feed_validation import read_atom, read_json, texts_of
from small_site import Built, SmallSite

from kernlog_site.core.characters import printable
from kernlog_site.outputs.feeds.feed_formats import Feed, FeedEntry, Write, atom, json_feed

ROOT = "https://log.example/"
PART = "articles/2.6.33/network.md"
SERIES = "series/coming-in-2.6.33/feed.xml"
RELEASE = "releases/2.6.33/feed.xml"
ARTICLE = (
    "---\ntitle: {title}\ndate: 2010-02-13 10:00\nrelease: 2.6.33\nauthors: [anna]\n"
    "topics: [Disks]\n---\nText.\n"
)


def feeds_of(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith(("feed.xml", "feed.json"))}


def ids_in(files: dict[str, bytes], title: str) -> set[str]:
    """The ids that entries whose titles end so have in all feeds."""
    found = set()
    for path, data in feeds_of(files).items():
        if path.endswith(".json"):
            items = [(item["title"], item["id"]) for item in read_json(data)["items"]]
        else:
            items = [(entry.title, entry.id) for entry in read_atom(data).entries]
        found |= {its_id for its_title, its_id in items if its_title.endswith(title)}
    return found


def feed_ids(files: dict[str, bytes]) -> dict[str, str]:
    atom = {path: data for path, data in feeds_of(files).items() if path.endswith(".xml")}
    return {path: read_atom(data).feed.id for path, data in atom.items()}


@contextmanager
def writing() -> Iterator[list[str]]:
    """Collects the addresses of the feeds that are written."""
    written: list[str] = []

    def noting(write: Write) -> Write:
        def note(feed: Feed, entries: list[FeedEntry], texts: Iterator[str]) -> bytes:
            written.append(feed.address.removeprefix(ROOT))
            return write(feed, entries, texts)

        return note  # type: ignore[return-value]

    with (
        patch("kernlog_site.outputs.feeds.feeds.atom", noting(atom)),
        patch("kernlog_site.outputs.feeds.feeds.json_feed", noting(json_feed)),
    ):
        yield written


@pytest.mark.parametrize("directory_urls", [True, False])
def test_every_feed_is_valid_and_announced(site: SmallSite, directory_urls: bool) -> None:
    site.write("articles/new.md", ARTICLE.format(title="New"))
    site.settings(use_directory_urls=directory_urls)
    built = site.build()
    found = feeds_of(built.files())

    assert {SERIES, RELEASE, "feed.xml", "feed.json", "topics/disks/feed.xml"} <= found.keys()
    feed_links_of = set()
    for address in built.pages():
        page = built.page(address)
        for link in page.select("head > link[rel=alternate]"):
            kind = str(link["type"]).partition("/")[2]
            path = str(built.target(address, str(link["href"]))[0].relative_to(built.folder))
            title = (
                read_json(found[path])["title"]
                if kind == "feed+json"
                else read_atom(found[path]).feed.title
            )
            assert (kind == "feed+json") == path.endswith(".json")
            assert link["title"] == title
            feed_links_of.add(path)
    assert feed_links_of == found.keys()
    for path, data in found.items():
        if path.endswith(".xml"):
            feed = read_atom(data).feed
            assert texts_of(data, "link") == [""] * (2 + len(read_atom(data).entries))
            addresses = {link.rel: link.href.removeprefix(ROOT) for link in feed.links}
            assert addresses["self"] == path
            assert built.target("", addresses["alternate"])[0].is_file()


def test_what_an_article_embeds_is_linked_in_its_feeds(site: SmallSite) -> None:
    address = "https://www.video.example/embed/x?a=1&b=2"
    frame = f'<iframe width="560" src="{address.replace("&", "&amp;")}" title="Talk"></iframe>'
    site.write("articles/talk.md", f"{ARTICLE.format(title='Talk')}\n{frame}\n\nSlides.\n")
    built = site.build()

    entries = read_atom((built.folder / "feed.xml").read_bytes()).entries
    items = read_json((built.folder / "feed.json").read_bytes())["items"]
    texts = [its.content[0].value for its in entries] + [its["content_html"] for its in items]
    found = [text for text in texts if "Slides." in text]
    assert len(found) == 2
    for text in found:
        (link,) = BeautifulSoup(text, "html.parser").find_all("a")
        assert (link["href"], link.get_text()) == (address, "Talk")


def test_every_page_leads_to_the_feed_of_the_site_and_some_to_their_own(built: Built) -> None:
    for address in built.pages():
        page = built.page(address)
        foot = [a["href"] for a in page.select("footer a[type]")] if "404" not in address else []
        assert {str(built.target(address, str(href))[0]) for href in foot} <= {
            str(built.folder / "feed.xml")
        }
        assert foot or "404" in address
    for path in (SERIES, RELEASE):
        address = path.removesuffix("feed.xml")
        (link,) = built.page(address).select(".kl-head__link a[type='application/atom+xml']")
        assert built.target(address, str(link["href"]))[0] == built.folder / path


def test_an_article_announces_the_feeds_that_it_is_in(built: Built) -> None:
    page = built.page("articles/2.6.33/network/")
    titles = [str(link["title"]) for link in page.select("link[rel=alternate]")]

    assert titles == [
        "Small Log",
        "Small Log",
        "Small Log: Coming in 2.6.33",
        "Small Log: Linux 2.6.33",
    ]


def test_a_feed_has_whole_articles_with_whole_addresses(built: Built) -> None:
    (entry,) = [
        entry
        for entry in read_atom((built.folder / SERIES).read_bytes()).entries
        if entry.title.endswith("Networking")
    ]
    text = BeautifulSoup(entry.content[0].value, "html.parser")
    page = built.page("articles/2.6.33/network/")
    (shown,) = page.select(".kl-text")

    assert entry.link == f"{ROOT}articles/2.6.33/network/"
    assert entry.summary == page.select(".kl-standfirst")[0].get_text()
    assert len(text.find_all("a")) == len(shown.find_all("a"))
    assert " ".join(text.get_text().split()) == " ".join(shown.get_text().split())
    for link in text.find_all("a"):
        assert str(link["href"]).startswith("https://")
        assert set(link.attrs) <= {"href", "title"}


def test_a_version_history_dates_the_entry_and_the_feeds(editable: EditableSite) -> None:
    front = "updated: [{date: 2010-02-14 09:00, note: A}, {date: 2011-01-01 09:00, note: B}]\n---"
    article = ARTICLE.format(title="New").replace("---\nText", f"{front}\nText")
    editable.write("content/articles/new.md", article)
    files = editable.again().files
    (entry,) = read_atom(files["topics/disks/feed.xml"]).entries

    assert entry.published == "2010-02-13T10:00:00+00:00"
    assert entry.updated == "2010-02-14T09:00:00+00:00", "what is to come has not happened"
    assert read_atom(files["topics/disks/feed.xml"]).feed.updated == entry.updated


def test_ids_outlive_edits_renames_and_moves(editable: EditableSite) -> None:
    first = editable.again().files
    own = ids_in(first, "- Networking")
    assert len(own) == 1
    text = (editable.content / PART).read_text()
    editable.write(
        f"content/{PART}", text.replace("Networking", "All about networks") + "\nMore.\n"
    )
    assert ids_in(editable.again().files, "- All about networks") == own

    front = text.replace("\n---\n", "\naliases: [articles/2.6.33/network/]\n---\n", 1)
    editable.write(f"content/{PART}", None)
    editable.write("content/articles/renamed.md", front)
    assert ids_in(editable.again().files, "- Networking") == own

    whole = front.replace("[articles", "['..', https://elsewhere.example/log/articles")
    editable.write("content/articles/renamed.md", None)
    editable.write(
        "content/articles/again.md", whole.replace("network/]", "network, renamed.html]")
    )
    editable.configure(site_url="https://elsewhere.example/log/")
    moved = editable.again()
    assert ids_in(moved.files, "- Networking") == own
    assert feed_ids(moved.files) == feed_ids(first)
    assert moved.differences(editable.clean()) == []


def test_ids_outlive_another_form_of_addresses(editable: EditableSite) -> None:
    before = editable.again().files
    editable.configure(use_directory_urls=False)

    after = editable.again().files
    assert ids_in(after, "- Networking") == ids_in(before, "- Networking")
    assert feed_ids(after) == feed_ids(before)


def test_sites_with_the_same_addresses_may_have_ids_of_their_own(editable: EditableSite) -> None:
    before = editable.again().files
    editable.options(feed_namespace="de")
    after = editable.again()

    assert not ids_in(after.files, "- Networking") & ids_in(before, "- Networking")
    assert not set(feed_ids(after.files).values()) & set(feed_ids(before).values())
    assert after.differences(editable.clean()) == []


@pytest.mark.parametrize("preview", [False, True])
def test_what_is_not_public_is_in_no_feed(editable: EditableSite, preview: bool) -> None:
    draft = ARTICLE.format(title="Secret\nstatus: draft")
    editable.write("content/articles/draft.md", draft)
    future = ARTICLE.format(title="Secret").replace("2010-02-13", "2010-03-13")
    editable.write("content/articles/future.md", future)
    undated = ARTICLE.format(title="Secret").replace("2010-02-13 10:00", "soon")
    editable.write("content/articles/undated.md", undated)
    found = feeds_of(editable.again(preview=preview).files)

    assert read_atom(found[RELEASE]).entries
    assert not [path for path, data in found.items() if b"Secret" in data]


def test_a_feed_has_the_newest_articles(editable: EditableSite) -> None:
    for n in range(25):
        article = ARTICLE.format(title=f"Number {n}").replace("2010-02-13", f"2010-01-{n + 1:02}")
        editable.write(f"content/articles/{n}.md", article)
    found = feeds_of(editable.again(parallel=True).files)
    titles = [entry.title for entry in read_atom(found["topics/disks/feed.xml"]).entries]

    assert titles == [f"Kernel Log: Number {n}" for n in range(24, 14, -1)]
    assert len(read_json(found["feed.json"])["items"]) == 10


def test_only_the_feeds_that_change_are_made(editable: EditableSite) -> None:
    editable.write("content/articles/new.md", ARTICLE.format(title="New"))
    editable.again()
    with writing() as written:
        editable.again()
    assert written == []

    editable.write("content/articles/new.md", ARTICLE.format(title="New") + "More.\n")
    with writing() as written:
        again = editable.again()
    assert sorted(written) == [
        "authors/anna/feed.xml",
        "feed.json",
        "feed.xml",
        RELEASE,
        "topics/disks/feed.xml",
    ]
    assert again.differences(editable.clean()) == []


def test_a_series_that_is_called_otherwise_is_so_in_its_feeds(editable: EditableSite) -> None:
    editable.again()
    path = editable.content / "series/coming-in-2.6.33.md"
    text = path.read_text().replace("title: Coming in 2.6.33", "title: Other")
    editable.write("content/series/coming-in-2.6.33.md", text)
    again = editable.again()

    assert read_atom(again.files[SERIES]).feed.title == "Small Log: Other"
    assert ids_in(again.files, "Other (Part 1) - Networking")
    assert again.differences(editable.clean()) == []


def test_without_an_address_there_is_none_and_one_notice(editable: EditableSite) -> None:
    editable.configure(site_url=None)
    built = editable.again()

    assert feeds_of(built.files) == {}
    assert [text for text in built.log if "feed" in text] == [
        "INFO kernlog: The site has no feeds. Set site_url in mkdocs.yml to its address."
    ]
    preview = editable.again(preview=True)
    assert b"127.0.0.1:8000/articles/" in preview.files["feed.xml"]


def test_without_an_address_none_is_announced(site: SmallSite) -> None:
    site.settings(site_url=None)
    built = site.build()

    for address in built.pages():
        assert "feed." not in str(built.page(address).head)
        assert not built.page(address).select("a[type='application/atom+xml']")


@pytest.mark.parametrize(
    "text",
    [
        '"><script>alert(1)</script>',
        "<b>x</b> &amp; ]]> {{ 7 * 7 }}",
        "🐧 \u202eשלום مرحبا\u202c 漢字",
        "a\u2028b\u0085c\x07",
    ],
)
def test_text_of_all_kinds_comes_out_right(site: SmallSite, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii="🐧" not in text)
    site.write("articles/bad.md", ARTICLE.format(title=f"{quoted}\nsummary: {quoted}"))
    site.write("authors.yml", f"anna: {{name: {quoted}}}\n")
    site.edit("articles/bad.md", "[Disks]", f"[{quoted}]")
    site.settings(site_name=text, site_description=text)
    built = site.build(strict=False)
    shown = printable(text)

    for path, data in feeds_of(built.files()).items():
        if path.endswith(".xml"):
            read_atom(data)
            assert texts_of(data, "title")[0].startswith(shown)
    data = (built.folder / RELEASE).read_bytes()
    assert f"Kernel Log: {shown}" in texts_of(data, "title")
    assert shown in texts_of(data, "name")
    (item,) = [
        its
        for its in read_json((built.folder / "feed.json").read_bytes())["items"]
        if its["url"] == f"{ROOT}articles/bad/"
    ]
    assert item["title"] == f"Kernel Log: {shown}"
    assert item["tags"] == [shown]
    assert item["authors"][0]["name"] == shown


def test_a_site_that_runs_leftwards(editable: EditableSite) -> None:
    editable.configure(theme=editable.config["theme"] | {"language": "ar"})
    built = editable.again()

    assert b'xml:lang="ar"' in built.files["feed.xml"]
    assert all(text.startswith('<div dir="rtl">') for text in contents(built))


def test_problems_are_the_business_of_the_preview(editable: EditableSite) -> None:
    editable.write("content/articles/new.md", ARTICLE.format(title="x") + ":commit[123456789abc]\n")
    built = editable.again()

    assert b"123456789abc" in built.files[RELEASE]
    for text in contents(built):
        assert "problem" not in text
        assert "mark" not in text
        assert "unknown" not in text


def test_a_file_of_the_writers_own_is_left_alone(editable: EditableSite) -> None:
    editable.write("content/feed.xml", "<mine/>")
    assert editable.again().files["feed.xml"] == b"<mine/>"
    editable.write("content/feed.xml", None)
    assert editable.again().differences(editable.clean()) == []


def contents(built: Outcome) -> list[str]:
    found = texts_of(built.files[RELEASE], "content")
    assert found
    return found
