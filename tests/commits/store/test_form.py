"""A mark says in which form a file of the store is, and a newer form is not guessed at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from odd_store_lines import RECORDS, written
from record_factories import commit
from sync_workspace import SyncWorkspace

from kernlog_site.commits.store.commit_lines import line_of
from kernlog_site.commits.store.form import MARK, NewerForm, ensure_known_form, form_in
from kernlog_site.commits.store.line_format import is_in_form
from kernlog_site.commits.store.reader import CommitStore, read_commits, read_releases
from kernlog_site.commits.store.sorted_lines import SortedLines
from kernlog_site.commits.store.writer import BrokenLedger, Ledger
from kernlog_site.commits.sync.verify import verify

PATH = "_data/commits.jsonl"
LINES = [line_of(commit(sha)) for sha in ("a1", "a2", "f0")]
COMMITS = b"".join(LINES)
RELEASE = b'{"version": "2.6.33", "tree": "linux", "tags": []}\n'
NEWER = b'{"form": 2}\n'
CONFLICT = b'<<<<<<< one\n{"form": 1}\n=======\n{"form": 2}\n>>>>>>> other\n'
DAMAGED = ['{"form": "x"}', '{"form": 0}', '{"form": -1}', '{"form": true}', '{"form": null}']
DAMAGED += ['{"form": 2.0}', '{"form": [2]}', '{"form"}', '["form"]', '{"form": 1}}']


def ledger(path: Path) -> Ledger[str]:
    return Ledger(path, lambda record: str(record["sha"]), list(json.loads(LINES[0])))


def seen(data: bytes) -> Any:
    """What can be told of a file, whatever the lines on which it stands."""
    store, problems = read_commits(PATH, data)
    found = [store.find(tree, "") for tree in ("linux", "stable")]
    return found, len(store), bool(store), [problem.text for problem in problems]


@given(st.lists(RECORDS, max_size=4), st.booleans())
@example([], True)
def test_a_marked_file_says_the_same(records: list[dict[str, Any]], is_ascii: bool) -> None:
    lines = sorted(written(record, is_ascii) for record in records)
    data = b"".join(lines)
    marked, plain = seen(MARK + data), seen(data)
    if any("stands twice" in text for text in plain[-1]):  # which names the first line
        marked, plain = marked[:-1], plain[:-1]
    assert marked == plain
    assert is_in_form(MARK + data) is (is_in_form(data) or not data)


def test_a_marked_file_is_searched_as_it_is() -> None:
    assert is_in_form(MARK + COMMITS)
    store = CommitStore(SortedLines.of(MARK + COMMITS))
    assert len(store) == 3
    assert store.starting("a") == LINES[:2]
    assert not CommitStore(SortedLines.of(MARK))


@pytest.mark.parametrize(
    "data",
    [
        MARK + MARK + COMMITS,
        LINES[0] + MARK + LINES[1] + LINES[2],
        COMMITS + MARK,
        b'{"form":1}\n' + COMMITS,
        b"\xef\xbb\xbf" + MARK + COMMITS.replace(b"\n", b"\r\n"),
    ],
    ids=["twice", "in the middle", "at the end", "by hand", "from Windows"],
)
def test_a_mark_out_of_place_is_no_harm_but_not_in_form(data: bytes) -> None:
    assert not is_in_form(data)
    assert seen(data) == seen(COMMITS)


@pytest.mark.parametrize("mark", DAMAGED)
def test_a_damaged_mark_is_a_broken_line(mark: str, tmp_path: Path) -> None:
    line = f"{mark}\n".encode()
    _, (problem,) = read_commits(PATH, line + COMMITS)
    assert (problem.line, problem.hint) == (1, "Restore the file from version control.")
    facts, (problem,) = read_releases("r", RELEASE + line)
    assert (problem.line, len(facts)) == (2, 1)
    path = tmp_path / "commits.jsonl"
    path.write_bytes(line + COMMITS)
    with pytest.raises(BrokenLedger, match=r"commits\.jsonl:1: "):
        ledger(path)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (NEWER + COMMITS, 1),
        (b'{"form": 2, "by": "kernlog 9"}\n' + COMMITS, 1),
        (MARK + NEWER + COMMITS, 2),
        (COMMITS + NEWER, 4),
        (CONFLICT + COMMITS, 4),
        (NEWER + b'{"of another form": [\n', 1),
        (NEWER, 1),
        (b"\xef\xbb\xbf" + NEWER, 1),
        (b"\r" + NEWER, 2),
    ],
)
def test_a_newer_form_is_one_problem_and_nothing_is_guessed(data: bytes, line: int) -> None:
    told = f"{PATH}:{line}: The file was written by a newer kernlog (form 2). Upgrade kernlog."
    store, problems = read_commits(PATH, data)
    assert ([*map(str, problems)], len(store), bool(store)) == ([told], 0, False)
    facts, problems = read_releases(PATH, data)
    assert ([*map(str, problems)], facts) == ([told], {})
    with pytest.raises(NewerForm) as raised:
        ensure_known_form(PATH, data)
    assert str(raised.value) == told


def test_text_and_keys_that_look_like_a_mark_are_none() -> None:
    record = json.loads(LINES[0]) | {"form": 2, "subject": '{"form": 2}'}
    line = json.dumps(record)
    assert form_in(line) is None
    assert read_commits(PATH, line.encode())[1] == ()
    assert form_in('{"form": 1' + "0" * 5000 + "}") is None


def test_sync_keeps_a_mark_and_writes_none(tmp_path: Path) -> None:
    path = tmp_path / "commits.jsonl"
    for before, after in (
        (MARK + COMMITS, MARK + COMMITS),
        (COMMITS, COMMITS),
        (MARK + MARK + COMMITS, MARK + COMMITS),
        (LINES[0] + MARK + LINES[1] + LINES[2], MARK + COMMITS),
    ):
        path.write_bytes(before)
        assert ledger(path).save() is (before != after)
        assert path.read_bytes() == after


@pytest.mark.parametrize("name", ["commits.jsonl", "releases.jsonl"])
def test_a_sync_without_news_touches_no_marked_file_and_no_newer_one(
    tmp_path: Path, name: str
) -> None:
    workspace = SyncWorkspace(tmp_path)
    sha = workspace.linux.commit("first")
    workspace.linux.tag("v2.6.33")
    workspace.sync([sha])
    path = workspace.store / name
    marked = MARK + path.read_bytes()
    path.write_bytes(marked)
    assert not workspace.sync([sha]).changed
    assert path.read_bytes() == marked
    path.write_bytes(marked.replace(MARK, NEWER))
    before = {file.name: file.read_bytes() for file in workspace.store.iterdir()}
    with pytest.raises(NewerForm, match=rf"{name}:1: .* \(form 2\)\. Upgrade kernlog\.$"):
        workspace.sync([workspace.linux.commit("second")])
    assert {file.name: file.read_bytes() for file in workspace.store.iterdir()} == before


def test_a_newer_form_is_not_compared_with_clones(tmp_path: Path) -> None:
    workspace = SyncWorkspace(tmp_path)
    workspace.sync([workspace.linux.commit("first")])
    path = workspace.store / "commits.jsonl"
    wrong = path.read_bytes().replace(b'"first"', b'"another"')
    path.write_bytes(MARK + wrong)
    (problem,) = verify(workspace.store, "_data", workspace.trees, workspace.root)
    assert problem.line == 2
    path.write_bytes(NEWER + wrong)
    assert verify(workspace.store, "_data", workspace.trees, workspace.root) == []
