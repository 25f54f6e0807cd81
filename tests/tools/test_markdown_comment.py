"""The aftermath as a comment: what others wrote is shown letter for letter, and does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # of rich
from markdown_it.token import Token

from kernlog_site.commits.followups.aftermath import Change, Deed
from kernlog_site.core.characters import on_one_line
from kernlog_site.core.commit import Commit
from kernlog_site.tools.aftermath.markdown_comment import markdown_comment
from kernlog_site.tools.aftermath.report import Aftermath, ArticleAftermath, CommitAftermath
from kernlog_site.tools.aftermath.states import States, StoreState
from kernlog_site.tools.references.citing import CitingPlace

WHEN = datetime(2010, 2, 12, tzinfo=UTC)
SHA = "7c68af6e32c7" + "0" * 28
CVE = r"CVE-[0-9]{4}-[0-9]{4,19}"
SCHEMES = {"cve": "https://www.cve.org/CVERecord?id={}"}
COMMIT = Commit(SHA, "linux", "drbd: begin", "A. Developer", WHEN, WHEN)
URL = f"https://git.example.org/linux.git/commit/?id={SHA}"
PLACE = CitingPlace("", "content/a.md", 12, "", "https://log.example/a/#c-7c68af6e32c7", False)
REVERTED = Change(Deed.REVERTED, False, ("b" * 40,), (), None, "reverted in 2.6.34")
INTRODUCED = Change(
    Deed.INTRODUCED_CVE, False, ("CVE-2026-1000",), (), None, "introduced CVE-2026-1000, not fixed"
)
FIXED = Change(Deed.FIXED, False, ("c" * 40,), (), None, "fixed in 2.6.34")
ITS = CommitAftermath(COMMIT, (REVERTED,), (PLACE,), URL)
ARTICLE = ArticleAftermath(
    "Kernel Log: Storage", 2, "content/a.md", "https://log.example/a/", False, (ITS,)
)
STATES = States(StoreState("commit abc of 2026-11-23", b""), StoreState("commits.jsonl", b""))


def comment(*articles: ArticleAftermath) -> str:
    return markdown_comment(Aftermath(STATES, articles, ()), SCHEMES)


def of(*commits: CommitAftermath, **more: str) -> ArticleAftermath:
    return replace(ARTICLE, commits=commits, **more)  # type: ignore[arg-type]


def named(subject: str) -> CommitAftermath:
    return replace(ITS, commit=replace(COMMIT, subject=subject))


def test_a_comment() -> None:
    other = replace(ITS, changes=(INTRODUCED, FIXED))
    minor = replace(ITS, changes=(FIXED,), url=None, places=(PLACE, replace(PLACE, line=None)))

    assert (
        comment(of(ITS, other, minor))
        == f"""\
## What became of the commits that we cite

`commits.jsonl`, compared with commit abc of 2026-11-23.

### [Kernel Log&#58; Storage](<https://log.example/a/>)

Part 2&#58; 1 commit reverted, 1 introduced a CVE, 2 fixed, in `content/a.md`

