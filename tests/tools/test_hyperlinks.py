"""Where the links of a text stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.tools.import_links.hyperlinks import Form, Hyperlink, in_html, in_markdown

U = "https://x.example/a?b=1;c=2"


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        (f"[w]({U})", Form.INLINE, "w"),
        (f"[w]( <{U}> 'a title' )", Form.INLINE, "w"),
        (f"[a [b] \\] c]({U})", Form.INLINE, "a [b] \\] c"),
        (f"<a href='{U}'>w</a>", Form.ANCHOR, "w"),
        (f'<A title="x > y" HREF={U}>two\nlines</A >', Form.ANCHOR, "two\nlines"),
        (f"<{U}>", Form.AUTOLINK, ""),
        (f"  [w]: {U} 'a title'", Form.DEFINITION, ""),
        (f"[w]:\n   <{U}>", Form.DEFINITION, ""),
    ],
)
def test_every_form(text: str, form: Form, words: str) -> None:
    [link, *_] = in_markdown(f"([a]\n{text}")

    assert (link.form, link.words, link.url) == (form, words, U)
    assert U in f"([a]\n{text}"[slice(*link.at)]
    assert f"([a]\n{text}"[: link.url_end].endswith(U)


def test_an_address_in_plain_letters() -> None:
    [link] = in_html('<a href="https://x.example/?p=a&amp;h=b">w</a>')

    assert link.url == "https://x.example/?p=a&h=b"


@pytest.mark.parametrize(
    "text",
    ["![w](https://x)", "[a\n\nb](https://x)", "\\[w](https://x)", "[^1]: https://x", "[w]()"],
)
def test_no_links(text: str) -> None:
    assert in_markdown(text) == []


def test_code_comments_and_scripts_of_a_page_are_left_out() -> None:
    link = "<a href='https://x'>w</a>"
    hidden = (f"<!--{link}-->", f"<CODE>{link}</code >", f"<pre class=x>{link}</pre>")
    shown = f"<code>never closed {link} <!-- nor this {link}"

    assert len(in_html("".join(hidden))) == 0
    assert len(in_html(shown)) == 2
    assert in_html("<code>x</code><a href='https://x'><code>w</code></a>")[0].words == (
        "<code>w</code>"
    )


@given(st.lists(st.sampled_from("[]()<>!\\\n \"'`ax:/") | st.sampled_from(("<a ", "href=", U))))
def test_links_are_where_they_are_said_to_be(pieces: list[str]) -> None:
    text = "".join(pieces)
    for link in (*in_markdown(text), *in_html(text)):
        assert isinstance(link, Hyperlink)
        assert 0 <= link.start <= link.at[0] <= link.url_end <= link.at[1] <= link.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["[", "](x) ", "](", "<a ", '<a href="', "[x]: ", "<code>", "<!--", "](a(b)", "<http://"],
)
def test_long_texts_take_no_longer_than_long(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + " " * 50_000
    began = time.process_time()
    in_markdown(text)
    in_html(text)

    assert time.process_time() - began < 5
