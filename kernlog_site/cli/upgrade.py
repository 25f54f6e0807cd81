"""`kernlog upgrade`: what a site's owner has to do for a new version."""

from __future__ import annotations

import click

from kernlog_site.cli.console import PROBLEMS, as_json, opened, problem_as_json, say, say_json

_HOW = """\
kernlog changes no file of a site for a new version. Upgrade kernlog with what installed it:

  pip install --upgrade kernlog
  uv tool upgrade kernlog
  uv lock --upgrade-package kernlog    in a project

Then `kernlog upgrade --check` tells what to do in this site."""


@click.command()
@click.option("--check", "checks", is_flag=True, help="Tell what this version sees differently.")
@as_json
@click.pass_obj
def upgrade(config_file: str | None, checks: bool, as_json: bool) -> None:
    """Tell how to upgrade kernlog, or with --check what that means for the site.

    With --check, it names what this version sees differently from earlier ones: copies of the
    theme and files of it that have another name, lines of the commit store, requirements. No file
    is changed.

    Exit codes: 0 nothing is to be done, 1 something is, 2 the command or mkdocs.yml is wrong.

    Example: kernlog upgrade --check
    """
    if not checks:
        if as_json:
            raise click.UsageError("--json goes with --check.")
        say(_HOW)
        return
    from kernlog_site.tools.settings import read_settings  # noqa: PLC0415 - takes its time
    from kernlog_site.tools.upgrade import concerns  # noqa: PLC0415

    found = concerns(opened(read_settings, config_file))
    if as_json:
        say_json([{**problem_as_json(change.problem), "since": change.since} for change in found])
    else:
        for concern in found:
            say(str(concern.problem))
        say(f"{len(found) or 'Nothing'} to do.", err=True)
    if found:
        raise SystemExit(PROBLEMS)
