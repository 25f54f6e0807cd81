"""The mainline releases from 2.6.13 to 6.19, evenly spread over the years they took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha1

from bench.archive import Release, Tag

VERSIONS = (
    *(f"2.6.{number}" for number in range(13, 40)),
    *(f"3.{number}" for number in range(20)),
    *(f"4.{number}" for number in range(21)),
    *(f"5.{number}" for number in range(20)),
    *(f"6.{number}" for number in range(20)),
)

_BEGUN = datetime(2005, 6, 17, 19, 48, tzinfo=UTC)
_CYCLE = timedelta(days=69, hours=19)
_MERGE_WINDOW = timedelta(days=14)
_CANDIDATES = 7


def releases(most: int = len(VERSIONS)) -> tuple[Release, ...]:
    """The newest releases, oldest first."""
    return tuple(_release(number) for number in range(len(VERSIONS)))[-most:]


def _release(number: int) -> Release:
    version = VERSIONS[number]
    begun = _BEGUN + number * _CYCLE
    names = [f"v{version}-rc{candidate}" for candidate in range(1, _CANDIDATES + 1)]
    tags = [
        _tag(name, begun + _MERGE_WINDOW + index * timedelta(days=7))
        for index, name in enumerate(names)
    ]
    tags.append(_tag(f"v{version}", begun + _CYCLE))
    return Release(version, VERSIONS[number - 1] if number else "2.6.12", begun, tuple(tags))


def _tag(name: str, date: datetime) -> Tag:
    # A digest, so that a tag's commit stays the same whatever else is made.
    return Tag(name, date, sha1(name.encode(), usedforsecurity=False).hexdigest())
