"""`kernlog completion`: what a shell needs to complete commands, series and articles."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

from kernlog_site.cli.console import WRONG_USAGE, fail
from kernlog_site.core.names import composed

_VARIABLE = "_KERNLOG_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what completes commands in a shell: options, series and articles, too.

    Add the line of the example to ~/.bashrc. For zsh write zsh, in ~/.zshrc; for fish:
    kernlog completion fish > ~/.config/fish/completions/kernlog.fish

    Example: eval "$(kernlog completion bash)"
    """
    kind = get_completion_class(shell)
    if kind is None:
        fail(f"click cannot complete in {shell}.", WRONG_USAGE)
    completing = kind(context.find_root().command, {}, "kernlog", _VARIABLE)
    click.echo(completing.source_template % completing.source_vars())


def series_ids(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The series that have a file and begin so."""
    return [CompletionItem(name) for name in _names(context)[0] if _begins(name, begun)]


def articles(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The paths of articles that begin so."""
    return [CompletionItem(path) for path in _names(context)[1] if _begins(path, begun)]


def _begins(name: str, begun: str) -> bool:
    return composed(name).startswith(composed(begun))


def _names(context: click.Context) -> tuple[list[str], list[str]]:
    """Series and articles by the names of their files; nothing where there is no site."""
    from kernlog_site.tools.settings import (  # noqa: PLC0415 - takes its time
        BrokenProject,
        read_settings,
    )

    try:
        return read_settings(context.find_root().params.get("config_file")).names()
    except BrokenProject:
        return [], []
