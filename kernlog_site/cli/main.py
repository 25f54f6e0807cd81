"""The `kernlog` command, the writer's companion.

Exit codes: 0 all is well, 1 problems were found, 2 the command or `mkdocs.yml` is wrong; 130 and
143 after Ctrl-C and SIGTERM. Commands import what they need when they run: short ones stay quick.
"""

from __future__ import annotations

import click

from kernlog_site.cli.aftermath import aftermath
from kernlog_site.cli.announce import announce
from kernlog_site.cli.check import check
from kernlog_site.cli.completion import completion
from kernlog_site.cli.console import Kernlog
from kernlog_site.cli.gems import gems
from kernlog_site.cli.help import help_
from kernlog_site.cli.import_links import import_links
from kernlog_site.cli.new import new
from kernlog_site.cli.notes import notes
from kernlog_site.cli.show import show
from kernlog_site.cli.stats import stats
from kernlog_site.cli.sync import sync
from kernlog_site.cli.upgrade import upgrade
from kernlog_site.commits.store.form import FORM


@click.group(
    cls=Kernlog,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="The handbook: kernlog help. Completion in your shell: kernlog completion --help.",
)
@click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False),
    help="The mkdocs.yml to read. Default: that of the current folder.",
)
@click.version_option(
    package_name="kernlog",
    message=f"%(prog)s, version %(version)s\nForm of the commit store: {FORM}",
)
@click.pass_context
def main(context: click.Context, config_file: str | None) -> None:
    """The writer's companion to a kernel-news series on MkDocs.

    Exit codes: 0 all is well, 1 problems were found, 2 the command or mkdocs.yml is wrong.

    Example: kernlog -f site/mkdocs.yml check
    """
    context.obj = config_file


for command in (
    *(sync, check, gems, stats, show, aftermath, new, announce, notes, import_links),
    *(upgrade, completion, help_),
):
    main.add_command(command)
