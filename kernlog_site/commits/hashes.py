"""Hashes: full ones have 40 digits, or 64 in a repository that names its objects by SHA-256.

Nobody writes 41 to 63: an abbreviation has 40 at most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

SHORTER, LONGER = 40, 64
FULL = rf"[0-9a-f]{{{SHORTER}}}(?:[0-9a-f]{{{LONGER - SHORTER}}})?"
"""A full hash in lower case, as part of an expression."""
ABBREVIATED = 12
"""Digits of an abbreviation, where they are enough."""
IN_TEXT = rf"(?:[0-9a-fA-F]{{{LONGER}}}|[0-9a-fA-F]{{7,{SHORTER}}})"
"""What is taken for a hash where anything may stand. A shorter one is a word as well."""

_FULL = re.compile(FULL)


def is_full(text: str) -> bool:
    """Whether a text is a full hash in lower case."""
    return _FULL.fullmatch(text) is not None


def is_too_long(digits: str) -> bool:
    """Whether so many digits are no hash, and no abbreviation of one."""
    return len(digits) > SHORTER and len(digits) != LONGER


def abbreviated(hashes: Collection[str]) -> list[str]:
    """Different hashes by as many digits as tell them apart, twelve at least."""
    lengths = range(ABBREVIATED, LONGER + 1)
    length = next(n for n in lengths if len({sha[:n] for sha in hashes}) == len(hashes))
    return [sha[:length] for sha in hashes]


def starting_with(digits: str, in_order: Sequence[str]) -> Sequence[str]:
    """The hashes that start with some digits, of those in order."""
    first = last = bisect_left(in_order, digits)
    while last < len(in_order) and in_order[last].startswith(digits):
        last += 1
    return in_order[first:last]
