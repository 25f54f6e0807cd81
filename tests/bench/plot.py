"""The results as a picture. Runs in the environment of the rivals, which has matplotlib.

PYTHONPATH=tests .venv-bench/bin/python -m bench.plot results.json results.svg
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.results import Case, Results

_INK = "#7d8590"
"""Grey that can be read on white and on nearly black."""
_COLOURS = {
    "kernlog": "#e5484d",
    "Hugo": "#d6409f",
    "Pelican": "#0d9b8a",
    "MkDocs + Material": "#3e7ee0",
    "Zensical": "#8e6ad8",
    "Nikola": "#b07d10",
    "Material's blog": "#c2622e",
}
_STYLE = {
    "svg.hashsalt": "kernlog",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "grid.color": _INK,
    "grid.alpha": 0.25,
}
_LABEL_HEIGHT = 1.28
"""How many times higher than the label below a label has to be, on a logarithmic axis."""

Figure = Callable[[str, int], float | None]


def draw(results: Results, target: Path) -> None:
    """Draw builds on the left, previews on the right."""
    matplotlib: Any = import_module("matplotlib")
    matplotlib.use("svg")
    plots: Any = import_module("matplotlib.pyplot")
    with plots.rc_context(_STYLE):
        figure, (builds, previews) = plots.subplots(1, 2, figsize=(10, 4.6), layout="constrained")
        _axes(builds, results, "Building the whole site, in seconds")
        lines = _lines(builds, results, results.seconds)
        edited = _line(results, "kernlog", lambda n, s: results.seconds(n, s, Case.EDITED))
        if edited:
            builds.plot(
                *zip(*edited, strict=True), color=_COLOURS["kernlog"], marker="o", ms=4, ls=":"
            )
            lines.append((edited[-1], "kernlog, one edit", _COLOURS["kernlog"]))
        _labels(builds, lines)
        _axes(previews, results, "From a save to its page in the preview, in seconds")
        _labels(previews, _lines(previews, results, results.preview))
        figure.savefig(target, transparent=True, metadata={"Date": None})


def _axes(axes: Any, results: Results, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(results.sizes, [f"{size:,}" for size in results.sizes])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_xlabel("articles")
    axes.grid(visible=True, axis="y")


End = tuple[tuple[int, float], str, str]
"""Where a line ends, what it is called, its colour."""


def _lines(axes: Any, results: Results, figure: Figure) -> list[End]:
    ends = []
    for name, colour in _COLOURS.items():
        points = _line(results, name, figure)
        if points:
            width = 2.6 if name == "kernlog" else 1.4
            axes.plot(*zip(*points, strict=True), color=colour, marker="o", ms=4, lw=width)
            ends.append((points[-1], name, colour))
    return ends


def _line(results: Results, name: str, figure: Figure) -> list[tuple[int, float]]:
    found = ((size, figure(name, size)) for size in results.sizes)
    return [(size, value) for size, value in found if value is not None]


def _labels(axes: Any, ends: Sequence[End]) -> None:
    """Names at the ends of the lines, moved up where they would cover each other."""
    taken: dict[int, float] = {}
    for (size, value), name, colour in sorted(ends, key=lambda end: end[0][1]):
        height = max(value, taken.get(size, 0) * _LABEL_HEIGHT)
        taken[size] = height
        axes.annotate(
            name,
            (size, height),
            xytext=(7, 0),
            textcoords="offset points",
            color=colour,
            weight="bold" if name == "kernlog" else "normal",
            va="center",
            annotation_clip=False,
        )


if __name__ == "__main__":
    draw(Results.load(Path(sys.argv[1])), Path(sys.argv[2]))
