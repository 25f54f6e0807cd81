"""The chapters of the handbook as Markdown to be read in a terminal.

They come with the package. In a checkout they are pages of the sample site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import kernlog_site
from kernlog_site.templating.theme_files import IS_CHECKOUT

_PACKAGE = Path(kernlog_site.__file__).parent
HANDBOOK = _PACKAGE.parent / "content" / "handbook" if IS_CHECKOUT else _PACKAGE / "handbook"
"""The folder of the chapters, one Markdown file each."""
CONTENTS = "index"
"""The topic of the first chapter, whose table names all others in the order to be read."""

_FRONT_MATTER = re.compile(r"\A---\n(?P<keys>.*?\n)---\n+", re.DOTALL)
_TITLE = re.compile(r"^title: (?P<title>.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| \[[^\]]+\]\((?P<topic>[\w-]+)\.md\) \| (?P<about>.+) \|$", re.MULTILINE)
_MARKUP = re.compile(
    r"""
    (?P<code> ^```.*?^```$ | ``.+?`` | `[^`\n]+` )
    | <(?P<address> https?://[^<>\s]+ )>
    | (?P<comment> ^<!--.*?-->\n+ )
    | !\[ (?P<picture> [^\[\]]* ) \] \( [^()]* \)
    | \[ (?P<text> [^\[\]]+ ) \] \( (?P<topic> [\w-]+ )? (?P<file>\.md)? (?P<place> \#[^()\s]+ )? \)
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
"""What is put otherwise in a terminal, and code, in which nothing is."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its topic, its title, and its text in Markdown, without front matter."""

    topic: str
    title: str
    text: str


def topics() -> Mapping[str, str]:
    """What each chapter is about, by topic, in the order to be read."""
    first = read_chapter(CONTENTS)
    rows = _ROW.finditer((HANDBOOK / f"{CONTENTS}.md").read_text("utf-8"))
    return {CONTENTS: first.title} | {row["topic"]: row["about"].replace("`", "") for row in rows}


def read_chapter(topic: str) -> Chapter:
    """Read a chapter. Links to others become the commands that show them."""
    text = (HANDBOOK / f"{topic}.md").read_text("utf-8")
    front_matter = _FRONT_MATTER.match(text)
    title = front_matter and _TITLE.search(front_matter["keys"])
    body = _FRONT_MATTER.sub("", text)
    return Chapter(topic, title["title"] if title else topic, _MARKUP.sub(_for_terminals, body))


def _for_terminals(found: re.Match[str]) -> str:
    if found["code"]:
        return found[0]
    if found["address"] or found["comment"]:
        return found["address"] or ""
    if found["picture"] is not None:
        return f"(Picture: {found['picture']})"
    if found["file"] and found["topic"]:
        return f"{found['text']} (`kernlog help {found['topic']}`)"
    if found["place"] and not found["topic"]:
        return found["text"]
    return found[0]
