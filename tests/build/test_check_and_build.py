"""`kernlog check` and a strict build say the same of a store, and neither dies of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from editable_site import EPOCH, EditableSite
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odd_store_lines import RECORDS, written

from kernlog_site.core.problems import Severity
from kernlog_site.tools.project import open_project


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> EditableSite:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", EPOCH)
        return EditableSite(tmp_path_factory.mktemp("agreeing"))


@pytest.fixture(scope="module")
def stored(editable: EditableSite) -> list[dict[str, Any]]:
    """The lines of the store as they are."""
    text = (editable.content / "_data/commits.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


@settings(
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "25")),
    suppress_health_check=list(HealthCheck),
)
@given(changes=st.lists(RECORDS, min_size=1, max_size=4), is_ascii=st.booleans())
@example(changes=[{"subject": "a\tb\nc", "author": "\t"}], is_ascii=True)
@example(changes=[{"first_tag": "v2.6.33\t", "fate": []}], is_ascii=True)
def test_they_agree(
    editable: EditableSite,
    stored: list[dict[str, Any]],
    changes: list[dict[str, Any]],
    is_ascii: bool,
) -> None:
    """Whatever the lines of cited commits say, with the hash as it was."""
    lines = [dict(line) for line in stored]
    for line, change in zip(lines, changes, strict=False):
        line.update({key: value for key, value in change.items() if key != "sha"})
    data = b"".join(written(line, is_ascii) for line in lines)
    editable.write("content/_data/commits.jsonl", data)

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", EPOCH)
        built = editable.again(strict=True)
        problems = open_project(str(editable.root / "mkdocs.yml")).problems()

    failing = {its.text for its in problems if its.severity is not Severity.NOTICE}
    assert built.aborted == bool(failing)
    told = [text for text in built.log if not text.startswith("INFO")]
    assert all(any(text in line for line in told) for text in failing)


def test_a_tab_in_a_subject_is_shown_as_a_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    editable = EditableSite(tmp_path)
    store = editable.content / "_data/commits.jsonl"
    subject = "lib: add support for LZO-compressed kernels"
    text = store.read_text()
    assert subject in text
    editable.write("content/_data/commits.jsonl", text.replace(subject, "lib: add\\tLZO"))

    for _ in range(2):  # and from the cache
        built = editable.again()
        pages = [data for path, data in built.files.items() if path.endswith(".html")]
        assert any(b"lib: add LZO" in page for page in pages)
        assert not any(b"lib: add\tLZO" in page for page in pages)
