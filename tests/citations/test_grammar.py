"""The grammar of citations."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.citations.grammar import (
    SHORTCODE_BEGIN,
    SHORTCODE_END,
    BrokenItem,
    Gem,
    GemHeading,
    Hash,
    Item,
    Range,
    Shortcode,
    TagName,
    gems,
    target,
)
from kernlog_site.commits.version_schemes import scheme_from

SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7c68af6e32c7", Hash(None, "7c68af6e32c7")),
        ("7C68AF6E32C7", Hash(None, "7c68af6e32c7")),
        ("703625118069", Hash(None, "703625118069")),
        (
            "7c68af6e32c73992bad24107311f3433c89016e2",
            Hash(None, "7c68af6e32c73992bad24107311f3433c89016e2"),
        ),
        ("stable@7c68af6e32c7", Hash("stable", "7c68af6e32c7")),
        ("net-next@7c68af6e32c7", Hash("net-next", "7c68af6e32c7")),
        ("v2.6.33-rc7", TagName(None, "v2.6.33-rc7")),
        ("v6.10", TagName(None, "v6.10")),
        ("stable@v2.6.33.1", TagName("stable", "v2.6.33.1")),
        ("v2.6.33-rc6..v2.6.33-rc7", Range(None, "v2.6.33-rc6", "v2.6.33-rc7")),
        ("7c68af6e32c7..18863bdd60f8", Range(None, "7c68af6e32c7", "18863bdd60f8")),
        ("7c68af6e32c7..v2.6.33", Range(None, "7c68af6e32c7", "v2.6.33")),
        ("stable@v2.6.33..v2.6.33.1", Range("stable", "v2.6.33", "v2.6.33.1")),
        ("", None),
        ("7c68af6e32cg", None),
        ("0x7c68af6e32c7", None),
        ("2.6.33", None),
        ("linux-2.6.33", None),
        ("v", None),
        ("..", None),
        ("v2.6.33..", None),
        ("..v2.6.33", None),
        ("v2.6.32...v2.6.33", None),
        ("stable@", None),
        ("@7c68af6e32c7", None),
        ("a@b@7c68af6e32c7", None),
        ("7c68af6e32c7,", None),
        ("７c68af6e32c7", None),
    ],
)
def test_a_target_is_a_hash_a_tag_or_a_range(
    text: str, expected: Hash | TagName | Range | None
) -> None:
    assert target(text) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("a1", [Item("a1")]),
        ("a1 b2\n  c3\t", [Item("a1"), Item("b2"), Item("c3")]),
        ("a1 a1", [Item("a1"), Item("a1")]),
        ("documentation=a1", [Item("a1", "documentation")]),
        ('"git documentation"=a1 b2', [Item("a1", "git documentation"), Item("b2")]),
        ('"two\nlines"=a1', [Item("a1", "two lines")]),
        ('"C++ [sic"=a1', [Item("a1", "C++ [sic")]),
        ('""=a1', [Item("a1")]),
        ("größer=a1", [Item("a1", "größer")]),
        ("label=stable@a1", [Item("stable@a1", "label")]),
        ("fix=v2.6.33..v2.6.34", [Item("v2.6.33..v2.6.34", "fix")]),
        ("cve:CVE-2009-4141", [Item("cve:CVE-2009-4141")]),
        ("lore:a=b@c", [Item("b@c", "lore:a")]),
        ("a1, b2", [Item("a1,"), Item("b2")]),
        ("label= a1", [Item("label="), Item("a1")]),
        ('a1 "never closed=b2', [Item("a1"), BrokenItem('"never closed=b2')]),
        ('a1 "no target"', [Item("a1"), BrokenItem('"no target"')]),
        ('"a"b=c1', [BrokenItem('"a"b=c1')]),
    ],
)
def test_a_group_is_a_list_of_items(items: str, expected: list[Item | BrokenItem]) -> None:
    assert list(Shortcode("commit", items).group()) == expected


def test_a_shortcode_is_shown_on_one_line() -> None:
    assert str(Shortcode("links", " lwn:1\n   lwn:2 ")) == ":links[lwn:1 lwn:2]"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (":commit[a1 b2]", "a1 b2"),
        ("x:commit[a1]y", "a1"),
        (":commit[]", ""),
        (":commit[a1\nb2]", "a1\nb2"),
        (":commit[a[1]", "a[1"),
        (":links[lwn:1]", "lwn:1"),
        (":commits[a1]", None),
        (":Commit[a1]", None),
        (":commit [a1]", None),
        (":commit[a1", None),
        ("commit[a1]", None),
    ],
)
def test_a_shortcode_is_a_name_and_brackets(text: str, items: str | None) -> None:
    begin = re.search(f":{SHORTCODE_BEGIN}", text)
    end = SHORTCODE_END.search(text, begin.end()) if begin else None
    assert (text[begin.end() : end.start()] if begin and end else None) == items


def test_a_fence_has_headings_and_commits() -> None:
    text = """
        ## Crypto and security

        0e1227d356e9 crypto: ghash - Add `it` <now> ## not a heading
        stable@a1
        ### Deeper
        b2\tks:  two  spaces
    """
    assert list(gems(text)) == [
        GemHeading("Crypto and security"),
        Gem(
            "0e1227d356e9 crypto: ghash - Add `it` <now> ## not a heading",
            "0e1227d356e9",
            "crypto: ghash - Add `it` <now> ## not a heading",
        ),
        Gem("stable@a1", "stable@a1", None),
        GemHeading("Deeper"),
        Gem("b2\tks:  two  spaces", "b2", "ks:  two  spaces"),
    ]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_only_a_line_end_ends_a_line(separator: str) -> None:
    """A subject may contain what str.splitlines() would cut at."""
    (gem,) = gems(f"a1 before{separator}after")
    assert isinstance(gem, Gem)
    assert gem.subject == f"before{separator}after"


@given(st.text() | st.text(alphabet='abc019 ="@.:v-[]\n\t'))
def test_no_text_raises(text: str) -> None:
    target(text)
    list(gems(text))
    shortcode = Shortcode("commit", text)
    group = list(shortcode.group())
    assert all(isinstance(item, Item) for item in group[:-1])
    assert bool(group) == bool(text.strip())
    assert "\n" not in str(shortcode)


words = st.text(alphabet="abcdef0123456789", min_size=1, max_size=40)
labels = st.text(alphabet="abc xyz#*_", max_size=12).filter(lambda t: t == " ".join(t.split()))


@given(st.lists(st.tuples(words, labels)))
def test_what_is_written_as_a_group_is_read_back(items: list[tuple[str, str]]) -> None:
    text = " ".join(f'"{label}"={digits}' if label else digits for digits, label in items)
    assert list(Shortcode("commit", text).group()) == [Item(*item) for item in items]


@given(st.lists(st.tuples(words, st.text(alphabet="ab:`*<>|#& -", min_size=1))))
def test_a_subject_is_data(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{digits} x{subject}" for digits, subject in lines)
    found = [gem for gem in gems(text) if isinstance(gem, Gem)]
    assert [(g.target, g.subject) for g in found] == [(d, f"x{s}".strip()) for d, s in lines]


@pytest.mark.parametrize(
    ("versions", "text", "expected"),
    [
        ("git", "v2.50.0-rc1", TagName(None, "v2.50.0-rc1")),
        ("git", "gitgui-0.6.0", None),
        ("semver", "1.2.3", TagName(None, "1.2.3")),
        ("semver", "1.2.3..v1.3.0-rc.1", Range(None, "1.2.3", "v1.3.0-rc.1")),
        ("semver", "123456789012", Hash(None, "123456789012")),
        ({"tag": "release/{version}"}, "foo@release/1.2", TagName("foo", "release/1.2")),
        ({"tag": "foo-{version}"}, "foo-1.2..7c68af6e32c7", Range(None, "foo-1.2", "7c68af6e32c7")),
        ({"tag": "foo-{version}"}, "v1.2", None),
    ],
)
def test_the_project_says_what_a_tag_is(versions: object, text: str, expected: object) -> None:
    assert target(text, scheme_from(versions)) == expected
