"""A large store is looked through by several processes, and found the same as by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from mkdocs.structure.files import File, Files
from writing import commit

from kernlog_site.building import stocktaking, workers
from kernlog_site.building.cache import Cache
from kernlog_site.building.reuse import Reuse
from kernlog_site.building.stocktaking import Stock, take_stock
from kernlog_site.commits.store import line_of

LINES = sorted(line_of(commit(f"{number * 7919 % 65536:04x}")) for number in range(600))
BY_HAND = LINES[300].replace(b'", "tree"', b'" , "tree"')
STORES = {
    "in form": LINES,
    "two pieces out of order": [*LINES[300:], *LINES[:300]],
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
        (folder / "_data").mkdir()
        (folder / "_data" / "commits.jsonl").write_bytes(b"".join(lines))

    def take_stock(self, processes: int) -> Stock:
        """Take it with so many processes, doing something else meanwhile."""
        files = Files([File("_data/commits.jsonl", str(self._folder), "site", True)])
        alone = patch.object(workers, "_can_fork", lambda: True)
        by = patch.multiple(workers, _WORTH_IT=1, processors=lambda: processes)
        with alone, by, Cache(self._folder / "cache.db") as cache:
            return take_stock(files, "_data", Reuse(cache, b""), lambda: self.done.append("more"))


@pytest.mark.parametrize("name", STORES)
def test_several_processes_find_what_one_finds(tmp_path: Path, name: str) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = Store(tmp_path / "one", STORES[name]), Store(tmp_path / "two", STORES[name])

    alone, together = one.take_stock(1), two.take_stock(2)

    assert together.made_from == alone.made_from
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


def test_what_was_in_form_is_not_looked_through_again(tmp_path: Path) -> None:
    store = Store(tmp_path, LINES)
    store.take_stock(2)
    with patch.object(stocktaking, "ends", side_effect=AssertionError):
        assert store.take_stock(2).commits
    assert store.done == ["more"]
