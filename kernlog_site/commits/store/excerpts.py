"""What exports say of a commit, copied from its line in the store without reading it as JSON.

A key stands in a line as `, "files": `. In a text it cannot: there every quote has a backslash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from kernlog_site.commits.hashes import LONGER, SHORTER
from kernlog_site.commits.store.line_format import BEGIN
from kernlog_site.core.model import CommitId

_COMMITTED = b', "committed": '
_FIRST_TAG = b', "first_tag": '
_FILES = b', "files": '
_FATE = b', "fate": '
_NO_FATE = _FATE + b"[]"
_NEXT = (b', "areas": ', b', "links": ', b', "bugs": ', _FATE)
"""What comes after the first tag, in the order of the columns, where files were not counted."""
_TAG = re.compile(rb'"first_tag": ("(?:[^"\\]|\\.)*")')
_END = len(BEGIN) + SHORTER
_SHORTER, _LONGER = (
    (slice(len(BEGIN), end), end + len('", "tree": "')) for end in (_END, len(BEGIN) + LONGER)
)
"""Where the hash is in a line, and where its tree begins."""
_QUOTE = ord('"')


class Excerpt(NamedTuple):
    """`json` is an object with `sha`, `tree`, `subject`, `author`, `authored`, `first_tag` and
    `fate`, whose brace is still open. `first_tag` is JSON, too."""

    commit: CommitId
    json: bytes
    first_tag: bytes


def excerpt(line: bytes) -> Excerpt | None:
    """The excerpt from a line as sync writes it; None if it lacks the first tag or the fate."""
    sha, start = _SHORTER if line[_END] == _QUOTE else _LONGER
    tree = line[start : line.index(b'"', start)]
    committed = line.index(_COMMITTED, start)
    tag, fate = line.find(_FIRST_TAG, committed), line.rfind(_FATE)
    if tag < 0 or fate < 0:
        return None
    end = line.find(_FILES, tag)
    if end < 0:
        end = next(at for key in _NEXT if (at := line.find(key, tag)) >= 0)
    text = line[:committed] + line[tag:end] + line[fate : -len(b"}\n")]
    first_tag = line[tag + len(_FIRST_TAG) : end]
    return Excerpt((tree.decode(), line[sha].decode()), text, first_tag)


def tags_in(excerpts: Iterable[Excerpt]) -> list[str]:
    """Every first tag of commits, and of what was done to them later, in order."""
    excerpts = tuple(excerpts)
    written = {its.first_tag for its in excerpts} - {b"null"}
    for its in excerpts:
        if not its.json.endswith(_NO_FATE):  # which is rare
            written.update(_TAG.findall(its.json))
    return sorted(map(_read, written))


@cache
def _read(tag: bytes) -> str:
    """There are far fewer tags than commits."""
    return str(json.loads(tag))
