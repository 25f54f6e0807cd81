"""What writers write: front matter, citations, fences, the text itself."""

from __future__ import annotations

import json
from datetime import UTC
from html.parser import HTMLParser

from markdown import Markdown
from record_factories import commit

from fuzz.target import Target, text_of
from kernlog_site.citations import grammar as citing
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.grammar import fences
from kernlog_site.citations.resolver import Place, Resolver
from kernlog_site.citations.targets import Link
from kernlog_site.citations.targets import Target as Cited
from kernlog_site.commits.store.commit_lines import line_of
from kernlog_site.commits.store.reader import read_commits
from kernlog_site.commits.web.trees import tree_from
from kernlog_site.content.content_reader import Content
from kernlog_site.content.fields import Conventions
from kernlog_site.content.front_matter import Value
from kernlog_site.content.front_matter_keys import (
    ArticleMatter,
    Matter,
    ReleaseMatter,
    SeriesMatter,
)
from kernlog_site.content.library import build_library
from kernlog_site.content.record_file import opened
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import Routes
from kernlog_site.outputs.feeds import content

SCHEMAS: tuple[type[Matter], ...] = (ArticleMatter, SeriesMatter, ReleaseMatter)
_MOST_VALUES = 1 << 16


def front_matter(data: bytes) -> None:
    """The text is not lost, lines are those of the file, and values can be kept as JSON."""
    text = text_of(data)
    for schema in SCHEMAS:
        file = opened("a.md", data, schema, Conventions(UTC))
        assert file.front.body in text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(
            "\ufeff"
        )
        _in_range(file.problems, data)
        assert 1 <= file.front.body_line <= _last(data)
        assert all(1 <= line <= _last(data) for line in file.front.lines.values())
        assert _count(dict(file.front.values)) < _MOST_VALUES
        assert json.loads(json.dumps(file.front.values)) == file.front.values


def _count(value: Value) -> int:
    """How many values there are if each stands wherever it is named."""
    children = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    return 1 + sum(map(_count, children))


def _in_range(problems: tuple[Problem, ...], data: bytes) -> None:
    for problem in problems:
        assert problem.line is None or 1 <= problem.line <= _last(data), problem


def _last(data: bytes) -> int:
    return text_of(data).replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def grammar(data: bytes) -> None:
    """What was read, written again, is read again; no line of a list gets lost."""
    text = text_of(data)
    items = list(citing.Shortcode(citing.COMMIT, text).group())
    written = [_written(item) for item in items if isinstance(item, citing.Item)]
    assert list(citing.Shortcode(citing.COMMIT, " ".join(written)).group()) == [
        item for item in items if isinstance(item, citing.Item)
    ]
    assert all(isinstance(item, citing.Item) for item in items[:-1])
    assert len(list(citing.gems(text))) == sum(bool(line.strip()) for line in text.split("\n"))
    for word in text.split():
        target = citing.target(word)
        if isinstance(target, citing.Hash):
            assert target.digits == target.digits.lower()
            assert (
                citing.target(f"{target.tree}@{target.digits}" if target.tree else target.digits)
                == target
            )


def _written(item: citing.Item) -> str:
    if not item.label:
        return item.target
    is_word = not set(item.label) & set(' ="')
    return f"{item.label}={item.target}" if is_word else f'"{item.label}"={item.target}'


def fenced(data: bytes) -> None:
    """Blocks come in order, do not overlap, and begin and end with a fence."""
    lines = text_of(data).split("\n")
    position = 0
    for fence in fences(lines):
        assert position <= fence.start < fence.end <= len(lines)
        assert fence.closed or fence.lists_commits
        block = fence.text(lines).split("\n")
        assert len(block) == fence.end - fence.start
        assert block[0].lstrip().startswith(("```", "~~~"))
        position = fence.end


OURS = frozenset(
    ("span", "mark", "a", "div", "ul", "li", "code", "details", "summary", "small", "b")
)
"""Tags that kernlog adds to a text."""
KNOWN = frozenset(f"{content._TAGS} {content._LEFT_OUT}".split())


