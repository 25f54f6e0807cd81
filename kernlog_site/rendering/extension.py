"""Citations in Markdown, as a Python-Markdown extension that needs no MkDocs.

    (:commit[7c68af6e32c7 18863bdd60f8])        becomes  (1, 2), each number a link
    [documentation](commit:d8ec91850efa)        a link on words, in any scheme
    ```commits                                  a list of commits, one a line
    5ad6468801d2 ksm: let shared pages be swappable
    ```

Inline and block processors only leave empty elements, so that nothing else in Markdown can touch
what a citation shows. The last treeprocessor fills them in the order of the text, when headings
have their ids and MkDocs has checked its own links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from textwrap import indent
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import strip_tags
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from kernlog_site.model import Citation
from kernlog_site.problems import Problem
from kernlog_site.reading import citing
from kernlog_site.reading.fences import fences
from kernlog_site.rendering.filling import Filling, add_mark
from kernlog_site.rendering.links import Resolve

_TOKEN = re.compile(
    rf"(?P<above>\n?)^(?P<indent>\ *){STX}kernlog-commits:(?P<number>\d+){ETX}$(?P<below>\n?)",
    re.MULTILINE,
)
_SHORTCODE = rf"(?<!\\)(?P<backslashes>(?:\\\\)*){citing.SHORTCODE}"
_RAW_HTML = r"""
    (<(?P<tag>code|kbd|pre|samp)\b[^<>]*>(?:(?!</(?P=tag)>).)*?:(?:commit|links)\[.*?</(?P=tag)>
    |<!--(?:(?!-->).)*?:(?:commit|links)\[.*?-->
    |</?[A-Za-z][^<>]*:(?:commit|links)\[[^<>]*>)"""
_GROUP = f"{STX}kernlog-group{ETX}"
_CITED = re.compile(rf"\s*\(\s*{_GROUP}\s*\)|\s*{_GROUP}")
_UNCLOSED = re.compile(r":(?:commit|links)\[")
UNCLOSED_CITATION = Problem("A citation is never closed.", "End it with a bracket: ].")
UNCLOSED_LIST = Problem(
    "The list of commits is never closed.", "End it with a line of three backticks."
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class CitationExtension(Extension):
    """Renders citations with the links that `resolve` gives.

    `resolve` may be replaced between two conversions. After one, `citations` has the commits that
    were cited, in the order of the text, `problems` the problems of each citation as written, and
    `proven` is false if there was no store to find them in.
    """

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self.resolve = resolve
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self.groups: dict[Element, citing.Shortcode] = {}
        self.gems: dict[Element, citing.Gem] = {}
        self.fences: list[_SetAside] = []
        self.citations: list[Citation] = []
        self.problems: list[tuple[str, Problem]] = []
        self.proven = True

    def take(self, token: re.Match[str]) -> str:
        """The fence that a token stands for; it is taken only once."""
        fence = self.fences[int(token["number"])]
        text, fence.text = fence.text, ""
        return text

    def source(self, token: re.Match[str]) -> str:
        """The fence as written, where it turned out to be code or raw HTML."""
        fence = self.fences[int(token["number"])]
        above = "" if fence.added_above else token["above"]
        below = "" if fence.added_below else token["below"]
        return f"{above}{indent(self.take(token), token['indent'])}{below}"

    @property
    def has_fences_left(self) -> bool:
        """Whether a fence that was set aside was not taken yet."""
        return any(fence.text for fence in self.fences)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register with Python-Markdown."""
        md.registerExtension(self)
        if ":" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, ":"]
        # After white space is normalised (30), before any other fence (25) is taken.
        md.preprocessors.register(_Fences(md, self), "kernlog-fences", 27)
        md.parser.blockprocessors.register(_Lists(md.parser, self), "kernlog-lists", 110)
        # Below code spans (190), above escapes (180) and links (160).
        md.inlinePatterns.register(_RawHtml(_RAW_HTML, md), "kernlog-raw-html", 187)
        md.inlinePatterns.register(_Groups(_SHORTCODE, md, self), "kernlog-groups", 185)
        # Above code highlighting (30), which would take a token for code.
        md.treeprocessors.register(_RestoreCode(md, self), "kernlog-restore-code", 40)
        # Above the unescaping (0): an escaped shortcode still shows that it is one.
        md.treeprocessors.register(_Leftovers(md, self), "kernlog-leftovers", 3)
        md.treeprocessors.register(_Fill(md, self), "kernlog-fill", -10)
        md.postprocessors.register(_RestoreRaw(md, self), "kernlog-restore", 5)


@dataclass(slots=True)
class _SetAside:
    """A ```commits fence as written, and whether blank lines were added around its token."""

    text: str
    added_above: bool
    added_below: bool


class _Fences(Preprocessor):
    """Sets every ```commits fence aside and leaves a token in its place."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        position = 0
        for fence in fences(lines):
            if not fence.lists_commits:
                continue
            if not fence.closed:
                self.extension.problems.append(("```commits", UNCLOSED_LIST))
                break
            token = f"{STX}kernlog-commits:{len(self.extension.fences)}{ETX}"
            # In lists and quotations the token has to stand alone to be a block of its own.
            blank = fence.indent.rstrip()
            around = lines[fence.start - 1 : fence.start], lines[fence.end : fence.end + 1]
            above, below = (bool(fence.indent and "".join(x).strip() != blank) for x in around)
            self.extension.fences.append(_SetAside(fence.text(lines), above, below))
            kept += lines[position : fence.start]
            kept += [*([blank] * above), fence.indent + token, *([blank] * below)]
            position = fence.end
        return kept + lines[position:]


class _Lists(BlockProcessor):
    """Makes a list of commits from a token."""

    def __init__(self, parser: BlockParser, extension: CitationExtension) -> None:
        super().__init__(parser)
        self.extension = extension

    def test(self, parent: Element, block: str) -> bool:
        # Indented by four it belongs to a list, which will come back with it, or is code.
        token = _TOKEN.search(block)
        return token is not None and len(token["indent"]) < self.tab_length

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        token = _TOKEN.search(block)
        assert token
        if before := block[: token.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        if after := block[token.end() :].strip("\n"):
            blocks.insert(0, after)
        text = self.extension.take(token)
        level = _level_of_last_heading(parent)
        box = SubElement(parent, "div", {"class": "commits"})
        entries: Element | None = None
        for gem in citing.gems("\n".join(text.split("\n")[1:-1])):
            if isinstance(gem, citing.GemHeading):
                heading = SubElement(box, f"h{min(level + 1, 6)}")
                heading.text = AtomicString(gem.text)
                entries = None
                continue
            if entries is None:
                entries = SubElement(box, "ul")
            self.extension.gems[SubElement(entries, "li")] = gem


def _level_of_last_heading(parent: Element) -> int:
    headings = [child.tag for child in parent if child.tag in _HEADINGS]
    return int(headings[-1][1]) if headings else 1


class _RawHtml(HtmlInlineProcessor):
    """Keeps shortcodes in raw inline HTML as they are: in attributes, in comments, in code."""

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.DOTALL | re.VERBOSE)


class _Groups(InlineProcessor):
    """Leaves an empty element for a shortcode."""

    def __init__(self, pattern: str, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(pattern, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        element = Element("span", {"class": "citations"})
        items = re.sub(rf"{STX}.*?{ETX}", "`", m["items"])
        self.extension.groups[element] = citing.Shortcode(m["name"], items)
        return element, m.end("backslashes"), m.end()


class _RestoreCode(Treeprocessor):
    """Puts back lists of commits that stand in indented code."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        if not self.extension.has_fences_left:
            return
        for element in root.iter():
            if element.text and STX in element.text:
                element.text = AtomicString(_TOKEN.sub(self.extension.source, element.text))


class _Leftovers(Treeprocessor):
    """Finds shortcodes and lists that never end, and marks them."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for index, element in reversed(list(enumerate(parent))):
                element.tail = self._marked(element.tail, parent, index + 1)
            parent.text = self._marked(parent.text, parent, 0)
        if any(written == "```commits" for written, _ in self.extension.problems):
            add_mark(SubElement(root, "p"), UNCLOSED_LIST)

    def _marked(self, text: str | None, parent: Element, index: int) -> str | None:
        """Put a mark behind the first shortcode that never ends."""
        found = None if isinstance(text, AtomicString) else _UNCLOSED.search(text or "")
        if text is None or found is None:
            return text
        self.extension.problems.append((":[", UNCLOSED_CITATION))
        mark = Element("span")
        add_mark(mark, UNCLOSED_CITATION)
        mark.tail = AtomicString(text[found.end() :])
        parent.insert(index, mark)
        return text[: found.end()]


class _RestoreRaw(Postprocessor):
    """Puts back lists of commits that stand in raw HTML."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        return _TOKEN.sub(self.extension.source, text) if self.extension.has_fences_left else text


class _Fill(Treeprocessor):
    """Fills what the others left, and turns the links of every scheme into addresses."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        extension = self.extension
        filling = Filling(extension.resolve, extension.citations, extension.problems)
        _forget_citations(getattr(self.md, "toc_tokens", []))
        inside_links = {e for a in root.iter("a") for e in a.iter() if e is not a}
        for element in list(root.iter()):
            if element.tag in _HEADINGS:
                filling.section = self._heading(element)
            elif element in extension.groups:
                filling.group(element, extension.groups[element], element not in inside_links)
            elif element in extension.gems:
                filling.gem(element, extension.gems[element])
            elif element.tag == "a" and element not in inside_links:
                filling.link(element)
        extension.proven = filling.proven

    def _heading(self, element: Element) -> str:
        """The words of a heading, without its citations and the parentheses around them."""
        pieces = [element.text or ""]
        for child in element:
            is_group = child in self.extension.groups
            is_link_to_itself = "headerlink" in child.get("class", "")
            if not is_link_to_itself:
                # Code is escaped by now, other text is not.
                pieces.append(_GROUP if is_group else unescape("".join(child.itertext())))
            pieces.append(child.tail or "")
        return " ".join(_CITED.sub("", "".join(pieces)).split())


def _forget_citations(tokens: list[Any]) -> None:
    """Take the empty elements of citations and the parentheses around them out of the contents."""
    for token in tokens:
        html = _CITED.sub("", token["html"].replace('<span class="citations"></span>', _GROUP))
        if html != token["html"]:
            token["html"], token["name"] = html, strip_tags(html)
        _forget_citations(token["children"])
