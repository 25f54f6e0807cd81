from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
SECURITY = (ROOT / "SECURITY.md").read_text()


def test_the_extension_works_as_the_readme_says() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    assert len(code[1].strip().splitlines()) == 3
    names: dict[str, Any] = {}

    exec(code[1], names)

    assert 'linux.git/commit/?id=7dd65feb6c60">1</a>' in names["html"]


def test_every_promise_about_security_names_what_holds_it() -> None:
    rows = [row.split("|") for row in SECURITY.split("\n") if row.startswith("| ")][2:]

    for _, never, held_by, _ in rows:
        tests = re.findall(r"`(tests/\S+\.py)`", held_by)
        assert tests, never
        assert all((ROOT / test).is_file() for test in tests), held_by
    assert len(rows) > 10


def test_every_file_that_contributing_names_is_there() -> None:
    named = re.findall(r"`([\w./-]+\.(?:py|js|css|html|md|svg))`", CONTRIBUTING)
    places = (ROOT, ROOT / "kernlog_site", ROOT / "theme", ROOT / "content")

    missing = {name for name in named if "/" in name and not _is_in(places, name)}

    assert not missing
    assert len(set(named)) > 60


def test_twenty_changes_have_their_place() -> None:
    rows = re.findall(r"^\| [^|]+ \| (`[^|]+) \|$", CONTRIBUTING.partition("### Where")[2], re.M)

    assert len(rows) >= 20


def _is_in(places: Iterable[Path], name: str) -> bool:
    return any((place / name).is_file() for place in places)
