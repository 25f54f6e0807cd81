"""A sync that is killed at any moment leaves the old store or the new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from sync_workspace import SyncWorkspace

from kernlog_site.commits.store.writer import Ledger

ROUNDS = 100
FORKING = """
import os, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from sync_workspace import SyncWorkspace
workspace, hashes = SyncWorkspace(Path(sys.argv[1])), sys.argv[3:]
for line in sys.stdin:
    child = os.fork()
    if not child:
        workspace.sync(hashes)
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
"""Makes a process for each line it reads, so that only the first one has to import anything."""


def test_killed_a_hundred_times_the_store_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    workspace = SyncWorkspace(tmp_path)
    hashes = [workspace.linux.commit(f"commit {number}") for number in range(5)]
    workspace.linux.tag("v2.6.33-rc1")
    workspace.sync(hashes[:2])
    paths = workspace.store / "commits.jsonl", workspace.store / "releases.jsonl"
    old = [path.read_bytes() for path in paths]
    workspace.linux.tag("v2.6.33-rc2")
    began = time.monotonic()
    workspace.sync(hashes)
    takes = time.monotonic() - began
    new = [path.read_bytes() for path in paths]
    chance, seen = random.Random(1), set()

    command = [
        sys.executable,
        "-c",
        FORKING,
        str(tmp_path),
        str(Path(__file__).parent.parent.parent),
    ]
    with subprocess.Popen(
        [*command, *hashes], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as forking:
        assert forking.stdin
        assert forking.stdout
        for _ in range(ROUNDS):
            for path, data in zip(paths, old, strict=True):
                path.write_bytes(data)
            print("go", file=forking.stdin, flush=True)
            child = int(forking.stdout.readline())
            time.sleep(chance.uniform(0, 1.5 * takes))
            with suppress(ProcessLookupError):  # it may have come to its end
                os.kill(child, signal.SIGKILL)
            assert forking.stdout.readline() == "ended\n"
            for path, before, after in zip(paths, old, new, strict=True):
                assert path.read_bytes() in (before, after)
            seen.add(paths[0].read_bytes() == new[0])
        forking.stdin.close()
    assert seen == {True, False}, "no round was killed before the end, or none came to it"


def test_what_a_killed_sync_left_behind_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "commits.jsonl"
    litter = tmp_path / ".kernlog-commits.jsonl.abc123"
    litter.write_text("half a st")
    ledger = Ledger(path, lambda record: str(record["sha"]))
    ledger.update({"sha": "a"})

    ledger.save()

    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["commits.jsonl"]


def test_files_of_others_beside_the_store_stay(tmp_path: Path) -> None:
    swap = tmp_path / ".commits.jsonl.swp"
    swap.write_text("of an editor")
    ledger = Ledger(tmp_path / "commits.jsonl", lambda record: str(record["sha"]))
    ledger.update({"sha": "a"})

    ledger.save()

    assert swap.exists()
