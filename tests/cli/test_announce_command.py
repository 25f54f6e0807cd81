from __future__ import annotations

import pytest
from calling import kernlog
from hypothesis import given
from hypothesis import strategies as st
from small_site import SmallSite

from kernlog_site.tools.announcement import LIMIT, Announcement, hashtag, shortened

URL = "https://log.example/articles/2.6.33/network/"


def test_the_text_for_feeds(site: SmallSite) -> None:
    result = kernlog(site, "announce", "articles/2.6.33/network.md")

    assert result.exit_code == 0
    assert result.output.split("\n\n") == [
        "Kernel Log: Coming in 2.6.33 (Part 1) - Networking",
        "What is new in the network.",
        URL,
        "#Networking\n",
    ]


def test_the_mail(site: SmallSite) -> None:
    result = kernlog(site, "announce", "--mail", "network")

    assert result.output == (
        "Subject: Kernel Log: Coming in 2.6.33 (Part 1) - Networking\n\n"
        f"What is new in the network.\n\n{URL}\n\n- Details\n- Minor gems\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "network",
        "network.md",
        "2.6.33/network",
        "/articles/2.6.33/network/",
        "articles/2.6.33/network/",
        "content/articles/2.6.33/network.md",
        URL,
        f"{URL}#details",
    ],
)
def test_every_way_to_name_an_article(site: SmallSite, text: str) -> None:
    assert URL in kernlog(site, "announce", text).output


@pytest.mark.parametrize("text", ["netwrk", "articles/2.6.33/netwok.md", "2.6.34/network"])
def test_the_nearest_is_named(site: SmallSite, text: str) -> None:
    result = kernlog(site, "announce", text)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "articles/2.6.33/network.md" in result.stderr


def test_several_that_may_be_meant(site: SmallSite) -> None:
    site.write("articles/2.6.34/network.md", "---\ntitle: N\ndate: 2010-05-01\n---\n")

    result = kernlog(site, "announce", "network")

    assert result.exit_code == 1
    assert "Write more of the path." in result.stderr


@pytest.mark.parametrize(
    ("front", "what"), [("status: draft", "is a draft"), ("status: published", "is dated 2099")]
)
def test_what_readers_cannot_see_is_refused(site: SmallSite, front: str, what: str) -> None:
    site.write("articles/soon.md", f"---\ntitle: Soon\ndate: 2099-01-01\n{front}\n---\n")

    result = kernlog(site, "announce", "soon")

    assert result.exit_code == 1
    assert what in result.stderr
    assert "Kernel Log: Soon" in kernlog(site, "announce", "soon", "--draft").stdout


def test_a_site_without_an_address(site: SmallSite) -> None:
    site.settings(site_url="")

    result = kernlog(site, "announce", "network")

    assert result.exit_code == 2
    assert "has no site_url. Set it" in result.stderr


@given(st.text(max_size=700), st.text(max_size=900), st.lists(st.text(max_size=60), max_size=30))
def test_all_fits(headline: str, summary: str, topics: list[str]) -> None:
    post = Announcement(headline, summary, URL, tuple(topics)).post

    assert len(post) <= LIMIT
    assert URL in post


def test_a_long_standfirst_ends_at_a_word() -> None:
    post = Announcement("Headline", "word " * 200, URL, ("storage",)).post

    assert "word…\n\nhttps" in post
    assert len(post) > LIMIT - 10


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("fits", 4, "fits"),
        ("one two three", 9, "one two…"),
        ("one, two", 6, "one…"),
        ("unbreakable", 5, "unbr…"),
        ("x", 0, ""),
    ],
)
def test_shortening(text: str, room: int, short: str) -> None:
    assert shortened(text, room) == short


@pytest.mark.parametrize(
    ("topic", "tag"),
    [
        ("file systems", "#FileSystems"),
        ("networking", "#Networking"),
        ("ARM/x86", "#ARMX86"),
        ("2.6", ""),
        ("3G", "#3G"),
        ("größe", "#Größe"),
        ("#%", ""),
    ],
)
def test_hashtags(topic: str, tag: str) -> None:
    assert hashtag(topic) == tag
