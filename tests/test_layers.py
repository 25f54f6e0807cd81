"""The direction of imports: each room knows only the rooms below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kernlog_site"
ROOMS = (
    ("core",),
    ("commits",),
    ("content",),
    ("citations",),
    ("views", "templating", "incremental"),
    ("config",),
    ("build",),
    ("outputs",),
    ("preview", "tools"),
    ("cli", "markdown_extension", "plugin"),
)
"""From the ground up; rooms on one floor do not know each other."""

DOORS = {
    "mkdocs": ("plugin", "config", "build", "outputs", "preview", "tools"),
    "click": ("cli",),
    "subprocess": ("commits.git.client", "outputs.search.pagefind"),
}
"""Which rooms may import what."""

FLOORS = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    own = name_of(path).partition(".")[0]
    for imported in imports_of(path):
        package, _, rest = imported.partition(".")
        room = rest.partition(".")[0]
        if package == "kernlog_site" and room and room != own:
            assert FLOORS[room] < FLOORS[own], f"{own} must not know {room}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_outside_is_entered_by_its_doors_only(path: Path) -> None:
    name = name_of(path)
    for imported in imports_of(path):
        allowed = DOORS.get(imported.partition(".")[0])
        if allowed is not None:
            assert name.startswith(allowed), f"{name} must not import {imported}"


def test_every_room_has_its_floor() -> None:
    rooms = {name_of(path).partition(".")[0] for path in MODULES} - {"__init__"}

    assert rooms == set(FLOORS)
