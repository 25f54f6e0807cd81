"""Problems are told on the lines where they stand, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_core import EXTENSION_SETS, sample_core

CORE = sample_core()
ARTICLE = CORE.article("articles/network.md")
NOWHERE = "A link leads nowhere."
NOT_HEX = "'zz1' is not hexadecimal, and neither a tag nor a range."
LONGER = "'zz12' is not hexadecimal, and neither a tag nor a range."
UNKNOWN = "Unknown commit '123456789abc' in the tree 'linux'."
EMPTY = "The citation is empty."
SCHEME = "Unknown link scheme 'lwnn'."

PLANTS = {
    "[words]()": NOWHERE,
    "[](  )": NOWHERE,
    '[words]("zz1")': NOWHERE,
    ":commit[zz1]": NOT_HEX,
    "(:commit[7c68af6e32c7 zz1])": NOT_HEX,
    ':commit["zz1 zz12"=zz1]': NOT_HEX,
    "[words](commit:zz1)": NOT_HEX,
    "[zz1](<commit:zz1>)": NOT_HEX,
    "[`zz1`](commit:zz1 'zz12')": NOT_HEX,
    "[**zz12**](commit:zz12)": LONGER,
    ":commit[7c68af6e32c7 zz12 18863bdd60f8]": LONGER,
    ":commit[123456789abc]": UNKNOWN,
    "*[123456789abc](commit:123456789abc)*": UNKNOWN,
    ":commit[]": EMPTY,
    ":links[lwnn:1]": SCHEME,
    "[words](lwnn:1)": SCHEME,
}
"""What is wrong, and what is told of it."""
DECOYS = [
    "words",
    "zz1 is commit:zz1",
    "`[words]()`",
    "``[words](commit:zz1)``",
    "`:commit[zz1]`",
    r"\[words]()",
    r"\:commit[zz1]",
    "<!-- [words]() :commit[zz1] -->",
    "<kbd>:commit[zz1]</kbd>",
    ":commit[7c68af6e32c7]",
    "[words](https://zz1.example/123456789abc)",
    "a[1](zz1)",
]
"""What looks like it and is not, or is right."""


@dataclass
class Article:
    """A Markdown text in the making, and what is planted in it: lines and messages."""

    lines: list[str] = field(default_factory=list)
    planted: set[tuple[int | None, str]] = field(default_factory=set)
    names: int = 0

    def add(self, line: str, *plants: str) -> None:
        self.lines.append(line)
        self.planted |= {(len(self.lines), PLANTS[plant]) for plant in plants}

    def name(self) -> str:
        self.names += 1
        return f"n{self.names}"


def paragraph(article: Article, words: Sequence[str], before: str = "", after: str = "") -> None:
    for index, word in enumerate(words):
        plants = [word] if word in PLANTS else []
        article.add(f"{after if index else before}and {word}, so", *plants)


def quote(article: Article, words: Sequence[str]) -> None:
    paragraph(article, words, "> ", "> ")


def item(article: Article, words: Sequence[str]) -> None:
    paragraph(article, words, "- ", "  ")


def nested(article: Article, words: Sequence[str]) -> None:
    article.add("1. one")
    for word in words:
        paragraph(article, [word, word], "    - ", "      ")


def quoted_item(article: Article, words: Sequence[str]) -> None:
    paragraph(article, words, "> * ", ">   ")


def heading(article: Article, words: Sequence[str]) -> None:
    paragraph(article, words[:1], "## ")


def table(article: Article, words: Sequence[str]) -> None:
    article.add("a | b")
    article.add("--|--")
    paragraph(article, words, "c | ", "c | ")


def admonition(article: Article, words: Sequence[str]) -> None:
    article.add("!!! note")
    paragraph(article, words, "    ", "    ")


def footnote(article: Article, words: Sequence[str]) -> None:
    name = article.name()
    article.add(f"words[^{name}]")
    article.add("")
    paragraph(article, words, f"[^{name}]: ", "    ")


def reference(article: Article, words: Sequence[str]) -> None:
    name = article.name()
    article.add(f"[zz1][{name}] and once more [words][{name}]")
    article.add("")
    article.lines.append(f"[{name}]: commit:zz1")
    article.planted.add((len(article.lines), NOT_HEX))


def fence(article: Article, words: Sequence[str]) -> None:
    article.lines += ["```text", *words, "[words]()", "# zz1", "```"]


def indented(article: Article, words: Sequence[str]) -> None:
    article.lines += ["<!-- -->", "", *(f"    {word}" for word in words)]


def comment(article: Article, words: Sequence[str]) -> None:
    article.lines += ["<!--", *(word for word in words if "-->" not in word), "-->"]


def commits(article: Article, words: Sequence[str]) -> None:
    article.lines += ["```commits", "7c68af6e32c7", "## [words]()"]
    for _ in words:
        article.lines += ["zz1", "7c68af6e32c7"]
        article.planted.add((len(article.lines) - 1, NOT_HEX))
    article.lines.append("```")


def group(article: Article, words: Sequence[str]) -> None:
    """A citation over several lines."""
    article.add("and :commit[7c68af6e32c7")
    for _ in words[1:]:
        article.lines.append('"zz1')
        article.lines.append('words"=zz1')
        article.planted.add((len(article.lines), NOT_HEX))
    article.add("18863bdd60f8] and [words")
    article.add("words]() and", "[words]()")


BLOCKS = [
    paragraph,
    quote,
    item,
    nested,
    quoted_item,
    heading,
    table,
    admonition,
    footnote,
    reference,
    fence,
    indented,
    comment,
    commits,
    group,
]
WORDS = st.lists(st.sampled_from([*PLANTS, *DECOYS]), min_size=1, max_size=4)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Articles of all kinds of blocks, most of which have something planted in them."""
    article = Article()
    for block, words in draw(st.lists(st.tuples(st.sampled_from(BLOCKS), WORDS), max_size=8)):
        block(article, words)
        article.lines += ["", "words", ""]
    return article


