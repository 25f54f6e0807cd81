"""pytest finds all tests that there are."""

from __future__ import annotations

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
