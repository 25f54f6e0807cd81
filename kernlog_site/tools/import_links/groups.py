"""What links to commits become: the group that a row of numbered links is, or a link on words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from kernlog_site.commits.web.commit_urls import Addresses, Shown
from kernlog_site.tools.import_links.hyperlinks import Form, Hyperlink

_BETWEEN = re.compile(r"[ \t]*+,?+(?P<after>\s*+)")
_TWO_LINES = re.compile(r"\n[ \t\r]*\n")
_END_OF_GROUP = re.compile(r"\s*\)")
_CLOSELY = re.compile(r"[({\[]")
_LABEL = re.compile(r"[^\W\d_][\w .,/'+-]*")
_WORD = re.compile(r"[^\s=\"]+")
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be written from `start` to `end`, once it is known how its commits are cited."""

    start: int
    end: int
    commits: tuple[Shown, ...]
    write: Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class _Commit:
    """A link to a commit."""

    link: Hyperlink
    shown: Shown

    @property
    def words(self) -> str:
        """What a reader reads."""
        return " ".join(self.link.words.split())


def edits(text: str, links: Sequence[Hyperlink], addresses: Addresses) -> list[Edit]:
    """What the links to commits of trees become, in order; other links stay as they are."""
    commits = [
        _Commit(link, shown)
        for link in links
        if (shown := addresses.find(link.url)) and shown.tree is not None
    ]
    found: list[Edit] = []
    first = 0
    while first < len(commits):
        row = list(_row(text, commits, first))
        edit = _group(text, row) if row else _on_words(commits[first])
        if not found or edit.start >= found[-1].end:  # else it is a link within another
            found.append(edit)
        first += max(1, len(row))
    return found


def _row(text: str, commits: Sequence[_Commit], first: int) -> Iterator[_Commit]:
    """The links from that one on that are a numbered group: 1, 2, documentation."""
    row: list[_Commit] = []
    numbers = 0
    for number in range(first, len(commits)):
        commit = commits[number]
        if commit.link.form not in (Form.INLINE, Form.ANCHOR):
            break
        if row and not _goes_on(text[row[-1].link.end : commit.link.start]):
            break
        if commit.words == str(numbers + 1):
            numbers += 1
        elif not row or not _LABEL.fullmatch(commit.words):
            break
        row.append(commit)
    # Words at the end belong to the group only if it is in parentheses, else to the sentence.
    while row and not _NUMBER.fullmatch(row[-1].words):
        if _END_OF_GROUP.match(text, row[-1].link.end):
            break
        row.pop()
    if row and not _CLOSELY.match(text, row[-1].link.end):
        yield from row


def _goes_on(between: str) -> bool:
    found = _BETWEEN.fullmatch(between)
    return bool(between and found and not _TWO_LINES.search(between))


def _group(text: str, row: Sequence[_Commit]) -> Edit:
    labels = [_labelled(commit.words) for commit in row]
    gaps = [text[a.link.end : b.link.start] for a, b in pairwise(row)]
    spaces = [_space(gap) for gap in gaps]
    write = partial(_write_group, labels, ["", *spaces])
    return Edit(row[0].link.start, row[-1].link.end, tuple(c.shown for c in row), write)


def _space(gap: str) -> str:
    """What stands between two members; a line that ended there still does."""
    found = _BETWEEN.fullmatch(gap)
    assert found
    return found["after"] if "\n" in found["after"] else " "


def _labelled(words: str) -> str:
    """What stands before the hash of a member that has words of its own."""
    if _NUMBER.fullmatch(words):
        return ""
    return f"{words}=" if _WORD.fullmatch(words) else f'"{words}"='


def _write_group(labels: Sequence[str], spaces: Sequence[str], targets: Sequence[str]) -> str:
    pieces = zip(spaces, labels, targets, strict=True)
    return f":commit[{''.join(f'{space}{label}{target}' for space, label, target in pieces)}]"


def _on_words(commit: _Commit) -> Edit:
    link, commits = commit.link, (commit.shown,)
    if link.form in (Form.INLINE, Form.DEFINITION):
        return Edit(*link.at, commits, lambda targets: f"commit:{targets[0]}")
    if link.form is Form.AUTOLINK:
        return Edit(link.start, link.end, commits, _write_hash)
    return Edit(link.start, link.end, commits, partial(_write_words, _bracketed(link.words)))


def _write_hash(targets: Sequence[str]) -> str:
    digits = targets[0].rpartition("@")[2]
    return f"[{digits}](commit:{targets[0]})"


def _write_words(words: str, targets: Sequence[str]) -> str:
    return f"[{words}](commit:{targets[0]})"


def _bracketed(words: str) -> str:
    """The words of a link, with brackets that are no pairs escaped."""
    depth = 0
    for bracket in re.findall(r"(?<!\\)[\[\]]", words):
        depth += 1 if bracket == "[" else -1
        if depth < 0:
            break
    return words if not depth else re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", words)
