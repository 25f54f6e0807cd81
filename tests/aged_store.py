"""A commit store that knows what became of its commits, for copies of tests/site."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

REVERTED_IN_RC5 = {
    "kind": "reverted",
    "sha": "3d6e2e70ab4d8c8f9b5203e1d6c7f809a1b2c3d4",
    "subject": 'Revert "arm: add support for LZO-compressed kernels"',
    "author": "Ciro Undoer",
    "first_tag": "v2.6.33-rc5",
}
"""As a store of an older kernlog has it, which knows no dates."""
FIXED_IN_RC5 = {
    "kind": "fixed",
    "sha": "2c5d1d6f9a3c7b7e8a41f2d0c5b6e7f8091a2b3c",
    "subject": "lib: let LZO live with small stacks",
    "author": "Bea Mender",
    "first_tag": "v2.6.33-rc5",
    "committed": "2010-01-20T10:00:00+01:00",
}
INTRODUCED = {
    "id": "CVE-2024-57974",
    "role": "introduced",
    "fixed_in": ["5.10.235", "6.14"],
    "published": "2025-02-27T02:07:05+00:00",
    "score": 7.8,
}
OPEN = {"id": "CVE-2026-72014", "role": "introduced", "fixed_in": []}
FIXED = {"id": "CVE-2010-0003", "role": "fixed", "fixed_in": ["2.6.33"]}
BACKPORTS = [
    {"tree": "mirror", "sha": "4e7f3f81bc5e9d90ac6314f2e7d8091ab2c3d4e5", "first_tag": "v2.6.32.9"},
    {"tree": "gone", "sha": "5f804092cd6faea1bd742503f8e91a2bc3d4e5f6", "first_tag": "v2.6.31.12"},
]
PULL = {
    "sha": "609151a3de70bfb2ce85361409fa2b3cd4e5f607",
    "subject": "Merge branch 'lzo' of git://git.example.org/arm",
}
OUTCOMES: dict[str, dict[str, Any]] = {
    "0e1227d356e9": {"fate": [], "cves": [FIXED]},
    "5ad6468801d2": {"fate": [], "cves": [OPEN]},
    "7dd65feb6c60": {
        "fate": [FIXED_IN_RC5],
        "backports": BACKPORTS,
        "cves": [INTRODUCED, OPEN, FIXED],
        "pull": PULL,
        "stable": "2.6.32.x",
    },
    "e7db7b4270ed": {"fate": [REVERTED_IN_RC5]},
}
"""What became of which commit; of one all that can."""


def age(content: Path) -> None:
    """Let a store learn what became of its commits."""
    store = content / "_data" / "commits.jsonl"
    lines = [json.loads(line) for line in store.read_text().splitlines()]
    for line in lines:
        line.update(OUTCOMES.get(line["sha"][:12], {}))
    store.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines))
