"""The form in which sync writes the lines of the commit store, without reading them as JSON.

A line in this form has everything that the store needs of a commit, and a file in this form can be
searched as it is. Whatever else was written by hand may be just as good, but has to be parsed. What
exports say of a commit is copied from its line: a key stands there as `, "files": `, and in a text
it cannot, where every quote has a backslash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from operator import lt
from typing import NamedTuple

from kernlog_site.commits.hashes import FULL, LONGER, SHORTER
from kernlog_site.commits.store.form import MARK
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.core.commit import CommitId

BEGIN = b'{"sha": "'
"""What stands in front of the hash at the beginning of every line."""

_PIECE = 1 << 20
"""Bytes to look at at a time, so that the checks of a large store take little memory."""

_PLAIN = r"[ !#-\[\]-\xff]*+"
_TEXT = rf'"{_PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){_PLAIN})*+"'
_TEXT_OR_NULL = rf"(?:{_TEXT}|null)"
_NUMBER = r"(?:0|[1-9][0-9]{0,17}+)"
_DAY = (
    r"(?:[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"|(?:(?:[13579][26]|[2468][048])00|[1-9][0-9](?:0[48]|[2468][048]|[13579][26]))-02-29)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf'"{_DAY}T{_CLOCK}:[0-5][0-9](?:[+-]{_CLOCK}|Z)"'


def _list(entry: str) -> str:
    return rf"\[(?:{entry}(?:, {entry})*+)?+\]"


_FOLLOW_UP = (
    rf'\{{"kind": {_TEXT}, "sha": {_TEXT}, "subject": {_TEXT}, "author": {_TEXT}, '
    rf'"first_tag": {_TEXT_OR_NULL}(?:, "committed": {_TIME})?+\}}'
)
_BACKPORT = rf'\{{"tree": {_TEXT}, "sha": {_TEXT}, "first_tag": {_TEXT_OR_NULL}\}}'
_CVE = (
    rf'\{{"id": {_TEXT}, "role": "(?:introduced|fixed)", "fixed_in": {_list(_TEXT)}'
    rf'(?:, "published": {_TIME})?+(?:, "score": (?:10\.0|[0-9]\.[0-9]))?+\}}'
)
_PULL = rf'\{{"sha": {_TEXT}, "subject": {_TEXT}\}}'
_COMMITTED = b', "committed": '
_FIRST_TAG = b', "first_tag": '
_FILES = b', "files": '
_FATE = b', "fate": '
CVES = b', "cves": '
"""What stands in front of the vulnerabilities of a commit, on few lines."""
_NEXT = (b', "areas": ', b', "links": ', b', "bugs": ', _FATE)
"""What comes after the first tag, in the order of the columns, where files were not counted."""
_TAG_KEY = b'"first_tag": '
_TAG = re.compile(_TAG_KEY + rb'("(?:[^"\\]|\\.)*")')
_END = len(BEGIN) + SHORTER
_SHORTER, _LONGER = (
    (slice(len(BEGIN), end), end + len('", "tree": "')) for end in (_END, len(BEGIN) + LONGER)
)
"""Where the hash is in a line, and where its tree begins."""
_QUOTE = ord('"')


_LINE = re.compile(
    (
        rf'^\{{"sha": "({FULL}", "tree": "[\w.-]++"), '
        rf'"subject": {_TEXT}, "author": {_TEXT}, "authored": {_TIME}, "committed": {_TIME}'
        rf'(?:, "first_tag": {_TEXT_OR_NULL})?+'
        rf'(?:, "files": {_NUMBER}, "insertions": {_NUMBER}, "deletions": {_NUMBER})?+'
        rf'(?:, "areas": {_list(_TEXT)})?+'
        rf'(?:, "links": {_list(_TEXT)})?+'
        rf'(?:, "bugs": {_list(_TEXT)})?+'
        rf'(?:, "fate": {_list(_FOLLOW_UP)})?+'
        rf'(?:, "backports": {_list(_BACKPORT)})?+'
        rf'(?:, "cves": {_list(_CVE)})?+'
        rf'(?:, "pull": {_PULL})?+'
        rf'(?:, "stable": {_TEXT})?+\}}$'
    ).encode(),
    re.MULTILINE,
)


def is_line(line: bytes) -> bool:
    """Whether a line of UTF-8 text, without its end, is as sync writes it."""
    return _LINE.fullmatch(line) is not None


def is_in_form(data: bytes) -> bool:
    """Whether a file is as sync writes it: UTF-8, each line in its form and each commit once, in
    order."""
    pieces = SortedLines.of(data).pieces(_PIECE)
    return are_in_order(ends(data[start:end]) for start, end in pieces)


def ends(lines: bytes) -> tuple[bytes, bytes] | None:
    """The sort keys of the first and the last of some whole lines; None if one is not in the form,
    or not in order. That of a mark is empty, so it is in order at the beginning of a file alone."""
    keys = _LINE.findall(lines)
    if lines.startswith(MARK):
        keys.insert(0, b"")
    if not lines.endswith(b"\n") or len(keys) != lines.count(b"\n"):
        return None
    try:
        lines.decode()
    except UnicodeDecodeError:
        return None
    return (keys[0], keys[-1]) if all(map(lt, keys, keys[1:])) else None


def are_in_order(pieces: Iterable[tuple[bytes, bytes] | None]) -> bool:
    """Whether pieces of a file, given by their `ends`, follow one another."""
    last: bytes | None = None
    for piece in pieces:
        if piece is None or (last is not None and not last < piece[0]):
            return False
        last = piece[1]
    return True


class Projection(NamedTuple):
    """What exports have of a line.

    `json` is an object with `sha`, `tree`, `subject`, `author`, `authored`, `first_tag`, `fate` and
    what comes behind it, whose brace is still open. `first_tag` is JSON, too.
    """

    commit: CommitId
    json: bytes
    first_tag: bytes


def projection(line: bytes) -> Projection | None:
    """The projection of a line as sync writes it; None if it lacks the first tag or the fate."""
    sha, start = _SHORTER if line[_END] == _QUOTE else _LONGER
    tree = line[start : line.index(b'"', start)]
    committed = line.index(_COMMITTED, start)
    fate = line.rfind(_FATE)
    if fate < 0:
        return None
    tag = line.find(_FIRST_TAG, committed, fate)  # follow-ups and backports have some, too
    if tag < 0:
        return None
    end = line.find(_FILES, tag)
    if end < 0:
        end = next(at for key in _NEXT if (at := line.find(key, tag)) >= 0)
    text = line[:committed] + line[tag:end] + line[fate : -len(b"}\n")]
    first_tag = line[tag + len(_FIRST_TAG) : end]
    return Projection((tree.decode(), line[sha].decode()), text, first_tag)


def tags_in(projections: Iterable[Projection]) -> list[str]:
    """Every first tag of commits, of the follow-ups on them and of their backports, in order."""
    projections = tuple(projections)
    tags = {commit.first_tag for commit in projections} - {b"null"}
    for commit in projections:
        if commit.json.count(_TAG_KEY) > 1:  # which is rare
            tags.update(_TAG.findall(commit.json))
    return sorted(map(_tag_in, tags))


@cache
def _tag_in(tag: bytes) -> str:
    """The tag that is written as JSON. There are far fewer tags than commits."""
    return str(json.loads(tag))
