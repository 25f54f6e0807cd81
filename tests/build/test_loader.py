"""A large store is looked through by several processes, and found the same as by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from editable_site import EditableSite
from mkdocs.structure.files import File, Files
from record_factories import commit

from kernlog_site.build import loader as gathering
from kernlog_site.build import loader as stocktaking
from kernlog_site.build.loader import StoreFiles, load_store
from kernlog_site.build.state import Reuse
from kernlog_site.commits.store.commit_lines import line_of
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.incremental import workers
from kernlog_site.incremental.cache import Cache

LINES = sorted(line_of(commit(f"{number * 7919 % 65536:04x}")) for number in range(600))
PIECES = [b"".join(LINES)[start:end] for start, end in SortedLines.of(b"".join(LINES)).pieces(4096)]
BY_HAND = LINES[300].replace(b'", "tree"', b'" , "tree"')
STORES = {
    "in form": LINES,
    "two pieces out of order": [*PIECES[:9], PIECES[10], PIECES[9], *PIECES[11:]],
    "two halves out of order": [*PIECES[10:], *PIECES[:10]],
    "two lines out of order": [*LINES[:299], LINES[300], LINES[299], *LINES[301:]],
    "a line by hand": [*LINES[:300], BY_HAND, *LINES[301:]],
    "a line twice": [*LINES[:300], LINES[299], *LINES[300:]],
    "a broken line": [*LINES[:300], b"broken\n", *LINES[300:]],
    "no end": [*LINES[:-1], LINES[-1].rstrip(b"\n")],
    "nothing": [],
}


@pytest.fixture(autouse=True)
def _small_pieces() -> Iterator[None]:
    with patch.object(stocktaking, "_PIECE", 4096):
        yield


class Store:
    """A store in a folder, of which stock is taken."""

    def __init__(self, folder: Path, lines: list[bytes]) -> None:
        self._folder = folder
        self.done: list[str] = []
        (folder / "_data").mkdir(parents=True)
        self.write(lines)

    def write(self, lines: list[bytes]) -> None:
        """Write into its file."""
        (self._folder / "_data" / "commits.jsonl").write_bytes(b"".join(lines))

    def load_store(self, processes: int) -> StoreFiles:
        """Take it with so many processes, doing something else meanwhile."""
        files = Files([File("_data/commits.jsonl", str(self._folder), "site", True)])
        alone = patch.object(workers, "_can_fork", lambda: True)
        by = patch.multiple(workers, _WORTH_IT=1, processors=lambda: processes)
        with alone, by, Cache(self._folder / "cache.db") as cache:
            return load_store(files, "_data", Reuse(cache, b""), lambda: self.done.append("more"))


@pytest.mark.parametrize("name", STORES)
def test_several_processes_find_what_one_finds(tmp_path: Path, name: str) -> None:
    one, two = Store(tmp_path / "one", STORES[name]), Store(tmp_path / "two", STORES[name])

    alone, together = one.load_store(1), two.load_store(2)

    assert together.fingerprint == alone.fingerprint
    assert together.problems == alone.problems
    assert bool(together.problems) is (name == "a broken line")
    assert bool(together.commits) is bool(alone.commits) is bool(STORES[name])
    if together.commits and alone.commits:
        assert len(together.commits) == len(alone.commits) == len(LINES)
        for line in LINES[::50]:
            sha = line[9:49].decode()
            assert len(together.commits.find("linux", sha)) == 1
            assert together.commits.find("linux", sha) == alone.commits.find("linux", sha)
    assert one.done == []
    assert two.done == (["more"] if STORES[name] else [])


@pytest.mark.parametrize("name", ["in form", "a line by hand"])
@pytest.mark.parametrize("before", [True, False])
def test_what_is_written_into_a_store_meanwhile_is_read(
    tmp_path: Path, name: str, before: bool
) -> None:
    held, looked_through = Store(tmp_path, STORES[name]), stocktaking._look_through
    new = list(reversed(STORES[name]))  # of the same length
    looks = 0

    def look(*looked: Any) -> Any:
        nonlocal looks
        looks += 1
        if looks == 1 and before:
            held.write(new)
        found = looked_through(*looked)
        if looks == 1 and not before:
            held.write(new)
        return found

    with patch.object(stocktaking, "_look_through", look):
        held.load_store(1)

    # What is in form when it is looked through is of use as it was then.
    assert looks == (1 if name == "in form" and not before else 2)
    if looks == 2:
        assert (
            held.load_store(1).fingerprint == Store(tmp_path / "new", new).load_store(1).fingerprint
        )


def test_articles_are_read_meanwhile(editable: EditableSite) -> None:
    store = editable.content / "_data/commits.jsonl"
    lines = {*store.read_bytes().splitlines(keepends=True), *LINES}
    store.write_bytes(b"".join(sorted(lines)))
    editable.write("content/_data/notes.md", "No page.")
    order: list[str] = []

    def note(module: Any, name: str) -> Any:
        its = getattr(module, name)

        def noted(*given: Any, **named: Any) -> Any:
            order.append(name)
            return its(*given, **named)

        return patch.object(module, name, noted)

    with note(gathering, "_read"), note(stocktaking, "are_in_order"):
        again = editable.again(parallel=True)
        assert order == ["_read", "are_in_order"]
        clean = editable.clean()

    assert order == ["_read", "are_in_order", "are_in_order", "_read"]
    assert again.differences(clean) == []


def test_what_was_in_form_is_not_looked_through_again(tmp_path: Path) -> None:
    store = Store(tmp_path, LINES)
    store.load_store(2)
    with patch.object(stocktaking, "ends", side_effect=AssertionError):
        assert store.load_store(2).commits
    assert store.done == ["more"]
