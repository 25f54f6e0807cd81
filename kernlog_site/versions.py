"""Kernel versions: how they are written, how they sort, which release they lead to.

A release has three numbers before 3.0 (2.6.33) and two since (6.10); one number more makes it a
stable release (2.6.33.1, 6.10.3). `-rc7` is a candidate for it; releases before 2.6 had `-pre7`
and `-test7`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_VERSION = re.compile(
    r"""(?P<numbers>(?:0|[1-9]\d{0,3})(?:\.(?:0|[1-9]\d{0,3})){1,3})
        (?:-(?P<stage>pre|test|rc)(?P<candidate>[1-9]\d{0,3}))?""",
    re.VERBOSE | re.ASCII,
)
_STAGES = ("pre", "test", "rc", "")
_FIRST_WITH_TWO_NUMBERS = 3


class NoKernelVersion(ValueError):
    """Raised for text that names no kernel version."""


@dataclass(frozen=True)
class KernelVersion:
    """A version such as 2.6.33-rc7, ordered as kernels are: 2.6.9 < 2.6.33-rc7 < 2.6.33 < 3.0."""

    numbers: tuple[int, ...]
    stage: str = ""
    candidate: int = 0

    @classmethod
    def parse(cls, text: str) -> KernelVersion:
        """Read `2.6.33-rc7`. Raises `NoKernelVersion`."""
        found = _VERSION.fullmatch(text.strip())
        if not found:
            raise NoKernelVersion(f"'{text}' is no kernel version")
        numbers = tuple(int(number) for number in found["numbers"].split("."))
        version = cls(numbers, found["stage"] or "", int(found["candidate"] or 0))
        updates = numbers[version._release_length :]
        if len(numbers) < version._release_length or len(updates) > 1 or 0 in updates:
            raise NoKernelVersion(f"'{text}' is no kernel version")
        return version

    @classmethod
    def from_tag(cls, tag: str) -> KernelVersion | None:
        """The version a git tag such as `v2.6.33-rc7` stands for; None for any other tag."""
        if not tag.startswith("v"):
            return None
        try:
            return cls.parse(tag[1:])
        except NoKernelVersion:
            return None

    @property
    def _release_length(self) -> int:
        return 2 if self.numbers[0] >= _FIRST_WITH_TWO_NUMBERS else 3

    @property
    def tag(self) -> str:
        """The git tag of this version."""
        return f"v{self}"

    @property
    def is_candidate(self) -> bool:
        """Whether it is no release yet."""
        return bool(self.stage)

    @property
    def is_update(self) -> bool:
        """Whether it updates a release, as 2.6.33.1 does."""
        return len(self.numbers) > self._release_length

    @property
    def release(self) -> KernelVersion:
        """The version this one is a candidate for, or itself."""
        return KernelVersion(self.numbers) if self.stage else self

    @cached_property
    def _order(self) -> tuple[tuple[int, ...], int, int]:
        padded = self.numbers + (0,) * (4 - len(self.numbers))
        return padded, _STAGES.index(self.stage), self.candidate

    def __lt__(self, other: KernelVersion) -> bool:
        return self._order < other._order

    def __le__(self, other: KernelVersion) -> bool:
        return self._order <= other._order

    def __gt__(self, other: KernelVersion) -> bool:
        return self._order > other._order

    def __ge__(self, other: KernelVersion) -> bool:
        return self._order >= other._order

    def __str__(self) -> str:
        numbers = ".".join(str(number) for number in self.numbers)
        return f"{numbers}-{self.stage}{self.candidate}" if self.stage else numbers
