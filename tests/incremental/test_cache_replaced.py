"""Whatever lies where the cache should be, builds are right, and a cache comes back."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cache_rows import keys_in
from editable_site import EditableSite, assert_same_site

from kernlog_site.incremental.digest import digest


def an_empty_file(file: Path) -> None:
    file.write_bytes(b"")


def a_text(file: Path) -> None:
    file.write_text("no cache\n" * 1000)


def a_folder(file: Path) -> None:
    file.unlink()
    (file / "below").mkdir(parents=True)


def a_link_to_nowhere(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def a_link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def a_link_to_a_folder_that_is_not_there(file: Path) -> None:
    file.unlink()
    file.symlink_to("no/where")


def a_file_where_the_folder_is(file: Path) -> None:
    shutil.rmtree(file.parent.parent)
    file.parent.parent.write_text("a file")


def another_version(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("DROP TABLE entries")
    connection.execute("CREATE TABLE entries (key BLOB PRIMARY KEY, page TEXT)")
    connection.commit()
    connection.close()


def packed_another_way(file: Path) -> None:
    """As it was when entries were packed with zlib, each with a digest that proves it."""
    connection = sqlite3.connect(file)
    keys = [key for (key,) in connection.execute("SELECT key FROM entries")]
    connection.execute("DROP TABLE entries")
    connection.execute("CREATE TABLE entries (key BLOB PRIMARY KEY, proof BLOB, data BLOB)")
    old = zlib.compress(b"old")
    rows = [(key, digest(key, old), old) for key in keys]
    connection.executemany("INSERT INTO entries VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()


def another_database(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE songs (name TEXT)")
    connection.commit()
    connection.close()


def damage_behind_the_header(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


def the_journal_of_another(file: Path) -> None:
    file.with_name(f"{file.name}-journal").write_bytes(
        b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(4096)
    )


REPLACEABLE: list[Callable[[Path], None]] = [
    an_empty_file,
    a_text,
    a_link_to_nowhere,
    another_version,
    packed_another_way,
    another_database,
    damage_behind_the_header,
    the_journal_of_another,
]
IN_THE_WAY: list[Callable[[Path], None]] = [
    a_folder,
    a_link_to_itself,
    a_link_to_a_folder_that_is_not_there,
    a_file_where_the_folder_is,
]


@pytest.mark.parametrize("place", [*REPLACEABLE, *IN_THE_WAY])
def test_something_else_in_its_place(editable: EditableSite, place: Callable[[Path], None]) -> None:
    editable.again()
    place(editable.cache)
    editable.edit("Another text.")

    for _ in range(2):
        assert_same_site(editable.again(strict=True), editable.clean(strict=True))


@pytest.mark.parametrize("place", REPLACEABLE)
def test_a_cache_that_is_none_is_replaced(
    editable: EditableSite, place: Callable[[Path], None]
) -> None:
    editable.again()
    known = keys_in(editable.cache)
    place(editable.cache)
    for _ in range(2):
        editable.again()

    assert keys_in(editable.cache) == known
