"""Versions of a project: how they are written, how they sort, which release they lead to.

A release has so many numbers (2.6.33, 6.10, 256); one number more makes it an update of the release
(2.6.33.1, 6.10.3, 256.1). What follows of a known kind makes it a candidate for it: 2.6.33-rc7.

Tags say more than that: v5.12-rc1-dontuse, v4.14.356-openela. What follows the version is its
suffix. It makes another version of it, but leads to the same release.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from kernlog_site.core.fingerprinted import fingerprinted

PLACE = "{version}"
"""Stands for the version in the shape of a tag."""
NUMBER = "{n}"
"""Ends the shape of a candidate, and stands for its number."""

_FIRST = re.compile(r"0|[1-9]\d{0,17}", re.ASCII)
_NEXT = re.compile(r"\.(0|[1-9]\d{0,3})(?!\d)", re.ASCII)
_NEXT_OF_TWO_DIGITS = re.compile(r"\.(0[1-9]|[1-9]\d{1,3})(?!\d)", re.ASCII)
_MOST_NUMBERS = 4
_MOST_DIGITS = 4
"""Digits of a first number that others follow; a longer one stands alone, as in v20091231."""


@fingerprinted
class Zero(enum.Enum):
    """Where releases are written as their own update number 0."""

    NEVER = "never"
    TAG = "tag"
    ALWAYS = "always"


@fingerprinted
@dataclass(frozen=True, slots=True)
class Era:
    """How the versions from `since` on are numbered: `release` is how many numbers make one.

    Numbers at the places `two_digits`, counted from 0, are written with two digits: 2026.07.
    """

    since: tuple[int, ...] = ()
    release: int = 2
    zero: Zero = Zero.NEVER
    two_digits: tuple[int, ...] = ()


class NoVersion(ValueError):
    """Raised for text that names no version; `meant` is one that was written in another way."""

    def __init__(self, text: str, scheme: VersionScheme, meant: Version | None) -> None:
        super().__init__(f"'{text}' is no {scheme.called('version')}")
        self.meant = meant


@fingerprinted
@dataclass(frozen=True, eq=False)
class VersionScheme:
    """How a project writes its versions and their tags. Nothing else reads them.

    `name` is the project's, and `kind` what its versions are called after where that is another
    word. `eras` come in order, the shapes of `candidates` with those that come first, and of the
    shapes of `tags` the first is the one to write. `examples` are a release, an update, and what
    else there is to know. Tags of a `lenient` scheme have a version whatever follows their number.
    """

    name: str
    examples: tuple[tuple[int, ...], ...]
    eras: tuple[Era, ...] = (Era(),)
    tags: tuple[str, ...] = (f"v{PLACE}",)
    candidates: tuple[str, ...] = (f"-rc{NUMBER}",)
    kind: str = ""
    lenient: bool = False

    def parse(self, text: str) -> Version:
        """Read `2.6.33-rc7`. Raises `NoVersion`, also for a version with a suffix."""
        stripped = text.strip()
        version = self._read(stripped)
        if version is not None and version.is_plain and str(version) == stripped:
            return version
        meant = version if version and version.is_plain else self.of_tag(stripped)
        raise NoVersion(text, self, meant if meant and meant.is_plain else None)

    def of_tag(self, tag: str) -> Version | None:
        """The version of a git tag; None if it is that of no version."""
        known = self._versions_by_tag
        if tag not in known:
            known[tag] = self._read_tag(tag)
        return known[tag]

    @cached_property
    def _versions_by_tag(self) -> dict[str, Version | None]:
        """There are far fewer tags than commits, and each is asked about again and again."""
        return {}

    def _read_tag(self, tag: str) -> Version | None:
        for shape in self.tags:
            before, _, after = shape.partition(PLACE)
            inner = tag.removeprefix(before).removesuffix(after)
            if len(inner) == len(tag) - len(before) - len(after):
                version = self._read(inner)
                if version is not None:
                    return version
        return None

    def release_of_tag(self, tag: str) -> Version | None:
        """The release that a tag leads to, if it is a version's."""
        version = self.of_tag(tag)
        return version and version.release

    def release_named(self, text: str) -> Version:
        """Read a release as the store has it: one that some tag leads to, whatever its numbers.

        Raises `NoVersion`.
        """
        version = self._read(text)
        if version is None or version != version.release:
            raise NoVersion(text, self, None)
        return version

    def may_be_tag(self, text: str) -> bool:
        """Whether a text has the shape of a tag, be it that of a version or not."""
        return self._tag_like.fullmatch(text) is not None

    def tag_patterns(self) -> tuple[str, ...]:
        """Patterns of git for the tags that may be those of versions."""
        return tuple(f"refs/tags/{tag.partition(PLACE)[0]}[0-9]*" for tag in self.tags)

    def called(self, thing: str) -> str:
        """What a version or a release of the project is called in messages: `kernel version`."""
        return f"{self.kind or self.name} {thing}".strip()

    @property
    def example(self) -> str:
        """A release, for messages."""
        return str(self._example(0))

    @property
    def told_examples(self) -> str:
        """All examples, for messages: `2.50 or 2.50.1`."""
        *others, last = (str(self._example(number)) for number in range(len(self.examples)))
        return f"{', '.join(others)} or {last}"

    @property
    def earlier_example(self) -> str:
        """The release before the example."""
        return str(self._before_example())

    @property
    def range_example(self) -> str:
        """The tags of both, as a range."""
        return f"{self._before_example().tag}..{self._example(0).tag}"

    def _example(self, number: int) -> Version:
        return Version(self.examples[number], scheme=self)

    def _before_example(self) -> Version:
        *others, last = self.examples[0]
        return Version((*others, last - 1), scheme=self)

    def era(self, numbers: tuple[int, ...]) -> Era:
        """The era of a version."""
        return next(era for era in reversed(self.eras) if era.since <= numbers)

    @property
    def last_stage(self) -> str:
        """The kind of candidates that comes right before a release."""
        return list(self._ranks)[-2]

    def rank(self, stage: str) -> int:
        """The place of a kind of candidates among all, the release itself behind them."""
        return self._ranks[stage]

    def written(self, version: Version, *, is_tag: bool = False) -> str:
        """A version as text, or as it stands in its tag."""
        numbers, era = version.numbers, self.era(version.numbers)
        is_like_tag = is_tag or version.stage or version.suffix
        has_zero = era.zero is Zero.ALWAYS or (era.zero is Zero.TAG and is_like_tag)
        if has_zero and len(numbers) == era.release:
            numbers = (*numbers, 0)
        text = ".".join(
            f"{number:02}" if place in era.two_digits else str(number)
            for place, number in enumerate(numbers)
        )
        stage = f"{self._beginnings[version.stage]}{version.candidate}" if version.stage else ""
        return f"{text}{stage}{version.suffix}"

    def tag(self, version: Version) -> str:
        """The git tag of a version."""
        return self.tags[0].replace(PLACE, self.written(version, is_tag=True))

    def _read(self, text: str) -> Version | None:
        """The version that a text begins with; the rest is its suffix."""
        numbers, rest = self._numbers_in(text)
        if not numbers:
            return None
        era = self.era(numbers)
        if era.zero is not Zero.NEVER and (len(numbers), numbers[-1]) == (era.release + 1, 0):
            numbers = numbers[:-1]
        found = self._candidate.match(rest)
        stage, candidate, suffix = found.groups() if found else (None, None, rest)
        if not self.lenient and (len(numbers) < era.release or suffix[:1].isalnum()):
            return None
        kind = self._stages[stage] if stage else ""
        return Version(numbers, kind, int(candidate or 0), suffix, scheme=self)

    def _numbers_in(self, text: str) -> tuple[tuple[int, ...], str]:
        """The numbers that a text begins with, and the rest of it."""
        found = _FIRST.match(text)
        if found is None:
            return (), text
        numbers: tuple[int, ...] = (int(found[0]),)
        end = found.end()
        most = _MOST_NUMBERS if len(found[0]) <= _MOST_DIGITS else 1
        while len(numbers) < most:
            is_of_two = len(numbers) in self.era(numbers).two_digits
            found = (_NEXT_OF_TWO_DIGITS if is_of_two else _NEXT).match(text, end)
            if found is None:
                break
            numbers, end = (*numbers, int(found[1])), found.end()
        return numbers, text[end:]

    @cached_property
    def _stages(self) -> dict[str, str]:
        """The kind of candidates by how it begins: `rc` by `-rc`."""
        beginnings = [shape.removesuffix(NUMBER) for shape in self.candidates]
        return {begin: begin.lstrip("-._+") for begin in beginnings}

    @cached_property
    def _beginnings(self) -> dict[str, str]:
        """How candidates of each kind begin; of several ways the first is the one to write."""
        return {stage: begin for begin, stage in reversed(self._stages.items())}

    @cached_property
    def _ranks(self) -> dict[str, int]:
        stages = [*dict.fromkeys(self._stages.values()), ""]
        return {stage: rank for rank, stage in enumerate(stages)}

    @cached_property
    def _candidate(self) -> re.Pattern[str]:
        beginnings = "|".join(map(re.escape, self._stages))
        number = r"(0|[1-9]\d{0,3})(?!\d)"
        return re.compile(rf"({beginnings}){number}(.*)", re.ASCII | re.DOTALL)

    @cached_property
    def _tag_like(self) -> re.Pattern[str]:
        before = "|".join(re.escape(tag.partition(PLACE)[0]) for tag in self.tags)
        return re.compile(rf"(?:{before})\d[\w.+-]*", re.ASCII)


