"""Lines of the store with whatever git, a hand or an accident may put into one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

ODD = "\t\n\r\0\x0b\x1b\x1e\x7f\x85\u2028\u2029\u202e\ufeff\ud800\udfff\"\\/'<&,:{}[] "
TEXT = st.text(st.characters() | st.sampled_from(ODD), max_size=12)
OFFSETS = st.integers(-86_399, 86_399).map(lambda s: timezone(timedelta(seconds=s)))
DATES = st.one_of(
    st.datetimes(timezones=OFFSETS | st.just(UTC)).map(datetime.isoformat),
    st.datetimes(timezones=st.just(UTC), allow_imaginary=False).map(
        lambda when: when.isoformat(timespec="minutes").replace("+00:00", "Z")
    ),
    st.sampled_from(["20100212T12+01", "2010-W06-5T12:00Z", "2010-02-12 12:00:00,5-0830", "%aI"]),
    st.sampled_from(["10000-01-01T00:00:00+00:00", "2010-02-12T12:00:00+99:99", "2010-02-12", ""]),
)
HASHES = st.text("0123456789abcdef", min_size=40, max_size=40) | st.sampled_from(
    ["a" * 40, "a" * 64, "a" * 39, "a" * 41, "a" * 63, "A" * 40, "a" * 39 + "\n"]
)
FOLLOWUPS = st.fixed_dictionaries(
    {"kind": TEXT, "sha": HASHES, "subject": TEXT, "author": TEXT, "first_tag": st.none() | TEXT},
    optional={"committed": st.none() | DATES},
)
BACKPORTS = st.fixed_dictionaries({"tree": TEXT, "sha": HASHES, "first_tag": st.none() | TEXT})
CVES = st.fixed_dictionaries(
    {
        "id": TEXT,
        "role": st.sampled_from(["introduced", "fixed"]) | TEXT,
        "fixed_in": st.lists(TEXT, max_size=2),
    },
    optional={"published": DATES, "score": st.sampled_from([0, 7.8, 10.0, 9.99, -1, "7", True])},
)
ANY = st.none() | st.integers() | TEXT | st.lists(TEXT, max_size=2)
RECORDS = st.fixed_dictionaries(
    {
        "sha": HASHES,
        "tree": st.sampled_from(["linux", "stable"]) | TEXT,
        "subject": TEXT,
        "author": TEXT,
        "authored": DATES,
        "committed": DATES,
    },
    optional={
        "first_tag": st.none() | TEXT,
        "links": st.lists(TEXT, max_size=2),
        "bugs": st.lists(TEXT, max_size=2),
        "fate": st.lists(FOLLOWUPS, max_size=2),
        "backports": st.lists(BACKPORTS, max_size=2),
        "cves": st.lists(CVES, max_size=2),
        "pull": st.none() | st.fixed_dictionaries({"sha": HASHES, "subject": TEXT}),
        "stable": st.none() | TEXT,
        "mine": ANY,
    },
)
"""Most are commits, some lack what the store needs."""


def written(record: dict[str, Any], is_ascii: bool) -> bytes:
    """A line, as far as it can be encoded with its letters as they are."""
    text = json.dumps(record, ensure_ascii=is_ascii)
    return (text if is_ascii else text.encode("utf-8", "replace").decode()).encode() + b"\n"
