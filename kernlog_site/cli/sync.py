"""`kernlog sync`: the commit store from the clones."""

from __future__ import annotations

import click

from kernlog_site.cli.console import PROBLEMS, Progress, fail, opened, say


@click.command()
@click.pass_obj
def sync(config_file: str | None) -> None:
    """Update the commit store from the clones of the trees.

    Finds every citation in the content, drafts included, and looks it up in the clone that
    mkdocs.yml names for its tree: full hash, subject, author, dates, the first tag that contains
    it, areas, discussions, and whether it was reverted or fixed since; from a clone of the kernel's
    CVE records (vulns) the CVEs that it introduced or fixed. Also the tags of every release that is
    named, and its numbers once it is out. What is in the store is never lost.

    Example: kernlog sync
    """
    from kernlog_site.commits.git.client import GitFailed  # noqa: PLC0415
    from kernlog_site.commits.store.writer import BrokenLedger  # noqa: PLC0415
    from kernlog_site.commits.sync import store_sync  # noqa: PLC0415
    from kernlog_site.tools.project import open_project  # noqa: PLC0415 - takes its time

    project = opened(open_project, config_file)
    progress = Progress()
    try:
        wanted = project.wanted(lambda pages: progress.each("Reading citations", pages))
        options = project.options
        report = store_sync.sync(
            project.places, wanted, options.trees, progress.note, options.versions
        )
    except (GitFailed, BrokenLedger, store_sync.AnotherSync) as error:
        fail(str(error), PROBLEMS)
    for warning in report.warnings:
        say(warning, err=True)
    what = "updated" if report.changed else "already up to date"
    cves = "" if report.cves is None else f"{report.cves} CVEs, "
    say(
        f"{project.store}: {report.commits} commits ({report.added} new), "
        f"{report.releases} releases, {cves}{what}."
    )
    if report.warnings:
        raise SystemExit(PROBLEMS)
