"""What exports say of a commit, copied from its line in the store without reading it as JSON.

A key stands in a line as `, "files": `. In a text it cannot: there every quote has a backslash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from kernlog_site.commits.form import BEGIN
from kernlog_site.model import CommitId

_LEFT_OUT = (b', "files": ', b', "areas": ', b', "links": ', b', "bugs": ', b', "fate": ')
"""What may come after the first tag, in the order in which sync writes it."""
_FATE = _LEFT_OUT[-1]
_TAG = re.compile(rb'"first_tag": ("(?:[^"\\]|\\.)*")')
_SHA = slice(len(BEGIN), len(BEGIN) + 40)
_TREE = _SHA.stop + len('", "tree": "')


class Excerpt(NamedTuple):
    """`json` is an object with `sha`, `tree`, `subject`, `author`, `authored`, `committed`,
    `first_tag` and `fate`, whose brace is still open."""

    commit: CommitId
    json: bytes


def excerpt(line: bytes) -> Excerpt:
    """The excerpt from a line that has all columns from the hash to the first tag, and a fate."""
    tree = line[_TREE : line.index(b'"', _TREE)]
    end = next(at for key in _LEFT_OUT if (at := line.find(key)) >= 0)
    text = line[:end] + line[line.rindex(_FATE) :].rstrip()[:-1]
    return Excerpt((tree.decode(), line[_SHA].decode()), text)


def tags_in(excerpts: Iterable[Excerpt]) -> Iterator[str]:
    """Every first tag of commits, and of what was done to them later; many come again."""
    for its in excerpts:
        yield from map(_read, _TAG.findall(its.json))


@lru_cache(maxsize=1024)
def _read(tag: bytes) -> str:
    return str(json.loads(tag))