@pytest.mark.no_cover
@pytest.mark.parametrize("extensions", ["Python-Markdown", "PyMdown"])
@given(data=st.data())
def test_as_many_messages_as_plants_and_on_their_lines(
    extensions: str, data: st.DataObject
) -> None:
    article = data.draw(articles())
    its = [*EXTENSION_SETS[extensions], "admonition", "footnotes"]
    text = "\n".join(article.lines)
    told = CORE.render(text, ARTICLE, its).problems
    before = ARTICLE.source.body_line - 1
    found = sorted(((p.line or 0) - before, p.message) for p in told)
    assert found == sorted(article.planted), text


def told(text: str, extensions: Sequence[str] = ()) -> list[tuple[int | None, str]]:
    found = CORE.render(text, ARTICLE, extensions).problems
    before = ARTICLE.source.body_line - 1
    return [(problem.line and problem.line - before, problem.text) for problem in found]


def test_an_empty_link_is_told_once_with_its_remedy() -> None:
    text = "First.\n\nSecond with an [empty link]() here.\n\nLast.\n"
    remedy = "Put the web address in the parentheses, or what it cites: commit:7dd65feb6c60."
    assert told(text) == [(3, f"{NOWHERE} {remedy}")]


def test_what_is_twice_on_a_line_is_told_once() -> None:
    assert [line for line, _ in told("One\n[a]() and [b]()\n\n[c]()\n")] == [2, 4]


def test_what_comes_from_an_included_file_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text("Also [words](commit:zz1)\n\nand [words]()\n")
    snippets = {"pymdownx.snippets": {"base_path": [str(tmp_path)]}}
    text = '[words]()\n\n--8<-- "part.md"\n\nLast [words](commit:zz1) here\n'

    found = CORE.render(text, ARTICLE, [snippets]).problems

    before = ARTICLE.source.body_line - 1
    assert [(p.line and p.line - before, p.message) for p in found] == [
        (None, NOT_HEX),
        (None, NOWHERE),
        (1, NOWHERE),
        (5, NOT_HEX),
    ]
    assert found[0].hint.endswith(
        "Its line cannot be told: it may come from a file that this one includes."
    )


@pytest.mark.parametrize(
    "text",
    [
        "[ref]:commit[zz1] and :commit[zz1\nmore",
        "<commit:zz1>\n[ref]:\n```commits\nzz1",
        "> [ref]:\n>   commit:zz1\n\n[ref]",
        "[ref]:\n===\n\n[ref] [words]()",
        "# One\n\nTwo [words]()\n===",
        "[a](b](commit:zz1) [words](\n<commit:zz1> 'a')",
        "a | b\n--|--\n`c | d` | [words]()",
        "[[words]()](commit:zz1)",
    ],
)
def test_marks_change_nothing_of_what_a_text_is(text: str) -> None:
    assert None not in {line for line, _ in told(text, ["tables"])}


def test_every_citation_has_its_line() -> None:
    text = (
        "One :commit[7c68af6e32c7\n18863bdd60f8] `7c68af6e32c7`\n\n"
        "> [words](commit:7c68af6e32c7)\n\n```commits\n\n7c68af6e32c7\n```\n"
    )
    assert [line and line - ARTICLE.source.body_line + 1 for line in lines(text)] == [1, 2, 4, 8]


def lines(text: str) -> Sequence[int | None]:
    return CORE.render(text, ARTICLE).lines


def test_characters_that_look_like_marks_are_none() -> None:
    assert told("One\n\ufdd0\ufdd9\ufdd1 [words](\ufdd0\ufdd9\ufdd1commit:zz1) [words]()") == [
        (2, told("[words]()")[0][1])
    ]
