"""Columns of tables are aligned by classes: a strict Content-Security-Policy takes styles away.

| Commits |          <th class="kl-right">Commits</th>
| ------: |    →
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# Upstream: markdown/extensions/tables.py (markdown 3.11.3): the styles that it writes.
_ALIGNMENT = re.compile(r"text-align: (left|right|center);?")


class _Align(Treeprocessor):
    def run(self, root: Element) -> None:
        for tag in ("th", "td"):
            for cell in root.iter(tag):
                aligned = _ALIGNMENT.fullmatch(cell.get("style", ""))
                if aligned:
                    del cell.attrib["style"]
                    cell.set("class", f"{cell.get('class', '')} kl-{aligned[1]}".lstrip())


class AlignmentExtension(Extension):
    """Turns what the extension for tables writes into classes."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Come after all that makes tables, and before attributes of writers' own are set."""
        md.treeprocessors.register(_Align(md), "kernlog-alignment", 15)


def makeExtension() -> AlignmentExtension:  # noqa: N802 - the name that Markdown looks for
    """The extension by its path, as MkDocs names it."""
    return AlignmentExtension()
