"""On which lines the citations of a text stand, and what is wrong with them.

The text is rendered once more with marks in it (`positions`), in the same way as before.
Who renders it needs `LocatingExtension` in the place of `CitationExtension`, and throws the HTML
away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kernlog_site.citations import grammar
from kernlog_site.citations.extension import UNCLOSED_LIST, CitationExtension
from kernlog_site.citations.positions import unclosed_list, unmarked
from kernlog_site.citations.renderer import CitationRenderer
from kernlog_site.core.commit import Citation, Commit
from kernlog_site.core.problems import Problem

Told = tuple[str, Problem]
"""A problem beside what is wrong as it is written."""

_ADDRESSES = ("href", "src")
_WITHOUT_LINE = "Its line cannot be told: it may come from a file that this one includes."


class LocatingExtension(CitationExtension):
    """The extension for a marked text, which notes the lines of citations.

    After that, its `problems` have lines, and `lines` are those of its `citations`. What has no
    line came from another file.
    """

    def reset(self) -> None:
        """Forget the last text."""
        super().reset()
        self.lines: list[int | None] = []

    def renderer(self) -> CitationRenderer:
        """The renderer of the text, which notes lines."""
        return _Locating(self)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register with Python-Markdown."""
        super().extendMarkdown(md)
        # Right behind inline patterns (20), before anybody looks at an address.
        md.treeprocessors.register(_TakeMarks(md, self), "kernlog-marks", 19)


class _TakeMarks(Treeprocessor):
    """Takes the marks out of addresses."""

    def __init__(self, md: Markdown, extension: LocatingExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in _ADDRESSES:
                address, line = unmarked(element.get(name, ""))
                if line is not None:
                    element.set(name, address.strip())
                    self.extension.addresses[element] = line


class _Locating(CitationRenderer):
    """Fills the elements of a marked text."""

    def __init__(self, extension: LocatingExtension) -> None:
        super().__init__(
            extension.resolve,
            extension.stash,
            extension.citations,
            extension.problems,
            extension.words,
        )
        self._lines = extension.lines
        self._addresses = extension.addresses
        self._line: int | None = None
        self._items: Iterator[int] = iter(())

    def group(self, element: Element, shortcode: grammar.Shortcode, linked: bool = True) -> None:
        items, self._line = unmarked(shortcode.items)
        shortcode = replace(shortcode, items=items)
        if self._line is not None:
            self._items = iter([self._line + below for below in shortcode.lines()])
        super().group(element, shortcode, linked)
        self._items = iter(())

    def _item(self, name: str, item: grammar.Item, text: str) -> str:
        self._line = next(self._items, None)
        return super()._item(name, item, text)

    def _broken(self, item: grammar.BrokenItem, written: str) -> str:
        self._line = next(self._items, None)
        return super()._broken(item, written)

    def link(self, anchor: Element) -> None:
        self._line = self._addresses.get(anchor)
        super().link(anchor)

    def gem(self, entry: Element, gem: grammar.Gem) -> None:
        line, self._line = unmarked(gem.line)
        for plain in grammar.gems(line):
            assert isinstance(plain, grammar.Gem)
            super().gem(entry, plain)

    def _add_problem(self, written: str, problem: Problem) -> None:
        super()._add_problem(written, problem.at("", self._line))

    def _cite(self, commit: Commit, *, gem: bool = False) -> Citation:
        self._lines.append(self._line)
        return super()._cite(commit, gem=gem)


def located(problems: Iterable[Told], marked: Iterable[Told], text: str) -> tuple[Problem, ...]:
    """Problems with their lines in a text, given those of the same text with marks.

    Lines hold if as many of the same problems came out with marks as without. Else there is one of
    them without a line, as for what has no mark.
    """
    lines: Mapping[Told, list[int | None]] = _lines_by_problem(marked, unclosed_list(text))
    counted: dict[Told, int] = defaultdict(int)
    for one in problems:
        counted[one] += 1
    located_problems: dict[Problem, None] = {}
    for (written, problem), count in counted.items():
        known = lines.get((written, problem), [])
        proven = known if len(known) == count else [None]
        located_problems |= dict.fromkeys(_at(problem, line) for line in proven)
    return tuple(located_problems)


def lines_of(citations: Iterable[Citation], marking: LocatingExtension) -> list[int | None]:
    """The line of each citation of a text that was rendered with marks, too."""
    plain, with_marks = (
        [(citation.commit, citation.anchor, citation.gem) for citation in of_text]
        for of_text in (citations, marking.citations)
    )
    return marking.lines if plain == with_marks else [None] * len(plain)


def _lines_by_problem(
    marked: Iterable[Told], end_of_list: int | None
) -> dict[Told, list[int | None]]:
    lines: dict[Told, list[int | None]] = defaultdict(list)
    for written, problem in marked:
        plain, line = unmarked(written)
        line = end_of_list if problem == UNCLOSED_LIST else problem.line or line
        lines[plain, problem.at("")].append(line)
    return lines


def _at(problem: Problem, line: int | None) -> Problem:
    if line is not None:
        return problem.at("", line)
    return replace(problem, hint=f"{problem.hint} {_WITHOUT_LINE}".strip())
