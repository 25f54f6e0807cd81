"""Whatever happened to the files, building again gives what a clean build gives, byte for byte.

To look for mistakes for longer: HYPOTHESIS_EXAMPLES=5000 pytest tests/build/test_incremental.py
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from edit_values import (
    ANOTHER,
    ARTICLES,
    CITING,
    COMMITS,
    FIELDS,
    FILES,
    HANDBOOK,
    NAV,
    OPTIONS,
    OTHER_FILES,
    PAGES,
    PARAGRAPHS,
    RELEASES,
    SERIES,
    SETTINGS,
    TIMES,
    choices_of,
    fields_of,
    texts,
)
from editable_site import EditableSite, Outcome
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kernlog_site.tools.project import open_project

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "8"))


class Editing(RuleBasedStateMachine):
    """Everything that people do to a site between two builds, in any order."""

    plain = True
    agrees = True
    preview = parallel = as_mkdocs = False
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.site = EditableSite(self.folder, plain=self.plain)
        self.environment = pytest.MonkeyPatch()
        self.meta: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}
        self.commits: list[dict[str, Any]] = []
        self.edited: set[str] = set()
        self.known: dict[Hashable, Outcome] = {}

    @contextmanager
    def put_back(self) -> Iterator[None]:
        """All files are afterwards what they are now, and that is built; unless this fails."""
        sources = self.site.sources()
        meta, texts, commits = dict(self.meta), dict(self.texts), deepcopy(self.commits)
        self.agrees = False
        yield
        for path in sources.keys() | self.site.sources().keys():
            self.site.write(path, sources.get(path))
        self.meta, self.texts, self.commits = meta, texts, commits
        self.build()

    @initialize(rhythm=st.sampled_from([1, 1, 4]))
    def open(self, rhythm: int) -> None:
        """Begin; between two builds there are so many steps."""
        self.rhythm = rhythm
        for path in HANDBOOK:
            self.site.write_page(path, {"title": "Handbook"}, "How to write.")
        for path in FILES:
            file = self.site.content / path
            if file.exists():
                _, front, text = ["", "", *file.read_text().split("---\n", 2)][-3:]
                self.meta[path], self.texts[path] = yaml.safe_load(front) or {}, text.strip()
        data = self.site.content / "_data"
        self.commits = [json.loads(x) for x in (data / "commits.jsonl").read_text().splitlines()]
        self.release = json.loads((data / "releases.jsonl").read_text())
        self.time_passes("after it")
        self.site.configure(nav=NAV)
        self.write_text("articles/stable.md", CITING)  # As articles on another release do.
        self.site.write("bit.txt", "One bit.")
        self.environment.chdir(self.site.root)  # Snippets are looked for where MkDocs is run.

    def teardown(self) -> None:
        try:
            if self.agrees:
                self.build()
        finally:
            self.environment.undo()
            shutil.rmtree(self.folder)

    def _write(self, path: str) -> None:
        self.site.write_page(path, self.meta[path], self.texts[path])
        self.edited.add(path)

    def edit(self, field: tuple[str, str, Any]) -> None:
        path, key, value = field
        if path not in self.meta:
            self.meta[path], self.texts[path] = {"title": "New"}, "New."
        changed = self.meta[path] | {key: value}
        self.meta[path] = {key: value for key, value in changed.items() if value is not None}
        self._write(path)

    @rule(field=fields_of(ARTICLES))
    def edit_article(self, field: tuple[str, str, Any]) -> None:
        self.edit(field)

    @rule(field=fields_of(SERIES))
    def edit_series(self, field: tuple[str, str, Any]) -> None:
        self.edit(field)

    @rule(field=fields_of(RELEASES))
    def edit_release(self, field: tuple[str, str, Any]) -> None:
        self.edit(field)

    @rule(field=fields_of(PAGES))
    def edit_page(self, field: tuple[str, str, Any]) -> None:
        self.edit(field)

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

    @rule(number=st.integers(0, 4), choice=choices_of(COMMITS))
    def edit_commit(self, number: int, choice: tuple[str, Any]) -> None:
        key, value = choice
        self.commits[number][key] = value
        if value is None and key != "first_tag":
            del self.commits[number][key]
        self.site.write_lines("commits.jsonl", self.commits)

    @rule(another=st.booleans(), tags=st.integers(0, 9))
    def sync(self, another: bool, tags: int) -> None:
        self.commits = [c for c in self.commits if c != ANOTHER] + [ANOTHER] * another
        self.commits.sort(key=lambda commit: str(commit["sha"]))
        self.site.write_lines("commits.jsonl", self.commits)
        known = {**self.release, "tags": self.release["tags"][:tags]}
        self.site.write_lines("releases.jsonl", [known] if tags else [])

    @rule(path=st.sampled_from(["commits.jsonl", "releases.jsonl"]))
    def lose_the_store(self, path: str) -> None:
        self.site.write(f"content/_data/{path}", None)

    @rule(choice=choices_of(OTHER_FILES))
    def write_other_file(self, choice: tuple[str, Any]) -> None:
        self.site.write(*choice)

    @rule(setting=choices_of(SETTINGS), option=choices_of(OPTIONS), is_own=st.booleans())
    def configure(self, setting: tuple[str, Any], option: tuple[str, Any], is_own: bool) -> None:
        if is_own:
            self.site.options(**dict([option]))
        else:
            self.site.configure(**dict([setting]))

    @rule(time=st.sampled_from(sorted(TIMES)))
    def time_passes(self, time: str) -> None:
        self.environment.setenv("SOURCE_DATE_EPOCH", TIMES[time])

    @rule()
    def check(self) -> None:
        """`kernlog check` keeps what it renders where builds do."""
        open_project(str(self.site.root / "mkdocs.yml")).problems()

    @precondition(lambda self: self.edited)
    @rule()
    def show_edited(self) -> None:
        """What the preview does at once, before it builds the rest."""
        self.site.show_edited(sorted(self.edited))

    @rule(preview=st.booleans(), parallel=st.booleans(), as_mkdocs=st.booleans())
    def build_otherwise(self, preview: bool, parallel: bool, as_mkdocs: bool) -> None:
        """From now on builds are previews or not, and so on."""
        self.preview, self.parallel, self.as_mkdocs = preview, parallel, as_mkdocs

    @invariant()
    def builds_again_as_clean(self) -> None:
        self.steps += 1
        if self.steps % self.rhythm == 0:
            self.build()

    def build(self) -> None:
        self.agrees = False
        self.edited.clear()
        again = self.site.again(preview=self.preview, parallel=self.parallel)
        assert again.differences(self.clean()) == []
        self.agrees = True

    def clean(self) -> Outcome:
        """What a clean build gives; the same of the same files at the same time."""
        time = os.environ["SOURCE_DATE_EPOCH"]
        state = (self.preview, self.as_mkdocs, time, frozenset(self.site.sources().items()))
        if state not in self.known:
            self.known[state] = self.site.clean(preview=self.preview, as_mkdocs=self.as_mkdocs)
        return self.known[state]


Edits = Sequence[Callable[[Editing], None]]


def _places() -> Iterator[tuple[str, Edits]]:
    """Where one thing after the other is written, and how."""
    for key, values in COMMITS.items():
        yield key, [partial(Editing.edit_commit, number=2, choice=(key, its)) for its in values]
    for path in (ARTICLES[0], SERIES[0], RELEASES[1], HANDBOOK[1]):
        for key, values in FIELDS[path].items():
            edits = [partial(Editing.edit, field=(path, key, its)) for its in values]
            yield f"{path} {key}", edits
    yield "text", [partial(Editing.write_text, path=ARTICLES[0], text=its) for its in PARAGRAPHS]
    for path, contents in OTHER_FILES.items():
        yield path, [partial(Editing.write_other_file, choice=(path, its)) for its in contents]


@pytest.fixture(scope="module")
def sites() -> Iterator[list[Editing]]:
    """The sites that this process previewed; the last one is as it was opened, if it agrees."""
    opened: list[Editing] = []
    yield opened
    for site in reversed(opened):
        site.teardown()


@pytest.fixture
def previewed(sites: list[Editing]) -> Editing:
    """A site of which the last preview is right."""
    if not sites or not sites[-1].agrees:
        sites.append(Editing())
        sites[-1].open(rhythm=1)
        sites[-1].preview = True
        sites[-1].build()
    return sites[-1]


@pytest.mark.no_cover
@pytest.mark.parametrize("edits", [pytest.param(edits, id=name) for name, edits in _places()])
def test_every_change_alone(previewed: Editing, edits: Edits) -> None:
    """Each is the only one between two previews, which show most."""
    with previewed.put_back():
        for edit in edits:
            edit(previewed)
            previewed.build()


class EditingInTheRealTheme(Editing):
    """The same with the theme that readers see."""

    plain = False


def _run(machine: type[Editing], examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )


@pytest.mark.no_cover
def test_building_again_gives_what_a_clean_build_gives() -> None:
    _run(Editing, EXAMPLES)


@pytest.mark.no_cover
def test_so_it_is_with_the_real_theme() -> None:
    _run(EditingInTheRealTheme, max(1, EXAMPLES // 5))
