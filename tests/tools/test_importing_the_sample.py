"""The articles of the sample site, written with links as of old, come back as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from git_web_links import GITWEB, imported

from kernlog_site.citations import grammar
from kernlog_site.content import front_matter

CONTENT = Path(__file__).parents[2] / "content"


@pytest.mark.parametrize("path", sorted(CONTENT.glob("articles/**/*.md")), ids=lambda p: p.stem)
@pytest.mark.parametrize("base", [GITWEB, "https://github.com/torvalds/linux/commit/"])
def test_the_articles_of_the_sample_site_come_back(path: Path, base: str) -> None:
    front = front_matter.split(path.name, path.read_text())
    body, links = old_links(front.body, base)

    result = imported(body)
    assert (result.text, result.links) == (front.body, links)
    assert result.problems == ()
    assert links


AN_ITEM = re.compile(r'(?P<gap>\s*)(?:(?P<label>"[^"]*"|[^\s="]+)=)?(?P<target>[^\s"]+)')


def old_links(body: str, base: str) -> tuple[str, int]:
    """A text with its citations in prose as they were written before there was kernlog."""
    links = 0

    def on_words(found: re.Match[str]) -> str:
        nonlocal links
        links += 1
        return f"]({base}{found['sha']})"

    def numbered(found: re.Match[str]) -> str:
        nonlocal links
        items = list(AN_ITEM.finditer(found["items"]))
        are_hashes = all(isinstance(grammar.target(i["target"]), grammar.Hash) for i in items)
        if not are_hashes or items[0]["label"] or (items[-1]["label"] and found["end"] != ")"):
            return found[0]  # A group that import would make otherwise, or no group of commits.
        links += len(items)
        numbers = iter(range(1, 99))
        written = [
            f"{',' if i['gap'] else ''}{i['gap']}"
            f"[{(i['label'] or '').strip(chr(34)) or next(numbers)}]({base}{i['target']})"
            for i in items
        ]
        return "".join(written) + found["end"]

    prose = re.sub(r"\]\(commit:(?P<sha>[0-9a-f]{12})\)", on_words, body)
    prose = re.sub(r":commit\[(?P<items>[^\]]*)\](?P<end>.?)", numbered, prose)
    return prose, links
