"""The Markdown extension: what no golden file can hold, and what holds for any text."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from site_core import CASES, SiteCore, convert, files_in, sample_core

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.resolver import Place
from kernlog_site.citations.targets import Link, Target, nowhere
from kernlog_site.core.commit import Citation

CORE = sample_core()
PART_2 = CORE.article("articles/graphics.md")
LIST = "```commits\n## Heading\n7c68af6e32c7\n```\n"

fragments = st.sampled_from(
    [
        *(
            ":commit[",
            ":links[",
            "]",
            "[",
            "](commit:",
            ")",
            "`",
            "``",
            "```",
            "```commits\n",
            "~~~",
        ),
        *(
            "\n",
            "\n\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "# ",
            "|",
            "\\",
            '"',
            "=",
            "@",
            "..",
            "*",
            "_",
            "&",
        ),
        *(
            "7c68af6e32c7",
            "v2.6.33",
            "lwn:1",
            "<",
            ">",
            "<!--",
            "-->",
            "<code>",
            "</code>",
            "<div>",
        ),
        *("\x02", "\x03", "\u2028", "\t", "{: #x }", "[^1]", "[^1]: ", "x"),
    ]
)
texts = st.text() | st.lists(fragments, max_size=25).map("".join)
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def render(text: str, *extensions: str) -> BeautifulSoup:
    return CORE.render(text, PART_2, extensions).soup


@relaxed
@given(texts, st.sampled_from([(), ("fenced_code", "footnotes", "tables", "toc", "attr_list")]))
@example("![x](a:b)\n\n:commit[", ())
@example("    \x02kernlog-commits:0\x03", ())
@example("\x02kernlog-commits:0\x03\n\n" + LIST, ())
def test_no_text_raises(text: str, extensions: tuple[str, ...]) -> None:
    try:
        convert(text, extensions)
    except Exception:
        assume(False)  # Markdown itself cannot read it
    rendered = CORE.render(text, PART_2, extensions)
    assert rendered.html.encode("utf-8") is not None
    assert "kernlog-commits:" not in rendered.html or "kernlog-commits:" in text
    assert 'href="commit:' not in rendered.html


@relaxed
@given(texts.filter(lambda text: "\n````" not in f"\n{text}".replace("\r", "\n")))
def test_fenced_code_is_left_alone(text: str) -> None:
    fenced = f"Before\n\n`````\n{text}\n`````\n\nAfter"
    assume("`````" not in text)
    rendered = CORE.render(fenced, PART_2, ["fenced_code"])
    assert rendered.html == convert(fenced, ["fenced_code"])
    assert (rendered.citations, rendered.problems) == ((), ())


@relaxed
@given(texts)
def test_code_spans_are_left_alone(text: str) -> None:
    inside = " ".join(text.replace("`", "'").split())
    assume(inside)
    span = f"Before ``` {inside} ``` after"
    rendered = CORE.render(span, PART_2)
    assert rendered.html == convert(span, [])
    assert (rendered.citations, rendered.problems) == ((), ())


@relaxed
@given(st.text(alphabet=st.characters(blacklist_characters="\\`\n\r", codec="utf-8"), min_size=1))
def test_text_without_citations_is_left_alone(text: str) -> None:
    assume(":" not in text)
    try:
        expected = convert(text, [])
    except Exception:
        assume(False)
    assert CORE.render(text, PART_2).html == expected


@pytest.mark.parametrize("before", ["", "x", ":", "x :", "\n"])
@pytest.mark.parametrize("backslashes", range(6))
def test_an_odd_number_of_backslashes_escapes_a_shortcode(before: str, backslashes: int) -> None:
    rendered = CORE.render(f"{before}{chr(92) * backslashes}:commit[7c68af6e32c7]", PART_2)
    assert rendered.cited == ["7c68af6e32c7"] * (backslashes % 2 == 0)
    assert rendered.soup.get_text().count("\\") == backslashes // 2


@pytest.mark.parametrize("extensions", [(), ("pymdownx.superfences",), ("fenced_code", "toc")])
def test_a_list_of_commits_in_a_quotation_is_a_list_or_a_problem(
    extensions: tuple[str, ...],
) -> None:
    quoted = "".join(f"> {line}\n" for line in LIST.splitlines())
    rendered = CORE.render(quoted, PART_2, extensions)
    assert rendered.cited == ["7c68af6e32c7"] or rendered.problems


@pytest.mark.parametrize(
    "raw",
    [
        "A <!-- :commit[7c68af6e32c7] and `code` --> comment",
        "A <code>:commit[7c68af6e32c7] `code`</code> element",
        'An <b title="`code` :commit[7c68af6e32c7]">attribute</b>',
        "A <!-- \\* and \\:commit[7c68af6e32c7] --> comment",
    ],
)
def test_raw_html_with_code_in_it_is_left_alone(raw: str) -> None:
    assert CORE.render(raw, PART_2).html == convert(raw, [])


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_list_of_commits_can_stand_in_a_footnote(gap: str) -> None:
    indented = "".join(f"    {line}\n" for line in LIST.splitlines())
    soup = render(f"Text[^1].\n\n[^1]: Note{gap}{indented}", "footnotes")
    assert [a["id"] for a in soup.select(".footnote li .commits a.citation")] == ["c-7c68af6e32c7"]


def test_citations_know_their_section_anchor_and_whether_they_are_gems() -> None:
    text = f"""\
