"""What is left of the text of an article in a feed."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup

from kernlog_site.outputs.feeds import content as syndicating
from kernlog_site.outputs.feeds.content import at_home, feed_html, legal

URL = "articles/2.6.33/network/"
SITE = "https://log.example/news/"
CASES = sorted((Path(__file__).parents[2] / "cases" / "citations").glob("*.yml"))
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jav&#x09;ascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="https://a.example/" title="x" onclick="alert(1)">x</a>',
    '<a href="https://a.example/" style="position: fixed">x</a>',
    "<p style='color: red' onclick='alert(1)'>x</p>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<iframe src='https://a.example/'></iframe><object data='x'></object><embed src='x'>",
    "<form action='https://a.example/'><input name=x><button>Send</button></form>",
    "<style>p { display: none }</style><link rel=stylesheet href=x><meta http-equiv=refresh>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    '<img srcset="javascript:alert(1) 1x, data:image/png,x 2x">',
    "<base href='https://evil.example/'><p>x",
    "<!-- <p> --><![CDATA[ <p onclick=x> ]]>",
    '<span title="a>b" onclick="alert(1)">x</span>',
]


def ready(html: str) -> str:
    return at_home(feed_html(html, URL), SITE)


def parsed(html: str) -> BeautifulSoup:
    """HTML as browsers take it: a line break that begins preformatted text is none."""
    return BeautifulSoup(html.replace("<pre>\n", "<pre>"), "html.parser")


def test_citations_are_plain_links_with_the_subject() -> None:
    html = (
        '<p>New (<span class="citations"><a class="citation" href="https://git.example/?id=7c&amp;'
        'h=1" id="c-7c68af6e32c7" title="x86: do &lt;it&gt; (A, v2.6.33-rc1)">1</a></span>).</p>'
    )

    assert ready(html) == (
        '<p>New (<a href="https://git.example/?id=7c&amp;h=1"'
        ' title="x86: do &lt;it&gt; (A, v2.6.33-rc1)">1</a>).</p>'
    )


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("#disks", f"{SITE}{URL}#disks"),
        ("../storage/#disks", f"{SITE}articles/2.6.33/storage/#disks"),
        ("../../../", SITE),
        ("?print", f"{SITE}{URL}?print"),
        ("", f"{SITE}{URL}"),
        ("/elsewhere/", "https://log.example/elsewhere/"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("https://a.example/?a=1&amp;b=2#c", "https://a.example/?a=1&b=2#c"),
        ("mailto:anna@log.example", "mailto:anna@log.example"),
        ("a b.html", f"{SITE}{URL}a%20b.html"),
        ("ä.html", f"{SITE}{URL}%C3%A4.html"),
        ("http://[x", None),
        ("lore:x", None),
    ],
)
@pytest.mark.parametrize("more", ["", " hidden"])
def test_addresses_hold_anywhere(written: str, whole: str | None, more: str) -> None:
    (link,) = BeautifulSoup(ready(f'<a href="{written}"{more}>x</a>'), "html.parser").find_all("a")

    assert link.get("href") in {whole, whole and whole.replace("%C3%A4", "ä")}
    assert set(link.attrs) <= {"href"}


def test_so_do_those_of_pictures() -> None:
    html = '<img alt="A" class="x" src="a.png" srcset="a.png, /b,1.png 2x, ../c.png 100w,">'
    (image,) = BeautifulSoup(ready(html), "html.parser").find_all("img")

    assert image["src"] == f"{SITE}{URL}a.png"
    assert image["srcset"] == (
        f"{SITE}{URL}a.png, https://log.example/b,1.png 2x, {SITE}articles/2.6.33/c.png 100w"
    )
    assert set(image.attrs) == {"alt", "src", "srcset"}


def test_headings_lose_their_permalinks_and_marks_their_messages() -> None:
    html = (
        '<h2 id="x">X<a class="headerlink" href="#x" title="Permanent link">&para;</a></h2>'
        '<p><mark class="problem">7c68<span class="problem-message"> \'7c68\' is short.</span>'
        '</mark> and <span><a href="https://a.example/">1</a><mark class="problem">'
        '<span class="problem-message"> Ambiguous.</span></mark></span> <mark>own</mark></p>'
    )

    assert ready(html) == (
        '<h2>X</h2><p>7c68 and <a href="https://a.example/">1</a> <mark>own</mark></p>'
    )


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_dangerous_gets_into_a_feed(html: str) -> None:
    text = feed_html(f"<p>Before.</p>{html}", URL)
    found = BeautifulSoup(text, "html.parser")

    assert found.find("p", string="Before.")
    assert "alert" not in text or found.find(string=re.compile("alert"))
    assert not found.find_all(["script", "style", "iframe", "object", "form", "input", "svg"])
    for tag in found.find_all():
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            assert urlsplit(str(tag.get(name, "https:"))).scheme in {"http", "https", "mailto"}
    assert not re.search(r"(javascript|data):", str(found.find_all(srcset=True)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_known_to_be_plain_comes_out_as_what_is_cleaned(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = str(yaml.safe_load(path.read_text())["html"])
    quick = parsed(feed_html(html, URL))
    monkeypatch.setattr(syndicating, "_PLAIN", re.compile("(?!)"))

    assert quick.decode() == parsed(feed_html(html, URL)).decode()
    assert not quick.find_all(class_=True) + quick.find_all(id=True)
    assert not quick.find_all(class_="problem-message")


def test_an_ordinary_article_need_not_be_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syndicating, "Cleaner", None)
    html = (
        '<p>A &amp; <em>b</em> <a href="#x">c</a></p><h2 id="x">X</h2><div class="commits">'
        '<details open=""><summary><h3 id="y">Y</h3></summary><ul><li><a class="hash citation" '
        'href="https://git.example/" id="c-1" title="A"><code>1</code></a></li></ul></details>'
        "</div>"
    )

    assert 'href="https://git.example/" title="A"' in ready(html)
    with pytest.raises(TypeError):
        ready('<p onclick="x">')


@pytest.mark.parametrize("text", ["\0a\x0bb\x1f\ufffe\uffff", "&#0;&#1;&#11;&#xFFFE;", "\ud800"])
@pytest.mark.parametrize("around", ["", "<!-- -->"])
def test_what_xml_cannot_have_is_gone(text: str, around: str) -> None:
    made = ready(f"<p>{text}é🐧</p>{around}")

    assert "é🐧</p>" in made
    assert made == legal(made)
