"""The handbook shows the help of every command as it is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kernlog_site.cli.main import main

PAGE = Path(__file__).parent.parent.parent / "content" / "handbook" / "commands.md"
MARKED = re.compile(r"<!-- help: (?P<name>[\w -]+?) -->\n(?:\n```text\n.*?\n```\n)?", re.DOTALL)


def helped(marker: re.Match[str]) -> str:
    """A marker with the help of its command as a fenced block."""
    words = marker["name"].split()
    output = CliRunner().invoke(main, [*words, "--help"], prog_name="kernlog").output
    return f"<!-- help: {marker['name']} -->\n\n```text\n{output.strip()}\n```\n"


def test_the_help_in_the_handbook_is_that_of_the_commands(update_cases: bool) -> None:
    page = PAGE.read_text()
    expected = MARKED.sub(helped, page)
    if update_cases:
        PAGE.write_text(expected)
        page = expected

    assert page == expected, "Run make cases."


@pytest.mark.parametrize("name", sorted(set(main.commands) - {"completion"}))
def test_every_command_is_in_the_handbook(name: str) -> None:
    command = main.commands[name]
    below = sorted(command.commands) if isinstance(command, click.Group) else []

    for words in (name, *(f"{name} {sub}" for sub in below)):
        assert f"<!-- help: {words} -->" in PAGE.read_text()