- [`7c68af6e32c7`](<{URL}>) `drbd: begin`: reverted in 2.6.34 \
([line 12](<https://log.example/a/#c-7c68af6e32c7>))
- [`7c68af6e32c7`](<{URL}>) `drbd: begin`: introduced \
[CVE-2026-1000](<https://www.cve.org/CVERecord?id=CVE-2026-1000>), not fixed; fixed in 2.6.34 \
([line 12](<https://log.example/a/#c-7c68af6e32c7>))

<details><summary>1 commit fixed</summary>

- `7c68af6e32c7` `drbd: begin`: fixed in 2.6.34 \
([line 12](<https://log.example/a/#c-7c68af6e32c7>), \
[a line](<https://log.example/a/#c-7c68af6e32c7>))

</details>
"""
    )


@pytest.mark.parametrize(
    ("subject", "span"),
    [
        ("a `b` c", "``a `b` c``"),
        ("`b`", "`` `b` ``"),
        (" a ", "`  a  `"),
        ("``", "``` `` ```"),
        ("<script>&amp; @all #1", "`<script>&amp; @all #1`"),
        ("", ""),
    ],
)
def test_a_subject_stands_in_a_code_span(subject: str, span: str) -> None:
    assert f"`7c68af6e32c7`](<{URL}>) {span}: reverted" in comment(of(named(subject)))


ODD = "\t\n\r\0\x1b\u202e\u200b\ud800@#!$%^&*()_+-=[]{}|\\;:'\",.<>/?`~ "
TEXT = st.text(st.characters() | st.sampled_from(ODD), max_size=20)
ACTIVE = re.compile(r"[@#!]\w|\bGH-\d|\bwww\.|https?://\w", re.IGNORECASE | re.ASCII)
"""What GitHub and GitLab make links of outside of code."""


def tokens(written: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").parse(written):
        yield from (token, *(token.children or ()))


@given(TEXT, TEXT, TEXT)
@example("</details><script>", "](javascript:1) ![x](//e)", "@all #1 GH-1 www.x.y https://x")
@example("[x]: //e", "# x\n- y", "CVE-2026-1000@all **x** &amp; <b>")
@example("`a", "`", "`")
def test_any_text_is_shown_and_does_nothing(subject: str, headline: str, text: str) -> None:
    commits = named(subject), replace(ITS, changes=(FIXED._replace(text=text),))
    found = list(tokens(comment(of(*commits, headline=headline))))

    kinds = {token.type for token in found}
    assert not kinds & {
        "html_inline",
        "image",
        "em_open",
        "strong_open",
        "fence",
        "hr",
        "code_block",
    }
    assert {token.content for token in found if token.type == "html_block"} == {
        "<details><summary>1 commit fixed</summary>\n",
        "</details>\n",
    }
    links = {str(token.attrs["href"]) for token in found if token.type == "link_open"}
    numbers = {f"https://www.cve.org/CVERecord?id={number}" for number in re.findall(CVE, text)}
    assert links == {ARTICLE.url, PLACE.url, URL} | numbers
    codes = [token.content for token in found if token.type == "code_inline"]
    assert not subject.strip() or on_one_line(subject) in codes
    inline = [token.children or [] for token in found if token.type == "inline"]
    said = ["".join(its.content for its in line if its.type == "text") for line in inline]
    assert not any(map(ACTIVE.search, said))
    assert any(_visible(headline) in _visible(line) for line in said)
    assert any(_visible(text) in _visible(line) for line in said)


def _visible(text: str) -> str:
    return "".join(on_one_line(text).replace("\u200b", "").split())


def test_control_characters_are_no_part_of_it() -> None:
    written = comment(of(named("a\x1b[31m\u202eb\nc")))

    assert on_one_line("a\x1b[31m\u202eb\nc") in written
    assert not {"\x1b", "\u202e"} & set(written)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/articles/a/", "https://x> <b>"])
def test_what_is_no_address_is_no_link(url: str) -> None:
    written = comment(replace(ARTICLE, url=url))

    assert "### Kernel Log&#58; Storage\n" in written


def test_brackets_in_an_address_end_no_link() -> None:
    assert "(<https://x/%28a%29%3E>)" in comment(replace(ARTICLE, url="https://x/(a)>"))


def test_a_long_comment_ends_with_what_is_left_out() -> None:
    many = of(*[named("x" * 80)] * 150)
    written = comment(*[many] * 30)

    assert len(written) < 65_536
    assert "- and 50 more\n" in written
    assert written.endswith("articles: run `kernlog aftermath`.\n")
    shown = written.count("### ")
    assert f"There is more about {30 - shown} articles" in written
    assert shown > 1


def test_one_article_that_is_too_long_by_itself() -> None:
    places = (replace(PLACE, url=f"https://log.example/{'x' * 900}"),) * 100
    written = comment(of(*[replace(ITS, places=places)] * 10))

    assert len(written) < 65_536
    assert "There is more about 1 article: run `kernlog aftermath`." in written
