"""Links of every scheme in a text: to nothing, to scripts, to absurd places."""

from __future__ import annotations

from html import unescape

import pytest
from site_core import sample_core

CORE = sample_core()
PART_2 = CORE.article("articles/graphics.md")


@pytest.mark.parametrize("link", ["[x](commit:)", "[x](lwn:)", "[x](part:)", "[x](commit: )"])
def test_a_link_to_nothing_is_a_problem(link: str) -> None:
    rendered = CORE.render(link, PART_2)
    assert len(rendered.problems) == 1
    assert not rendered.soup.select("a[href]")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#115;cript:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&Tab;javascript:alert(1)",
        "<java\nscript:alert(1)>",
        "\x01javascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "[x][r]\n\n[r]: {}", ":links[{}]"])
def test_no_link_runs_a_script(form: str, address: str) -> None:
    """As browsers read it: without tabs and line ends, without control characters before it."""
    for anchor in CORE.render(form.format(address), PART_2).soup.select("a[href]"):
        href = unescape(str(anchor["href"])).translate(dict.fromkeys(map(ord, "\t\n\r")))
        scheme = href.lstrip("".join(map(chr, range(0x21)))).lower().partition(":")[0]
        assert scheme not in ("javascript", "data", "vbscript")


def test_an_absurd_number_is_a_problem_and_no_exception() -> None:
    rendered = CORE.render(f"[x](part:{'9' * 5000})", PART_2)
    assert len(rendered.problems) == 1
