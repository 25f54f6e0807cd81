"""A memo: the digests of many things, kept in the cache as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.incremental.digest import DIGEST_SIZE


def remembered(
    cache: Cache, key: bytes, count: int, find: Callable[[], Iterable[bytes]]
) -> Sequence[bytes]:
    """The digests of `count` things, in order: from the cache, or found out and kept there.

    `key` is the cache key: a digest of all that the things are made from, and of which they are.
    `find` gives the digest of each.
    """
    kept = cache.get(key)
    if kept is None or len(kept) != count * DIGEST_SIZE:
        kept = b"".join(find())
        cache.put(key, pack(kept))
    return [kept[at : at + DIGEST_SIZE] for at in range(0, len(kept), DIGEST_SIZE)]
