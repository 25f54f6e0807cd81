"""Whatever stands in a line of the store, all who read it agree on what it says."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from odd_store_lines import ANY, RECORDS, TEXT, written

from kernlog_site.build.markdown.result import rows_from_json, rows_to_json
from kernlog_site.citations import grammar
from kernlog_site.citations.commit_rows import Rows
from kernlog_site.commits.hashes import is_full
from kernlog_site.commits.store.commit_lines import line_of
from kernlog_site.commits.store.line_format import is_in_form
from kernlog_site.commits.store.reader import read_commits
from kernlog_site.commits.web.trees import tree_from
from kernlog_site.core.characters import on_one_line
from kernlog_site.core.commit import Commit
from kernlog_site.core.problems import Problem
from kernlog_site.tools.references import accounts as references

PATH = "_data/commits.jsonl"
PLAIN: dict[str, Any] = {
    "sha": "a" * 40,
    "tree": "linux",
    "subject": "x",
    "author": "y",
    "authored": "2010-02-12T12:00:00+00:00",
    "committed": "2010-02-12T12:00:00+00:00",
}
TREES = {"linux": tree_from("linux", {"host": "cgit", "url": "https://git.example.org/linux.git"})}
ROWS = Rows(TREES, {"lore": "https://lore.example.org/{}"}, str)


def texts_in(commit: Commit) -> list[str]:
    followups = [(its.kind, its.sha, its.subject, its.author, its.first_tag) for its in commit.fate]
    told = (commit.tree, commit.subject, commit.author, commit.first_tag, *commit.links)
    return [text for its in (told, commit.bugs, *followups) for text in its if text is not None]


@given(st.lists(RECORDS, min_size=1, max_size=4), st.booleans(), st.sampled_from([b"", b" "]))
@example([PLAIN | {"authored": "2010-02-12T12:00:00+01:02:03"}], True, b"")
@example([PLAIN | {"authored": "0001-01-01T00:00:00+23:59"}], True, b"")
@example([PLAIN | {"subject": "a\tb\nc", "tree": 'a", "subject": "b'}], True, b"")
def test_everybody_reads_the_same(
    records: list[dict[str, Any]], is_ascii: bool, behind: bytes
) -> None:
    lines = [written(record, is_ascii) for record in records]
    data = b"".join(line.replace(b"\n", behind + b"\n") for line in lines)
    store, problems = read_commits(PATH, data)

    told = {problem.line for problem in problems}
    assert all(str(problem).startswith(f"{PATH}:{problem.line}: ") for problem in problems)
    for number, record in enumerate(records, 1):
        tree = on_one_line(record["tree"].encode("utf-8", "replace").decode())
        found = store.find(tree, record["sha"].strip()) if is_full(record["sha"]) else ()
        assert found or number in told
        for commit in found:
            assert all(on_one_line(text) == text for text in texts_in(commit))
            row = ROWS.row(commit)
            assert rows_from_json(rows_to_json([row]), [commit.id]) == [row]
            line = line_of(commit)
            assert read_commits(PATH, line)[0].find(tree, commit.sha) == (commit,)
            projections = [json.loads(its.json + b"}") for its in store.projections(commit.sha)]
            assert json.loads(line)["subject"] in [its["subject"] for its in projections]
    if is_in_form(data):
        assert not problems


@given(st.lists(RECORDS, min_size=1, max_size=3), st.booleans(), TEXT)
def test_whoever_asks_for_a_commit_gets_an_answer(
    records: list[dict[str, Any]], is_ascii: bool, text: str
) -> None:
    data = b"".join(written(record, is_ascii) for record in records)
    for record in records:
        for asked in (record["sha"], f"{record['tree']}@{record['sha']}", text):
            wanted = references.hash_in(asked)
            if not isinstance(wanted, Problem):
                found = references.find(wanted, PATH, data, "linux")
                assert isinstance(found, Problem) or found.sha.startswith(wanted.digits)


@given(st.lists(st.dictionaries(st.sampled_from([*PLAIN, "fate", "mine"]), ANY)), st.binary())
def test_any_other_line_is_told(records: list[dict[str, Any]], data: bytes) -> None:
    lines = [json.dumps(PLAIN | record).encode() for record in records]
    store, problems = read_commits(PATH, b"\n".join([*lines, data]))
    assert len(store) <= len(lines) + data.count(b"\n") + 1
    assert all(problem.line for problem in problems)
    references.find(grammar.Hash(None, "aaaa"), PATH, b"\n".join([*lines, data]), "linux")
