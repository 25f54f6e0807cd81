"""What a sync remembers: it comes back as it was, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sync_workspace import SyncWorkspace

from kernlog_site.commits.followups.messages import NamedCommit, Verdict
from kernlog_site.commits.followups.reverts_and_fixes import Judgement
from kernlog_site.commits.sync.sync_state import ClaimsMemory, SyncMemory, recall, remember

MENTIONS = st.lists(st.builds(NamedCommit, st.text(), st.text()), max_size=2).map(tuple)
VERDICTS = st.builds(Verdict, MENTIONS, st.text(), st.text(), st.text(), MENTIONS)
UNDONE = st.lists(st.text(), max_size=2).map(tuple)
JUDGEMENTS = st.builds(Judgement, st.text(), st.integers(), st.text(), VERDICTS, UNDONE)
HASHES = st.lists(st.text(), max_size=2).map(tuple)
TAKEN_OVER = st.dictionaries(st.text(), HASHES, max_size=2)
CLAIMS = st.builds(ClaimsMemory, HASHES, HASHES, HASHES, TAKEN_OVER)
ENDS = st.dictionaries(st.text(), st.text(), max_size=3)
MEMORIES = st.builds(SyncMemory, ENDS, st.lists(JUDGEMENTS), st.text(), CLAIMS)
KEPT = json.dumps(
    {
        "version": 3,
        "proof": "0" * 64,
        "memory": {"ends": {"HEAD": "0" * 40}, "judgements": [], "store": ""},
    }
).encode()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
IN_PLACE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@IN_PLACE
@given(MEMORIES)
def test_it_comes_back_as_it_was(tmp_path: Path, memory: SyncMemory) -> None:
    path = tmp_path / "sync-linux.json"
    remember(path, memory)
    assert recall(path) == memory


@IN_PLACE
@given(
    st.binary()
    | JSON.map(json.dumps).map(str.encode)
    | st.just(KEPT)
    | st.just(b"[" * 100_000)
    | st.integers(0, len(KEPT)).map(lambda end: KEPT[:end])
)
def test_any_other_bytes_are_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "sync-linux.json"
    path.write_bytes(data)
    assert recall(path) == SyncMemory()


def test_that_of_a_newer_version_is_none_and_is_replaced(tmp_path: Path) -> None:
    path, memory = tmp_path / "sync-linux.json", SyncMemory({"HEAD": "0" * 40}, [], "1" * 64)
    remember(path, memory)
    kept = json.loads(path.read_bytes())
    for newer in (kept | {"version": 4}, {"version": 4, "of another shape": []}):
        path.write_text(json.dumps(newer))
        assert recall(path) == SyncMemory()
    remember(path, memory)
    assert recall(path) == memory


def test_with_any_bytes_a_sync_gives_the_same_store(tmp_path: Path) -> None:
    workspace = SyncWorkspace(tmp_path)
    sha = workspace.linux.commit("lib: add LZO")
    workspace.linux.commit(f"lib: back\n\nThis reverts commit {sha}.")
    workspace.sync([sha])
    complete = workspace.lines()
    for data in (b"", b"\0", KEPT, b'{"version": 3, "memory": {"ends": {"a\\nb": 1}}}'):
        (workspace.root / "cache" / "sync-linux.json").write_bytes(data)
        workspace.sync([sha])
        assert workspace.lines() == complete
