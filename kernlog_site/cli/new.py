"""`kernlog new`: sites, and files with correct front matter, to be filled by writers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kernlog_site.cli.completion import articles, series_ids
from kernlog_site.cli.console import PROBLEMS, WRONG_USAGE, fail, opened, say
from kernlog_site.cli.new_site import site

if TYPE_CHECKING:
    from kernlog_site.core.problems import Problem
    from kernlog_site.core.versions import Version
    from kernlog_site.tools.scaffold import Scaffold
    from kernlog_site.tools.settings import Settings

_released = click.option("--release", metavar="VERSION", help="The release it is about.")


@click.group()
def new() -> None:
    """Start a site, an article, a series or a release.

    Makes files with their front matter, ready to be filled, and prints their paths. Nothing is
    ever overwritten.

    Example: kernlog new article "Graphics" --series coming-in-2.6.33
    """


new.add_command(site)


@new.command()
@click.argument("title", required=False)
@click.option("--series", metavar="ID", shell_complete=series_ids, help="As its next part.")
@_released
@click.option("--author", "authors", metavar="ID", multiple=True, help="May be given repeatedly.")
@click.option("--date", help="As in 2010-02-12 15:51. Default: now, in the site's timezone.")
@click.option("--path", shell_complete=articles, help="The file. Default: made from the title.")
@click.pass_obj
def article(  # noqa: PLR0913, PLR0917 - the options of the command
    config_file: str | None,
    title: str | None,
    series: str | None,
    release: str | None,
    authors: tuple[str, ...],
    date: str | None,
    path: str | None,
) -> None:
    """Start an article, a draft.

    In a series it becomes the next part that nobody has written; without a TITLE it takes that of
    the plan. The file goes where the last part is, else into a folder called after the release.

    Example: kernlog new article --series coming-in-2.6.34
    """
    from kernlog_site.tools.scaffold import ArticleWish, below_content, new_article, written_date  # noqa: PLC0415

    if not title and not series:
        fail("An article needs a title, or a series with planned parts.", WRONG_USAGE)

    def wish(site: Settings) -> Scaffold | Problem:
        version = _version(release, site) if release is not None else None
        when = written_date(date, site)
        place = path and below_content(path, site)
        asked = ArticleWish(title or "", series, version, authors, when, place)
        return new_article(asked, site.library(), site.routes)

    _create(config_file, wish)


@new.command("series")
@click.argument("name", metavar="ID_OR_TITLE")
@_released
@click.pass_obj
def series_(config_file: str | None, name: str, release: str | None) -> None:
    """Start a series, called by its id or by its title.

    Example: kernlog new series "Coming in 2.6.34" --release 2.6.34
    """
    from kernlog_site.tools.scaffold import new_series  # noqa: PLC0415

    def wish(site: Settings) -> Scaffold | Problem:
        about = _version(release, site) if release is not None else None
        return new_series(name, about, site.library(), site.routes)

    _create(config_file, wish)


@new.command("release")
@click.argument("version")
@click.pass_obj
def release_(config_file: str | None, version: str) -> None:
    """Start the file of a release.

    Example: kernlog new release 2.6.34
    """
    from kernlog_site.tools.scaffold import new_release  # noqa: PLC0415

    _create(config_file, lambda s: new_release(_version(version, s), s.library(), s.routes))


def _create(config_file: str | None, wish: Callable[[Settings], Scaffold | Problem]) -> None:
    from kernlog_site.core.problems import Problem  # noqa: PLC0415
    from kernlog_site.tools.scaffold import create  # noqa: PLC0415 - takes its time
    from kernlog_site.tools.settings import read_settings  # noqa: PLC0415

    site = opened(read_settings, config_file)
    try:
        scaffold = wish(site)
    except ValueError as error:
        fail(str(error), WRONG_USAGE)
    if isinstance(scaffold, Problem):
        fail(scaffold.text, PROBLEMS)
    path = create(scaffold, site)
    if isinstance(path, Problem):
        fail(path.text, PROBLEMS)
    say(str(path))
    for note in scaffold.notes:
        say(note, err=True)


def _version(text: str, site: Settings) -> Version:
    from kernlog_site.core.versions import NoVersion  # noqa: PLC0415 - takes its time

    versions = site.options.versions
    try:
        version = versions.parse(text)
    except NoVersion as error:
        hint = f"Write {error.meant or f'it as in {versions.example}'}."
        fail(f"{error}. {hint}", WRONG_USAGE)
    if version.is_candidate:
        fail(f"{version} is a candidate and no release. Write {version.release}.", WRONG_USAGE)
    return version
