"""What the notes of a commit say: each place that cites it, in a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from kernlog_site.citations.backlinks import Cited
from kernlog_site.content.library import Library
from kernlog_site.views.headlines import Headlines


def notes(
    library: Library, cited: Cited, headlines: Headlines, address: Callable[[str], str], tree: str
) -> dict[str, str]:
    """The note of each commit that articles cite from a tree, by its hash, newest article first.

    `address` gives that of an article by its path.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for article in library.articles:
        headline = " ".join(headlines.headline(article, library).split())
        url = address(article.path)
        for citation in cited[article.path]:
            name, sha = citation.commit
            if name == tree:
                section = f", {citation.section}" if citation.section else ""
                lines[sha].append(f"{headline}{section} <{url}#{citation.anchor}>\n")
    return {sha: "".join(its) for sha, its in lines.items()}
