"""The rows of a cache, to be looked at and changed behind its back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any


def keys_in(file: Path) -> set[bytes]:
    """What is kept; fails where that is no cache."""
    connection = sqlite3.connect(file)
    try:
        return {key for (key,) in connection.execute("SELECT key FROM entries")}
    finally:
        connection.close()


def change_rows(file: Path, statement: str, values: list[tuple[Any, ...]]) -> None:
    connection = sqlite3.connect(file)
    connection.executemany(statement, values)
    connection.commit()
    connection.close()
