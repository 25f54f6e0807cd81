"""The `kernlog` command, the writer's companion.

Exit codes: 0 all is well, 1 problems were found, 2 the command or `mkdocs.yml` is wrong.
"""

from __future__ import annotations

from typing import NoReturn

import click

from kernlog_site.building.project import BrokenProject, Project, open_project
from kernlog_site.commits import sync as syncing
from kernlog_site.commits.git import GitFailed
from kernlog_site.commits.ledger import BrokenLedger

PROBLEMS = 1
WRONG_USAGE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False),
    help="The mkdocs.yml to read. Default: that of the current folder.",
)
@click.version_option(package_name="kernlog")
@click.pass_context
def main(context: click.Context, config_file: str | None) -> None:
    """The writer's companion to a kernel-news series on MkDocs.

    Exit codes: 0 all is well, 1 problems were found, 2 the command or mkdocs.yml is wrong.
    """
    context.obj = config_file


@main.command()
@click.pass_obj
def sync(config_file: str | None) -> None:
    """Update the commit store from the clones of the trees.

    Finds every citation in the content, drafts included, and looks it up in the clone that
    mkdocs.yml names for its tree: full hash, subject, author, dates and the first tag that contains
    it. Also the tags of every release that is named. What is in the store is never lost.

    Example: kernlog sync
    """
    project = _open(config_file)
    try:
        report = syncing.sync(project.store, project.wanted(), project.options.trees, project.root)
    except (GitFailed, BrokenLedger) as error:
        _fail(str(error), PROBLEMS)
    for warning in report.warnings:
        click.echo(warning, err=True)
    what = "updated" if report.changed else "already up to date"
    click.echo(
        f"{project.store}: {report.commits} commits ({report.added} new), "
        f"{report.releases} releases, {what}."
    )
    if report.warnings:
        raise SystemExit(PROBLEMS)


def _open(config_file: str | None) -> Project:
    try:
        return open_project(config_file)
    except BrokenProject as error:
        _fail(str(error), WRONG_USAGE)


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    raise SystemExit(code)
