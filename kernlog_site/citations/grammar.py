"""The grammar of citations: what stands in `:commit[...]`, in a link, in a ```commits fence.

target   =  [tree "@"] (hash | tag | revision ".." revision)
item     =  [label "="] target             label: a word, or "several words"
group    =  ":commit[" item { space item } "]"
gem      =  [tree "@"] hash [space subject]

And which lines of a text are fenced blocks: code, or a list of commits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.versions import VersionScheme

COMMIT = "commit"
LINKS = "links"
SHORTCODE_BEGIN = rf"(?P<name>{COMMIT}|{LINKS})\["
SHORTCODE_END = re.compile(r"\]")
"""A shortcode in prose, from behind its colon to the next closing bracket. It may go over several
lines."""

_ITEM = re.compile(
    r"""(?:(?:"(?P<quoted>[^"]*+)"|(?P<word>[^\s="]++))=)?
        (?P<target>[^\s"]++)
        (?:\s++|$)""",
    re.VERBOSE,
)
_GEM = re.compile(r"(?P<target>\S+)(?:\s+(?P<subject>.*))?")
_GEM_HEADING = re.compile(r"##+\s")
_HASH = re.compile(r"[0-9a-fA-F]+")
_TREE = re.compile(r"(?P<tree>[^@]+)@(?P<rest>.+)")

COMMITS = "commits"
_OPENING = re.compile(
    r"""(?P<indent>[ \t]*+(?:>[ \t]?+)*+[ \t]*+)      # in a list, in a quotation
        (?P<fence>`{3,}+|~{3,}+)(?P<info>[^`]*+)""",
    re.VERBOSE,
)
_QUOTATION = re.compile(r"(?:[ \t]*+>[ \t]?+)*+")


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a numbered group: a target as written, perhaps with a label."""

    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class BrokenItem:
    """The rest of a group that follows no grammar."""

    text: str


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A numbered group as written: `:commit[...]` or `:links[...]`."""

    name: str
    items: str

    def group(self) -> Iterator[Item | BrokenItem]:
        """The items between the brackets, in order; a broken one ends the group."""
        position, items = 0, self.items.strip()
        while position < len(items):
            match = _ITEM.match(items, position)
            if not match:
                yield BrokenItem(items[position:])
                return
            label = match["quoted"] if match["quoted"] is not None else match["word"] or ""
            yield Item(match["target"], " ".join(label.split()))
            position = match.end()

    def lines(self) -> Iterator[int]:
        """How many lines below the opening bracket the target of each item stands, and a broken one
        begins."""
        items = self.items.rstrip()
        position = len(items) - len(items.lstrip())
        while position < len(items):
            match = _ITEM.match(items, position)
            yield items.count("\n", 0, match.start("target") if match else position)
            position = match.end() if match else len(items)

    def __str__(self) -> str:
        return f":{self.name}[{' '.join(self.items.split())}]"


@dataclass(frozen=True, slots=True)
class GemHeading:
    """A `## Heading` between the commits of a list."""

    text: str


@dataclass(frozen=True, slots=True)
class Gem:
    """A line of a commit list: a target as written and the subject given, if any."""

    line: str
    target: str
    subject: str | None


def gems(text: str) -> Iterator[GemHeading | Gem]:
    """The lines of a ```commits fence; empty ones are passed over."""
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("##") and _GEM_HEADING.match(stripped):
            yield GemHeading(stripped.lstrip("#").strip())
        elif match := _GEM.fullmatch(stripped):
            yield Gem(stripped, match["target"], match["subject"])


@dataclass(frozen=True, slots=True)
class Hash:
    """A commit by its hash, in lower case."""

    tree: str | None
    digits: str


@dataclass(frozen=True, slots=True)
class TagName:
    """A tag by its name."""

    tree: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Range:
    """Two revisions, each a hash or a tag."""

    tree: str | None
    start: str
    end: str


CommitTarget = Hash | TagName | Range


@lru_cache(maxsize=1024)  # asked for again and again while an article is rendered
def target(text: str, versions: VersionScheme = LINUX) -> CommitTarget | None:
    """Read a commit target; None if it is none. `versions` tells what may be a tag.

    Whether it is a hash does not depend on that.
    """
    match = _TREE.fullmatch(text) if "@" in text else None
    tree, rest = (match["tree"], match["rest"]) if match else (None, text)
    if _HASH.fullmatch(rest):
        return Hash(tree, rest.lower())
    start, dots, end = rest.partition("..")
    if dots:
        both = (_revision(start, versions), _revision(end, versions))
        return Range(tree, both[0], both[1]) if both[0] and both[1] else None
    return TagName(tree, rest) if versions.may_be_tag(rest) else None


def _revision(text: str, versions: VersionScheme) -> str | None:
    return text if _HASH.fullmatch(text) or versions.may_be_tag(text) else None


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: the lines from `start` up to `end`, counted from 0, fences included.

    `indent` is what stands before the opening fence, `>` of a quotation included. `closed` is
    false for a list of commits that goes on to the end of the text.
    """

    start: int
    end: int
    indent: str
    info: str
    closed: bool = True

    @property
    def lists_commits(self) -> bool:
        """Whether it is a list of commits."""
        return self.info == COMMITS

    def text(self, lines: Sequence[str]) -> str:
        """The block, dedented and out of its quotation."""
        block = lines[self.start : self.end]
        if not self.indent:
            return "\n".join(block)
        depth = self.indent.count(">")
        return dedent("\n".join(_unquoted(line, depth) for line in block))


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """All fenced blocks in order, at any indentation.

    A block of another kind that is never closed is no block, as for Markdown itself.
    """
    number, endings = 0, _Endings(lines)
    while number < len(lines):
        line = lines[number]
        opening = _OPENING.fullmatch(line) if "```" in line or "~~~" in line else None
        if not opening:
            number += 1
            continue
        indent, info = opening["indent"], opening["info"].strip(" \t")
        end = endings.after(number, opening["fence"], indent.count(">"))
        if end is not None or info == COMMITS:
            stop = len(lines) if end is None else end + 1
            yield Fence(number, stop, indent, info, end is not None)
            number = stop
        else:
            number += 1


class _Endings:
    """The lines of a text that may end a fence, found once for all fences that are never closed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._found = [
            (number, ending)
            for number, line in enumerate(lines)
            if ("```" in line or "~~~" in line) and (ending := _ending(line))
        ]
        self._passed = 0
        self._unclosed: dict[tuple[str, int], int] = {}

    def after(self, opening: int, fence: str, depth: int) -> int | None:
        """The line that ends a fence in so many quotations, opened on that line, if any does.

        To be asked in the order of the lines.
        """
        # What did not end one fence ends none behind it that is as long or longer.
        kind = (fence[0], depth)
        if len(fence) >= self._unclosed.get(kind, len(fence) + 1):
            return None
        while self._passed < len(self._found) and self._found[self._passed][0] <= opening:
            self._passed += 1
        for index in range(self._passed, len(self._found)):
            number, (mark, length, quotations) = self._found[index]
            if mark == fence[0] and length >= len(fence) and quotations <= depth:
                return number
        self._unclosed[kind] = len(fence)
        return None


def _ending(line: str) -> tuple[str, int, int] | None:
    """The mark of a fence that a line consists of, how often, and in how many quotations."""
    quotation = _QUOTATION.match(line)
    assert quotation
    marks = line[quotation.end() :].strip()
    is_one = len(set(marks)) == 1 and marks[0] in "`~"
    return (marks[0], len(marks), quotation[0].count(">")) if is_one else None


def _unquoted(line: str, depth: int) -> str:
    return re.sub(rf"^(?:[ \t]*+>[ \t]?){{0,{depth}}}", "", line) if depth else line
