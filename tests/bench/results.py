"""What was measured, the arithmetic on it, and how it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from statistics import median


class Case(StrEnum):
    """What a build starts from."""

    COLD = "cold"
    ONE_PROCESSOR = "cold, one processor"
    AGAIN = "nothing changed"
    EDITED = "one article edited"


@dataclass(frozen=True, slots=True)
class Build:
    """One build by one generator. Memory and site are None where they were not measured."""

    generator: str
    case: Case
    articles: int
    round: int
    seconds: float
    memory: int | None
    bytes: int | None
    files: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The seconds from each save to the new page."""

    generator: str
    articles: int
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What kernlog is at during a build on one processor: the share of each kind of work."""

    case: Case
    articles: int
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A generator that could not be measured, at one size or at all, and why."""

    generator: str
    reason: str
    articles: int | None = None


@dataclass(slots=True)
class Results:
    """All of a run. Every figure asked for is a median; None where it was not measured."""

    about: dict[str, str]
    versions: dict[str, str]
    builds: list[Build] = field(default_factory=list)
    previews: list[Preview] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)

    @property
    def sizes(self) -> list[int]:
        """The numbers of articles, smallest first."""
        return sorted({build.articles for build in self.builds})

    def generators(self, articles: int) -> list[str]:
        """Who built a site of that size, the fastest first."""
        names = {build.generator for build in self.builds if build.articles == articles}
        return sorted(names, key=lambda name: (self.seconds(name, articles) or 0, name))

    def rounds(self, articles: int) -> int:
        """How often each was built at that size."""
        return max((b.round for b in self.builds if b.articles == articles), default=0)

    def seconds(self, generator: str, articles: int, case: Case = Case.COLD) -> float | None:
        """How long a build takes."""
        return middle(build.seconds for build in self._builds(generator, articles, case))

    def memory(self, generator: str, articles: int, case: Case = Case.COLD) -> float | None:
        """The most memory that a build has at once, in bytes."""
        builds = self._builds(generator, articles, case)
        return middle(build.memory for build in builds if build.memory is not None)

    def site(self, generator: str, articles: int) -> tuple[float | None, float | None]:
        """Bytes and files of the site."""
        builds = self._builds(generator, articles, Case.COLD)
        sizes = middle(b.bytes for b in builds if b.bytes is not None)
        return sizes, middle(b.files for b in builds if b.files is not None)

    def preview(self, generator: str, articles: int) -> float | None:
        """The time from a save to the new page."""
        found = (p for p in self.previews if (p.generator, p.articles) == (generator, articles))
        return middle(seconds for preview in found for seconds in preview.seconds)

    def _builds(self, generator: str, articles: int, case: Case) -> list[Build]:
        asked = (generator, articles, case)
        return [b for b in self.builds if (b.generator, b.articles, b.case) == asked]

    def save(self, path: Path) -> None:
        """Keep them as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> Results:
        """Read what was kept."""
        kept = json.loads(path.read_text("utf-8"))
        return cls(
            about=kept["about"],
            versions=kept["versions"],
            builds=[Build(**{**build, "case": Case(build["case"])}) for build in kept["builds"]],
            previews=[Preview(**{**p, "seconds": tuple(p["seconds"])}) for p in kept["previews"]],
            left_out=[LeftOut(**left_out) for left_out in kept["left_out"]],
            profiles=[Profile(**{**p, "case": Case(p["case"])}) for p in kept["profiles"]],
        )


def middle(values: Iterable[float]) -> float | None:
    """The median, if there is any value."""
    found = list(values)
    return median(found) if found else None


def ratio(value: float | None, base: float | None) -> float | None:
    """How many times the base a value is, if both were measured."""
    return value / base if value is not None and base else None
