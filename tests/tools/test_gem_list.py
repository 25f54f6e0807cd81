"""The text of a drafted list of commits."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_history import change
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from kernlog_site.citations.grammar import Gem, GemHeading, fences, gems
from kernlog_site.commits.git.changes import Change, changes
from kernlog_site.commits.git.client import Clone
from kernlog_site.commits.git.history import revisions
from kernlog_site.commits.git.maintainers import Maintainers, Section
from kernlog_site.commits.git.subjects import one_spelling
from kernlog_site.tools.gem_list import by_section, draft


def made(number: int, subject: str, lines: int = 1, files: tuple[str, ...] = ()) -> Change:
    sha = f"{number:040x}"
    return Change(sha, subject, "Ada Author", files, lines, 0, sha[:12][::-1])


def in_draft(text: str) -> list[GemHeading | Gem]:
    """What a writer's page would make of it: one fence, and nothing around it."""
    lines = text.split("\n")
    (fence,) = fences(lines)
    assert fence.lists_commits
    assert fence.closed
    assert (fence.start, fence.end) == (0, len(lines) - 1)
    assert lines[-1] == ""
    return list(gems("\n".join(lines[1:-2])))


def test_groups_are_alphabetical_and_commits_in_their_order() -> None:
    text = draft(
        [
            made(1, "net: one"),
            made(2, "ACPI: two"),
            made(3, "no area"),
            made(4, "net: four"),
            made(5, "acpica: five"),
        ]
    )

    assert text == (
        "```commits\n"
        "## ACPI\n"
        "000000000000 ACPI: two\n"
        "## acpica\n"
        "000000000000 acpica: five\n"
        "## net\n"
        "000000000000 net: one\n"
        "000000000000 net: four\n"
        "## Other\n"
        "000000000000 no area\n"
        "```\n"
    )


def test_lines_are_those_of_git(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "linux")
    change(repository, "first")
    repository.tag("v1.0.0")
    for subject in ("net: a", "net:  two  blanks, `ticks`", "net: <b> & \\ | --add", "net: é"):
        change(repository, subject)
    plain = repository.git("log", "--reverse", "--oneline", "--abbrev=12", "v1.0.0..HEAD")
    clone = Clone(str(repository.path))

    text = draft(changes(clone, revisions(clone, "v1.0.0..HEAD")))

    assert text == f"```commits\n## net\n{plain}\n```\n"


def test_nothing_is_an_empty_text() -> None:
    assert draft([]) == ""
    assert draft([made(1, "net: one")], exclude={made(1, "").sha}) == ""
    assert draft([made(1, "net: one")], limit=0) == ""


def test_an_area_takes_its_most_common_spelling() -> None:
    text = draft([made(1, "kvm: one"), made(2, "KVM: two"), made(3, "KVM: three")])

    assert [item for item in in_draft(text) if isinstance(item, GemHeading)] == [GemHeading("KVM")]
    assert one_spelling(["b", "B", "a"]) == {"b": "B", "a": "a"}


def test_an_area_called_other_is_with_the_rest() -> None:
    text = draft([made(1, "no area"), made(2, "OTHER: two"), made(3, "zfs: three")])

    assert [line for line in text.split("\n") if line.startswith("##")] == ["## zfs", "## Other"]


def test_sections_of_maintainers_group_by_files() -> None:
    maintainers = Maintainers(
        [Section("NETWORKING\x1b[31m  [GENERAL]", ("net/",)), Section("```\n## X", ("fs/",))]
    )
    text = draft(
        [
            made(1, "one", files=("net/a.c",)),
            made(2, "two", files=("fs/a.c",)),
            made(3, "three", files=("mm/a.c",)),
        ],
        group=by_section(maintainers),
    )

    assert text.startswith("````commits\n")
    assert [item.text for item in in_draft(text) if isinstance(item, GemHeading)] == [
        "``` ## X",
        "NETWORKING[31m [GENERAL]",
        "Other",
    ]


@pytest.mark.parametrize("digits", [7, 12, 40])
def test_what_is_cited_already_is_left_out(digits: int) -> None:
    one, two = (f"{number}" * 40 for number in (1, 2))
    found = [Change(sha, "net: x", "Ada", (), 0, 0, sha[:12]) for sha in (one, two)]

    assert draft(found, exclude={one[:digits]}) == "```commits\n## net\n222222222222 net: x\n```\n"


def test_a_limit_keeps_the_weightiest_in_order() -> None:
    found = [made(n, f"net: {n}", lines) for n, lines in enumerate([5, 1, 9, 5, 5])]

    kept = [item.subject for item in in_draft(draft(found, limit=3)) if isinstance(item, Gem)]

    assert kept == ["net: 0", "net: 2", "net: 3"]
    assert draft(found, limit=5) == draft(found, limit=99) == draft(found)


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("net: ```` x", "net: ```` x"),
        ("```", "```"),
        ("net: tab\tand more", "net: tab and more"),
        ("net: vertical\x0btab", ""),
        ("net: back\rto the start", ""),
        ("net: line\u2028separator", ""),
        ("net: \x1b[1mbold", ""),
        ("net: \x00\x02", ""),
        ("net: half \udce9", ""),
        ("", ""),
        ("net: é, \ufffd", "net: é, \ufffd"),
        ("net: \u202e bidi", ""),
        ("## heading", "## heading"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_subjects_are_shown_as_they_are_or_left_to_the_store(subject: str, line: str) -> None:
    (_, found) = in_draft(draft([made(1, subject)]))

    assert found == Gem(f"000000000000 {line}".strip(), "000000000000", line or None)


@given(st.lists(st.text()), st.integers(0, 3))
def test_every_draft_can_be_read_again(subjects: list[str], limit: int) -> None:
    found = [made(number, subject) for number, subject in enumerate(subjects)]

    text = draft(found, limit=limit)

    assert text == draft(found, limit=limit)
    count = min(limit, len(subjects))
    assert sum(isinstance(item, Gem) for item in (in_draft(text) if text else [])) == count
