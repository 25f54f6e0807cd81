"""Where in a Markdown text its citations stand, for messages.

Markdown processors do not know line numbers. So when something is wrong with a citation, and only
then, the text is searched for it; code is left out of the search.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from kernlog_site.reading import citing
from kernlog_site.reading.fences import fences

_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)((?:(?!\n\s*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_END_OF_LINK = re.compile(r"[^\[\]]*\]\(")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SHORTCODE = re.compile(
    rf"""(?<!\\):(?P<name>{citing.COMMIT}|{citing.LINKS})
         \[(?P<items>(?:[^\]\n]|\n(?!\s*\n))*)(?P<end>\]?)""",
    re.VERBOSE,
)
_LINK = re.compile(
    r"\]\(\s*<?(?P<inline>[^\s>)]+)|^ {0,3}\[[^\]]+\]:\s*<?(?P<reference>[^\s>]+)", re.M
)


def locate(body: str, written: str) -> list[int]:
    """The lines, counted from 1, on which something is written that a citation cannot be.

    The first line if it is nowhere: it may have come from a file that the text includes.
    """
    found = _citation_lines(body).get(_alike(written)) or [
        number for number, line in enumerate(body.split("\n"), 1) if written in line
    ]
    return found or [1]


@lru_cache(maxsize=1)
def _citation_lines(body: str) -> Mapping[str, list[int]]:
    """The lines of every citation as written.

    Keys are shortcodes, the targets in them (`commit:7dd65feb6c60`, `lwn:373989`), the targets of
    links, the lines of commit lists, and the beginning of a shortcode or fence that never ends.
    """
    lines = body.split("\n")
    found: dict[str, list[int]] = defaultdict(list)
    for fence in fences(lines):
        if fence.lists_commits:
            found["```commits"].append(fence.start + 1)
            for number in range(fence.start + 1, fence.end):
                found[" ".join(lines[number].split())].append(number + 1)
        lines[fence.start : fence.end] = [""] * (fence.end - fence.start)
    prose = _COMMENT.sub(_blank, _CODE_SPAN.sub(_blank, "\n".join(lines)))
    for shortcode in _SHORTCODE.finditer(prose):
        scheme = f"{citing.COMMIT}:" if shortcode["name"] == citing.COMMIT else ""
        start, items = shortcode.start("items"), shortcode["items"]
        whole = str(citing.Shortcode(shortcode["name"], items)) if shortcode["end"] else ":["
        found[whole].append(_line(prose, shortcode.start()))
        if _END_OF_LINK.match(prose, shortcode.end()):
            found[f"[{whole}]("].append(_line(prose, shortcode.start()))
        for word in re.finditer(r"[^\s=\"]+", items):
            found[f"{scheme}{word[0]}"].append(_line(prose, start + word.start()))
    for link in _LINK.finditer(prose):
        found[link["inline"] or link["reference"]].append(_line(prose, link.start()))
    by_likeness: dict[str, set[int]] = defaultdict(set)
    for written, numbers in found.items():
        by_likeness[_alike(written)].update(numbers)
    return {written: sorted(numbers) for written, numbers in by_likeness.items()}


def _alike(written: str) -> str:
    """What a target and its spelling in the text have in common: LWN:<1> is lwn:1."""
    return re.sub(r"[<>]", "", written.lower())


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
