"""`kernlog import-links`: links to git webs become citations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kernlog_site.cli.console import (
    PROBLEMS,
    WRONG_USAGE,
    Progress,
    as_json,
    fail,
    opened,
    problem_as_json,
    say,
    say_json,
)

if TYPE_CHECKING:
    from kernlog_site.tools.import_links.files import ImportedFile

_FILE = click.Path(exists=True, path_type=Path)


@click.command("import-links")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_FILE)
@click.option("--dry-run", is_flag=True, help="Print the changes as a diff, and write nothing.")
@click.option(
    "--tree",
    "moved",
    metavar="NAME=ADDRESS",
    multiple=True,
    help="Take what begins with ADDRESS for a tree of mkdocs.yml. May be repeated.",
)
@click.option(
    "--html",
    is_flag=True,
    help="Take links in paragraphs marked up in HTML, too: <p> goes where nothing else changes.",
)
@as_json
@click.pass_obj
def import_links(  # noqa: PLR0913, PLR0917 - one for each option
    config_file: str | None,
    paths: tuple[Path, ...],
    dry_run: bool,
    moved: tuple[str, ...],
    html: bool,
    as_json: bool,
) -> None:
    """Turn links to commits in a git web into citations.

    PATH is a Markdown or HTML file, or a folder of them. Old and new addresses of gitweb, cgit,
    GitHub, GitLab, Gitea, sourcehut, Gitiles and Bitbucket are known; a row of numbered links
    becomes a group. All else in a file stays as it is, byte for byte.

    Exit codes: 0 all links to commits are citations now, 1 some had to stay, which are told with
    file and line, 2 the command or mkdocs.yml is wrong.

    Example: kernlog import-links --dry-run content/articles/2.6.33
    """
    from kernlog_site.core.problems import Severity  # noqa: PLC0415
    from kernlog_site.tools.import_links.files import (  # noqa: PLC0415 - takes its time
        files_to_import,
        import_file,
        importer,
    )
    from kernlog_site.tools.settings import BrokenProject, read_settings  # noqa: PLC0415

    site = opened(read_settings, config_file)
    try:
        importing = importer(site, moved)
    except BrokenProject as error:
        fail(str(error), WRONG_USAGE)
    progress = Progress(quiet=as_json)
    files: list[ImportedFile] = []
    for path in progress.each("Importing", files_to_import(paths)):
        file = import_file(path, site, importing, html=html)
        files.append(file)
        if file.has_changed and not dry_run:
            file.save()
    if as_json:
        say_json(_as_json(files))
    else:
        _print_report(files, dry_run)
    problems = [problem for file in files for problem in file.problems]
    if any(problem.severity is not Severity.NOTICE for problem in problems):
        raise SystemExit(PROBLEMS)


def _print_report(files: list[ImportedFile], dry_run: bool) -> None:
    """Print what has changed; what had to stay, and the sum of it all, apart from that."""
    for file in files:
        if dry_run:
            for line in file.diff():
                say(line)
        elif file.has_changed:
            say(f"{file.path}: {_counted(file.links, 'link')}")
    for problem in (problem for file in files for problem in file.problems):
        say(str(problem), err=True)
    changed = sum(file.has_changed for file in files)
    links = _counted(sum(file.links for file in files), "link")
    are = "would be" if dry_run else "are"
    say(f"{links} in {_counted(changed, 'file')} {are} citations now.", err=True)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _as_json(files: list[ImportedFile]) -> dict[str, object]:
    changed = [{"path": str(f.path), "links": f.links} for f in files if f.has_changed]
    problems = [problem_as_json(problem) for file in files for problem in file.problems]
    return {"files": changed, "problems": problems}
