"""The generators that are compared, kernlog first."""

from __future__ import annotations

from bench.generators.base import Generator
from bench.generators.base import PageSource as PageSource
from bench.generators.hugo import Hugo
from bench.generators.kernlog import Kernlog
from bench.generators.material import Material, MaterialBlog, Zensical
from bench.generators.nikola import Nikola
from bench.generators.pelican import Pelican

__all__ = ["ALL", "Generator", "Manuscript"]

ALL: tuple[Generator, ...] = (
    Kernlog(),
    Hugo(),
    Pelican(),
    Material(),
    Zensical(),
    Nikola(),
    MaterialBlog(),
)
