"""What the search gets to read of a page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from kernlog_site.outputs.search.documents import SearchDocument


def words(html: str) -> str:
    body = BeautifulSoup(SearchDocument("x/", html).document(), "html.parser").body
    assert body is not None
    return " ".join(body.get_text().split())


def citation(text: str) -> str:
    return f'<a class="citation" href="#" id="c-1" title="x: y &gt; z (Ann, v1)">{text}</a>'


def signed(text: str) -> str:
    return f'<span>{citation(text)}<small class="fate"> (introduced CVE-1)</small></span>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'KVM (<span class="citations">{citation("1")}</span>) is', "KVM is"),
        (f'(<span class="citations">{citation("1")}, {citation("2")}</span>).', "."),
        (
            f'(<span class="citations">for example {citation("1")}, {citation("docs")}</span>)',
            "(for example docs)",
        ),
        (f'see <span class="citations">{citation("12")}</span>', "see"),
        (f"the {citation('12 tests')} ran", "the 12 tests ran"),
        ('in <a href="x">2010</a>', "in 2010"),
        (
            f'(<span class="citations">{signed("1")}, {citation("2")}</span>).',
            "(introduced CVE-1).",
        ),
        (
            f'(<span class="citations">{citation("1")}, {signed("docs")}, {signed("2")}</span>)',
            "(docs (introduced CVE-1), introduced CVE-1)",
        ),
        ('<h2 id="a">A<a class="headerlink" href="#a" title="L">&para;</a></h2>', "A"),
        (
            '<li><a class="hash citation" href="#"><code>0e1227d356e9</code></a> <b>x:</b> y</li>',
            "x: y",
        ),
    ],
)
def test_numbers_and_hashes_of_citations_are_no_words(html: str, expected: str) -> None:
    assert words(html) == expected


def test_marks_of_problems_are_no_words() -> None:
    mark = '<mark class="problem">dead<span class="problem-message"> Unknown commit.</span></mark>'
    assert words(f"See {mark} <mark>here</mark>.") == "See dead here."


def test_cves_are_found_and_are_no_words() -> None:
    title = "x: y (Ann, v1; introduced CVE-2024-57974, not fixed yet; fixed CVE-2010-0001)"
    cited = f'<a class="citation" href="#" id="c-1" title="{title}">1</a>'
    search_document = SearchDocument("x/", f"<p>A {cited} {cited} <b>CVE-20</b>.</p>")
    soup = BeautifulSoup(search_document.document(), "html.parser")

    tags = soup.select('meta[data-pagefind-meta="cves[content]"]')
    assert [tag["content"] for tag in tags] == ["CVE-2024-57974 CVE-2010-0001"]
    assert "57974" not in soup.get_text()
    assert "cves" not in SearchDocument("x/", "<p>None.</p>").document()


def test_results_tell_and_filters_narrow_whatever_is_in_them() -> None:
    told = {"title": '<b>"Quotes" & \u202eשלום 🐧</b>', "part": ""}
    search_document = SearchDocument(
        "x/", "<p>Text.</p>", shown=told, filters={"topic": ["a, b: c", "d"]}
    )
    soup = BeautifulSoup(search_document.document(), "html.parser")

    assert [tag["content"] for tag in soup.select("meta[data-pagefind-meta]")] == [told["title"]]
    filters = soup.select('meta[data-pagefind-filter="topic[content]"]')
    assert [tag["content"] for tag in filters] == ["a, b: c", "d"]
    assert soup.b is None


def test_a_lead_weighs_more_and_lists_of_commits_less() -> None:
    search_document = SearchDocument(
        "x/", '<p>Text.</p><div class="commits"><ul></ul></div>', lead="1 < 2", weight=0.5
    )
    soup = BeautifulSoup(search_document.document(), "html.parser")
    weights = {
        tag.name: float(str(tag["data-pagefind-weight"]))
        for tag in soup.select("[data-pagefind-weight]")
    }

    assert weights == {"body": 0.5, "p": 1.0, "div": 0.25}
    assert soup.p is not None
    assert soup.p.text == "1 < 2"


def test_headings_of_an_article_weigh_what_pagefind_says() -> None:
    assert "<body><p" in SearchDocument("x/", "<h2>A</h2>").document()
