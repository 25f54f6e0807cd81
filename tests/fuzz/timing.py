"""A table of what each shape costs, beside the same Markdown without kernlog: nothing is asserted.

    $ PYTHONPATH=tests .venv/bin/python -m fuzz.timing
    $ PYTHONPATH=tests .venv/bin/python -m fuzz.timing "code open" fences

A shape is doubled until plain Markdown takes a fifth of a second, or up to 100 KB.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from time import process_time

from markdown import Markdown
from markdown.extensions import Extension

from fuzz.shapes import MARKDOWN, Shape
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.targets import nowhere

EXTENSIONS = (
    *("admonition", "attr_list", "footnotes", "tables", "toc"),
    *("pymdownx.highlight", "pymdownx.superfences"),
)
"""Those of the sample site."""
SMALLEST, LARGEST = 2_000, 100_000
ENOUGH = 0.2
"""Seconds that plain Markdown may take."""


def seconds(text: str, *more: Extension) -> float:
    """Processor time that a text takes; nothing if it is nested too deep for Markdown."""
    started = process_time()
    try:
        Markdown(extensions=[*EXTENSIONS, *more]).convert(text)
    except RecursionError:
        return 0.0
    return process_time() - started


def compared(shape: Shape) -> tuple[int, float, float]:
    """The size that was measured, and the seconds of plain Markdown and with kernlog."""
    size = SMALLEST
    while seconds(shape.of_size(size)) < ENOUGH and size < LARGEST:
        size = min(2 * size, LARGEST)
    text = shape.of_size(size)
    plain = min(seconds(text) for _ in range(2))
    ours = min(seconds(text, CitationExtension(nowhere)) for _ in range(2))
    return size, plain, ours


def main(names: Sequence[str]) -> None:
    """Print the table."""
    print(f"{'shape':36}{'bytes':>8}{'plain':>8}{'ours':>8}{'times':>7}")
    for name in names or MARKDOWN:
        size, plain, ours = compared(MARKDOWN[name])
        times = ours / plain if plain else 0.0
        mark = " !" if times > 2 else ""
        print(f"{name:36}{size:8}{plain:8.3f}{ours:8.3f}{times:7.1f}{mark}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
