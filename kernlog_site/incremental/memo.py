"""Digests of many things that an earlier build found out, kept as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import DIGEST_SIZE


def remembered(
    cache: Cache, key: bytes, count: int, find: Callable[[], Iterable[bytes]]
) -> Sequence[bytes]:
    """A digest for each of so many things, from the cache if they were made from the same before.

    `key` is a digest of all that they are made from, and of which they are.
    """
    kept = cache.get(key)
    if kept is None or len(kept) != count * DIGEST_SIZE:
        kept = b"".join(find())
        cache.put(key, pack(kept))
    return [kept[at : at + DIGEST_SIZE] for at in range(0, len(kept), DIGEST_SIZE)]