@fingerprinted
@dataclass(frozen=True, repr=False)
class Version:
    """A version such as 2.6.33-rc7, ordered as releases are: 2.6.9 < 2.6.33-rc7 < 2.6.33 < 3.0.

    `suffix` is what follows in a tag, with what separates it: `-dontuse`. `scheme` is how the
    project writes it; versions of different projects are never compared.
    """

    numbers: tuple[int, ...]
    stage: str = ""
    candidate: int = 0
    suffix: str = ""
    scheme: VersionScheme = field(kw_only=True, compare=False)

    @property
    def named(self) -> str:
        """The version with the name of the project: `Linux 2.6.33`."""
        return f"{self.scheme.name} {self}".lstrip()

    @property
    def tag(self) -> str:
        """The git tag of this version."""
        return self.scheme.tag(self)

    @property
    def is_plain(self) -> bool:
        """Whether it is that of a release, an update (none is called 0) or a candidate for one."""
        updates = self.numbers[self._release_length :]
        has_all_numbers = len(self.numbers) >= self._release_length
        return has_all_numbers and len(updates) <= 1 and 0 not in updates and not self.suffix

    @property
    def _release_length(self) -> int:
        return self.scheme.era(self.numbers).release

    @property
    def is_candidate(self) -> bool:
        """Whether it is no release yet."""
        return bool(self.stage)

    @property
    def is_update(self) -> bool:
        """Whether it updates a release, as 2.6.33.1 does."""
        return len(self.numbers) > self._release_length

    @cached_property
    def release(self) -> Version:
        """The version this one is a candidate for or made from, or itself."""
        is_release = not (self.stage or self.suffix)
        return self if is_release else replace(self, stage="", candidate=0, suffix="")

    @property
    def first_candidate(self) -> Version:
        """The first of the last kind of candidates for its release."""
        stage = self.scheme.last_stage
        return replace(self.release, stage=stage, candidate=1)

    @property
    def step(self) -> Version:
        """The candidate without what it is a candidate for: the same for every release."""
        return replace(self, numbers=(0,), suffix="")

    @cached_property
    def _order(self) -> tuple[tuple[int, ...], int, int, str]:
        padded = self.numbers + (0,) * (_MOST_NUMBERS - len(self.numbers))
        return padded, self.scheme.rank(self.stage), self.candidate, self.suffix

    def __lt__(self, other: Version) -> bool:
        return self._order < other._order

    def __le__(self, other: Version) -> bool:
        return self._order <= other._order

    def __gt__(self, other: Version) -> bool:
        return self._order > other._order

    def __ge__(self, other: Version) -> bool:
        return self._order >= other._order

    def __str__(self) -> str:
        return self.scheme.written(self)

    def __repr__(self) -> str:
        """All that pages show of it, without how the scheme writes others."""
        return f"Version({self.named!r})"
