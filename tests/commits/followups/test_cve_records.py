"""The records of the kernel's CNA, as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.followups.cve_records import (
    Dyad,
    RecordLine,
    located,
    read_records,
)

A, B, C, D = ("a" * 40, "b" * 40, "c" * 40, "d" * 40)
FOLDER = "cve/published/2024/"


def of(cve: str, dyad: str = "", sha1: str = "", cvss: str = "") -> list[RecordLine]:
    """The lines of a CVE."""
    return [
        RecordLine(f"{FOLDER}{cve}.{kind}", number, line)
        for kind, text in (("cvss", cvss), ("dyad", dyad), ("sha1", sha1))
        for number, line in enumerate(text.split("\n") if text else (), 1)
    ]


def test_a_dyad_tells_who_made_it_and_where_it_is_fixed() -> None:
    dyad = f"# dyad version: 1.2.0\n2.6.33:{A}:6.12.13:{B}\n2.6.33:{A}:6.9:{C}\n6.4.8:{D}:0:0"
    (record,) = read_records(of("CVE-2024-57974", dyad, sha1=C)).by_id.values()

    assert record.introduced_by(A) == ["6.9", "6.12.13"]
    assert record.introduced_by(D) == ["6.9", "6.12.13"]
    assert record.introduced_by(B) is None
    assert record.fixed_by(C) == record.fixed_by(B) == ["6.9", "6.12.13"]
    assert record.fixed_by(A) is None
    assert record.commits == {A, B, C, D}


def test_what_was_there_since_ever_was_introduced_by_nobody() -> None:
    (record,) = read_records(of("CVE-2024-1000", f"0:0:6.9:{C}")).by_id.values()

    assert record.dyads == [Dyad("", "6.9", C)]
    assert record.introduced_by("") is not None
    assert record.commits == {C}


def test_what_is_fixed_nowhere_has_no_versions() -> None:
    (record,) = read_records(of("CVE-2024-1000", f"6.4.8:{D}:0:0\n2.6.33:{A}:0:0")).by_id.values()

    assert record.introduced_by(D) == record.introduced_by(A) == []


def test_the_beginning_of_the_history_is_not_charged_with_what_is_older() -> None:
    root = "1da177e4c3f41524e886b7f1b8a0c1fc7321cac2"
    (record,) = read_records(of("CVE-2024-1000", f"2.6.12:{root}:6.9:{C}")).by_id.values()

    assert record.introduced_by(root) is None
    assert record.fixed_by(C) == ["6.9"]


def test_a_cve_is_settled_if_its_record_is_whole_or_was_rejected() -> None:
    rejected = [RecordLine("cve/rejected/2024/CVE-2024-3000.sha1", 1, C)]
    found = read_records(
        [
            *of("CVE-2024-1000", f"2.6.33:{A}:6.9:{C}"),
            *of("CVE-2024-2000", f"2.6.33:{A}:6.9"),
            *of("CVE-2024-3000", "broken:x:y"),
            *rejected,
        ]
    )

    assert found.settled == {"CVE-2024-1000", "CVE-2024-3000"}


def test_a_fix_alone_is_enough() -> None:
    (record,) = read_records(of("CVE-2024-1000", sha1=f"{C}\n{D}\n")).by_id.values()

    assert (record.fixed_by(D), record.introduced_by(D)) == ([], None)


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        ("f4215fc3 CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 7.8),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
        ("CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 8.5),
        ("CVSS:3.1/AV:X", None),
        ("CVSS:2/AV:L", None),
        ("no vector", None),
    ],
)
def test_the_score_is_that_of_the_vector(vector: str, score: float | None) -> None:
    (record,) = read_records(of("CVE-2024-1000", sha1=C, cvss=f"{vector}\n\nprose")).by_id.values()

    assert record.score == score


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"2.6.33:{A}:6.9", "has 3 fields, not 4"),
        (f"2.6.33:{A}:6.9:{C}:", "has 5 fields, not 4"),
        (f"2.6.33:{A[:39]}:6.9:{C}", f"has no full hash in '{A[:39]}'"),
        (f"2.6.33:{A.upper()}:6.9:{C}", f"has no full hash in '{A.upper()}'"),
        (f"2.6.33:{A}:<b>:{C}", "has no version in '<b>'"),
        (f":{A}:6.9:{C}", "has no version in ''"),
        (f"2.6.33:{A}:6.-x:{C}", "has no version in '6.-x'"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_others_count(line: str, reason: str) -> None:
    found = read_records(of("CVE-2024-1000", f"{line}\n2.6.33:{A}:6.6.31:{B}"))

    assert list(located(found.broken)) == [
        f"{FOLDER}CVE-2024-1000.dyad:1: the line {line!r} {reason}"
    ]
    assert found.by_id["CVE-2024-1000"].introduced_by(A) == ["6.6.31"]


def test_a_long_line_is_shown_by_its_beginning() -> None:
    found = read_records(of("CVE-2024-1000", f"2.6.33:{A}:6.9:{'b' * 1_000_000}"))

    (told,) = located(found.broken)
    assert len(told) < 500


def test_two_files_of_one_cve_are_put_together() -> None:
    moved = [
        RecordLine("cve/published/2025/CVE-2024-1000.dyad", 1, f"2.6.33:{A}:6.6.31:{B}"),
        RecordLine("cve/published/2025/CVE-2024-1000.dyad", 2, f"2.6.33:{A}:6.9:{C}"),
    ]
    first, between = of("CVE-2024-1000", f"2.6.33:{A}:6.9:{C}"), of("CVE-2024-2000", sha1=D)
    found = read_records([*first, *between, *moved])

    assert found.by_id["CVE-2024-1000"].introduced_by(A) == ["6.6.31", "6.9"]


def test_a_number_that_was_taken_back_does_not_count() -> None:
    lines = of("CVE-2024-1000", f"2.6.33:{A}:6.9:{C}")
    rejected = [RecordLine("cve/rejected/2024/CVE-2024-1000.sha1", 1, C)]

    assert read_records([*lines, *rejected]).by_id == {}
    assert read_records([*rejected, *lines]).by_id == {}


def test_only_what_concerns_somebody_is_kept_in_the_order_of_numbers() -> None:
    lines = [
        *of("CVE-2024-9999", f"2.6.33:{A}:6.9:{C}"),
        *of("CVE-2024-10000", f"2.6.33:{A}:6.9:{D}"),
        *of("CVE-2023-52000", sha1=A),
        *of("CVE-2024-1000", f"2.6.33:{B}:6.9:{C}"),
    ]
    found = read_records(lines, lambda sha: sha == A)

    assert [record.id for record in found.by_commit()[A]] == [
        "CVE-2023-52000",
        "CVE-2024-9999",
        "CVE-2024-10000",
    ]
    assert "CVE-2024-1000" not in found.by_id


def test_a_candidate_comes_before_its_release() -> None:
    dyad = "\n".join(f"2.6.33:{A}:{v}:{C}" for v in ("6.9", "6.10", "6.9-rc2", "6.9-rc10"))
    (record,) = read_records(of("CVE-2024-1000", dyad)).by_id.values()

    assert record.introduced_by(A) == ["6.9-rc2", "6.9-rc10", "6.9", "6.10"]


@given(st.lists(st.tuples(st.sampled_from(["dyad", "sha1", "cvss", "x"]), st.text())))
def test_any_text_is_read_or_told(files: list[tuple[str, str]]) -> None:
    lines = [RecordLine(f"{FOLDER}CVE-2024-1000.{kind}", 1, text) for kind, text in files]
    found = read_records(lines)

    told = {line.text for line, _ in found.broken}
    assert told <= {text for _, text in files}
    assert len(list(located(found.broken))) == len(found.broken)
    for record in found.by_id.values():
        assert all(
            record.introduced_by(sha) is not None or record.fixed_by(sha) is not None
            for sha in record.commits
        )
