"""`kernlog help`: the handbook in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kernlog_site.cli.console import WRONG_USAGE, fail, say

if TYPE_CHECKING:
    from kernlog_site.tools.handbook import Chapter

_WIDEST = 100
"""Longer lines are hard to read."""


def _begun_topics(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    from kernlog_site.tools.handbook import topics  # noqa: PLC0415 - takes its time

    return [CompletionItem(topic) for topic in topics() if topic.startswith(begun)]


@click.command("help")
@click.argument("topic", required=False, shell_complete=_begun_topics)
@click.pass_context
def help_(context: click.Context, topic: str | None) -> None:
    """Show a chapter of the handbook, or list all topics.

    On a terminal it is laid out and can be paged through; elsewhere it is the Markdown of the
    chapter. The help of a command is shown by --help.

    Example: kernlog help citing
    """
    from kernlog_site.core.problems import did_you_mean  # noqa: PLC0415
    from kernlog_site.tools.handbook import read_chapter, topics  # noqa: PLC0415 - takes its time

    known = topics()
    if topic is None:
        _list(known)
        return
    if topic not in known:
        hint = did_you_mean(topic, known) or "kernlog help lists all topics."
        commands = getattr(context.find_root().command, "commands", {})
        if topic in commands:
            hint = f"kernlog {topic} --help tells about that command."
        fail(f"The handbook has no topic '{topic}'. {hint}", WRONG_USAGE)
    chapter = read_chapter(topic)
    if sys.stdout.isatty():
        click.echo_via_pager(_laid_out(chapter))
    else:
        say(f"# {chapter.title}\n\n{chapter.text.rstrip()}")


def _list(topics: Mapping[str, str]) -> None:
    width = max(map(len, topics)) + 2
    for topic, about in topics.items():
        say(f"{topic:<{width}}{about}")
    say("\nkernlog help TOPIC shows one, kernlog COMMAND --help tells about a command.")


def _laid_out(chapter: Chapter) -> str:
    """A chapter as text with the colours of the terminal."""
    from rich.console import Console  # noqa: PLC0415 - takes its time
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console()
    text = Markdown(f"# {chapter.title}\n\n{chapter.text}", hyperlinks=False)
    with console.capture() as captured:
        console.print(text, width=min(console.width, _WIDEST))
    return captured.get()
