"""`kernlog notes`: in a clone, which articles covered a commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kernlog_site.cli.console import (
    PROBLEMS,
    WRONG_USAGE,
    Progress,
    as_json,
    fail,
    opened,
    say,
    say_json,
)

if TYPE_CHECKING:
    from kernlog_site.commits.git.git_notes import Difference

_SHOWN = 10


@click.command()
@click.option("--tree", help="The tree whose clone gets them. Default: that of bare hashes.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@as_json
@click.pass_obj
def notes(config_file: str | None, tree: str | None, dry_run: bool, as_json: bool) -> None:
    """Write into a clone which articles cover a commit, as git notes.

    git log --notes=kernlog then shows below each commit the headline, the section and the address
    of every place that cites it, and what became of it: reverts, fixes, CVEs, backports. Drafts and
    articles of the future are left out. The notes are in refs/notes/kernlog, all of which is taken
    for ours: what no article cites any more loses its note. Nothing else in the clone is touched.

    Example: kernlog notes --dry-run
    """
    from kernlog_site.commits.git.client import GitFailed  # noqa: PLC0415
    from kernlog_site.commits.git.git_notes import compare, write  # noqa: PLC0415
    from kernlog_site.core import clock  # noqa: PLC0415 - takes its time
    from kernlog_site.tools.project import open_project  # noqa: PLC0415
    from kernlog_site.tools.settings import BrokenProject, NoClone  # noqa: PLC0415

    project = opened(open_project, config_file)
    progress = Progress(quiet=as_json)
    try:
        clone = project.clone(tree)
        wanted = project.notes(tree, lambda pages: progress.each("Reading citations", pages))
        progress.note(f"Comparing the notes in {clone.path}")
        difference = compare(clone, wanted)
        if not dry_run:
            write(clone, difference, clock.now())
    except (BrokenProject, NoClone) as error:
        fail(str(error), WRONG_USAGE)
    except GitFailed as error:
        fail(str(error), PROBLEMS)
    if as_json:
        say_json(_as_json(difference, clone.path, dry_run))
    else:
        for line in _report(difference, clone.path, dry_run):
            say(line)
    if difference.missing:
        say(_missing(difference.missing, clone.path), err=True)
        raise SystemExit(PROBLEMS)


def _as_json(difference: Difference, path: str, dry_run: bool) -> dict[str, Any]:
    return {
        "clone": path,
        "notes": len(difference.notes),
        "added": difference.added,
        "changed": difference.changed,
        "removed": difference.removed,
        "missing": difference.missing,
        "written": bool(difference) and not dry_run,
    }


def _report(difference: Difference, path: str, dry_run: bool) -> Iterator[str]:
    kinds = {
        "added": difference.added,
        "changed": difference.changed,
        "removed": difference.removed,
    }
    if dry_run:
        yield from (f"{kind} {sha[:12]}" for kind, hashes in kinds.items() for sha in hashes)
    counts = ", ".join(f"{len(hashes)} {kind}" for kind, hashes in kinds.items())
    would = " (nothing was written)" if dry_run else ""
    yield f"{path}: {len(difference.notes)} notes, {counts}{would}."


def _missing(hashes: tuple[str, ...], path: str) -> str:
    shown = ", ".join(sha[:12] for sha in hashes[:_SHOWN])
    more = f" and {len(hashes) - _SHOWN} more" if len(hashes) > _SHOWN else ""
    return f"{path} does not have {shown}{more}. Fetch what is new, and run kernlog notes again."