class _Tags(HTMLParser):
    """The tags of a page, and the schemes of its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.schemes: set[str] = set()
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        address = dict(attrs).get("href") or ""
        self.schemes.add(address.partition(":")[0] if ":" in address else "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _broken(target: Cited) -> Link | Problem | None:
    """Commits lead somewhere if they begin with a digit, the rest of them do not."""
    if target.scheme in ("http", "https", "mailto", ""):
        return None
    if target.value[:1].isdigit():
        return Link(f"https://git.example.org/?id={target.value}", title=target.value)
    return Problem(f"'{target}' is no commit.", "Write another.")


def rendered(data: bytes) -> None:
    """Nothing raises that Markdown can read, and no tag that browsers know, or scheme, comes in."""
    text = text_of(data)
    names = ["attr_list", "fenced_code", "footnotes", "tables", "toc"]
    try:
        plain = _Tags(Markdown(extensions=names).convert(text))
    except Exception:  # Markdown itself cannot read it
        return
    extension = CitationExtension(_broken)
    html = Markdown(extensions=[*names, extension]).convert(text)
    tags = _Tags(html)
    assert "kernlog-" not in html or "kernlog-" in text
    assert "javascript" not in tags.schemes - plain.schemes
    headings = {f"h{level}" for level in range(1, 7)} if "##" in text else set[str]()
    if not plain.tags - {"p", "a", "code", "pre", "em", "strong"}:
        assert not tags.tags & KNOWN - plain.tags - OURS - headings


SHA = "7c68af6e32c7" * 3 + "7c68"
_TREES = {"linux": tree_from("linux", {"host": "cgit", "url": "https://git.example.org/l.git"})}


def subject(data: bytes) -> None:
    """A subject is shown letter for letter, in a list and as what a citation says of it."""
    written = commit(SHA, text_of(data).replace("\n", " ").replace("\r", " "))
    store, problems = read_commits("commits.jsonl", line_of(written))
    assert not problems
    (stored,) = store.find("linux", SHA)
    library = build_library(Content(), Routes(), "linux", store)
    resolver = Resolver(library, _TREES, {}, Routes())
    text = f"```commits\n{SHA}\n```\n\n:commit[{SHA}]\n"
    html = Markdown(extensions=[CitationExtension(resolver.at(Place("")))]).convert(text)
    tags = _Tags(html)
    assert tags.tags <= OURS | {"p"}
    assert stored.subject in "".join(tags.words)


TARGETS = (
    Target(
        "front matter",
        front_matter,
        (
            *(
                "---\n",
                "\n---\n",
                "...\n",
                "title: ",
                "date: 2010-02-12",
                "part: 3",
                "release: ",
                "2.6.33",
            ),
            *(
                "authors: [",
                "]",
                "{",
                "}",
                "- ",
                ": ",
                ", ",
                "&a ",
                "*a",
                "<<: ",
                "!!binary ",
                "? ",
            ),
            *(
                "|\n",
                ">-\n",
                "  ",
                "\t",
                "\n",
                "\r\n",
                "\r",
                "#",
                " #",
                "'",
                '"',
                "\\",
                "%",
                "@",
                "`",
            ),
            *(
                "aliases:\n",
                "planned:\n",
                "- {part: 4}",
                "tags:\n",
                "\x00",
                "\x85",
                "\u2028",
                "\ufeff",
            ),
        ),
    ),
    Target(
        "citation grammar",
        grammar,
        (
            *("7c68af6e32c7", "v2.6.33", "..", "@", "stable@", "=", '"', " ", "\n", "\t", "]", "["),
            *("## ", "##", "label=", '"two words"=', ",", "\x0b", "\u2028", "\xa0", "lwn:1", "A1"),
        ),
    ),
    Target(
        "fences",
        fenced,
        (
            *(
                "```",
                "````",
                "~~~",
                "~~~~",
                "```commits\n",
                "``` commits \n",
                "```a`b\n",
                "> ",
                ">",
            ),
            *("\n", "    ", "\t", " ", "a\n", "- ", "\x0b", "\xa0", "\u3000", "\r"),
        ),
    ),
    Target(
        "texts",
        rendered,
        (
            *(
                ":commit[",
                ":links[",
                "]",
                "[",
                "](",
                "](commit:",
                ")",
                "`",
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
                "# ",
                "## ",
                "|",
                "\\",
                '"',
                "=",
                "7c68af6e32c7",
                "javascript:",
            ),
            *(
                "<",
                ">",
                "<!--",
                "-->",
                "<code>",
                "</code>",
                "&amp;",
                "&#58;",
                "*",
                "_",
                "{: #x }",
                "[^1]",
            ),
            *(
                "lwn:1",
                "\x02",
                "\x03",
                "\x02kernlog-commits:0\x03",
                "\x02kernlog-inlay:0\x03",
                "][x]",
            ),
        ),
    ),
    Target(
        "subjects",
        subject,
        (
            *(
                "x86: ",
                "<script>",
                "</a>",
                "&amp;",
                "&",
                '"',
                "'",
                "`",
                "*",
                "_",
                "[x](y)",
                ":commit[",
            ),
            *(
                "\\",
                "\t",
                "\x1b",
                "\x7f",
                "\u202e",
                "\u2028",
                "\ud7ff",
                "\x02kernlog-inlay:0\x03",
                "{0}",
            ),
        ),
    ),
)
