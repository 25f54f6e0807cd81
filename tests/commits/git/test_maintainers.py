"""Which section of MAINTAINERS a change belongs to."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from git_history import change
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.maintainers import Maintainers, Section, maintainers_at, sections

CASES = Path(__file__).parent.parent.parent / "cases" / "maintainers"
NEW, OLD = ((CASES / name).read_text() for name in ("new", "old"))


@pytest.fixture(scope="module")
def maintainers() -> Maintainers:
    return Maintainers(sections(NEW))


def test_sections_have_a_title_and_their_patterns() -> None:
    found = {section.title: section for section in sections(NEW)}

    assert found["DOCUMENTATION"] == Section(
        "DOCUMENTATION", ("Documentation",), ("Documentation/powerpc/", "Documentation/*.bin")
    )
    assert "ANDROID DRIVERS" in found
    assert found["EMPTY PATTERNS"] == Section("EMPTY PATTERNS")
    assert not any("section entries" in title or title.startswith("-") for title in found)
    assert [section.title for section in found.values() if section.is_the_rest] == ["THE REST"]


def test_the_old_format_has_sections_but_no_files() -> None:
    found = Maintainers(sections(OLD))

    assert [section.title for section in found.sections] == [
        "3C359 NETWORK DRIVER",
        "ZR36067 VIDEO FOR LINUX DRIVER",
        "THE REST",
    ]
    assert not any(section.files or section.regexes for section in found.sections)
    assert found.section_of(["drivers/net/3c359.c"]) is None


@pytest.mark.parametrize("text", ["", "\n\n", "only a title", "F: drivers/", "\0\n\x1b"])
def test_what_has_no_sections_has_none(text: str) -> None:
    assert list(sections(text)) == []


@pytest.mark.parametrize(
    ("path", "section"),
    [
        # A trailing slash: all below.
        ("drivers/net/wireless/ath/main.c", "NETWORKING DRIVERS"),
        # The deeper pattern wins; the wildcard stays in its folder.
        ("drivers/net/3c505.h", "3C505 NETWORK DRIVER"),
        ("drivers/net/3c505/x.c", "NETWORKING DRIVERS"),
        # A folder without its slash.
        ("drivers/staging/android/binder.c", "ANDROID DRIVERS"),
        ("drivers/staging/androids.c", "ANDROID DRIVERS"),
        ("drivers/staging/androids/x.c", "THE REST"),
        # One level only; of equals the first in the file.
        ("kernel/fork.c", "ONE LEVEL"),
        ("kernel/trace/trace.c", "THE REST"),
        ("lib/a.c", "ONE LEVEL"),
        ("lib/ab.c", "THE REST"),
        # A folder of any top-level folder.
        ("mm/bridge/x.c", "NETS OF ANYONE"),
        ("drivers/mm/bridge/x.c", "THE REST"),
        # Any number of folders.
        ("fs/a/b/c/cmake.txt", "BUILD FILES"),
        ("fs/make", "THE REST"),
        # Classes of characters; broken ones are letters.
        ("drivers/scsi/hpsa_cmd.h", "HPSA DISK CONTROLLER"),
        ("drivers/scsi/hpsa.S", "THE REST"),
        ("drivers/broken/[z-a]x.c", "BROKEN SECTION"),
        ("drivers/broken/z.c", "THE REST"),
        # What is excluded from one section may be another's.
        ("Documentation/powerpc/cpu.txt", "POWERPC"),
        ("Documentation/x.bin", "THE REST"),
        ("Documentation/x.txt", "DOCUMENTATION"),
        ("net/can/raw.c", "CAN NETWORK LAYER"),
        ("net/core/dev.c", "NETWORKING [GENERAL]"),
        # A regular expression anywhere in the path.
        ("arch/arm/mach-exynos/cpu.c", "EXYNOS"),
        ("README", "THE REST"),
        ("a\nb/c", "THE REST"),
    ],
)
def test_a_file_belongs_to_its_most_specific_section(
    maintainers: Maintainers, path: str, section: str
) -> None:
    assert maintainers.section_of([path]) == section


@pytest.mark.parametrize(
    ("paths", "section"),
    [
        # Three of four are one driver's.
        (
            [*(f"drivers/net/3c505{x}.c" for x in "abc"), "include/linux/netdevice.h"],
            "3C505 NETWORK DRIVER",
        ),
        # No driver has more than half of them.
        (["drivers/net/3c505.c", "drivers/net/e100.c"], "NETWORKING DRIVERS"),
        # No section has more than half: the most, then the more specific.
        (["net/core/a.c", "net/core/b.c", "kernel/a.c", "lib/aa.c"], "NETWORKING [GENERAL]"),
        (["net/core/a.c", "drivers/net/3c505.c"], "3C505 NETWORK DRIVER"),
        # Everything matches THE REST, but somebody maintains one of them.
        (["Makefile", "lib/aa.c", "init/x.c", "net/core/a.c"], "NETWORKING [GENERAL]"),
        (["Makefile", "lib/aa.c"], "THE REST"),
    ],
)
def test_a_change_belongs_where_most_of_its_files_do(
    maintainers: Maintainers, paths: list[str], section: str
) -> None:
    assert maintainers.section_of(paths) == section


def test_a_change_without_files_belongs_nowhere(maintainers: Maintainers) -> None:
    assert maintainers.section_of([]) is None


@pytest.mark.parametrize("pattern", ["[[]x.c", "[a--b]x", "[a&&b]", r"[\d]x", "[]]", "[^]", "[!a]"])
def test_odd_classes_of_characters_raise_nothing(pattern: str) -> None:
    section = Section("ANY", (pattern,), (), (pattern,))

    assert Maintainers([section]).section_of([pattern, "ax.c"]) in ("ANY", None)


@given(st.lists(st.text(alphabet="ab/*?[]^!-+().\\\n é", max_size=8), max_size=6), st.text())
def test_no_pattern_and_no_path_raises(patterns: list[str], path: str) -> None:
    section = Section("ANY", tuple(patterns), tuple(patterns[:1]), tuple(patterns))

    assert Maintainers([section]).section_of([path, *patterns]) in ("ANY", None)


def test_many_patterns_cost_a_file_little() -> None:
    many = [
        Section(f"DRIVER {n}", (f"drivers/d{n % 97}/x{n}/", f"drivers/d{n % 97}/y{n}*.c"))
        for n in range(3000)
    ]
    maintainers = Maintainers(many)
    start = time.process_time()

    found = [maintainers.section_of([f"drivers/d{n % 97}/x{n}/main.c"]) for n in range(3000)]

    assert found == [section.title for section in many]
    assert time.process_time() - start < 2


def test_the_file_is_the_one_of_the_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "linux")
    first = change(repository, "none yet", {"a.c": "x\n"})
    second = change(repository, "maintainers", {"MAINTAINERS": NEW.encode() + b"\nCAF\xc9\nF: c/"})
    change(repository, "gone", {"MAINTAINERS": None})
    clone = Clone(str(repository.path))

    assert maintainers_at(clone, second).section_of(["c/d.c"]) == "CAF\ufffd"
    with pytest.raises(GitFailed, match=f"{first[:12]} .* has no file MAINTAINERS"):
        maintainers_at(clone, first)


@pytest.mark.parametrize(
    ("field", "pattern"),
    [
        ("F", "*a" * 25 + "*b"),
        ("F", "**a" * 25 + "?b"),
        ("X", "*a" * 25 + "*b"),
        ("N", "(a+)+$"),
        ("N", "(a|aa)+$"),
        ("N", "(a?){40}b"),
        ("N", "a?" * 40 + "b"),
        ("N", "(a|a)" * 40 + "b"),
        ("N", ".*a" * 9 + "b"),
        ("N", ".*a.*b"),
    ],
)
def test_no_pattern_takes_long(field: str, pattern: str) -> None:
    found = Maintainers(sections(f"ODD\n{field}:\t{pattern}\nF:\tnone\n"))
    start = time.process_time()

    assert found.section_of(["a" * 5_000 + "c"]) is None
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("drivers/*/x*y*.c", "drivers/net/xay-yb.c"),
        ("*/a*b?c*", "net/aabbxc"),
        ("**/a/**/b", "x/a/y/z/b"),
        ("a*[bc]*d", "aaacd"),
    ],
)
def test_wildcards_find_what_they_did(pattern: str, path: str) -> None:
    assert Maintainers([Section("X", (pattern,))]).section_of([path]) == "X"


@pytest.mark.parametrize("regex", ["[^a-z]tegra", "(foo|bar)_?x", "s3c(24xx|64xx).*[ab]+$"])
def test_usual_regular_expressions_are_used(regex: str) -> None:
    found = Maintainers([Section("X", regexes=(regex,))])

    assert found.section_of(["arch/-tegra", "drivers/bar_x", "arch/s3c64xx/aab"]) is not None
