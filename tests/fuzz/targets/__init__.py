"""All targets."""

from __future__ import annotations

from fuzz.target import Target
from fuzz.targets import asking, growing, publishing, reading, storing

TARGETS: tuple[Target, ...] = (
    *reading.TARGETS,
    *storing.TARGETS,
    *asking.TARGETS,
    *publishing.TARGETS,
    *growing.TARGETS,
)
