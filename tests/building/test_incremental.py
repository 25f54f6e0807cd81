"""Whatever happened to the files, building again gives what a clean build gives, byte for byte.

To look for mistakes for longer: HYPOTHESIS_EXAMPLES=5000 pytest tests/building/test_incremental.py
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from livingsite import LivingSite

from kernlog_site.building.project import open_project

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "25"))

DATES = ["2010-01-20 14:30", "2010-02-12 15:51", "2010-02-23", "2010-03-05 12:00"]
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
    "authors": [None, ["anna"], ["anna", "bert"]],
    "summary": [None, "What is new.", "What is newer."],
    "topics": [None, ["networking"], ["networking", "disks"]],
    "tree": [None, "mirror"],
    "also": [None, ["2.6.34"], ["2.6.32"]],
    "status": [None, "draft", "published"],
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
PAGES = ["index.md", "about.md", *HANDBOOK]
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

PARAGRAPHS = [
    "A sentence.",
    "Cites (:commit[7dd65feb6c60]), and again (:commit[7dd65feb6c60]).",
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


def _fields(files: list[str]) -> st.SearchStrategy[tuple[str, str, Any]]:
    """A file, one of its keys, and what may stand there."""
    return st.sampled_from(
        [(f, key, v) for f in files for key, vs in FIELDS[f].items() for v in vs]
    )


COMMITS: dict[str, list[Any]] = {
    "subject": ["crypto: ghash", "lib: add support for LZO-compressed kernels", "x86: <do> it"],
    "first_tag": [None, "v2.6.33-rc1", "v2.6.33-rc4", "v2.6.34-rc1"],
    "fate": [None, [{"kind": "reverted", "sha": "a" * 40, "first_tag": "v2.6.33-rc5"}]],
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

SETTINGS: dict[str, list[Any]] = {
    "site_name": ["Small Log", "Smaller Log"],
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
    "tree": [None, "mirror"],
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
    "content/other.txt": [None, b"some", b"any"],
    "bit.txt": ["One bit.", "Another bit (:commit[7dd65feb6c60])."],
    "content/authors.yml": [
        None,
        "anna: {name: Anna Example, bio: Writes.}\n",
        "anna: {name: Anna Other}\nbert: {name: Bert}\n",
    ],
}


def _choices(of: dict[str, list[Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.sampled_from([(key, value) for key, values in of.items() for value in values])


class Editing(RuleBasedStateMachine):
    """Everything that people do to a site between two builds, in any order."""

    plain = True
    agrees = True

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.site = LivingSite(self.folder, plain=self.plain)
        self.environment = pytest.MonkeyPatch()
        self.meta: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}
        self.edited: set[str] = set()

    @initialize()
    def open(self) -> None:
        for path in HANDBOOK:
            self.site.write_page(path, {}, "A page of the handbook.")
        for path in FILES:
            file = self.site.content / path
            if file.exists():
                _, front, text = ["", "", *file.read_text().split("---\n", 2)][-3:]
                self.meta[path], self.texts[path] = yaml.safe_load(front) or {}, text.strip()
        data = self.site.content / "_data"
        self.commits = [json.loads(x) for x in (data / "commits.jsonl").read_text().splitlines()]
        self.release = json.loads((data / "releases.jsonl").read_text())
        self.time_passes("after it")
        self.site.write("bit.txt", "One bit.")
        self.environment.chdir(self.site.root)  # Snippets are looked for where MkDocs is run.

    def teardown(self) -> None:
        try:
            if self.agrees:
                self._build(preview=False, parallel=False, as_mkdocs=False)
        finally:
            self.environment.undo()
            shutil.rmtree(self.folder)

    def _write(self, path: str) -> None:
        self.site.write_page(path, self.meta[path], self.texts[path])
        self.edited.add(path)

    def _set(self, field: tuple[str, str, Any]) -> None:
        path, key, value = field
        if path not in self.meta:
            self.meta[path], self.texts[path] = {"title": "New"}, "New."
        changed = self.meta[path] | {key: value}
        self.meta[path] = {key: value for key, value in changed.items() if value is not None}
        self._write(path)

    @rule(field=_fields(ARTICLES))
    def edit_article(self, field: tuple[str, str, Any]) -> None:
        self._set(field)

    @rule(field=_fields(SERIES))
    def edit_series(self, field: tuple[str, str, Any]) -> None:
        self._set(field)

    @rule(field=_fields(RELEASES))
    def edit_release(self, field: tuple[str, str, Any]) -> None:
        self._set(field)

    @rule(field=_fields(PAGES))
    def edit_page(self, field: tuple[str, str, Any]) -> None:
        self._set(field)

    @rule(path=st.sampled_from(FILES), text=texts)
    def write_text(self, path: str, text: str) -> None:
        self.meta.setdefault(path, {"title": "New"} if path in ARTICLES else {})
        self.texts[path] = text
        self._write(path)

    @rule(path=st.sampled_from(FILES))
    def delete(self, path: str) -> None:
        if path in self.meta and path != "index.md":
            del self.meta[path], self.texts[path]
            self.site.write(f"content/{path}", None)
            self.edited.add(path)

    @rule(path=st.sampled_from(ARTICLES), new=st.sampled_from(ARTICLES))
    def rename(self, path: str, new: str) -> None:
        if path in self.meta and path != new:
            self.meta[new], self.texts[new] = self.meta.pop(path), self.texts.pop(path)
            self.site.write(f"content/{path}", None)
            self._write(new)

    @rule(number=st.integers(0, 4), choice=_choices(COMMITS))
    def edit_commit(self, number: int, choice: tuple[str, Any]) -> None:
        key, value = choice
        self.commits[number][key] = value
        if value is None and key != "first_tag":
            del self.commits[number][key]
        self.site.write_lines("commits.jsonl", self.commits)

    @rule()
    def find_another_commit(self) -> None:
        self.commits = [c for c in self.commits if c != ANOTHER] + [ANOTHER] * (
            ANOTHER not in self.commits
        )
        self.commits.sort(key=lambda commit: str(commit["sha"]))
        self.site.write_lines("commits.jsonl", self.commits)

    @rule(count=st.integers(0, 9))
    def tag(self, count: int) -> None:
        known = deepcopy(self.release)
        known["tags"] = known["tags"][:count]
        self.site.write_lines("releases.jsonl", [known] if count else [])

    @rule(path=st.sampled_from(["commits.jsonl", "releases.jsonl"]))
    def lose_the_store(self, path: str) -> None:
        self.site.write(f"content/_data/{path}", None)

    @rule(choice=_choices(OTHER_FILES))
    def write_other_file(self, choice: tuple[str, Any]) -> None:
        self.site.write(*choice)

    @rule(choice=_choices(SETTINGS))
    def configure(self, choice: tuple[str, Any]) -> None:
        self.site.configure(**dict([choice]))

    @rule(choice=_choices(OPTIONS))
    def set_option(self, choice: tuple[str, Any]) -> None:
        self.site.options(**dict([choice]))

    @rule(time=st.sampled_from(sorted(TIMES)))
    def time_passes(self, time: str) -> None:
        self.environment.setenv("SOURCE_DATE_EPOCH", TIMES[time])

    @rule()
    def check(self) -> None:
        """`kernlog check` keeps what it renders where builds do."""
        open_project(str(self.site.root / "mkdocs.yml")).problems()

    @rule()
    def lose_the_cache(self) -> None:
        shutil.rmtree(self.site.root / ".cache", ignore_errors=True)

    @precondition(lambda self: self.edited)
    @rule()
    def show_edited(self) -> None:
        """What the preview does at once, before it builds the rest."""
        self.site.show_edited(sorted(self.edited))

    @rule(parallel=st.booleans(), as_mkdocs=st.booleans())
    def build(self, parallel: bool, as_mkdocs: bool) -> None:
        self._build(preview=False, parallel=parallel, as_mkdocs=as_mkdocs)

    @rule(parallel=st.booleans(), as_mkdocs=st.booleans())
    def preview(self, parallel: bool, as_mkdocs: bool) -> None:
        self._build(preview=True, parallel=parallel, as_mkdocs=as_mkdocs)

    def _build(self, *, preview: bool, parallel: bool, as_mkdocs: bool) -> None:
        self.agrees = False
        self.edited.clear()
        again = self.site.again(preview=preview, parallel=parallel)
        clean = self.site.clean(preview=preview, as_mkdocs=as_mkdocs)
        assert again.differences(clean) == []
        self.agrees = True


class EditingInTheRealTheme(Editing):
    """The same with the theme that readers see."""

    plain = False


def _run(machine: type[Editing], examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )


def test_building_again_gives_what_a_clean_build_gives() -> None:
    _run(Editing, EXAMPLES)


def test_so_it_is_with_the_real_theme() -> None:
    _run(EditingInTheRealTheme, max(1, EXAMPLES // 5))
