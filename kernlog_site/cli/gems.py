"""`kernlog gems`: a draft of a list of commits."""

from __future__ import annotations

import click

from kernlog_site.cli.console import PROBLEMS, WRONG_USAGE, Progress, fail, opened, say


@click.command()
@click.argument("commits", metavar="RANGE")
@click.option("--path", "paths", multiple=True, help="Only commits that touch it. May be repeated.")
@click.option("--grep", metavar="PATTERN", help="Only commits whose message matches.")
@click.option("--author", metavar="PATTERN", help="Only commits of authors that match.")
@click.option("--limit", type=click.IntRange(min=1), help="Keep so many, those with most lines.")
@click.option("--maintainers", is_flag=True, help="Group by the clone's MAINTAINERS file.")
@click.option("--all", "with_cited", is_flag=True, help="With commits that the site cites already.")
@click.option("--tree", help="The tree whose clone is asked. Default: that of bare hashes.")
@click.pass_obj
def gems(  # noqa: PLR0913, PLR0917 - one for each option
    config_file: str | None,
    commits: str,
    paths: tuple[str, ...],
    grep: str | None,
    author: str | None,
    limit: int | None,
    maintainers: bool,
    with_cited: bool,
    tree: str | None,
) -> None:
    """Draft a list of commits, ready to be pasted into an article.

    The commits of RANGE without merges, grouped by the area that their subjects name. What the
    site cites already is left out. Patterns are extended regular expressions and ignore case.

    Example: kernlog gems v2.6.32..v2.6.33-rc1 --path net --limit 40
    """
    from kernlog_site.commits.git.changes import changes  # noqa: PLC0415
    from kernlog_site.commits.git.client import GitFailed  # noqa: PLC0415
    from kernlog_site.commits.git.history import revisions  # noqa: PLC0415
    from kernlog_site.commits.git.maintainers import maintainers_at  # noqa: PLC0415
    from kernlog_site.tools import gem_list  # noqa: PLC0415
    from kernlog_site.tools.project import open_project  # noqa: PLC0415 - takes its time
    from kernlog_site.tools.settings import NoClone  # noqa: PLC0415

    project = opened(open_project, config_file)
    progress = Progress()
    try:
        clone = project.clone(tree)
        ends = revisions(clone, commits)
        cited: frozenset[str] = frozenset()
        if not with_cited:
            wanted = project.wanted(lambda pages: progress.each("Reading citations", pages))
            cited = frozenset(wanted.hashes.get(tree or str(project.options.tree), ()))
        progress.note(f"Reading {ends}")
        group: gem_list.Grouping = gem_list.by_area
        if maintainers:
            group = gem_list.by_section(maintainers_at(clone, ends.end_sha))
        listed = changes(clone, ends, paths=paths, grep=grep, author=author)
        draft = gem_list.draft(listed, exclude=cited, group=group, limit=limit)
    except NoClone as error:
        fail(str(error), WRONG_USAGE)
    except GitFailed as error:
        fail(str(error), PROBLEMS)
    if not draft:
        fail(f"Nothing in {commits} is left to list.", PROBLEMS)
    say(draft.rstrip("\n"))
