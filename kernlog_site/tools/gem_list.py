"""Drafts a list of commits, the text of a ```commits fence, for a writer to cut down.

```commits
## Crypto
0e1227d356e9 crypto: ghash - Add PCLMULQDQ accelerated implementation
```
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from kernlog_site.commits.git.changes import Change
from kernlog_site.commits.git.maintainers import Maintainers
from kernlog_site.commits.git.subjects import area_of, one_spelling
from kernlog_site.core.characters import printable

Grouping = Callable[[Change], str]
"""Gives the name of a commit's group; an empty one for a commit that belongs to none."""

OTHER = "Other"
_SHORTEST_FENCE = 3


def by_area(change: Change) -> str:
    """The area of a commit, by the prefix of its subject."""
    return area_of(change.subject)


def by_section(maintainers: Maintainers) -> Grouping:
    """The section of MAINTAINERS that most of a commit's files belong to."""
    return lambda change: maintainers.section_of(change.files) or ""


def draft(
    changes: Iterable[Change],
    *,
    exclude: Collection[str] = frozenset(),
    group: Grouping = by_area,
    limit: int | None = None,
) -> str:
    """The text of a fence, its last line ended; empty if there are no commits.

    `changes` come oldest first and stay so within their groups; groups are in alphabetical order,
    what has none last. `exclude` has hashes, full or abbreviated, of commits to leave out. `limit`
    keeps the commits with the most lines changed, of equals the older.
    """
    digits = {len(sha) for sha in exclude}
    excluded = frozenset(exclude)
    chosen = [
        change
        for change in changes
        if not any(change.sha[:length] in excluded for length in digits)
    ]
    if limit is not None:
        heaviest = sorted(range(len(chosen)), key=lambda number: -chosen[number].lines)
        chosen = [chosen[number] for number in sorted(heaviest[: max(limit, 0)])]
    if not chosen:
        return ""
    lines = []
    for name, members in _groups(chosen, group):
        lines.append(f"## {name}")
        lines += (_line(change) for change in members)
    fence = "`" * max(_SHORTEST_FENCE, 1 + _longest_run_of_backticks(lines))
    return "\n".join([f"{fence}commits", *lines, fence, ""])


def _groups(changes: Sequence[Change], group: Grouping) -> list[tuple[str, list[Change]]]:
    # A name is a heading of its own line, whatever stands in MAINTAINERS.
    names = [_printable(group(change)) or OTHER for change in changes]
    spelling = {**one_spelling(names), OTHER.casefold(): OTHER}
    members: dict[str, list[Change]] = defaultdict(list)
    for change, name in zip(changes, names, strict=True):
        members[name.casefold()].append(change)
    ordered = sorted(members, key=lambda name: (name == OTHER.casefold(), name))
    return [(spelling[name], members[name]) for name in ordered]


def _line(change: Change) -> str:
    """As `git log --oneline --abbrev=12` has it.

    A subject that cannot be written in a line is left out: the hash alone takes it from the store,
    while one without its control characters would be another subject.
    """
    subject = change.subject.replace("\t", " ")  # white space, which nothing tells apart
    if printable(subject) != subject or subject != _without_controls(subject):
        subject = ""
    return f"{change.abbreviation} {subject}".rstrip()


def _printable(name: str) -> str:
    return _without_controls(" ".join(name.split()))


def _without_controls(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp"))


def _longest_run_of_backticks(lines: Iterable[str]) -> int:
    return max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
