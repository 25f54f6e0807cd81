from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench.goals import goals
from bench.report import report, table
from bench.results import Build, Case, LeftOut, Preview, Profile, Results, middle, ratio

ABOUT = {
    "date": "2010-02-12",
    "processor": "Abacus",
    "processors": "2",
    "memory": "4 GB",
    "system": "Linux 2.6.33 x86_64",
    "memory measured as": "PSS",
}


def build(
    generator: str,
    articles: int,
    seconds: float,
    case: Case = Case.COLD,
    memory: int | None = 200_000_000,
) -> Build:
    return Build(generator, case, articles, 1, seconds, memory, 50_000_000, 900)


def run(*builds: Build, previews: tuple[Preview, ...] = ()) -> Results:
    return Results(ABOUT, {"kernlog": "0.1.0"}, list(builds), list(previews))


def verdicts(results: Results) -> dict[str, tuple[str, bool | None]]:
    return {goal.what: (goal.got, goal.reached) for goal in goals(results)}


def test_a_figure_is_the_median_of_its_rounds() -> None:
    results = run(
        *(replace(build("kernlog", 400, (9, 2, 3)[n]), round=n + 1) for n in range(3)),
        build("kernlog", 400, 1, Case.AGAIN),
        build("kernlog", 2000, 50),
        build("Hugo", 400, 7),
    )

    assert results.seconds("kernlog", 400) == 3
    assert results.seconds("kernlog", 400, Case.AGAIN) == 1
    assert results.seconds("kernlog", 10000) is None
    assert results.rounds(400) == 3
    assert results.generators(400) == ["kernlog", "Hugo"]
    assert results.sizes == [400, 2000]


def test_what_was_not_measured_has_no_ratio() -> None:
    assert middle([]) is None
    assert middle([1, 2]) == 1.5
    assert ratio(6, 4) == 1.5
    assert ratio(None, 4) is None
    assert ratio(6, None) is None


def test_memory_that_could_not_be_measured_does_not_count() -> None:
    results = run(build("kernlog", 400, 1, memory=None), build("kernlog", 400, 1, memory=7))

    assert results.memory("kernlog", 400) == 7
    assert results.memory("Hugo", 400) is None


def test_results_survive_being_kept(tmp_path: Path) -> None:
    results = run(build("kernlog", 400, 3.5), previews=(Preview("kernlog", 400, (0.5, 0.25)),))
    results.left_out.append(LeftOut("Nikola", "cannot be installed"))
    results.profiles.append(Profile(Case.AGAIN, 2000, {"templates": 0.6, "feeds": 0.4}))

    results.save(tmp_path / "results.json")

    assert Results.load(tmp_path / "results.json") == results


@pytest.mark.parametrize(
    ("rival", "theirs", "got", "reached"),
    [
        ("Material's blog", 90.0, "9.0 times", True),
        ("Material's blog", 89.0, "8.9 times", False),
        ("MkDocs + Material", 20.0, "2.0 times", True),
        ("MkDocs + Material", 19.0, "1.9 times", False),
        ("Hugo", 4.0, "2.5 times", True),
        ("Hugo", 2.5, "4.0 times", False),
    ],
)
def test_cold_builds_are_judged_beside_their_rivals(
    rival: str, theirs: float, got: str, reached: bool
) -> None:
    results = run(build("kernlog", 2000, 10.0), build(rival, 2000, theirs))

    assert verdicts(results)[f"cold build of 2,000 articles, beside {rival}"] == (got, reached)


@pytest.mark.parametrize(("seconds", "reached"), [(1.75, True), (1.8, False)])
def test_warm_builds_are_judged_beside_hugo(seconds: float, reached: bool) -> None:
    results = run(build("Hugo", 2000, 5.0), build("kernlog", 2000, seconds, Case.EDITED))

    found = verdicts(results)
    share = f"{seconds / 5:.2f}"
    assert found["build of 2,000 articles, one article edited"] == (share, reached)
    assert found["build of 2,000 articles, nothing changed"] == ("", None)


def test_previews_memory_and_growth_have_their_limits() -> None:
    results = run(
        build("kernlog", 400, 4.0),
        build("kernlog", 2000, 20.0, memory=301_000_000),
        build("kernlog", 10000, 121.0, memory=999_000_000),
        previews=(Preview("kernlog", 400, (0.1, 0.6, 9.0)), Preview("kernlog", 2000, (1.1,))),
    )

    found = verdicts(results)
    assert found["preview of 400 articles, from save to page"] == ("0.60 s", True)
    assert found["preview of 2,000 articles, from save to page"] == ("1.10 s", False)
    assert found["preview of 10,000 articles, from save to page"] == ("", None)
    assert found["peak memory, cold build of 2,000 articles"] == ("301 MB", False)
    assert found["peak memory, cold build of 10,000 articles"] == ("999 MB", True)
    growth = found["cold time per article, 10,000 articles beside 400"]
    assert growth == ("1.21 times", False)


def test_a_table_is_one_that_markdown_knows() -> None:
    assert list(table(("", "a", "b"), [["x", "1", "2"]])) == [
        "|  | a | b |",
        "| --- | ---: | ---: |",
        "| x | 1 | 2 |",
    ]


def test_the_report_has_a_row_for_each_generator_and_names_who_is_missing() -> None:
    results = run(
        build("kernlog", 400, 2.0),
        build("kernlog", 400, 0.5, Case.EDITED),
        build("kernlog", 400, 3.0, Case.ONE_PROCESSOR),
        build("Hugo", 400, 1.0, memory=None),
        previews=(Preview("Hugo", 400, (0.4,)),),
    )
    results.left_out.append(LeftOut("Nikola", "cannot be installed"))
    results.left_out.append(LeftOut("Pelican", "a round would take about 500 s", 10000))

    said = report(results).splitlines()

    assert "| Hugo | 1.0 s | 0.50 | – | – | 0.40 s | – | 50 MB | 900 |" in said
    assert "| **kernlog** | 2.0 s | 1.00 | – | 0.5 s | – | 200 MB | 50 MB | 900 |" in said
    assert "Rounds: 1." in said
    assert "Kept to one processor, kernlog needs 3.0 s, 1.50 times as long." in said
    assert "- Nikola: cannot be installed" in said
    assert "- Pelican, 10,000 articles: a round would take about 500 s" in said
    assert any("2 × Abacus" in line for line in said)


def test_the_report_says_where_the_time_goes() -> None:
    results = run(build("kernlog", 2000, 2.0))
    shares = {"feeds": 0.3, "templates": 0.7}
    results.profiles += [
        Profile(Case.COLD, 2000, shares),
        Profile(Case.AGAIN, 2000, {"templates": 0.25, "MkDocs": 0.75}),
    ]

    lines = report(results).splitlines()

    start = lines.index("## Where kernlog's time goes")
    assert lines[start + 4 :][:5] == [
        "|  | cold | nothing changed |",
        "| --- | ---: | ---: |",
        "| MkDocs | – | 75% |",
        "| templates | 70% | 25% |",
        "| feeds | 30% | – |",
    ]
