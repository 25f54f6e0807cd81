"""Makes the archive: spreads articles over releases and series, and hands out the commits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bench.archive import Article, Commit, Issue, Release, Series
from bench.composing import CITATIONS, CITED_BEFORE, Assignment, article, commit
from bench.subsystems import SUBSYSTEMS
from bench.timeline import VERSIONS, releases
from bench.vocabulary import ANGLES, WRITERS

_SEED = 20100212

_FEWEST_A_RELEASE = 3
_IN_A_ROUND = 10
_LONGEST_SERIES = 5


def archive(articles: int) -> Iterator[Issue]:
    """All releases, oldest first, with that many articles spread evenly over them."""
    covered = releases(min(len(VERSIONS), max(1, articles // _FEWEST_A_RELEASE)))
    for number, release in enumerate(covered):
        first = number * articles // len(covered)
        share = (number + 1) * articles // len(covered) - first
        yield _ReleaseCoverage(Random(f"{_SEED} {release.version}"), release).issue(share)


@dataclass
class _ReleaseCoverage:
    """Covers one release."""

    chance: Random
    release: Release
    commits: list[Commit] = field(default_factory=list)

    def issue(self, share: int) -> Issue:
        """Write the articles: two series of four and five parts, and one article by itself."""
        planned = list(self._assignments(share))
        articles = tuple(self._write(assignment) for assignment in planned)
        series = tuple(self._series(planned))
        return Issue(self.release, series, articles, tuple(self.commits))

    def _assignments(self, share: int) -> Iterator[Assignment]:
        cycle = self.release.date - self.release.begun
        for number in range(share):
            turn, place = divmod(number, _IN_A_ROUND)
            subsystem = SUBSYSTEMS[number % len(SUBSYSTEMS)]
            angle = ANGLES[number // len(SUBSYSTEMS) % len(ANGLES)]
            series, part = self._position(turn, place)
            yield Assignment(
                slug=f"{number + 1}-{subsystem.name} {angle}".lower()
                .replace(" ", "-")
                .replace(",", ""),
                title=f"{subsystem.name} {angle}",
                release=self.release.version,
                date=self.release.begun + timedelta(days=1) + (number + 1) * cycle / (share + 2),
                author=list(WRITERS)[number % len(WRITERS)],
                subsystem=subsystem,
                series=series,
                part=part,
            )

    def _position(self, turn: int, place: int) -> tuple[str, int]:
        """Four parts of one series, five of another, one article of no series."""
        version = self.release.version
        if place == _IN_A_ROUND - 1:
            return "", 0
        if place < _LONGEST_SERIES - 1:
            return f"coming-in-{version}-{2 * turn + 1}", place + 1
        return f"coming-in-{version}-{2 * turn + 2}", place - _LONGEST_SERIES + 2

    def _write(self, given: Assignment) -> Article:
        known = self.chance.sample(self.commits, CITED_BEFORE) if self.commits else []
        fresh = [
            commit(self.chance, given.subsystem, self.release.version, self.release.begun)
            for _ in range(CITATIONS - len(known))
        ]
        written = article(self.chance, given, fresh, known)
        self.commits += fresh
        return written

    def _series(self, planned: list[Assignment]) -> Iterator[Series]:
        """Every series announces its length, so the one that is being written has parts to come."""
        for name in dict.fromkeys(given.series for given in planned if given.series):
            number = int(name.rpartition("-")[2])
            written = [given.title for given in planned if given.series == name]
            length = _LONGEST_SERIES - number % 2
            to_come = [
                f"More on {subsystem.name.lower()}"
                for subsystem in SUBSYSTEMS[: length - len(written)]
            ]
            yield Series(
                id=name,
                title=f"Coming in {self.release.version}"
                + (f", volume {number}" if number > 1 else ""),
                release=self.release.version,
                summary=f"What Linux {self.release.version} changes, one area at a time.",
                parts=(*written, *to_come),
            )
