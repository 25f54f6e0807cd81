"""The form in which sync writes the lines of the commit store, told without reading them as JSON.

A line in this form has everything that the store needs of a commit, and a file in this form can be
searched as it is. Whatever else was written by hand may be just as good, but has to be parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from operator import lt

BEGIN = b'{"sha": "'
"""What stands in front of the hash at the beginning of every line."""

_PIECE = 1 << 20

_PLAIN = r"[ !#-\[\]-\xff]*+"
_TEXT = rf'"{_PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){_PLAIN})*+"'
_TEXT_OR_NULL = rf"(?:{_TEXT}|null)"
_NUMBER = r"(?:0|[1-9][0-9]{0,17}+)"
_DAY = (
    r"(?:[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"|(?:2000|[12][0-9](?:0[48]|[2468][048]|[13579][26]))-02-29)"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME = rf'"{_DAY}T{_CLOCK}:[0-5][0-9](?:[+-]{_CLOCK}|Z)"'


def _list(entry: str) -> str:
    return rf"\[(?:{entry}(?:, {entry})*+)?+\]"


_DEED = (
    rf'\{{"kind": {_TEXT}, "sha": {_TEXT}, "subject": {_TEXT}, "author": {_TEXT}, '
    rf'"first_tag": {_TEXT_OR_NULL}\}}'
)
_LINE = re.compile(
    (
        rf'^\{{"sha": "([0-9a-f]{{40}}", "tree": "[\w.-]++"), '
        rf'"subject": {_TEXT}, "author": {_TEXT}, "authored": {_TIME}, "committed": {_TIME}'
        rf'(?:, "first_tag": {_TEXT_OR_NULL})?+'
        rf'(?:, "files": {_NUMBER}, "insertions": {_NUMBER}, "deletions": {_NUMBER})?+'
        rf'(?:, "areas": {_list(_TEXT)})?+'
        rf'(?:, "links": {_list(_TEXT)})?+'
        rf'(?:, "bugs": {_list(_TEXT)})?+'
        rf'(?:, "fate": {_list(_DEED)})?+\}}$'
    ).encode(),
    re.MULTILINE,
)


def is_line(line: bytes) -> bool:
    """Whether a line of UTF-8 text, without its end, is as sync writes it."""
    return _LINE.fullmatch(line) is not None


def is_in_form(data: bytes) -> bool:
    """Whether a file is as sync writes it: UTF-8, each line in its form and each commit once, in
    order."""
    last = b""
    for piece in _pieces(data):
        keys = _LINE.findall(piece)
        if not piece.endswith(b"\n") or len(keys) != piece.count(b"\n"):
            return False
        if not all(map(lt, chain([last], keys), keys)):
            return False
        try:
            piece.decode()
        except UnicodeDecodeError:
            return False
        last = keys[-1]
    return True


def _pieces(data: bytes) -> Iterator[bytes]:
    """Some lines at a time, so that the checks of a large store take little memory."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _PIECE) + 1 or len(data)
        yield data[start:end]
        start = end