:commit[18863bdd60f8]

# KVM *and* `x86` (:commit[956ffd027bed])

Text [words](commit:d8ec91850efa).

{LIST}"""
    for extensions in ([], ["toc"]):
        found = CORE.render(text, PART_2, extensions).citations
        assert [(c.abbreviation, c.section, c.gem) for c in found] == [
            ("18863bdd60f8", "", False),
            ("956ffd027bed", "KVM and x86", False),
            ("d8ec91850efa", "KVM and x86", False),
            ("7c68af6e32c7", "Heading", True),
        ]


def test_citations_come_in_the_order_of_the_text() -> None:
    text = "*:commit[7c68af6e32c7]* [a](commit:18863bdd60f8) **b :commit[956ffd027bed]**\n\n" + LIST
    assert CORE.render(text, PART_2).cited == [
        "7c68af6e32c7",
        "18863bdd60f8",
        "956ffd027bed",
        "7c68af6e32c7",
    ]


def test_one_extension_renders_many_texts() -> None:
    seen: list[tuple[Citation, ...]] = []
    extension = CitationExtension(CORE.resolver().at(Place(CORE.routes.url(PART_2.path), PART_2)))
    for _ in range(2):
        Markdown(extensions=[extension]).convert(":commit[7c68af6e32c7 zzz]\n\n" + LIST)
        seen.append(tuple(extension.citations))
        assert len(extension.problems) == 1
    assert seen[0] == seen[1]
    again = Markdown(extensions=[extension])
    assert again.convert(":commit[7c68af6e32c7]") == again.reset().convert(":commit[7c68af6e32c7]")


def test_a_registered_extension_does_not_change_markdown_for_others() -> None:
    render(":commit[7c68af6e32c7]")
    assert convert("\\:commit[7c68af6e32c7]", []) == "<p>\\:commit[7c68af6e32c7]</p>"


def test_without_anything_known_every_target_is_left_as_it_is() -> None:
    text = f":commit[7c68af6e32c7] [x](commit:7c68af6e32c7) [y](lwn:1)\n\n{LIST}"
    extension = CitationExtension(nowhere)
    html = Markdown(extensions=[extension]).convert(text)
    assert "7c68af6e32c7" in html
    assert (extension.citations, extension.problems) == ([], [])


def test_anything_may_resolve() -> None:
    """The extension works without kernlog's own resolver."""

    def resolve(target: Target) -> Link | None:
        return Link(f"https://example.org/?{target}&x", 'A "title"')

    html = Markdown(extensions=[CitationExtension(resolve)]).convert(":commit[x1] [a](foo:b)")
    anchors = BeautifulSoup(html, "html.parser").select("a")
    assert [a["href"] for a in anchors] == [
        "https://example.org/?commit:x1&x",
        "https://example.org/?foo:b&x",
    ]
    assert {str(a["title"]) for a in anchors} == {'A "title"'}


@pytest.mark.parametrize("directory_urls", [True, False])
def test_links_between_pages_follow_the_addresses_of_the_site(directory_urls: bool) -> None:
    core = SiteCore.open(files_in(CASES / "content"), directory_urls)
    soup = core.render("[a](part:1) [b](release:2.6.33)", core.article(PART_2.path)).soup
    assert [a["href"] for a in soup.select("a")] == (
        ["../network/", "../../releases/2.6.33/"]
        if directory_urls
        else ["network.html", "../releases/2.6.33.html"]
    )
