"""pytest finds all tests that there are, and counts where it is to count."""

from __future__ import annotations

import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    files = (path.relative_to(HERE) for path in HERE.rglob("test_*.py"))
    folders = {name for file in files for name in file.parts[:-1]}
    patterns = pytestconfig.getini("norecursedirs")

    assert "build" in folders
    assert [name for name in folders if any(fnmatch(name, its) for its in patterns)] == []


@pytest.mark.no_cover
def test_what_is_marked_runs_without_coverage() -> None:
    assert sys.gettrace() is None
