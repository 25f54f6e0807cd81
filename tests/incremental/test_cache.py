"""The cache is a convenience: whatever happens to it, the site comes out the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
from itertools import cycle
from pathlib import Path
from random import Random

import pytest
from cache_rows import change_rows, keys_in
from editable_site import EPOCH, EditableSite, Outcome, assert_same_site
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kernlog_site.incremental import cache
from kernlog_site.incremental.cache import Cache, pack, unpack
from kernlog_site.incremental.digest import DIGEST_SIZE, digest
from kernlog_site.tools.project import open_project


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> tuple[EditableSite, Outcome, bytes]:
    """A site that was built before, what a clean build gives, and the bytes of the cache."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", EPOCH)
        editable = EditableSite(tmp_path_factory.mktemp("used"))
        editable.again()
        return editable, editable.clean(strict=True), (editable.cache).read_bytes()


# --- damage ---------------------------------------------------------------------------------------

damages = st.lists(
    st.tuples(
        st.sampled_from(["overwrite", "flip", "zero", "truncate", "insert"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=64),
    ),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, damage: list[tuple[str, float, bytes]]) -> bytes:
    """Bytes after some accidents at places given from 0 to 1."""
    for what, where, new in damage:
        at = int(where * len(data))
        end = min(at + len(new), len(data))
        if what == "overwrite":
            data = data[:at] + new[: end - at] + data[end:]
        elif what == "flip":
            data = (
                data[:at] + bytes(b ^ 1 << new[0] % 8 for b in data[at : at + 1]) + data[at + 1 :]
            )
        elif what == "zero":
            data = data[:at] + bytes(end - at) + data[end:]
        elif what == "truncate":
            data = data[:at]
        else:
            data = data[:at] + new + data[at:]
    return data


@pytest.mark.no_cover
@settings(
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(damage=damages, lose_the_site=st.booleans())
def test_damaged_at_random_bytes(
    used: tuple[EditableSite, Outcome, bytes],
    damage: list[tuple[str, float, bytes]],
    lose_the_site: bool,
) -> None:
    editable, clean, intact = used
    (editable.cache).write_bytes(damaged(intact, damage))
    if lose_the_site:
        shutil.rmtree(editable.root / "site", ignore_errors=True)

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", EPOCH)
        assert_same_site(editable.again(strict=True), clean)


@pytest.mark.no_cover
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(lost=st.sets(st.integers(0, 60), min_size=1), how=st.sampled_from(["gone", "cut", "null"]))
def test_of_what_belongs_together_some_may_be_lost(
    used: tuple[EditableSite, Outcome, bytes], lost: set[int], how: str
) -> None:
    editable, clean, intact = used
    (editable.cache).write_bytes(intact)
    shutil.rmtree(editable.root / "site", ignore_errors=True)
    change = {
        "gone": "DELETE FROM entries WHERE rowid = ?",
        "cut": "UPDATE entries SET zstd = substr(zstd, 2) WHERE rowid = ?",
        "null": "UPDATE entries SET zstd = NULL WHERE rowid = ?",
    }
    change_rows(editable.cache, change[how], [(number,) for number in lost])

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", EPOCH)
        assert_same_site(editable.again(strict=True), clean)


def test_an_old_entry_may_be_damaged(editable: EditableSite) -> None:
    editable.again()
    change_rows(editable.cache, "UPDATE entries SET zstd = NULL", [()])
    editable.edit("Another text.")

    assert_same_site(editable.again(), editable.clean())


def test_an_entry_is_worth_nothing_under_another_key(editable: EditableSite) -> None:
    editable.again()
    shutil.rmtree(editable.root / "site")
    connection = sqlite3.connect(editable.cache)
    rows = connection.execute("SELECT proof, zstd, key FROM entries").fetchall()
    keys = [key for _, _, key in rows]
    moved = [(*row[:2], key) for row, key in zip(rows, keys[1:] + keys[:1], strict=True)]
    connection.executemany("UPDATE entries SET proof = ?, zstd = ? WHERE key = ?", moved)
    connection.commit()
    connection.close()

    assert_same_site(editable.again(), editable.clean())


ALIEN = [
    *(b"", b"\0", b"null", b"0", b"true", b'"\xff"', b'"a', b"a\tb\tc\td\n", b"[" * 100_000),
    *(b"[[1]]", b"[{}]", b'[["a"]]', b'{"a": 1}', b'{"a": [1]}', b'{"a": [[], {}]}', b"x" * 64),
    *(b'{"a": [{"b": 1}, {}]}', b'{"a": [{}, {"b": "c"}]}', b'["../elsewhere"]', b"\xa1\x61\x62"),
]
"""What nobody kept: of no shape, or of one that only looks right."""


@pytest.mark.no_cover
@settings(
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    values=st.lists(st.binary(max_size=80) | st.sampled_from(ALIEN), min_size=1, max_size=8),
    is_packed=st.booleans(),
    has_site=st.booleans(),
    is_edited=st.booleans(),
)
@example(values=[b"x"], is_packed=True, has_site=True, is_edited=False)
# As many digests as there are subjects of events: the site and two releases.
@example(values=[b"x" * 3 * DIGEST_SIZE], is_packed=True, has_site=True, is_edited=False)
def test_a_value_of_another_shape_is_as_good_as_none(
    used: tuple[EditableSite, Outcome, bytes],
    values: list[bytes],
    is_packed: bool,
    has_site: bool,
    is_edited: bool,
) -> None:
    """Each with a digest that proves it. Finished files have no shape: they may be any bytes."""
    editable, clean, intact = used
    editable.cache.write_bytes(intact)
    if not has_site:
        shutil.rmtree(editable.root / "site", ignore_errors=True)
    files = set(clean.files.values())
    connection = sqlite3.connect(editable.cache)
    kept = connection.execute("SELECT key, zstd FROM entries ORDER BY key").fetchall()
    connection.close()
    keys = [key for key, packed in kept if not is_packed or unpack(packed) not in files]
    packed = [pack(value) if is_packed else value for value in values]
    rows = [(digest(key, its), its, key) for key, its in zip(keys, cycle(packed), strict=False)]
    change_rows(editable.cache, "UPDATE entries SET proof = ?, zstd = ? WHERE key = ?", rows)

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", EPOCH)
        if is_edited:  # so that texts are asked for their parts
            editable.configure(copyright=values[0].hex())
            clean = editable.clean(strict=True)
        assert_same_site(editable.again(strict=True), clean)
        editable.configure(copyright=None)


def test_sync_wants_all_that_is_cited_though_entries_are_lost(editable: EditableSite) -> None:
    def wanted() -> object:
        return open_project(str(editable.root / "mkdocs.yml")).wanted()

    everything = wanted()
    keys = sorted(keys_in(editable.cache))
    intact = (editable.cache).read_bytes()
    for key in keys:
        (editable.cache).write_bytes(intact)
        change_rows(editable.cache, "DELETE FROM entries WHERE key = ?", [(key,)])
        assert wanted() == everything


def test_it_stays_in_proportion_to_the_site(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_ROOM", 0)
    sizes = []
    for number in range(30):
        editable.edit(f"Text {number}: " + os.urandom(4000).hex())
        editable.again()
        sizes.append((editable.cache).stat().st_size)

    assert max(sizes[15:]) <= max(sizes[5:15]) * 1.2
    assert_same_site(editable.again(), editable.clean())


def test_what_is_used_is_never_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_ROOM", 0)
    names = [bytes([number]) * 16 for number in range(9)]
    data = Random(0).randbytes(1000)
    with Cache(tmp_path / "pages.db") as old:
        for name in names:
            old.put(name, pack(data))
        old.save()
    with Cache(tmp_path / "pages.db") as new:
        new.needs(names[0])
        assert new.get(names[1]) == data
        new.sweep()
        assert keys_in(tmp_path / "pages.db") == set(names), "nothing has grown"
        new.put(names[8], pack(data))
        new.save()
        new.sweep()

    left = keys_in(tmp_path / "pages.db")
    assert {names[0], names[1], names[8]} < left
    assert len(left) == 6, "as much again as was used, the newest first"
    assert names[7] in left
