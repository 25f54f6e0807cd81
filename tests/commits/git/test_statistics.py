"""A release in numbers: those of plain git, on made repositories."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from git_history import GitCallCounter, as_it_is, change, lines, merge
from repository import Repository

from kernlog_site.commits.git.changes import FOUND, OFF
from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.history import Snapshot, revisions
from kernlog_site.commits.git.statistics import Active, Statistics, StepFigures, statistics

KEYS = [
    *("version", "days", "commits", "non_merges", "authors", "new_authors"),
    *("files", "insertions", "deletions", "renames", "candidates", "top_authors", "top_areas"),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """v2.6.32 to v2.6.33 by three candidates: merges, renames, binary files, odd names."""
    made = Repository(tmp_path_factory.mktemp("statistics") / "linux")
    long = lines(*range(60))
    change(made, "first", {"a.c": long, "old name.c": long + "x\n", "fw.bin": b"\0" * 99}, "Bob")
    made.git("switch", "--quiet", "--create", "early")
    change(made, "net: begun before the release", {"net/early.c": lines(1)}, "Early Bird")
    made.git("switch", "--quiet", "master")
    made.tag("v2.6.32")
    change(made, "net: one", {"net/core.c": long, "a.c": lines(*range(59))}, "Bob")
    merge(made, "early", "Merge branch early")
    made.tag("v2.6.33-rc1")
    made.tag("some-other-tag")
    made.git("switch", "--quiet", "--create", "topic")
    change(made, "Net: two", {"old name.c": None, "new/näme.c": long + "y\n"}, "New Comer")
    change(made, "fs: firmware", {"fw.bin": b"\0" * 50, "fw2.bin": b"\0\1"}, "Newer Comer")
    made.git("switch", "--quiet", "master")
    as_it_is(made, b"no area caf\xe9", b"Andr\xe9")
    merge(made, "topic", "Merge branch topic")
    made.tag("v2.6.33-rc2")
    made.tag("v2.6.33-rc10", annotated=False)
    change(made, "net: three", {"net/core.c": None}, "Bob")
    made.hour += 24
    made.tag("v2.6.33")
    change(made, "later", {"z.c": "z\n"}, "Later On")
    return made


def figures(repository: Repository, text: str, **options: bool) -> Statistics:
    clone = Clone(str(repository.path))
    return statistics(Snapshot.of(clone), revisions(clone, text), **options)


def plain(repository: Repository, start: str, end: str, *options: str) -> list[int]:
    """Commits, non-merges, files, insertions and deletions by plain git."""
    count = ("rev-list", "--count", f"{start}..{end}")
    short = repository.git("diff", "--shortstat", *options, start, end)
    found = {word[0]: int(n) for n, word in re.findall(r"(\d+) (file|insert|delet)", short)}
    commits = [int(repository.git(*count, *more)) for more in ((), ("--no-merges",))]
    return commits + [found.get(word, 0) for word in "fid"]


def figures_like_plain(found: Statistics) -> list[int]:
    return [found.commits, found.non_merges, found.files, found.insertions, found.deletions]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("v2.6.32", "v2.6.33"),
        ("v2.6.32", "v2.6.33-rc1"),
        ("v2.6.33-rc1", "v2.6.33-rc2"),
        ("v2.6.32", "master"),
        ("early", "topic"),
        ("v2.6.33-rc2", "v2.6.33"),
    ],
)
def test_figures_are_those_of_plain_git(release: Repository, start: str, end: str) -> None:
    found = figures(release, f"{start}..{end}")
    without = figures(release, f"{start}..{end}", renames=False)

    assert figures_like_plain(found) == plain(release, start, end)
    assert figures_like_plain(without) == plain(release, start, end, "--no-renames")
    assert (found.renames, without.renames) == (FOUND, OFF)


def test_a_release_in_numbers(release: Repository) -> None:
    found = figures(release, "v2.6.32..v2.6.33")

    assert (found.version, found.days) == ("2.6.33", 1)
    assert (found.commits, found.non_merges) == (8, 6)
    # Bob was there before; Early Bird's commit is in the history of the end only.
    assert (found.authors, found.new_authors) == (5, 4)
    assert found.top_areas == (Active("net", 4, 124), Active("fs", 1, 0))
    assert found.top_authors_by_commits[0] == Active("Bob", 2, 121)
    assert [author.name for author in found.top_authors_by_lines] == [
        "Bob",
        "New Comer",
        "Early Bird",
        "Andr\ufffd",
        "Newer Comer",
    ]


def test_steps_add_up_and_candidates_are_some_of_them(release: Repository) -> None:
    found = figures(release, "v2.6.32..v2.6.33")

    assert found.steps == (
        StepFigures("v2.6.33-rc1", "2010-01-01T06:00:00+01:00", 3, 2),
        StepFigures("v2.6.33-rc2", "2010-01-01T12:00:00+01:00", 4, 3),
        StepFigures("v2.6.33-rc10", "2010-01-01T11:00:00+01:00", 0, 0),
        StepFigures("v2.6.33", "2010-01-02T15:00:00+01:00", 1, 1),
    )
    assert found.candidates == found.steps[:3]


def test_a_branch_and_several_releases_have_steps_too(release: Repository) -> None:
    found = figures(release, "v2.6.33-rc1..master")

    assert (found.version, found.days) == ("master", 1)
    assert [(step.name, step.commits) for step in found.steps] == [
        ("v2.6.33-rc2", 4),
        ("v2.6.33-rc10", 0),
        ("v2.6.33", 1),
        ("master", 1),
    ]


def test_a_candidate_that_nobody_is_to_use_is_one_all_the_same(tmp_path: Path) -> None:
    made = Repository(tmp_path / "linux")
    made.commit("first")
    made.tag("v5.11")
    made.commit("mm: swap to files")
    made.tag("v5.12-rc1-dontuse")
    made.commit("mm: fix swap to files")
    made.tag("v5.12-rc2")
    made.commit("last")
    made.tag("v5.12")

    found = figures(made, "v5.11..v5.12")

    steps = [("v5.12-rc1-dontuse", 1), ("v5.12-rc2", 1), ("v5.12", 1)]
    assert [(step.name, step.commits) for step in found.steps] == steps
    assert found.candidates == found.steps[:2]


def test_a_candidate_as_the_end_is_a_candidate(release: Repository) -> None:
    found = figures(release, "v2.6.32..refs/tags/v2.6.33-rc2")

    assert found.version == "2.6.33-rc2"
    # rc10, on the same commit, is later than that.
    assert [(step.name, step.commits) for step in found.candidates] == [
        ("v2.6.33-rc1", 3),
        ("v2.6.33-rc2", 4),
    ]


def test_days_are_those_of_the_calendar_where_the_tag_was_made(tmp_path: Path) -> None:
    made = Repository(tmp_path / "linux")
    change(made, "first")
    raw = "object {}\ntype commit\ntag {}\ntagger Linus <l@t> {} {}\n\nx\n"
    # 23:30 on 1 January in one place, a quarter of an hour past midnight on the 3rd in another.
    for name, seconds, offset in (
        ("v1.0.0", 1262417400, "-0800"),
        ("v1.0.1", 1262466900, "+0900"),
    ):
        sha = change(made, name)
        given = raw.format(sha, name, seconds, offset).encode()
        tag = made.git("hash-object", "-t", "tag", "-w", "--stdin", given=given)
        made.git("update-ref", f"refs/tags/{name}", tag)

    assert figures(made, "v1.0.0..v1.0.1").days == 2


def test_the_record_is_json_with_its_keys(release: Repository) -> None:
    record = figures(release, "v2.6.32..v2.6.33").to_record()

    assert list(record) == KEYS
    assert json.loads(json.dumps(record)) == record
    assert record["candidates"][0] == {
        "name": "v2.6.33-rc1",
        "date": "2010-01-01T06:00:00+01:00",
        "commits": 3,
        "non_merges": 2,
    }
    assert record["top_authors"]["by_lines"][0] == {"name": "Bob", "commits": 2, "lines": 121}
    assert record["top_areas"][0] == {"name": "net", "commits": 4, "lines": 124}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("v2.6.33..v2.6.33", "is empty"),
        ("v2.6.33..v2.6.32", "is the wrong way round"),
        ("--upload-pack=x..v2.6.33", "is an option"),
        ("v2.6.32..v2.6.99", "git fetch --tags"),
    ],
)
def test_what_is_no_range_has_no_numbers(release: Repository, text: str, message: str) -> None:
    with pytest.raises(GitFailed, match=message):
        figures(release, text)


def test_a_shallow_clone_has_no_numbers(release: Repository, tmp_path: Path) -> None:
    shallow = str(tmp_path / "shallow")
    url = f"file://{release.path}"
    release.git("clone", "--quiet", "--depth=2", url, shallow)
    clone = Clone(shallow)

    with pytest.raises(GitFailed, match=r"is shallow.*git fetch --unshallow"):
        statistics(Snapshot.of(clone), revisions(clone, "HEAD^..HEAD"))


def test_a_date_that_is_none_is_told(tmp_path: Path) -> None:
    made = Repository(tmp_path / "linux")
    change(made, "first")
    made.tag("v1.0.0")
    broken = made.git("cat-file", "commit", "HEAD").replace("+0100", "+2500")
    parent = made.git("rev-parse", "HEAD")
    raw = broken.replace("\nauthor", f"\nparent {parent}\nauthor", 1) + "\n"
    sha = made.git("hash-object", "-t", "commit", "-w", "--stdin", given=raw.encode())

    with pytest.raises(GitFailed, match="has a date that is none"):
        figures(made, f"v1.0.0..{sha}")


def test_the_number_of_processes_is_constant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Repository(tmp_path / "linux")
    change(made, "first")
    made.tag("v2.6.32")
    calls = GitCallCounter(tmp_path / "bin", monkeypatch)
    counts = []
    for number in range(1, 13):
        change(made, f"net: {number}", {"a.c": lines(number)})
        made.tag(f"v2.6.33-rc{number}")
        calls.count()
        figures(made, f"v2.6.32..v2.6.33-rc{number}")
        counts.append(calls.count())

    assert len(set(counts)) == 1
