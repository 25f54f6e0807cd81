"""The numbers to reach, beside what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.results import Case, Results, ratio

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """A number to reach. `got` is empty and `reached` None where it was not measured."""

    what: str
    asked: str
    got: str = ""
    reached: bool | None = None

    @property
    def verdict(self) -> str:
        """In a word."""
        return {True: "yes", False: "**no**", None: "not measured"}[self.reached]


def goals(results: Results) -> list[Goal]:
    """All of them, in the order in which they were set."""
    return [
        *_cold(results),
        *_warm(results),
        *_preview(results),
        *_memory(results),
        _growth(results),
    ]


def _cold(results: Results) -> Iterator[Goal]:
    own = results.seconds("kernlog", 2000)
    for rival, least in (("Material's blog", 9), ("MkDocs + Material", 2)):
        faster = ratio(results.seconds(rival, 2000), own)
        what = f"cold build of 2,000 articles, beside {rival}"
        yield _goal(
            what, f"at least {least} times faster", faster, "{:.1f} times", _at_least(least)
        )
    slower = ratio(own, results.seconds("Hugo", 2000))
    what = "cold build of 2,000 articles, beside Hugo"
    yield _goal(what, "at most 3.5 times its time", slower, "{:.1f} times", _at_most(3.5))


def _warm(results: Results) -> Iterator[Goal]:
    hugo = results.seconds("Hugo", 2000)
    for case in (Case.AGAIN, Case.EDITED):
        share = ratio(results.seconds("kernlog", 2000, case), hugo)
        what = f"build of 2,000 articles, {case}"
        yield _goal(what, "at most 0.35 of Hugo's full build", share, "{:.2f}", _at_most(0.35))


def _preview(results: Results) -> Iterator[Goal]:
    for articles, most in ((400, 0.6), (2000, 1.0), (10000, 2.0)):
        what = f"preview of {articles:,} articles, from save to page"
        got = results.preview("kernlog", articles)
        yield _goal(what, f"at most {most} s", got, "{:.2f} s", _at_most(most))


def _memory(results: Results) -> Iterator[Goal]:
    for articles, most in ((2000, 300), (10000, 1000)):
        got = ratio(results.memory("kernlog", articles), _MEGABYTE)
        what = f"peak memory, cold build of {articles:,} articles"
        yield _goal(what, f"at most {most:,} MB", got, "{:.0f} MB", _at_most(most))


def _growth(results: Results) -> Goal:
    few, many = (ratio(results.seconds("kernlog", size), size) for size in (400, 10000))
    what = "cold time per article, 10,000 articles beside 400"
    return _goal(what, "at most 1.2 times", ratio(many, few), "{:.2f} times", _at_most(1.2))


def _goal(
    what: str, asked: str, got: float | None, form: str, good: Callable[[float], bool]
) -> Goal:
    return Goal(what, asked) if got is None else Goal(what, asked, form.format(got), good(got))


def _at_most(most: float) -> Callable[[float], bool]:
    return lambda got: got <= most


def _at_least(least: float) -> Callable[[float], bool]:
    return lambda got: got >= least
