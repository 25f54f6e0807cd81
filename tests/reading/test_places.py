"""Where citations stand, for messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.reading.places import locate

BODY = """\
First (:commit[a1 "two words"=b2
c3]) and `:commit[a1]` in code.

[words](commit:d4) and [more](<lore:x@y>) and :links[lwn:1 a=lwn:2].

```
:commit[a1] in a block
```

```commits
## Heading
a1  with   a subject
```

<!-- :commit[c3] -->
Again :commit[a1] and :commit[] here.

[ref]: commit:e5 "Title"
"""


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("commit:a1", [1, 16]),
        ("commit:b2", [1]),
        ("commit:c3", [2]),
        ("commit:d4", [4]),
        ("commit:e5", [18]),
        ("lore:x@y", [4]),
        ("lwn:1", [4]),
        ("lwn:2", [4]),
        (':commit[a1 "two words"=b2 c3]', [1]),
        (":commit[]", [16]),
        ("a1 with a subject", [12]),
        ("```commits", [10]),
        ("commit:f6", [1]),
    ],
)
def test_a_citation_is_found_where_it_is_one(written: str, lines: list[int]) -> None:
    assert locate(BODY, written) == lines


@pytest.mark.parametrize(
    "text",
    [
        "One\n\nTwo :commit[a1",
        "One\n\nTwo :commit[a1\n\nThree [link](x.md)",
        "One\n\nTwo :links[lwn:1\n\nThree :commit[b2]",
        "One `:commit[a1` code\n\nTwo :commit[a1\n\nThree ]",
    ],
)
def test_a_shortcode_that_never_ends_is_found(text: str) -> None:
    """It ends with its paragraph, though brackets may follow later."""
    assert locate(text, ":[") == [3]


@pytest.mark.parametrize("backtick", ["One ` mark", "    code with ` mark", "One \\` mark"])
def test_a_code_span_ends_with_its_paragraph(backtick: str) -> None:
    assert locate(f"{backtick}\n\nTwo :commit[zz]\n\nThree ` mark", "commit:zz") == [3]


@pytest.mark.parametrize("text", ["One\n\n:links[LWNN:1]", "One\n\n:links[lwnn:<x@y>]"])
def test_a_target_is_found_however_its_scheme_is_spelled(text: str) -> None:
    written = "lwnn:1" if "1" in text else "lwnn:x@y"
    assert locate(text, written) == [3]


@given(st.text(), st.text(min_size=1))
def test_no_text_raises(body: str, written: str) -> None:
    lines = locate(body, written)
    assert lines == sorted(lines)
    assert all(1 <= line <= body.count("\n") + 1 for line in lines)
