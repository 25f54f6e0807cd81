"""Where kernlog uses more of others than they document, a comment names the file that was read.

`Upstream: file (package version)`: this is what to read when a test in this folder fails.
"""

from __future__ import annotations

import ast
import re
from importlib.metadata import files
from pathlib import Path

import pytest
from test_layers import MODULES, name_of

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
OTHERS = ("jinja2", "markdown", "material", "mkdocs", "pagefind", "pymdownx")

_COMMENT = re.compile(r"Upstream: (?P<file>\S+) \((?P<package>\S+) (?P<version>[\d.]+)\)")


def upstream() -> set[tuple[str, str]]:
    """The files that comments name, each with its package."""
    sources = [*MODULES, *THEME.rglob("*.html")]
    found = (_COMMENT.findall(path.read_text()) for path in sources)
    return {(file, package) for comments in found for file, package, _ in comments}


@pytest.mark.parametrize(("file", "package"), sorted(upstream()))
def test_files_that_comments_name_are_there(file: str, package: str) -> None:
    assert file in map(str, files(package) or ())


def test_comments_are_found() -> None:
    assert len(upstream()) > 20


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_private_names_of_others_carry_a_comment(path: Path) -> None:
    text = path.read_text()
    private = [
        alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in OTHERS
        for alias in node.names
        if alias.name.startswith("_")
    ]

    assert not private or _COMMENT.search(text), private


@pytest.mark.parametrize("package", sorted({package for _, package in upstream()}))
def test_what_is_used_so_has_an_upper_bound(package: str) -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()

    assert re.search(rf'^    "{package}>=[\d.]+,<[\d.]+"', pyproject, re.MULTILINE)
