"""The grammar of citations: what stands in `:commit[...]`, in a link, in a ```commits fence.

target   =  [tree "@"] (hash | tag | revision ".." revision)
item     =  [label "="] target             label: a word, or "several words"
group    =  ":commit[" item { space item } "]"
gem      =  [tree "@"] hash [space subject]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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
_TAG = re.compile(r"v\d[\w.+-]*", re.ASCII)
_TREE = re.compile(r"(?P<tree>[^@]+)@(?P<rest>.+)")


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
            found = _ITEM.match(items, position)
            if not found:
                yield BrokenItem(items[position:])
                return
            label = found["quoted"] if found["quoted"] is not None else found["word"] or ""
            yield Item(found["target"], " ".join(label.split()))
            position = found.end()

    def lines(self) -> Iterator[int]:
        """How many lines below the opening bracket the target of each item stands, and a broken one
        begins."""
        items = self.items.rstrip()
        position = len(items) - len(items.lstrip())
        while position < len(items):
            found = _ITEM.match(items, position)
            yield items.count("\n", 0, found.start("target") if found else position)
            position = found.end() if found else len(items)

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
        elif found := _GEM.fullmatch(stripped):
            yield Gem(stripped, found["target"], found["subject"])


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
def target(text: str) -> CommitTarget | None:
    """Read a commit target; None if it is none."""
    found = _TREE.fullmatch(text) if "@" in text else None
    tree, rest = (found["tree"], found["rest"]) if found else (None, text)
    if _HASH.fullmatch(rest):
        return Hash(tree, rest.lower())
    start, dots, end = rest.partition("..")
    if dots:
        both = (_revision(start), _revision(end))
        return Range(tree, both[0], both[1]) if both[0] and both[1] else None
    return TagName(tree, rest) if _TAG.fullmatch(rest) else None


def _revision(text: str) -> str | None:
    return text if _HASH.fullmatch(text) or _TAG.fullmatch(text) else None
