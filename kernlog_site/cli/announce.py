"""`kernlog announce`: what to tell the world about an article."""

from __future__ import annotations

import click

from kernlog_site.cli.completion import articles
from kernlog_site.cli.console import PROBLEMS, WRONG_USAGE, fail, opened, say


@click.command()
@click.argument("article", shell_complete=articles)
@click.option("--mail", is_flag=True, help="A plain-text mail with the sections of the article.")
@click.option("--draft", is_flag=True, help="Even if readers cannot see the article yet.")
@click.pass_obj
def announce(config_file: str | None, article: str, mail: bool, draft: bool) -> None:
    """Print what an article is announced with, in social feeds or by mail.

    ARTICLE is a path, the end of one, or an address of the site. The text has headline, standfirst,
    address and topics as hashtags, all in 500 characters. A draft, or an article of the future, is
    announced with --draft only.

    Example: kernlog announce 2.6.33/graphics
    """
    from kernlog_site.core.problems import Problem  # noqa: PLC0415
    from kernlog_site.tools.announcement import (  # noqa: PLC0415 - takes its time
        announcement,
    )
    from kernlog_site.tools.settings import BrokenProject, read_settings  # noqa: PLC0415

    try:
        announced = announcement(opened(read_settings, config_file), article, draft)
    except BrokenProject as error:
        fail(str(error), WRONG_USAGE)
    if isinstance(announced, Problem):
        fail(announced.text, PROBLEMS)
    say(announced.mail if mail else announced.post)
