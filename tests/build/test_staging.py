"""The hidden folders that builds fill: each clears up its own, and what is left of killed ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from editable_site import files_of

from kernlog_site.build.output_dir import OutputDir


@pytest.mark.parametrize("is_good", [True, False])
def test_what_a_killed_build_writes_after_its_end_is_not_left(
    tmp_path: Path, is_good: bool
) -> None:
    folder = tmp_path / "site"
    site = OutputDir(folder, tmp_path / "lock")
    site.begin()
    site.write("index.html", b"new")
    late = folder / ".kernlog-killed" / "feed.json"
    late.parent.mkdir()
    late.write_text("{}")

    if is_good:
        site.publish()
    else:
        site.discard()
    site.end()

    assert files_of(folder) == ({"index.html": b"new"} if is_good else {})
    assert not late.parent.exists()


def test_a_build_that_has_ended_leaves_the_stage_of_another(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    one, two = OutputDir(folder, tmp_path / "lock"), OutputDir(folder, tmp_path / "lock")
    one.begin()
    one.discard()
    one.end()
    two.begin()
    two.write("index.html", b"new")
    one.discard()  # As MkDocs tells of the error that a strict build ends with.
    two.write("more.html", b"more")
    two.publish()
    two.end()

    assert files_of(folder) == {"index.html": b"new", "more.html": b"more"}
