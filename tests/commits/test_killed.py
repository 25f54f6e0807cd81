"""A sync that is killed at any moment leaves the old store or the new one."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from repository import Repository

from kernlog_site.commits.ledger import Ledger

ROUNDS = 100
WRITER = """
import sys
from pathlib import Path
from kernlog_site.commits.ledger import Ledger
path, number = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    number += 1
    ledger = Ledger(path, lambda record: record["sha"])
    for line in range(300):
        ledger.update({"sha": f"{line:040x}", "round": number})
    ledger.save()
"""


def whole(path: Path) -> bool:
    """Whether all lines of the file are of one round."""
    ledger = Ledger(path, lambda record: str(record["sha"]))
    rounds = {ledger.get(key)["round"] for key in ledger}
    return len(list(ledger)) == 300 and len(rounds) == 1


def test_killed_a_hundred_times_the_store_is_always_whole(tmp_path: Path) -> None:
    path = tmp_path / "commits.jsonl"
    chance = random.Random(1)
    for _ in range(ROUNDS):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.005, 0.03) if path.exists() else 0.1)
        process.kill()
        process.wait()
        process.stdout.close()
        assert whole(path)


def test_what_a_killed_sync_left_behind_is_cleared_away(tmp_path: Path) -> None:
    Repository(tmp_path / "linux")
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
