"""The results in words and tables.

PYTHONPATH=tests python -m bench.report
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.generators import ALL
from bench.goals import Goal, goals
from bench.results import Case, LeftOut, Results, ratio

HERE = Path(__file__).parent
_NONE = "–"


def report(results: Results) -> str:
    """The whole report as Markdown."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Results) -> Iterator[str]:
    about = results.about
    yield "# How fast kernlog is\n"
    yield (
        f"Measured on {about['date']} with {about['processors']} × {about['processor']}, "
        f"{about['memory']}, {about['system']}.\n"
    )
    yield _versions(results) + "\n"
    for articles in results.sizes:
        yield f"## {articles:,} articles\n"
        yield from table(
            _HEAD, [_row(results, name, articles) for name in results.generators(articles)]
        )
        yield ""
        yield f"Rounds: {results.rounds(articles)}.\n"
        yield from _one_processor(results, articles)
    if results.profiles:
        yield from _profile(results)
    yield "## Numbers to reach\n"
    yield from goals_table(goals(results))
    yield "\n## What was measured\n"
    yield _METHOD.format(measured=about["memory measured as"])
    yield from (f"- **{generator.name}:** {generator.features}." for generator in ALL)
    if results.left_out:
        yield "\n## Left out\n"
        yield from (f"- {_where(left_out)}: {left_out.reason}" for left_out in results.left_out)


_HEAD = (
    "",
    "cold build",
    "beside kernlog",
    "nothing changed",
    "one article edited",
    "save to page",
    "peak memory",
    "site",
    "files",
)

_METHOD = """\
Every generator has the same made articles of about 1,450 words and 90 citations, nine of which
earlier articles on the release have, too. kernlog resolves its citations itself; for the others
they were written out as plain links. Nobody runs a search plugin, and nobody draws pictures for
social networks; kernlog's feeds in full text and its look-up of commits are made. Whole processes
were timed, one after the other and round after round, each round in another order; figures are
medians. A cold build has neither a site nor a cache; those of earlier builds are moved away, not
removed, for on ext4 a file costs more in the minutes after many were removed. Peak memory is that
of all processes of a build together ({measured}, sampled). From save to page: the preview runs, an
article is saved, and its page is asked for until it has the new word.
"""


def _where(left_out: LeftOut) -> str:
    articles = left_out.articles
    return f"{left_out.generator}, {articles:,} articles" if articles else left_out.generator


def _row(results: Results, name: str, articles: int) -> list[str]:
    own = results.seconds("kernlog", articles)
    cold = results.seconds(name, articles)
    size, files = results.site(name, articles)
    return [
        f"**{name}**" if name == "kernlog" else name,
        _shown(cold, "{:.1f} s"),
        _shown(ratio(cold, own), "{:.2f}"),
        _shown(results.seconds(name, articles, Case.AGAIN), "{:.1f} s"),
        _shown(results.seconds(name, articles, Case.EDITED), "{:.1f} s"),
        _shown(results.preview(name, articles), "{:.2f} s"),
        _shown(results.memory(name, articles), "{:,.0f} MB", 1e6),
        _shown(size, "{:,.0f} MB", 1e6),
        _shown(files, "{:,.0f}"),
    ]


def _one_processor(results: Results, articles: int) -> Iterator[str]:
    alone = results.seconds("kernlog", articles, Case.ONE_PROCESSOR)
    times = ratio(alone, results.seconds("kernlog", articles))
    if alone is not None and times is not None:
        yield f"Kept to one processor, kernlog needs {alone:.1f} s, {times:.2f} times as long.\n"


def _profile(results: Results) -> Iterator[str]:
    """What kernlog is at, a column for each kind of build."""
    profiles = results.profiles
    most = {work: share for p in reversed(profiles) for work, share in p.shares.items()}
    yield "## Where kernlog's time goes\n"
    yield f"{profiles[0].articles:,} articles, on one processor; the innermost program counts.\n"
    rows = [
        [work, *(_shown(profile.shares.get(work), "{:.0%}") for profile in profiles)]
        for work in sorted(most, key=lambda work: (-most[work], work))
    ]
    yield from table(("", *(profile.case for profile in profiles)), rows)
    yield ""


def goals_table(reached: Iterable[Goal]) -> Iterator[str]:
    """Asked, got, yes or no."""
    rows = [[goal.what, goal.asked, goal.got or _NONE, goal.verdict] for goal in reached]
    return table(("", "asked", "got", "reached"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table, all but the first column to the right."""
    yield f"| {' | '.join(head)} |"
    yield f"| --- {'| ---: ' * (len(head) - 1)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _versions(results: Results) -> str:
    return ", ".join(f"{name} {version}" for name, version in results.versions.items()) + "."


def _shown(value: float | None, form: str, unit: float = 1) -> str:
    return _NONE if value is None else form.format(value / unit)


def main() -> None:
    """Write the report anew from the figures that were kept."""
    (HERE / "results.md").write_text(report(Results.load(HERE / "results.json")), "utf-8")


if __name__ == "__main__":
    main()
