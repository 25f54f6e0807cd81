"""What feeds have in place of embedded content."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from kernlog_site.outputs.feeds.content import at_home, feed_html

URL = "articles/2.6.33/network/"
SITE = "https://log.example/news/"
PAGE = f"{SITE}{URL}"
VIDEO = "https://video.example/x?a=1&amp;b=2"


def ready(html: str) -> str:
    return at_home(feed_html(html, URL), SITE)


def words(html: str) -> list[str]:
    return BeautifulSoup(html, "html.parser").get_text().split()


def link(address: str, words: str) -> str:
    return f'<a href="{address}">{words}</a>'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f'<iframe src="{VIDEO}" title="Recording"></iframe>', link(VIDEO, "Recording")),
        (f'<IFRAME SRC="{VIDEO}" aria-label=Talk>no frames</IFRAME>', link(VIDEO, "Talk")),
        (f'<iframe src="{VIDEO}" title=" "></iframe>', link(VIDEO, VIDEO)),
        (
            '<iframe src="//video.example/" title="&quot;&lt;b&gt; &amp; c"></iframe>',
            link("https://video.example/", '"&lt;b&gt; &amp; c'),
        ),
        (f'<iframe src="{VIDEO}"><p>no</a>&lt;frames></iframe>', link(VIDEO, VIDEO)),
        ('<iframe src="../talk.html"></iframe>', link(*[f"{SITE}articles/2.6.33/talk.html"] * 2)),
        ('<iframe srcdoc="<p>Talk</p>" title="Talk"></iframe>', link(PAGE, "Talk")),
        ('<iframe src="javascript:alert(1)" title="Talk"></iframe>', link(PAGE, "Talk")),
        ('<iframe src="data:text/html,x"></iframe>', ""),
        ('<embed src="a.pdf" title="Slides">', link(f"{PAGE}a.pdf", "Slides")),
        ('<embed src="javascript:alert(1)">', ""),
        ('<object data="a.pdf" title="Slides"></object>', link(f"{PAGE}a.pdf", "Slides")),
        (
            '<object data="a.pdf" title="Slides">Text <em>instead</em></object>',
            f"{link(f'{PAGE}a.pdf', 'Slides')} Text <em>instead</em>",
        ),
        (
            '<object data="a.pdf">See <a href="a.pdf">the PDF</a></object>',
            f"See {link(f'{PAGE}a.pdf', 'the PDF')}",
        ),
        (
            '<object><param name="movie" value="x"><embed src="a.swf" title="Film"></object>',
            link(f"{PAGE}a.swf", "Film"),
        ),
        (
            '<object data="a" title="A"><object data="b" title="B"></object></object>',
            f"{link(f'{PAGE}a', 'A')} {link(f'{PAGE}b', 'B')}",
        ),
        ('<video title="Film"><track src="a.vtt"></video>', link(PAGE, "Film")),
        ('<video src="data:video/mp4,x" title="Film"></video>', link(PAGE, "Film")),
        (
            '<video title="Film" poster="a.png"></video>',
            link(PAGE, f'<img alt="Film" src="{PAGE}a.png">'),
        ),
        (
            '<video title="Film"><source src="blob:x">Your browser cannot.</video>',
            f"{link(PAGE, 'Film')} Your browser cannot.",
        ),
        (
            '<video title="Film">See <a href="a.mp4">the film</a></video>',
            f"See {link(f'{PAGE}a.mp4', 'the film')}",
        ),
        (
            '<video autoplay loop><source src="a.mp4"><track src="a.vtt">No</video>',
            f'<video controls=""><source src="{PAGE}a.mp4"><track src="{PAGE}a.vtt">No</video>',
        ),
        ('<audio src="a.ogg"></audio>', f'<audio src="{PAGE}a.ogg" controls=""></audio>'),
        ('<audio aria-label="Talk"></audio>', link(PAGE, "Talk")),
        ('<canvas aria-label="Chart"></canvas>', link(PAGE, "Chart")),
        ("<canvas>A chart of <b>all</b></canvas>", "A chart of <b>all</b>"),
        ('<svg aria-label="Tree"><path d="M0 0"/><text>T</text></svg>', link(PAGE, "Tree")),
        ("<svg><title>A &lt; b</title><svg><text>T</text></svg></svg>", link(PAGE, "A &lt; b")),
        ('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', ""),
        ('<math alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math>', link(PAGE, "x^2")),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", link(PAGE, "x=2")),
        ('<img alt="A dot" src="data:image/png;base64,AAAA">', link(PAGE, "A dot")),
        ('<input type="checkbox" disabled checked> Done', "☑ Done"),
        ('<input type="checkbox" disabled> To do', "☐ To do"),
        ('<input name="words">', ""),
        ('<noscript><img alt="A" src="a.png"></noscript>', f'<img alt="A" src="{PAGE}a.png">'),
        (f'<noscript><iframe src="{VIDEO}"></iframe></noscript>', link(VIDEO, VIDEO)),
        ('<noscript><p title="</noscript>x">', 'x"&gt;'),
        ('<a href="irc://irc.example/#k">k</a>', link("irc://irc.example/#k", "k")),
        ("<aside>A</aside><menu><li>B</li></menu>", "<aside>A</aside><menu><li>B</li></menu>"),
        (
            "<pre><code>&lt;iframe src=x&gt;</code></pre><wbr class='x' lang=''>",
            "<pre><code>&lt;iframe src=x&gt;</code></pre>",
        ),
    ],
)
def test_readers_of_feeds_miss_nothing_that_could_be_linked(written: str, expected: str) -> None:
    made = ready(f"<p>A</p>\n{written}\n<p>B</p>")

    assert made.startswith("<p>A</p>")
    assert made.endswith("<p>B</p>")
    assert expected in made
    assert words(made) == words(f"<p>A</p> {expected} <p>B</p>")


def test_embedded_content_in_other_embedded_content_is_gone_through_once() -> None:
    deep = 5_000
    made = ready("<object data='x'>" * deep + "Talk" + "</object>" * deep + "<svg>" * deep)

    assert "Talk" in made
    assert not BeautifulSoup(made, "html.parser").find(["object", "svg"])
