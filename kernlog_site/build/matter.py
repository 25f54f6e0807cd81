"""Front matter as earlier builds parsed it.

To parse the YAML of a large site takes longer than all else that a build with nothing to do has to
read. What it says is kept in one piece, which is loaded in a hundredth of the time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kernlog_site.content import front_matter as frontmatter
from kernlog_site.content.front_matter import Parsed, Value
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import digest, digest_of_programs

_Known = dict[str, tuple[Mapping[str, Value], Mapping[str, int]]]
"""Values and lines by a digest of the block and its first line."""


class KeptMatter:
    """Parses front matter that the last build did not parse. What has problems is not kept."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._key = digest(b"front matter", digest_of_programs())
        self._kept = _known(cache.get(self._key))
        self._used: _Known = {}

    def parse(self, path: str, block: str, first_line: int) -> Parsed:
        """The same as `frontmatter.parse`."""
        key = digest(block.encode("utf-8", "surrogatepass"), str(first_line).encode()).hex()
        known = self._used.get(key) or self._kept.get(key)
        if known is None:
            values, lines, problems = frontmatter.parse(path, block, first_line)
            if problems:
                return values, lines, problems
            known = values, lines
        self._used[key] = known
        return *known, ()

    def keep(self) -> None:
        """Keep what was parsed or used, for the next build."""
        if self._used.keys() != self._kept.keys():
            self._cache.put(self._key, pack(json.dumps(self._used).encode()))


def _known(kept: bytes | None) -> _Known:
    """What was kept; nothing if it is not what `keep` writes."""
    try:
        known = json.loads(kept) if kept else {}
        return dict(known) if all(map(_is_parsed, known.values())) else {}
    except (ValueError, AttributeError, RecursionError):
        return {}


def _is_parsed(its: object) -> bool:
    match its:
        case [dict() as values, dict() as lines]:
            return _is_value(values) and set(map(type, lines.values())) <= {int}
    return False


def _is_value(its: object) -> bool:
    if isinstance(its, list | dict):
        return all(map(_is_value, its.values() if isinstance(its, dict) else its))
    return isinstance(its, str)
