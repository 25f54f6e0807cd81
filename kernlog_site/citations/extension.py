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
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import strip_tags
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from kernlog_site.citations import grammar
from kernlog_site.citations.commit_fences import HEADINGS, Lists, lift_permalinks
from kernlog_site.citations.positions import MARK
from kernlog_site.citations.problem_marks import add_mark
from kernlog_site.citations.raw_html import NEVER, Ahead, RawHtml
from kernlog_site.citations.renderer import CitationRenderer, HtmlStash
from kernlog_site.citations.targets import Resolve
from kernlog_site.core.characters import printable
from kernlog_site.core.commit import Citation
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.problems import Problem

# An odd number of backslashes in front of it escapes a shortcode. Written so that the search can
# leap from one colon or backslash to the next.
_SHORTCODE = rf"(?::(?<!\\:)|\\(?<!\\\\)\\(?:\\\\)*:){grammar.SHORTCODE_BEGIN}"
_GROUP = f"{STX}kernlog-group{ETX}"
# Not tried within white space: a long run of it would be looked through from each place in it.
_CITED = re.compile(rf"(?<!\s)\s*+(?:\(\s*+{_GROUP}\s*+\)|{_GROUP})")
_UNCLOSED = re.compile(rf":{grammar.SHORTCODE_BEGIN}(?:{MARK})?")
# Upstream: markdown/util.py (markdown 3.11.3): the form of `INLINE_PLACEHOLDER`.
_STASHED = re.compile(rf"{STX}[^{STX}{ETX}]*+{ETX}")
"""What another pattern took before: code, or an escaped character."""
UNCLOSED_CITATION = Problem("A citation is never closed.", "End it with a bracket: ].")
UNCLOSED_LIST = Problem(
    "The list of commits is never closed.", "End it with a line of three backticks."
)


class CitationExtension(Extension):
    """The Python-Markdown extension of citations, with the links that `resolve` gives.

    It says what became of commits in `words`. `resolve` may be replaced between two conversions.
    After one, `citations` has the commits that were cited, in the order of the text, `problems` the
    problems of each citation as written, and `proven` is false if there was no store to find them
    in. `addresses` are the lines of links and pictures, where they are known.
    """

    def __init__(self, resolve: Resolve, words: Words = ENGLISH) -> None:
        super().__init__()
        self.resolve = resolve
        self.words = words
        self.lists = Lists()
        self.stash = HtmlStash()
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self.lists.reset()
        self.stash.reset()
        self.groups: dict[Element, grammar.Shortcode] = {}
        self.citations: list[Citation] = []
        self.problems: list[tuple[str, Problem]] = []
        self.addresses: dict[Element, int] = {}
        self.proven = True

    def renderer(self) -> CitationRenderer:
        """The renderer of the text that is being converted."""
        return CitationRenderer(self.resolve, self.stash, self.citations, self.problems, self.words)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register with Python-Markdown."""
        md.registerExtension(self)
        if ":" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, ":"]
        self.lists.register(md)
        self.stash.register(md)
        # Below code spans (190), above escapes (180) and links (160).
        md.inlinePatterns.register(RawHtml(md), "kernlog-raw-html", 187)
        md.inlinePatterns.register(_Groups(_SHORTCODE, md, self), "kernlog-groups", 185)
        # Above the unescaping (0): an escaped shortcode still shows that it is one.
        md.treeprocessors.register(_Leftovers(md, self), "kernlog-leftovers", 3)
        md.treeprocessors.register(_Fill(md, self), "kernlog-fill", -10)


class _Groups(InlineProcessor):
    """Leaves an empty element for a shortcode."""

    def __init__(self, pattern: str, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(pattern, md)
        self.extension = extension
        self._ahead = Ahead()

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int] | tuple[None, None, None]:
        end = self._ahead.find(grammar.SHORTCODE_END, data, m.end())
        if end == NEVER:
            return None, None, None
        element = Element("span", {"class": "citations"})
        items = _STASHED.sub("`", data[m.end() : end])
        self.extension.groups[element] = grammar.Shortcode(m["name"], items)
        return element, m.start("name") - 1, end + 1


class _Leftovers(Treeprocessor):
    """Finds shortcodes and lists that never end, and marks them."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        if self.extension.lists.unclosed:
            self.extension.problems.append(("```commits", UNCLOSED_LIST))
        is_there_one = _UNCLOSED.search("".join(root.itertext()))
        for parent in list(root.iter()) if is_there_one else ():
            for index, element in reversed(list(enumerate(parent))):
                element.tail = self._marked(element.tail, parent, index + 1)
            parent.text = self._marked(parent.text, parent, 0)
        if self.extension.lists.unclosed:
            add_mark(SubElement(root, "p"), UNCLOSED_LIST)

    def _marked(self, text: str | None, parent: Element, index: int) -> str | None:
        """Put a mark behind the first shortcode that never ends."""
        match = None if isinstance(text, AtomicString) else _UNCLOSED.search(text or "")
        if text is None or match is None:
            return text
        self.extension.problems.append((match[0], UNCLOSED_CITATION))
        mark = Element("span")
        add_mark(mark, UNCLOSED_CITATION)
        mark.tail = AtomicString(text[match.end() :])
        parent.insert(index, mark)
        return text[: match.end()]


class _Fill(Treeprocessor):
    """Fills what the others left, and turns the links of every scheme into addresses."""

    def __init__(self, md: Markdown, extension: CitationExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        extension = self.extension
        groups, gems = extension.groups, extension.lists.gems
        renderer = extension.renderer()
        _forget_citations(getattr(self.md, "toc_tokens", []))
        lift_permalinks(root)
        inside_links = {e for a in root.iter("a") if len(a) for e in a.iter() if e is not a}
        for element in list(root.iter()):
            if element.tag in HEADINGS:
                renderer.section = self._heading(element)
            elif element in groups:
                renderer.group(element, groups[element], element not in inside_links)
            elif element in gems:
                renderer.gem(element, gems[element])
            elif element.tag == "a" and element not in inside_links:
                renderer.link(element)
        extension.proven = renderer.proven

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
        return printable(" ".join(_CITED.sub("", "".join(pieces)).split()))


def _forget_citations(tokens: list[Any]) -> None:
    """Take the empty elements of citations and the parentheses around them out of the contents."""
    # Upstream: markdown/extensions/toc.py (markdown 3.11.3): `html` is not documented.
    for token in tokens:
        html = _CITED.sub("", token["html"].replace('<span class="citations"></span>', _GROUP))
        if html != token["html"]:
            token["html"], token["name"] = html, strip_tags(html)
        _forget_citations(token["children"])
