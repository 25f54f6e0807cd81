"""Which file has a commit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.outputs.lookup.format import Sharding

HASHES = st.text("0123456789abcdef", min_size=40, max_size=40)
COUNTS = st.integers(0, 10_000_000)


@pytest.mark.parametrize(
    ("citations", "digits", "step", "shards"),
    [
        (0, 1, 16, 1),
        (48, 1, 16, 1),
        (49, 1, 8, 2),
        (96, 1, 8, 2),
        (768, 1, 1, 16),
        (769, 2, 8, 32),
        (50_000, 3, 4, 1024),
        (49_153, 3, 4, 1024),
        (262_144, 3, 4, 1024),
        (262_145, 3, 2, 2048),
        (900_000, 3, 1, 4096),
        (100_000_000, 4, 1, 65536),
    ],
)
def test_a_site_has_as_many_shards_as_it_takes(
    citations: int, digits: int, step: int, shards: int
) -> None:
    sharding = Sharding.of(citations)
    assert sharding == Sharding(digits, step)
    assert len(list(sharding.names())) == shards


def test_a_hash_leads_to_its_shard_by_its_first_digits() -> None:
    sharding = Sharding(3, 4)
    assert sharding.name("7c68af6e32c7") == sharding.name("7c68") == "7c4"
    assert sharding.name("0010") == "000"
    assert list(sharding.beginnings("7c4")) == ["7c4", "7c5", "7c6", "7c7"]


@given(HASHES, COUNTS)
def test_every_hash_is_in_one_shard_and_an_abbreviation_leads_there(
    sha: str, citations: int
) -> None:
    sharding = Sharding.of(citations)
    name = sharding.name(sha)
    assert sharding.name(sha[:4]) == name
    assert name in set(sharding.names())
    assert sum(sha.startswith(begin) for begin in sharding.beginnings(name)) == 1


@given(COUNTS)
def test_shards_are_all_there_is(citations: int) -> None:
    sharding = Sharding.of(citations)
    begins = [begin for name in sharding.names() for begin in sharding.beginnings(name)]
    assert begins == [f"{number:0{sharding.digits}x}" for number in range(16**sharding.digits)]
