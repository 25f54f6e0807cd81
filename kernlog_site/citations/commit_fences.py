"""Lists of commits in Markdown: set aside before anything else reads the text, and put back.

A ```commits fence leaves a token in its place. Where Markdown makes a paragraph of the token, a
list comes; where it stands in code or raw HTML, the fence comes back as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import indent
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from kernlog_site.citations import grammar
from kernlog_site.citations.grammar import fences

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_BEGIN = f"{STX}kernlog-commits:"
_TOKEN = re.compile(
    rf"(?P<above>\n?)^(?P<indent>\ *){_BEGIN}(?P<number>\d+){ETX}$(?P<below>\n?)",
    re.MULTILINE,
)


@dataclass(slots=True)
class _Fence:
    """A ```commits fence as written, and whether blank lines were added around its token."""

    text: str
    added_above: bool
    added_below: bool


class Lists:
    """The lists of one text. `gems` are their lines, each by the empty element it is to fill.

    `levels` are those of the headings above them, by the box of each. `unclosed` is true if the
    last list never ends, and was left in the text.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self.gems: dict[Element, grammar.Gem] = {}
        self.levels: dict[Element, int] = {}
        self.unclosed = False
        self._fences: list[_Fence] = []

    def register(self, md: Markdown) -> None:
        """Register with Python-Markdown."""
        # After white space is normalised (30), before any other fence (25) is taken.
        md.preprocessors.register(_SetAside(md, self), "kernlog-fences", 27)
        md.parser.blockprocessors.register(_Make(md.parser, self), "kernlog-lists", 110)
        # Above code highlighting (30), which would take a token for code.
        md.treeprocessors.register(_RestoreCode(md, self), "kernlog-restore-code", 40)
        md.postprocessors.register(_RestoreRaw(md, self), "kernlog-restore", 5)

    def set_aside(self, text: str, added_above: bool, added_below: bool) -> str:
        """Keep a fence; gives its token."""
        self._fences.append(_Fence(text, added_above, added_below))
        return f"{_BEGIN}{len(self._fences) - 1}{ETX}"

    def take(self, token: re.Match[str]) -> str:
        """The fence that a token stands for; it is taken only once."""
        fence = self._fences[int(token["number"])]
        text, fence.text = fence.text, ""
        return text

    @property
    def are_left(self) -> bool:
        """Whether a fence that was set aside was not taken yet."""
        return any(fence.text for fence in self._fences)

    def put_back(self, text: str) -> str:
        """The text with the fences in it as written: it turned out to be code or raw HTML."""
        return _TOKEN.sub(self._as_written, text)

    def _as_written(self, token: re.Match[str]) -> str:
        fence = self._fences[int(token["number"])]
        above = "" if fence.added_above else token["above"]
        below = "" if fence.added_below else token["below"]
        return f"{above}{indent(self.take(token), token['indent'])}{below}"


class _SetAside(Preprocessor):
    """Sets every ```commits fence aside and leaves a token in its place."""

    def __init__(self, md: Markdown, lists: Lists) -> None:
        super().__init__(md)
        self.lists = lists

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        position = 0
        for fence in fences(lines):
            if not fence.lists_commits:
                continue
            if not fence.closed:
                self.lists.unclosed = True
                break
            # In lists and quotations the token has to stand alone to be a block of its own.
            blank = fence.indent.rstrip()
            around = lines[fence.start - 1 : fence.start], lines[fence.end : fence.end + 1]
            above, below = (bool(fence.indent and "".join(x).strip() != blank) for x in around)
            token = self.lists.set_aside(fence.text(lines), above, below)
            kept += lines[position : fence.start]
            kept += [*([blank] * above), fence.indent + token, *([blank] * below)]
            position = fence.end
        return kept + lines[position:]


class _Make(BlockProcessor):
    """Makes a list of commits from a token."""

    def __init__(self, parser: BlockParser, lists: Lists) -> None:
        super().__init__(parser)
        self.lists = lists

    def test(self, parent: Element, block: str) -> bool:
        # Indented by four it belongs to a list, which will come back with it, or is code.
        token = _TOKEN.search(block) if _BEGIN in block else None
        return token is not None and len(token["indent"]) < self.tab_length

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        token = _TOKEN.search(block)
        assert token
        if before := block[: token.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        if after := block[token.end() :].strip("\n"):
            blocks.insert(0, after)
        text = self.lists.take(token)
        level = self._level_of_last_heading(parent)
        box = SubElement(parent, "div", {"class": "commits"})
        self.lists.levels[box] = level
        group, entries = box, None
        for gem in grammar.gems("\n".join(text.split("\n")[1:-1])):
            if isinstance(gem, grammar.GemHeading):
                group, entries = _fold(box, min(level + 1, 6), gem.text), None
                continue
            if entries is None:
                entries = SubElement(group, "ul")
            self.lists.gems[SubElement(entries, "li")] = gem

    def _level_of_last_heading(self, parent: Element) -> int:
        """Of the headings above; the list before knows what is above itself."""
        for child in reversed(parent):
            if child.tag in HEADINGS:
                return int(child.tag[1])
            if child in self.lists.levels:
                return self.lists.levels[child]
        return 1


def _fold(box: Element, level: int, heading: str) -> Element:
    """A group of a list, which readers can fold away; its heading has an address."""
    fold = SubElement(box, "details", {"open": ""})
    SubElement(SubElement(fold, "summary"), f"h{level}").text = AtomicString(heading)
    return fold


def lift_permalinks(root: Element) -> None:
    """Put the link of a group to itself behind its summary: nothing in there may be a link."""
    for fold in root.iterfind(".//div[@class='commits']/details"):
        for heading in fold[0]:
            for link in heading.findall("a[@class='headerlink']"):
                heading.remove(link)
                fold.insert(1, link)


class _RestoreCode(Treeprocessor):
    """Puts back lists of commits that stand in indented code."""

    def __init__(self, md: Markdown, lists: Lists) -> None:
        super().__init__(md)
        self.lists = lists

    def run(self, root: Element) -> None:
        if not self.lists.are_left:
            return
        for element in root.iter():
            if element.text and STX in element.text:
                element.text = AtomicString(self.lists.put_back(element.text))


class _RestoreRaw(Postprocessor):
    """Puts back lists of commits that stand in raw HTML."""

    def __init__(self, md: Markdown, lists: Lists) -> None:
        super().__init__(md)
        self.lists = lists

    def run(self, text: str) -> str:
        return self.lists.put_back(text) if self.lists.are_left else text
