"""Which of the files below `api/commits/` has a commit: a rule that a browser applies, too.

A site may cite a hundred thousand commits, and whoever looks one up should load a few kilobytes.
So the commits are dealt out by the first digits of their hashes to as many files as it takes,
always a power of two. `index.json` tells how many digits are read, and how many of their values
share a file: with three digits in steps of four, 7c68af6e32c7 is in `7c4.json`, which has all from
7c4 to 7c7. So every hash of four digits or more leads to one file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_FEW, _MANY = 48, 256
"""Citations in a shard, on average at most: some 25 KB, and packed as much in a large site."""
_ENOUGH = 1024
"""Shards from which on they grow instead: to write a file takes longer than what is in it."""
_MOST_BITS = 16
_BITS_OF_A_DIGIT = 4


@dataclass(frozen=True, slots=True)
class Sharding:
    """The rule: `digits` of a hash are read as a number, `step` of which share a shard."""

    digits: int
    step: int

    @classmethod
    def of(cls, citations: int) -> Sharding:
        """The rule for a site with so many citations."""
        shards = max(min(-(-citations // _FEW), _ENOUGH), -(-citations // _MANY))
        bits = min(max(shards - 1, 0).bit_length(), _MOST_BITS)
        digits = max(1, -(-bits // _BITS_OF_A_DIGIT))
        return cls(digits, 1 << (digits * _BITS_OF_A_DIGIT - bits))

    def name(self, sha: str) -> str:
        """The shard that has a commit, given by at least four digits."""
        number = int(sha[: self.digits], 16)
        return f"{number - number % self.step:0{self.digits}x}"

    @property
    def count(self) -> int:
        """How many shards there are."""
        return len(range(0, 16**self.digits, self.step))

    def names(self) -> Iterator[str]:
        """All shards in order."""
        for number in range(0, 16**self.digits, self.step):
            yield f"{number:0{self.digits}x}"

    def beginnings(self, name: str) -> Iterator[str]:
        """How the hashes in a shard begin, in order."""
        first = int(name, 16)
        for number in range(first, first + self.step):
            yield f"{number:0{self.digits}x}"
