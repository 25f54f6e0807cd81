"""Old addresses as writers give them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernlog_site.content.aliases import BadAlias, file_of

SITE = "https://log.example/news/"


@pytest.mark.parametrize(
    ("alias", "file"),
    [
        ("old.html", "old.html"),
        ("/old.html", "old.html"),
        ("Old/Page.HTML", "Old/Page.HTML"),
        ("old.htm", "old.htm"),
        ("old.html/", "old.html/index.html"),
        ("old", "old/index.html"),
        ("/old/", "old/index.html"),
        ("old/index.html", "old/index.html"),
        ("old.php", "old.php/index.html"),
        ("a//b/./c/../d", "a/b/d/index.html"),
        ("gr%C3%B6%C3%9Fe", "größe/index.html"),
        ("größe", "größe/index.html"),
        ("100%", "100%/index.html"),
        ("what%3F.html", "what?.html"),
        ("/", "index.html"),
        ("https://log.example/news/old.html", "old.html"),
        ("http://LOG.example/news/old.html", "old.html"),
        ("//log.example/news", "index.html"),
    ],
)
def test_the_file_that_answers(alias: str, file: str) -> None:
    assert file_of(alias, SITE) == file


@pytest.mark.parametrize(
    "alias",
    [
        "https://log.example/other/",
        "https://log.example/newsroom/",
        "https://log.example.org/news/",
    ],
)
def test_the_address_of_the_site_ends_at_a_slash(alias: str) -> None:
    with pytest.raises(BadAlias, match="is outside the site"):
        file_of(alias, SITE)


@given(st.text(max_size=40) | st.lists(st.sampled_from("./%2eab:\\?#"), max_size=12).map("".join))
@example("%2e%2e/x")
@example("a/%2e%2e%2f..%2fx")
def test_no_file_is_outside_the_site(alias: str) -> None:
    try:
        file = file_of(alias, SITE)
    except BadAlias:
        return
    names = file.split("/")
    assert not any(name.startswith(".") or name == "" for name in names)
    assert file.isprintable()
    assert not re.match("[A-Za-z]:", file)


@pytest.mark.parametrize("alias", ["/C:/evil", "C%3A/evil", "/c:x.html", "%43:/x"])
def test_no_alias_is_on_a_drive_of_its_own(alias: str) -> None:
    with pytest.raises(BadAlias, match="outside the site"):
        file_of(alias, SITE)
