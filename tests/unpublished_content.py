"""What readers may not see yet: a draft, an article of the future, and all that only they name.

Everything has words of its own, to be looked for in every file of a site.
"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

from small_site import Built, SmallSite

DUE = datetime(2010, 7, 12, 14, 51, tzinfo=UTC)
"""When the article of the future is published."""

DRAFT = """---
title: Quokkish graphics
series: coming-in-2.6.33
part: 4
date: 2010-02-10 10:00
updated: [{date: 2010-02-11, note: Zanzibarred}]
authors: [vexilla]
summary: Abracadabrous words
topics: [shaderology, networking]
status: draft
aliases: [open/dodecanal.html]
---

The frobnicated text (:commit[fade0ff1ce00]).

## Minor gems

```commits
cafedeadbea7 drm: unwhispered subject
```
"""
FUTURE = """---
title: Wombatic memory
series: platypoid
part: 1
release: 2.6.37
date: 2010-07-12 15:51
authors: [yclepta, anna]
topics: [heapology]
aliases: [open/tredecanal.html]
---

The sesquipedal text (:commit[deed5eedf00d]), and :commit[v2.6.37-rc1].
"""
FILES = {
    "articles/2.6.33/quokka.md": DRAFT,
    "articles/2.6.33/quokka/card.png": "a thylacine",
    "articles/2.6.33/quokka/pictures/marsupium.png": "a bilby",
    "articles/wombat.md": FUTURE,
    "articles/wombats/bandicoot.png": "a bandicoot",
    "articles/wombats/potoroo.md": (
        FUTURE.replace("1", "2", 1).replace("Wombatic", "Potoroid").replace("canal", "canal-2")
    ),
    "series/platypoid.md": "---\ntitle: Monotremes\n---\n\nEchidnas.\n",
    "topics/shaderology.md": "Of umbrageous things.\n",
    "authors/vexilla.md": "A gonfalonier.\n",
    "authors.yml": """
anna: {name: Anna Example, bio: Writes.}
vexilla: {name: Vera Vexillum, bio: Vexatious.}
yclepta: {name: Yasmin Yclept, bio: Yearning.}
""",
}
LINKS = """
See [part](part:4), [file](quokka.md), [place](quokka.md#minor-gems), [address](../quokka/),
[root](/articles/2.6.33/quokka/), [whole](https://log.example/articles/2.6.33/quokka/#minor-gems),
[scheduled](../wombat.md), ![picture](quokka/pictures/marsupium.png), [topic](/topics/shaderology/)
and [author](../../authors/vexilla.md "By vexilla").
"""
NAV = [
    {"Home": "index.md"},
    {"Quokkish": "articles/2.6.33/quokka.md"},
    {"More": [{"Platypoid": "series/platypoid.md"}]},
]

OF_THE_DRAFT = (
    *("quokk", "zanzibarred", "abracadabrous", "shaderology", "vexilla", "vexillum"),
    *("frobnicated", "fade0ff", "cafedea", "unwhispered", "umbrageous", "gonfalonier"),
    *("cve-2077-70001", "unmended", "9.8.77"),
)
OF_THE_FUTURE = (
    *("wombat", "platypoid", "monotremes", "echidnas", "2.6.37", "heapology", "yclept"),
    *("sesquipedal", "deed5ee", "unmurmured", "potoro"),
)
OF_FILES = ("thylacine", "marsupium", "bilby", "bandicoot")
NOT_IN_A_PREVIEW = ("dodecanal", "tredecanal", "vexatious", "yearning")
WORDS = (*OF_THE_DRAFT, *OF_THE_FUTURE, *OF_FILES, *NOT_IN_A_PREVIEW)

_COMMIT: dict[str, Any] = {
    "tree": "linux",
    "author": "Nobody",
    "authored": "2009-12-14T17:59:24-08:00",
    "committed": "2009-12-15T08:53:19-08:00",
}
_OUTCOMES = {
    "fate": [
        {
            "kind": "reverted",
            "sha": "5" * 40,
            "subject": "Leave it unmended",
            "author": "Nobody",
            "first_tag": "v2.6.33-rc2",
        }
    ],
    "backports": [{"tree": "mirror", "sha": "6" * 40, "first_tag": "v9.8.77"}],
    "cves": [{"id": "CVE-2077-70001", "role": "introduced", "fixed_in": []}],
}
_SUBJECTS = {
    "cafedeadbea7": ("drm: unwhispered subject", "v2.6.33-rc1"),
    "fade0ff1ce00": ("drm: unwhispered whole", "v2.6.33-rc1"),
    "deed5eedf00d": ("mm: unmurmured subject", "v2.6.37-rc1"),
}


def add_unpublished(site: SmallSite) -> None:
    """Give a site all that it is to keep to itself, and links to it."""
    for path, text in FILES.items():
        site.write(path, text)
    store = site.content / "_data" / "commits.jsonl"
    lines = store.read_text().splitlines()
    for digits, (subject, tag) in _SUBJECTS.items():
        commit = {"sha": digits.ljust(40, "0"), **_COMMIT, "subject": subject, "first_tag": tag}
        commit |= _OUTCOMES if digits == "fade0ff1ce00" else {}
        lines.append(json.dumps(commit))
    store.write_text("".join(f"{line}\n" for line in sorted(lines)))
    releases = site.content / "_data" / "releases.jsonl"
    tags = [{"name": "v2.6.37-rc1", "date": "2010-06-01T00:00:00+00:00"}]
    line = json.dumps({"version": "2.6.37", "tree": "linux", "tags": tags})
    releases.write_text(f"{releases.read_text()}{line}\n")
    site.settings(nav=NAV)


def link_unpublished(site: SmallSite) -> None:
    """Have articles that readers see link what they may not see."""
    network = (site.content / "articles/2.6.33/network.md").read_text()
    site.write("articles/2.6.33/network.md", network.replace("## Details", f"{LINKS}\n## Details"))


def words_found_in(built: Built) -> dict[str, set[str]]:
    """The words that are anywhere in a site, with the files that have them."""
    found: dict[str, set[str]] = {}
    for path, data in built.files().items():
        # Pagefind packs its files, whatever they are called.
        plain = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        text = path.encode().lower() + b"\n" + plain.lower()
        for word in WORDS:
            if word.encode() in text:
                found.setdefault(word, set()).add(path)
    return found
