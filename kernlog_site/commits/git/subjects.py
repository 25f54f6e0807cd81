"""Areas of the kernel, by the prefix that developers give their subjects."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_PREFIX = re.compile(
    r"""(?:\[(?P<bracketed>[^\]]{1,40})\]      # [IA64] Fix broken sn2 build
        |(?P<plain>[^:]{1,40}?):\s)            # drm/nv50: make ...""",
    re.VERBOSE,
)
_ABOUT_ANOTHER = re.compile(r'\A(?:Revert\s+"|\[PATCH\]\s*)+')
_FIRST_WORD = re.compile(r"[\w.+-]+")
_NO_AREAS = frozenset({"revert", "fix", "add", "remove", "merge", "the"})


def area_of(subject: str) -> str:
    """The area of a commit: the first word of its prefix, `drm` for `drm/nv50: ...`.

    Empty where a subject has no prefix.
    """
    if subject.startswith(("Revert", "[PATCH]")):
        subject = _ABOUT_ANOTHER.sub("", subject)
    prefix = _PREFIX.match(subject)
    return _area_in(prefix["bracketed"] or prefix["plain"]) if prefix else ""


@lru_cache(maxsize=1 << 12)  # a site cites far more commits than there are prefixes
def _area_in(prefix: str) -> str:
    word = _FIRST_WORD.search(prefix)
    return word[0] if word and word[0].lower() not in _NO_AREAS else ""


def prefix_of(subject: str) -> str:
    """The prefix of a subject as it stands: `drm/nv50:`, `[IA64]`; empty without one."""
    prefix = _PREFIX.match(subject)
    return prefix[0].rstrip() if prefix and '"' not in prefix[0] else ""


def folders_of(files: Sequence[str], most: int = 8) -> list[str]:
    """The folders that a commit touched, two levels deep, those with most files first.

    `drivers/net` for drivers/net/e1000e/netdev.c, `kernel` for kernel/sched.c, and nothing for
    files at the top.
    """
    counted = Counter("/".join(file.split("/")[:-1][:2]) for file in files)
    counted.pop("", None)
    ordered = sorted(counted, key=lambda folder: (-counted[folder], folder))
    return ordered[:most]


def one_spelling(names: Iterable[str]) -> Mapping[str, str]:
    """By their case-folded form, the most common spelling of names that differ in case only."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        spellings[name.casefold()][name] += 1
    return {
        folded: min(counts, key=lambda name: (-counts[name], name))
        for folded, counts in spellings.items()
    }
