"""What may stand in the files of a site that changes: for every kind of file its keys and values.

None is what is not there. There are few values of each, so that what was there comes back often.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

DATES = [
    "2009-12-31 23:30",
    "2010-01-20 14:30",
    "2010-02-12 15:51",
    "2010-02-23",
    "2010-03-05 12:00",
]
TIMES = {"before the last article": "1267401600", "after it": "1268401600"}

ARTICLES = [
    "articles/2.6.33/network.md",
    "articles/2.6.33/storage.md",
    "articles/graphics.md",
    "articles/rc8.md",
    "articles/stable.md",
]
ARTICLE: dict[str, list[Any]] = {
    "title": ["Networking", "Storage", 'Less < more & "quotes"'],
    "series": [None, "coming-in-2.6.33", "elsewhere"],
    "part": [None, 1, 2, 3],
    "release": [None, "2.6.33", "2.6.32.9", "2.6.34"],
    "date": [None, *DATES],
    "updated": [None, [{"date": "2010-02-14 09:00", "note": "Corrected."}]],
    "authors": [None, ["anna"], ["anna", "bert"], ["no/body"]],
    "summary": [None, "What is new.", "What is newer."],
    "topics": [
        None,
        ["networking"],
        ["networking", "disks"],
        ["Networking", "C++"],
        ["C#", "!!!", "مواضيع"],
    ],
    "tree": [None, "mirror"],
    "also": [None, ["2.6.34"], ["2.6.32"]],
    "status": [None, "draft", "published"],
    "aliases": [None, ["old.html"], ["old.html", "old/one"], ["old.html/one"], ["about"]],
}
SERIES = ["series/coming-in-2.6.33.md", "series/elsewhere.md"]
A_SERIES: dict[str, list[Any]] = {
    "title": [None, "Coming in 2.6.33", "Elsewhere"],
    "release": [None, "2.6.33", "2.6.34"],
    "summary": [None, "All parts."],
    "planned": [
        None,
        [{"part": 1, "title": "Networking"}, {"part": 3, "title": "Graphics"}],
        [{"part": 3, "title": "Pictures", "expected": "2010-03-01"}],
    ],
}
RELEASES = ["releases/2.6.32.md", "releases/2.6.33.md", "releases/2.6.34.md"]
RELEASE: dict[str, list[Any]] = {
    "codename": [None, "Man-Eating Seals of Antiquity"],
    "status": [None, "development", "released"],
    "expected": [None, "2010-05-01"],
    "previous": [None, "2.6.32"],
    "links": [None, [{"title": "A report", "url": "https://report.example/"}]],
    "tags": [None, [{"name": "v2.6.34-rc1", "date": "2010-03-08 10:00"}]],
}
HANDBOOK = ["handbook/index.md", "handbook/more.md"]
INTRODUCTIONS = [
    "topics/networking.md",
    "topics/c.md",
    "authors/anna.md",
    "archive/2009.md",
    "archive/index.md",
]
PAGES = ["index.md", "about.md", *HANDBOOK, *INTRODUCTIONS]
PAGE: dict[str, list[Any]] = {
    "title": [None, "About", "More about it"],
    "description": [None, "What it is about."],
    "hide": [None, ["toc"]],
    "tags": [None, ["some", "any"]],
}
FIELDS = {
    **dict.fromkeys(ARTICLES, ARTICLE),
    **dict.fromkeys(SERIES, A_SERIES),
    **dict.fromkeys(RELEASES, RELEASE),
    **dict.fromkeys(PAGES, PAGE),
}
FILES = list(FIELDS)

CITING = "Cites (:commit[7dd65feb6c60]), and again (:commit[7dd65feb6c60])."
PARAGRAPHS = [
    "A sentence.",
    CITING,
    "Cites (:commit[e7db7b4270ed documentation=d8ec91850efa v2.6.33-rc7..v2.6.33-rc8]).",
    "May be one of two: (:commit[0e1227d]).",
    "Cites [one with a subject](commit:5ad6468801d2) and [a tag](commit:v2.6.33-rc1).",
    "Cites (:commit[mirror:7dd65feb6c60]).",
    "After [part one](part:1) and before [part two](part:2).",
    "See the [page of the release](release:2.6.33), and of [another](release:2.6.34).",
    "See the [series](series:coming-in-2.6.33) and [another](series:elsewhere).",
    "See [bug one](bug:1) and [a letter](lore:20100101@example.org).",
    "See [what was before](../articles/2.6.33/storage.md#details), or [here](#details).",
    "See [the first](2.6.33/network.md), [about](../about.md), [a release](../releases/2.6.33.md).",
    "See [the first](articles/2.6.33/network.md#minor-gems) and [it](series/elsewhere.md).",
    "![A picture](../pictures/one.png) and ![another](pictures/one.png)",
    "## Details",
    "## Minor gems\n\n```commits\n## Crypto\n0e1227d356e9 crypto: ghash\n```",
    "# A headline",
    "A note[^1] and an HTML id <a id=details></a>.\n\n[^1]: The note.",
    "```python\nprint(1)\n```",
    "!!! note\n    Of the HTML.\n\n*[HTML]: a language",
    '--8<-- "bit.txt"',
    '=== "One"\n\n    First\n\n=== "Two"\n\n    Second',
]
texts = st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=5).map("\n\n".join)


def fields_of(files: list[str]) -> st.SearchStrategy[tuple[str, str, Any]]:
    """A file, one of its keys, and what may stand there."""
    paths = st.sampled_from(files)
    keys = paths.flatmap(lambda path: st.tuples(st.just(path), st.sampled_from(list(FIELDS[path]))))
    return keys.flatmap(lambda its: st.tuples(*map(st.just, its), st.sampled_from(_values(*its))))


def _values(path: str, key: str) -> list[Any]:
    return FIELDS[path][key]


REVERT = {
    "kind": "reverted",
    "sha": "a" * 40,
    "subject": 'Revert "lib: add support"',
    "author": "Nobody",
    "first_tag": "v2.6.33-rc5",
}
FIX = {
    "kind": "fixed",
    "sha": "b" * 40,
    "subject": "lib: mend LZO",
    "author": "Nobody Else",
    "first_tag": None,
    "committed": "2010-02-01T12:00:00+00:00",
}
CVE = {"id": "CVE-2024-57974", "role": "introduced", "fixed_in": []}
PUBLISHED = CVE | {"published": "2025-02-27T02:07:05+00:00", "score": 7.8}
FIXED_CVE = CVE | {"id": "CVE-2010-0001", "role": "fixed", "fixed_in": ["2.6.33"]}
BACKPORTS = [
    {"tree": "mirror", "sha": "c" * 40, "first_tag": "v2.6.32.9"},
    {"tree": "linux", "sha": "d" * 40, "first_tag": None},
]
COMMITS: dict[str, list[Any]] = {
    "subject": ["crypto: ghash", "lib: add support for LZO-compressed kernels", "x86: <do> it"],
    "first_tag": [None, "v2.6.33-rc1", "v2.6.33-rc4", "v2.6.34-rc1"],
    "fate": [None, [REVERT], [REVERT | {"committed": "2010-01-20T10:00:00+01:00"}, FIX]],
    "backports": [None, BACKPORTS[1:], BACKPORTS],
    "cves": [
        None,
        [PUBLISHED],
        [PUBLISHED | {"fixed_in": ["6.14"]}],
        [PUBLISHED | {"fixed_in": ["6.13.3", "6.14"]}, FIXED_CVE],
        [CVE],
    ],
    "pull": [None, {"sha": "e" * 40, "subject": "Merge branch 'lzo'"}],
    "stable": [None, "2.6.32.x"],
    "links": [None, ["lore:20100101@example.org"]],
    "author": ["Huang Ying", "Hugh Dickins"],
}
ANOTHER = {
    "sha": "0e1227d" + "0" * 33,
    "tree": "linux",
    "subject": "another",
    "author": "Nobody",
    "authored": "2009-10-19T11:53:06+09:00",
    "committed": "2009-10-19T11:53:06+09:00",
    "first_tag": "v2.6.33-rc1",
}
"""A commit that makes a short hash ambiguous."""

NAV = [{"Home": "index.md"}, {"Series": "series/index.md"}, "about.md", {"Use": HANDBOOK[:1]}]
"""With titles that stand in the pages, and one page that is left out."""
SETTINGS: dict[str, list[Any]] = {
    "site_name": ["Small Log", "Smaller Log"],
    "site_description": [None, "Of small things."],
    "site_author": [None, "The editors"],
    "site_url": ["https://log.example/", "https://log.example/news/", None],
    "use_directory_urls": [True, False],
    "repo_url": [None, "https://git.example/log"],
    "extra": [None, {"word": "one"}, {"word": "two"}],
    "markdown_extensions": [
        ["tables", "toc", "pymdownx.superfences"],
        ["toc", "footnotes", "abbr", "admonition", "attr_list", "md_in_html", "pymdownx.details"],
        [
            {"toc": {"permalink": True}},
            {"pymdownx.highlight": {"anchor_linenums": True}},
            "pymdownx.superfences",
            {"pymdownx.tabbed": {"alternate_style": True}},
            "footnotes",
        ],
        ["toc", "pymdownx.snippets"],
    ],
    "nav": [
        None,
        NAV,
        [{"Home": "index.md"}, {"About": "about.md"}],
        [{"Start": "index.md"}, {"More": ["about.md", {"It": "handbook/more.md"}]}],
        [{"Home": "index.md"}, {"Series": "series/index.md"}, {"Out": "https://out.example/"}],
    ],
    "not_in_nav": [None, "about.md"],
    "exclude_docs": [None, "handbook/more.md"],
    "draft_docs": [None, "about.md"],
    "validation": [
        {"links": {"anchors": "warn", "unrecognized_links": "warn"}},
        {"links": {"not_found": "ignore"}},
    ],
}
OPTIONS: dict[str, list[Any]] = {
    "kicker": [None, "Kernel News"],
    "headline": [None, "{title} ({series} {part})"],
    "timezone": ["Europe/London", "Asia/Tokyo"],
    "links": [None, {"bug": "https://bugs.example/{}"}],
    "share": [None, ["mastodon"]],
    "cards": [None, False],
    "search": [None, False],
    "feed_namespace": [None, "kernlog.example"],
    "tree": [None, "mirror"],
    "versions": [None, {"preset": "linux", "name": "Bzr"}, {"release": 3}],
    "trees": [
        {
            "linux": {"host": "cgit", "url": f"https://{host}.example/linux.git"},
            "mirror": {"host": "github", "url": "https://github.example.org/linux"},
        }
        for host in ("git", "other")
    ],
}
OTHER_FILES: dict[str, list[Any]] = {
    "theme/components/words.html": [
        f"{{% macro hello() %}}{word}{{% endmacro %}}" for word in ("Hello", "Good bye")
    ],
    "theme/styles/site.css": ["body {}", "body {color: red}", None],
    "theme/404.html": ["Nothing {{ config.site_name }}", "Elsewhere"],
    "content/pictures/one.png": [b"\x89PNG one", b"\x89PNG two", None],
    "content/articles/rc8/card.png": [b"\x89PNG of my own", None],
    "content/other.txt": [None, b"some", b"any"],
    "bit.txt": ["One bit.", "Another bit (:commit[7dd65feb6c60])."],
    "content/authors.yml": [
        None,
        "anna: {name: Anna Example, bio: Writes.}\n",
        "anna: {name: Anna Other}\nbert: {name: Bert}\n",
        "anna: {name: Anna Other}\nno/body: {name: Nobody}\n",
    ],
}


def choices_of(of: dict[str, list[Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.sampled_from([(key, value) for key, values in of.items() for value in values])
