"""`kernlog help`, on a terminal and elsewhere."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kernlog_site.cli.main import main

FILE = Path(__file__).parent.parent.parent / "content" / "handbook" / "citing.md"


def test_topics_are_listed_without_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["help"])

    assert result.exit_code == 0
    assert re.match(r"index +Author's handbook\n", result.output)
    assert re.search(
        r"^citing +commits, tags, ranges and links, and what is checked$", result.output, re.M
    )


def test_elsewhere_than_on_a_terminal_a_chapter_is_its_markdown() -> None:
    result = CliRunner().invoke(main, ["help", "citing"])

    assert result.exit_code == 0
    assert result.output.startswith("# Citing\n\nThere are three ways to cite")
    assert "title: Citing" not in result.output
    assert "\x1b" not in result.output
    assert len(result.output.splitlines()) > 0.9 * len(FILE.read_text().splitlines())


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("citign", "Did you mean 'citing'?"),
        ("sync", "kernlog sync --help tells about that command."),
        ("../../etc/passwd", "kernlog help lists all topics."),
    ],
)
def test_a_topic_that_there_is_not_is_told(topic: str, hint: str) -> None:
    result = CliRunner().invoke(main, ["help", topic])

    assert result.exit_code == 2
    assert result.output == f"Error: The handbook has no topic '{topic}'. {hint}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal_a_chapter_is_laid_out_and_paged(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 - not everywhere

    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\nexec cat\n")
    pager.chmod(0o755)
    read: list[bytes] = []

    def keep(terminal: int) -> bytes:
        read.append(os.read(terminal, 65536))
        return read[-1]

    environment = {"PAGER": str(pager), "TERM": "xterm", "COLUMNS": "70", "PYTHONPATH": ""}
    command = ["env", *(f"{k}={v}" for k, v in environment.items()), sys.executable, "-m"]
    status = pty.spawn([*command, "kernlog_site.cli", "help", "citing"], keep)
    lines = re.sub(r"\x1b\[[\d;]*m", "", b"".join(read).decode()).splitlines()

    assert status == 0
    assert lines[0] == "PAGED"
    assert "Citing" in "".join(lines[1:4])  # older versions of rich put it into a box
    assert any(line.strip().startswith("Numbered groups") for line in lines)
    assert max(map(len, lines)) <= 70
