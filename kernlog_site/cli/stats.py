"""`kernlog stats`: a release in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    from kernlog_site.commits.git.statistics import Statistics

_SHOWN = 10
_RENAMES = {
    "found": "with rename detection, as git does by default",
    "limited": "with rename detection as far as git's limit allows",
    "off": "without rename detection",
}


@click.command()
@click.argument("commits", metavar="RANGE")
@click.option("--renames/--no-renames", default=True, help="Detect renamed files. Default: yes.")
@click.option("--store", is_flag=True, help="Keep the numbers, for the tracking page.")
@click.option("--tree", help="The tree whose clone is asked. Default: that of bare hashes.")
@as_json
@click.pass_obj
def stats(  # noqa: PLR0913, PLR0917 - one for each option
    config_file: str | None,
    commits: str,
    renames: bool,
    store: bool,
    tree: str | None,
    as_json: bool,
) -> None:
    """Tell a release in numbers: days, commits, authors, files and lines, and who did most.

    Authors are counted by name and without merges; files and lines are those in which both ends of
    RANGE differ.

    Example: kernlog stats v2.6.32..v2.6.33
    """
    from kernlog_site.commits.git.client import GitFailed  # noqa: PLC0415
    from kernlog_site.commits.git.history import Snapshot, revisions  # noqa: PLC0415
    from kernlog_site.commits.git.statistics import statistics  # noqa: PLC0415
    from kernlog_site.commits.store.writer import BrokenLedger  # noqa: PLC0415
    from kernlog_site.commits.sync.store_sync import AnotherSync, store_statistics  # noqa: PLC0415
    from kernlog_site.tools.settings import (  # noqa: PLC0415 - takes its time
        NoClone,
        read_settings,
    )

    settings = opened(read_settings, config_file)
    try:
        clone = settings.clone(tree)
        ends = revisions(clone, commits)
        Progress(quiet=as_json).note(f"Counting {ends}")
        counted = statistics(Snapshot.of(clone), ends, renames=renames)
        if store:
            in_tree = tree or str(settings.options.tree)
            store_statistics(settings.places, in_tree, counted, settings.options.versions)
    except NoClone as error:
        fail(str(error), WRONG_USAGE)
    except (GitFailed, BrokenLedger, AnotherSync) as error:
        fail(str(error), PROBLEMS)
    if as_json:
        say_json(counted.to_record())
        return
    for line in _table(counted):
        say(line)


def _table(counted: Statistics) -> Iterator[str]:
    rows = [
        ("Days", counted.days),
        ("Commits", counted.commits),
        ("Without merges", counted.non_merges),
        ("Authors", counted.authors),
        ("For the first time", counted.new_authors),
        ("Files changed", counted.files),
        ("Lines added", counted.insertions),
        ("Lines removed", counted.deletions),
    ]
    yield counted.version
    yield from (f"  {name:<20} {number:>10,}" for name, number in rows)
    yield f"  Files and lines {_RENAMES[counted.renames]}."
    yield "\nCommits without merges, by tag"
    for step in counted.steps:
        yield f"  {step.name:<20} {step.non_merges:>10,}  {step.date[:10]}"
    yield "\nMost active authors"
    for author in counted.top_authors_by_commits[:_SHOWN]:
        yield f"  {author.name:<30} {author.commits:>6,} commits {author.lines:>10,} lines"
    yield "\nMost active areas"
    for area in counted.top_areas[:_SHOWN]:
        yield f"  {area.name:<30} {area.commits:>6,} commits {area.lines:>10,} lines"
