from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from calling import kernlog
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from small_site import SmallSite

from kernlog_site.cli.console import Progress
from kernlog_site.cli.main import main


def commands(
    group: click.Group = main, *path: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


COMMANDS = dict(commands())


@pytest.mark.parametrize("path", [(), *COMMANDS], ids=" ".join)
def test_every_help_has_an_example(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*path, "--help"])

    assert result.exit_code == 0
    words = " ".join(["kernlog", *path])
    assert "Example: " in result.output
    assert words in " ".join(result.output.partition("Example: ")[2].split()), result.output


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_has_help(path: tuple[str, ...]) -> None:
    options = [p for p in COMMANDS[path].params if isinstance(p, click.Option)]

    assert all(option.help for option in options)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])

    assert result.exit_code == 0
    assert "_KERNLOG_COMPLETE" in result.output


def completed(site: SmallSite, *words: str) -> list[str]:
    environment = {
        **os.environ,
        "_KERNLOG_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["kernlog", "-f", str(site.config_file), *words]),
        "COMP_CWORD": str(len(words) + 2),
    }
    done = subprocess.run(
        [sys.executable, "-m", "kernlog_site.cli"],
        env=environment,
        capture_output=True,
        check=False,
    )
    return [line.partition(",")[2] for line in done.stdout.decode().splitlines() if line]


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        (["new", "article", "X", "--series"], "com", ["coming-in-2.6.33"]),
        (["announce"], "articles/2.6.33/s", ["articles/2.6.33/storage.md"]),
        (["announce"], "nowhere", []),
    ],
)
def test_what_is_offered(site: SmallSite, words: list[str], begun: str, offered: list[str]) -> None:
    completing = ShellComplete(main, {}, "kernlog", "_KERNLOG_COMPLETE")

    items = completing.get_completions(["-f", str(site.config_file), *words], begun)

    assert [item.value for item in items] == offered


def test_nothing_is_offered_without_a_site(tmp_path: Path) -> None:
    completing = ShellComplete(main, {}, "kernlog", "_KERNLOG_COMPLETE")

    assert completing.get_completions(["-f", str(tmp_path / "no.yml"), "announce"], "") == []


@pytest.mark.parametrize(
    ("number", "code", "line"),
    [(signal.SIGINT, 130, "Interrupted."), (signal.SIGTERM, 143, "Terminated.")],
)
def test_the_end_by_a_signal_in_this_process(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, number: int, code: int, line: str
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(
        "kernlog_site.tools.settings.read_settings", lambda _: os.kill(os.getpid(), number)
    )

    result = kernlog(site, "show", "7dd65feb6c60")

    assert (result.exit_code, result.stderr) == (code, f"{line}\n")
    assert signal.getsignal(signal.SIGTERM) is before


def test_series_and_articles_are_completed(site: SmallSite) -> None:
    assert completed(site, "new", "article", "X", "--series", "com") == ["coming-in-2.6.33"]
    assert completed(site, "announce", "articles/r") == ["articles/rc8.md"]
    site.config_file.unlink()
    assert completed(site, "announce", "articles/r") == []


WAITING = """
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

class Wait(Preprocessor):
    def run(self, lines):
        open({fifo!r}).read()
        return lines

class Waiting(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Wait(md), "waiting", 1)

def makeExtension(**kwargs):
    return Waiting(**kwargs)
"""


@pytest.mark.parametrize(
    ("number", "code", "line"),
    [(signal.SIGINT, 130, "Interrupted."), (signal.SIGTERM, 143, "Terminated.")],
)
def test_signals_end_with_one_line(site: SmallSite, number: int, code: int, line: str) -> None:
    # An extension of Markdown that never comes to its end keeps the command busy.
    fifo = site.root / "fifo"
    os.mkfifo(fifo)
    (site.root / "waiting.py").write_text(WAITING.format(fifo=str(fifo)))
    site.settings(markdown_extensions=["waiting"])
    process = subprocess.Popen(
        [sys.executable, "-m", "kernlog_site.cli", "-f", str(site.config_file), "check"],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site.root), *sys.path])},
    )
    deadline = time.monotonic() + 30
    while not _waits_for(fifo) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)

    assert (process.returncode, said.decode()) == (code, f"{line}\n")


def _waits_for(fifo: Path) -> bool:
    try:
        os.close(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def test_what_cannot_be_read_is_told_in_a_line(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site.content / "_data/commits.jsonl").unlink()
    (site.content / "_data/commits.jsonl").mkdir()

    result = kernlog(site, "show", "7dd65feb6c60")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


def test_progress_off_a_terminal_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter(range(0, 100, 3))

    assert list(Progress(clock=lambda: next(times)).each("Checking", list("abcd"))) == list("abcd")
    assert capsys.readouterr().err == "Checking: 1 of 4\nChecking: 3 of 4\n"


def test_quiet_progress_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter(range(0, 1000, 30))
    progress = Progress(quiet=True, clock=lambda: next(times))

    progress.note("At work")
    assert list(progress.each("Checking", [1])) == [1]
    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal_goes_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    assert list(Progress().each("Checking", [1, 2])) == [1, 2]
    Progress().note("Reading")

    assert capsys.readouterr().err.endswith("Reading ...\n")


def test_a_clock_stopped_at_no_time_is_told_in_a_line(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")

    result = kernlog(site, "check")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: SOURCE_DATE_EPOCH is 'yesterday'.")
