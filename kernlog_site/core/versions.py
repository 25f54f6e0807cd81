"""Kernel versions: how they are written, how they sort, which release they lead to.

A release has three numbers before 3.0 (2.6.33) and two since (6.10); one number more makes it a
stable release (2.6.33.1, 6.10.3). `-rc7` is a candidate for it; releases before 2.6 had `-pre7`
and `-test7`. A first number of four digits is a year and the second a month (2026.07).

Tags say more than that: v5.12-rc1-dontuse, v4.14.356-openela. What follows the version is its
suffix. It makes another version of it, but leads to the same release.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property

from kernlog_site.core.fingerprinted import fingerprinted

_NUMBER = r"(?:0|[1-9]\d{0,3})(?!\d)"
_MONTH = r"(?:0[1-9]|1[0-2])(?!\d)"
_VERSION = re.compile(
    rf"""(?P<numbers>
            [1-9]\d{{3}}\.{_MONTH}(?:\.{_NUMBER}){{0,2}}         # a year and a month
            |(?![1-9]\d{{3}}\.\d(?!\d)){_NUMBER}(?:\.{_NUMBER}){{1,3}}
            |0|[1-9]\d{{0,17}}                                   # of tags only
         )
         (?:-(?P<stage>pre|test|rc)(?P<candidate>{_NUMBER}))?
         (?P<suffix>.*)""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_STAGES = ("pre", "test", "rc", "")
_FIRST_WITH_TWO_NUMBERS = 3
_FIRST_YEAR = 1000


class NoKernelVersion(ValueError):
    """Raised for text that names no kernel version; `meant` is one that was written as a tag."""

    def __init__(self, text: str, meant: KernelVersion | None = None) -> None:
        super().__init__(f"'{text}' is no kernel version")
        self.meant = meant


@fingerprinted
@dataclass(frozen=True)
class KernelVersion:
    """A version such as 2.6.33-rc7, ordered as kernels are: 2.6.9 < 2.6.33-rc7 < 2.6.33 < 3.0.

    `suffix` is what follows in a tag, with what separates it: `-dontuse`.
    """

    numbers: tuple[int, ...]
    stage: str = ""
    candidate: int = 0
    suffix: str = ""

    @classmethod
    def parse(cls, text: str) -> KernelVersion:
        """Read `2.6.33-rc7`. Raises `NoKernelVersion`, also for a version with a suffix."""
        version = cls._read(text.strip())
        if version is None or not version.is_plain:
            tagged = cls.from_tag(text.strip())
            raise NoKernelVersion(text, tagged if tagged and tagged.is_plain else None)
        return version

    @classmethod
    def from_tag(cls, tag: str) -> KernelVersion | None:
        """The version of a git tag; None if it does not begin with `v` and a digit."""
        return cls._read(tag[1:]) if tag.startswith("v") else None

    @classmethod
    def _read(cls, text: str) -> KernelVersion | None:
        fields = _VERSION.fullmatch(text)
        if fields is None:
            return None
        numbers = tuple(int(number) for number in fields["numbers"].split("."))
        return cls(numbers, fields["stage"] or "", int(fields["candidate"] or 0), fields["suffix"])

    @property
    def is_plain(self) -> bool:
        """Whether it is that of a release, an update (none is called 0) or a candidate for one."""
        updates = self.numbers[self._release_length :]
        has_all_numbers = len(self.numbers) >= self._release_length
        return has_all_numbers and len(updates) <= 1 and 0 not in updates and not self.suffix

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
        """The version this one is a candidate for or made from, or itself."""
        is_release = not (self.stage or self.suffix)
        return self if is_release else KernelVersion(self.numbers)

    @property
    def step(self) -> KernelVersion:
        """The candidate without what it is a candidate for: the same for every release."""
        return replace(self, numbers=(0,), suffix="")

    @cached_property
    def _order(self) -> tuple[tuple[int, ...], int, int, str]:
        padded = self.numbers + (0,) * (4 - len(self.numbers))
        return padded, _STAGES.index(self.stage), self.candidate, self.suffix

    def __lt__(self, other: KernelVersion) -> bool:
        return self._order < other._order

    def __le__(self, other: KernelVersion) -> bool:
        return self._order <= other._order

    def __gt__(self, other: KernelVersion) -> bool:
        return self._order > other._order

    def __ge__(self, other: KernelVersion) -> bool:
        return self._order >= other._order

    def __str__(self) -> str:
        is_dated = len(self.numbers) > 1 and self.numbers[0] >= _FIRST_YEAR
        first, *others = self.numbers
        month = [f"{others.pop(0):02}"] if is_dated else []
        numbers = ".".join([str(first), *month, *map(str, others)])
        stage = f"-{self.stage}{self.candidate}" if self.stage else ""
        return f"{numbers}{stage}{self.suffix}"


def release_named(text: str) -> KernelVersion:
    """Read a release as the store has it: one that some tag leads to, whatever its numbers.

    Raises `NoKernelVersion`.
    """
    version = KernelVersion.from_tag("v" + text)
    if version is None or version != version.release:
        raise NoKernelVersion(text)
    return version


@cache
def release_of_tag(tag: str) -> KernelVersion | None:
    """The release that a tag leads to, if it is a version's. There are far fewer tags than
    commits."""
    version = KernelVersion.from_tag(tag)
    return version and version.release
