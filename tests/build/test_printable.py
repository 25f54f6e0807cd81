"""What turns a line round, or steers a terminal, comes out of no name and no title."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
import yaml
from small_site import Built, SmallSite

BAD = "\u202e"
WORDS = '"W\\u202eW \\e[31m \\x9b \\ufffe \\u2066"'
"""In YAML, where all of them can be written."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]")

ARTICLE = f"""---
title: {WORDS}
series: hostile
part: 1
date: 2010-02-01
authors: [mallory]
summary: {WORDS}
topics: [{WORDS}]
updated: [{{date: 2010-02-02, note: {WORDS}}}]
---
## A &#8238; &#x202E; {BAD} heading (:commit[SHA])

Text
"""


def hostile(site: SmallSite) -> None:
    """Put what nobody should meet wherever there is a name or a title."""
    sha = (site.content / "_data" / "commits.jsonl").read_text()[9:49]
    site.write("articles/hostile.md", ARTICLE.replace("SHA", sha[:12]))
    planned = f"[{{part: 2, title: {WORDS}}}]"
    site.write(
        "series/hostile.md",
        f"---\ntitle: {WORDS}\nrelease: 2.6.33\nsummary: {WORDS}\nplanned: {planned}\n---\n",
    )
    with (site.content / "authors.yml").open("a") as people:
        people.write(f"mallory: {{name: {WORDS}, bio: {WORDS}}}\n")
    site.write(
        "plain.md",
        f"---\ntitle: {WORDS}\ndescription: {WORDS}\n---\n# Plain\n\n## A &#8238; {BAD} part\n",
    )
    site.write("untitled.md", f"# A &#8238; {BAD} page\n")
    words = yaml.safe_load(WORDS)
    site.settings(
        site_name=words,
        site_description=words,
        site_author=words,
        nav=[{"Home": "index.md"}, {words: [{words: "plain.md"}, "untitled.md"]}],
    )
    link = {"name": words, "url": "https://example.org/"}
    partner = {**link, "text": words}
    site.options(kicker=words, partner=partner, follow=[link], network=[link])


def shown(path: str, data: bytes) -> str:
    """All that someone may read in a file, however it is written there."""
    text = data.decode()
    if path.endswith(".json"):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    if path.endswith(".xml"):
        text = unescape(text)
    # The text of a page is its writer's own, and headings in it are.
    return unescape(re.sub(r"(?s)<h2.*?</h2>|<h1[^>]*>A .*?</h1>", "", text))


@pytest.fixture
def built(site: SmallSite) -> Built:
    hostile(site)
    return site.build(strict=False)


def test_no_name_and_no_title_has_what_nobody_should_meet(built: Built) -> None:
    found = {
        path: UNPRINTABLE.findall(shown(path, data))
        for path, data in built.files().items()
        if path.endswith((".html", ".xml", ".json", ".txt")) and not path.startswith("assets")
    }

    assert {path: letters for path, letters in found.items() if letters} == {}
    assert "W\ufffdW" in built.page("articles/hostile/").get_text()


def test_messages_cannot_steer_a_terminal(site: SmallSite) -> None:
    name = "x\x1b[31m\u202ey.md"
    site.write(
        "articles/a.md",
        "---\ntitle: A\ndate: 2010-02-01\n---\n[a](commit:\x1b[31m) [b](b\u202e.md)\n",
    )
    site.write(f"articles/{name}", "---\ntitle: A\n---\n")
    built = site.build(strict=False)

    log = "\n".join(text for _, text in built.log)
    assert "x\ufffd[31m\ufffdy.md" in log
    assert "b\ufffd.md" in log
    assert UNPRINTABLE.findall(log) == []
