"""The run: every generator builds every site, one after the other, round after round."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random

from bench.generators import Generator, PageSource
from bench.previewing import save_to_page
from bench.processes import Failed, run
from bench.profiling import profile
from bench.results import Build, Case, LeftOut, Preview, Profile, Results
from bench.trash import Trash

Say = Callable[[str], None]

REHEARSED = 40
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured."""

    sizes: Sequence[int]
    rounds: int
    saves: int
    longest: float
    """The seconds that one round of a generator may take at a size."""
    folder: Path
    python: Path
    """The Python of the environment that has the rivals."""
    profiled: Sequence[int] = (2000,)
    """The sizes at which to look what kernlog is at."""


class Site:
    """A generator's site on disk."""

    def __init__(self, generator: Generator, folder: Path, articles: int, trash: Trash) -> None:
        trash.take(folder)
        self._trash = trash
        self.generator = generator
        self.folder = folder
        self.page_sources = generator.write(folder, articles)
        self._edits = enumerate(cycle(Random(articles).sample(self.page_sources, articles)))

    @property
    def built(self) -> Path:
        """Where it is built."""
        return self.folder / self.generator.site

    @property
    def log(self) -> Path:
        """Where it is kept what the generator says; beside the folder, which may be watched."""
        return self.folder.with_suffix(".log")

    def forget(self) -> None:
        """Take away whatever earlier builds have left."""
        for pattern in (self.generator.site, *self.generator.memory):
            for path in list(self.folder.glob(pattern)):
                self._trash.take(path)

    def next_to_edit(self) -> tuple[PageSource, str]:
        """An article that was not edited yet, and a word that no page has."""
        number, page_source = next(self._edits)
        return page_source, f"edited{number}lately"

    def check(self) -> None:
        """Look whether pages are there and show their commits. Raises `Failed`."""
        for page_source in self.page_sources[:: -(-len(self.page_sources) // _LOOKED_AT)]:
            page = self.built / page_source.page
            html = page.read_text("utf-8") if page.is_file() else ""
            if not all(commit in html for commit in page_source.commits):
                raise Failed(f"{page_source.page} lacks commits, or is not there")


class Comparison:
    """Takes all measurements of a plan."""

    def __init__(self, plan: Plan, generators: Sequence[Generator], results: Results, say: Say):
        self._plan = plan
        self._generators = list(generators)
        self._results = results
        self._say = say
        self._trash = Trash(plan.folder / "trash")
        self._a_round: dict[str, tuple[int, float]] = {}

    def take(self) -> Iterator[None]:
        """Take them; what comes out is in the results, and passes by after every round."""
        self._rehearse()
        for articles in self._plan.sizes:
            sites = [self._write(generator, articles) for generator in self._affordable(articles)]
            for number in range(1, self._plan.rounds + 1):
                # There and back, so that nobody always comes after the same one.
                for site in sites if number % 2 else reversed(sites):
                    self._round(site, articles, number)
                yield
            for site in sites:
                if _is_own(site.generator) and articles in self._plan.profiled:
                    self._profile(site, articles)
                self._preview(site, articles)
            self._trash.take(self._plan.folder / str(articles))
        self._trash.clear()

    def _rehearse(self) -> None:
        """See that each generator works, and let Python compile what it has to."""
        for generator in list(self._generators):
            site = self._write(generator, REHEARSED)
            self._round(site, REHEARSED, 0)
        self._trash.take(self._plan.folder / str(REHEARSED))

    def _affordable(self, articles: int) -> Iterator[Generator]:
        for generator in self._generators:
            before, seconds = self._a_round[generator.name]
            expected = seconds * articles / before
            if expected <= self._plan.longest or _is_own(generator):
                yield generator
            else:
                self._leave_out(generator, f"a round would take about {expected:.0f} s", articles)

    def _write(self, generator: Generator, articles: int) -> Site:
        folder = self._plan.folder / str(articles) / type(generator).__name__.lower()
        return Site(generator, folder, articles, self._trash)

    def _round(self, site: Site, articles: int, number: int) -> None:
        generator = site.generator
        if generator not in self._generators:
            return
        total = 0.0
        try:
            for case in cases(generator):
                build = self._build(site, case, articles, number)
                total += build.seconds
                if number:
                    self._results.builds.append(build)
                    self._say(told(build))
        except Failed as failed:
            if _is_own(generator):
                raise  # Without kernlog there is nothing to compare.
            self._generators.remove(generator)
            self._leave_out(generator, str(failed), articles if number else None)
        self._a_round[generator.name] = (articles, total)

    @staticmethod
    def _begin(site: Site, case: Case) -> tuple[PageSource, str]:
        """Make a site what a build is to start from; gives what was edited, if it was."""
        if case in (Case.COLD, Case.ONE_PROCESSOR):
            site.forget()
        page_source, word = site.next_to_edit()
        if case is Case.EDITED:
            page_source.revise(word)
        return page_source, word

    def _build(self, site: Site, case: Case, articles: int, number: int) -> Build:
        page_source, word = self._begin(site, case)
        command = site.generator.build(self._plan.python)
        one = case is Case.ONE_PROCESSOR
        took = run(command, site.folder, site.log, one_processor=one)
        if number <= 1:
            site.check()
        if case is Case.EDITED and word not in (site.built / page_source.page).read_text("utf-8"):
            raise Failed(f"{page_source.page} is not the edited one")
        sizes = [path.stat().st_size for path in site.built.rglob("*") if path.is_file()]
        return Build(
            generator=site.generator.name,
            case=case,
            articles=articles,
            round=number,
            seconds=round(took.seconds, 3),
            memory=took.memory,
            bytes=sum(sizes),
            files=len(sizes),
        )

    def _profile(self, site: Site, articles: int) -> None:
        for case in (Case.COLD, Case.AGAIN, Case.EDITED):
            self._begin(site, case)
            command = site.generator.build(self._plan.python)
            shares = profile(command, site.folder, site.log)
            self._results.profiles.append(Profile(case, articles, shares))

    def _preview(self, site: Site, articles: int) -> None:
        generator, plan = site.generator, self._plan
        if generator.serve(plan.python, 0) is None or generator not in self._generators:
            return
        chosen = [site.next_to_edit() for _ in range(plan.saves)]
        try:
            taken = save_to_page(generator, plan.python, site.folder, chosen, 2 * plan.longest)
        except Failed as failed:
            self._leave_out(generator, f"preview: {failed}", articles)
            return
        rounded = tuple(round(seconds, 3) for seconds in taken)
        self._results.previews.append(Preview(generator.name, articles, rounded))
        shown = ", ".join(f"{seconds:.2f}" for seconds in rounded)
        self._say(f"{articles:,} articles: {generator.name}, preview: {shown} s from save to page")

    def _leave_out(self, generator: Generator, reason: str, articles: int | None) -> None:
        self._results.left_out.append(LeftOut(generator.name, reason, articles))
        where = f" at {articles:,} articles" if articles else ""
        self._say(f"{generator.name} is left out{where}: {reason}")


def cases(generator: Generator) -> Iterator[Case]:
    """What is measured of a generator, in an order in which each case finds what it needs."""
    yield Case.COLD
    if generator.incremental:
        yield from (Case.AGAIN, Case.EDITED)
    if _is_own(generator) and hasattr(os, "sched_setaffinity"):
        yield Case.ONE_PROCESSOR


def _is_own(generator: Generator) -> bool:
    """Whether it is the one under test, which is there without being installed."""
    return not generator.requirements


def told(build: Build) -> str:
    """A build in a line."""
    memory = f", {build.memory / 1e6:.0f} MB" if build.memory else ""
    return (
        f"{build.articles:,} articles, round {build.round}: {build.generator}, {build.case}: "
        f"{build.seconds:.2f} s{memory}"
    )
