"""Topics, authors and the archive of a real site."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from editable_site import EditableSite
from small_site import Built, SmallSite, broken_links, links, text

from kernlog_site.core.characters import printable

PART = "articles/2.6.33/network/"
FRONT = "---\ntitle: {title}\ndate: {date}\nauthors: {authors}\ntopics: {topics}\n---\nText.\n"
HOSTILE = [
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }} ' onload='x",
    "🐧 \u202eשלום\u202c",
    "<b>&amp;",
]


def article(
    title: str = "T", date: str = "2010-02-13", authors: str = "[anna]", topics: str = "[]"
) -> str:
    return FRONT.format(title=title, date=date, authors=authors, topics=topics)


def test_an_article_leads_to_its_topics_and_authors_and_they_lead_back(built: Built) -> None:
    page = built.page(PART)
    topics = page.select(".kl-topics a[rel=tag]")
    byline = page.select(".kl-byline a[rel=author]")

    assert [(text(a), a["href"]) for a in topics] == [("networking", "../../../topics/networking/")]
    assert [(text(a), a["href"]) for a in byline] == [("Anna Example", "../../../authors/anna/")]
    for address in ("topics/networking/", "authors/anna/", "archive/2010/", "archive/"):
        assert any(PART in href for href in links(built.page(address))), address


def test_the_lists_lead_to_all_pages(built: Built) -> None:
    assert "../topics/networking/" in links(built.page("topics/"))
    assert "../authors/anna/" in links(built.page("authors/"))
    archive = links(built.page("archive/"))
    assert {"../archive/2010/", "../archive/2010/#2010-01", "../topics/", "../authors/"} <= {
        *archive
    }
    assert "./archive/" in links(built.page(""))


def test_the_page_of_an_author_has_biography_and_links(site: SmallSite) -> None:
    site.write(
        "authors.yml",
        "anna:\n  name: Anna\n  bio: |\n    First.\n\n    Second.\n"
        "  links: [{title: Blog, url: 'https://a.example/?a=1&b=2'}]\n",
    )
    card = site.build().page("authors/anna/").select_one(".h-card")

    assert card
    assert [text(p) for p in card.select(".p-note p")] == ["First.", "Second."]
    (link,) = card.select("a.u-url")
    assert (text(link), link["href"], link["rel"]) == (
        "Blog",
        "https://a.example/?a=1&b=2",
        ["me"],
    )


def test_an_unknown_author_is_named_and_has_no_page(site: SmallSite) -> None:
    site.write("articles/new.md", article(authors="[anna, nobody]"))
    built = site.build(strict=False)
    byline = built.page("articles/new/").select_one(".kl-byline")

    assert byline
    assert text(byline) == "By Anna Example and nobody"
    assert [text(a) for a in byline.select("a")] == ["Anna Example"]
    assert "authors/nobody/index.html" not in built.pages()
    assert broken_links(built) == []


@pytest.mark.parametrize("directory_urls", [True, False])
def test_topics_of_all_scripts_have_pages(site: SmallSite, directory_urls: bool) -> None:
    site.settings(use_directory_urls=directory_urls)
    site.write("articles/new.md", article(topics="[网络, الشبكات, हिन्दी]"))
    built = site.build()

    assert built.problems == []
    end = "/index.html" if directory_urls else ".html"
    for topic in ("网络", "الشبكات", "हिन्दी"):
        page = built.page(f"topics/{topic}{end}")
        assert [text(h1) for h1 in page.select("h1")] == [topic]
        canonical = page.select_one("link[rel=canonical]")
        assert canonical
        assert unquote(str(canonical["href"])) == (
            f"https://log.example/topics/{topic}{'/' if directory_urls else '.html'}"
        )
    assert broken_links(built) == []


def test_a_topic_spelled_in_two_ways_has_one_page_and_one_name(site: SmallSite) -> None:
    for number in range(2):
        site.write(f"articles/n{number}.md", article(topics="[file systems]"))
    site.write("articles/odd.md", article("Odd", topics="[File-Systems]"))
    built = site.build(strict=False)
    page = built.page("topics/file-systems/")

    assert len(built.problems) == 1
    assert [text(h1) for h1 in page.select("h1")] == ["file systems"]
    assert "Odd" in text(page)
    assert [text(a) for a in built.page("articles/odd/").select(".kl-topics a")] == ["file systems"]


def test_what_makes_no_address_is_shown_without_a_link(site: SmallSite) -> None:
    site.write("articles/new.md", article(topics="['!!!', Index, '../../x']"))
    built = site.build(strict=False)

    shown = built.page("articles/new/").select(".kl-topics a")
    assert [(text(a), a.get("href")) for a in shown] == [
        ("!!!", None),
        ("Index", None),
        ("../../x", "../../topics/x/"),
    ]
    assert len(built.problems) == 2
    assert broken_links(built) == []


def test_odd_ids_of_people_stay_inside_the_site(site: SmallSite) -> None:
    site.write("authors.yml", "anna: {name: A}\n../../elsewhere: {name: Out}\nindex: {name: I}\n")
    site.write("articles/new.md", article(authors="[../../elsewhere, index]"))
    built = site.build(strict=False)

    assert not [page for page in built.pages() if "elsewhere" in page]
    assert [text(h1) for h1 in built.page("authors/").select("h1")] == ["Authors"]
    assert len(built.problems) == 2
    assert broken_links(built) == []


@pytest.mark.parametrize("word", HOSTILE)
def test_nothing_in_a_name_gets_out_of_its_place(site: SmallSite, word: str) -> None:
    quoted = json.dumps(word, ensure_ascii="🐧" not in word)
    people = f"anna: {{name: {quoted}, bio: {quoted}, links: [{{title: {quoted}, url: 'https://a.example/'}}]}}"
    site.write("authors.yml", people)
    site.write("articles/new.md", article(quoted, topics=f"[{quoted}]"))
    built = site.build(strict=False)
    for address in ("topics/", "authors/", "authors/anna/", "archive/", "archive/2010/"):
        page = built.page(address)
        assert not [s for s in page.find_all("script") if s.get_text().startswith("alert")]
        assert not page.find_all(onload=True)
        assert "49" not in text(page.select_one("main") or page)
    assert printable(word) in built.page("authors/anna/").get_text()
    assert printable(word) in built.page("topics/").get_text()
    assert broken_links(built) == []


def test_a_file_introduces_and_names_a_page(site: SmallSite) -> None:
    site.write("topics/networking.md", "---\ntitle: Networking & more\n---\nCites *this*.\n")
    site.write("authors/anna.md", "Lives *here*.\n")
    site.write("archive/2010.md", "A *good* year.\n")
    built = site.build()

    assert built.problems == []
    topic, author, year = map(built.page, ("topics/networking/", "authors/anna/", "archive/2010/"))
    assert [text(h1) for h1 in topic.select("h1")] == ["Networking & more"]
    assert text(topic.select("title")[0]) == "Topic: Networking & more – Small Log"
    assert [text(em) for em in topic.select(".kl-text em")] == ["this"]
    assert [text(em) for em in author.select(".kl-text em")] == ["here"]
    assert [text(em) for em in year.select(".kl-text em")] == ["good"]
    assert PART in str(topic)


def test_an_introduction_waits_for_the_first_article(site: SmallSite) -> None:
    site.write("topics/secret.md", "Of what is to come.\n")
    site.write("archive/2099.md", "Of what is to come.\n")
    site.write("articles/later.md", article("Later", "2099-01-01", topics="[secret]"))
    built = site.build()

    assert not built.aborted
    assert not [name for name in built.files() if "secret" in name or "2099" in name]
    assert not [name for name, data in built.files().items() if b"what is to come" in data]
    preview = site.build(preview=True, strict=False)
    for address in ("topics/secret/", "archive/2099/"):
        assert "Of what is to come." in text(preview.page(address))
        assert "Later" in text(preview.page(address))


def test_an_introduction_of_nothing_is_told(site: SmallSite) -> None:
    site.write("topics/networks.md", "On packets.\n")
    site.write("authors/bob.md", "Of Bob.\n")
    built = site.build()

    told = [message for level, message in built.log if "to introduce" in message]
    assert not built.aborted
    assert [message.partition("introduce. ")[2] for message in told] == [
        "It is not published before there is one.",
        "Did you mean 'networking.md'?",
    ]
    assert not [page for page in built.pages() if "networks" in page or "bob" in page]


def test_an_introduction_can_be_edited_in_the_preview(editable: EditableSite) -> None:
    path = "topics/networking.md"
    editable.write_page(path, {}, "One.")
    editable.again(preview=True)
    editable.write_page(path, {}, "Two.")
    editable.show_edited([path])

    again = editable.again(preview=True)
    assert again.differences(editable.clean(preview=True)) == []
    assert b"Two." in again.files["topics/networking/index.html"]


def test_search_engines_are_told(built: Built) -> None:
    told = {
        address: [
            str(meta["content"]) for meta in built.page(address).select("meta[name=description]")
        ]
        for address in ("topics/networking/", "authors/anna/", "archive/2010/")
    }
    assert told == {
        "topics/networking/": ["All articles about networking, the newest first."],
        "authors/anna/": ["Writes."],
        "archive/2010/": ["All articles of 2010, month by month."],
    }
