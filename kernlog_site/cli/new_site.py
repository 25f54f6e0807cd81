"""`kernlog new site`: a folder with a whole site in it, which builds at once."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from kernlog_site.cli.console import PROBLEMS, WRONG_USAGE, Progress, fail, say
from kernlog_site.core.characters import printable

_PROJECTS = ("linux", "git", "u-boot", "qemu", "systemd", "semver")
"""As in `tools/site_scaffold/projects.py`, which takes its time to be imported."""
_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class _Questions:
    """Questions about what nobody has said, on a terminal; elsewhere defaults are the answers.

    After an answer that cannot be, a question is asked again.
    """

    may_ask: bool

    def about(self, what: str, said: str | None, default: str, check: Callable[[str], str]) -> str:
        """What was said, else the answer, else the default, as `check` spells it."""
        if said is not None or not self.may_ask:
            return check(default if said is None else said)

        def checked(answer: str) -> str:
            try:
                return check(answer)
            except ValueError as error:
                raise click.BadParameter(printable(str(error))) from error

        answer: str = click.prompt(
            what, default, value_proc=checked, show_default=bool(default), err=True
        )
        return answer


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="What the site is called. Default: as its folder.")
@click.option(
    "--project",
    type=click.Choice(_PROJECTS),
    help="What it is about; semver: any other with versions of three numbers. Default: told by "
    "the clone, else linux.",
)
@click.option("--language", metavar="CODE", help="Of its words, such as de. Default: en.")
@click.option("--url", metavar="ADDRESS", help="Where readers will find it.")
@click.option(
    "--clone",
    metavar="FOLDER",
    help="A clone of the project. The first article cites commits of it.",
)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="With a file that has GitHub or GitLab build and publish it.",
)
@click.option("--yes", is_flag=True, help="Ask nothing, and take the defaults.")
def site(  # noqa: PLR0913, PLR0917 - the options of the command
    folder: Path,
    name: str | None,
    project: str | None,
    language: str | None,
    url: str | None,
    clone: str | None,
    ci: str | None,
    yes: bool,
) -> None:
    """Start a site in a new or empty FOLDER.

    Writes mkdocs.yml, a series with its first article, and all that a strict build needs; with a
    clone, the commits that the article cites are looked up at once. On a terminal it asks for
    what was not said. A folder with something in it is left alone, and a site is made whole or
    not at all.

    Example: kernlog new site kernel-log --clone ../linux --ci github
    """
    from kernlog_site.commits.git.client import GitFailed  # noqa: PLC0415
    from kernlog_site.tools.settings import BrokenProject  # noqa: PLC0415
    from kernlog_site.tools.site_scaffold import wish as wishes  # noqa: PLC0415
    from kernlog_site.tools.site_scaffold.creation import create_site  # noqa: PLC0415
    from kernlog_site.tools.site_scaffold.filled_folder import Occupied, check_vacant  # noqa: PLC0415
    from kernlog_site.tools.site_scaffold.local_timezone import local_timezone  # noqa: PLC0415

    asked = _Questions(not yes and _is_terminal())
    try:
        check_vacant(folder)
        if clone is None:  # which would tell
            project = asked.about("Project", project, _PROJECTS[0], wishes.project_of)
        wish = wishes.SiteWish(
            folder=folder,
            name=asked.about("Name", name, wishes.name_after(folder), wishes.name_of),
            project=project,
            language=asked.about("Language", language, _LANGUAGE, wishes.language_of),
            url=asked.about("Address, if there is one yet", url, "", wishes.url_of),
            timezone=asked.about("Timezone", None, local_timezone(), wishes.timezone_of),
            clone=wishes.clone_of(clone) if clone else None,
            ci=ci,
        )
        made = create_site(wish, Progress().note)
    except wishes.BadWish as error:
        fail(str(error), WRONG_USAGE)
    except (Occupied, GitFailed, BrokenProject) as error:
        fail(str(error), PROBLEMS)
    for path in made.paths:
        say(str(path))
    for note in made.notes:
        say(note, err=True)
    cd = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(folder))}"]
    say("\n".join(["Next:", *(f"  {command}" for command in (*cd, "mkdocs serve"))]), err=True)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
