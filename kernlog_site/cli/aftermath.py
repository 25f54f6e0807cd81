"""`kernlog aftermath`: what became of the commits that articles cite."""

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
    from kernlog_site.tools.aftermath.report import Aftermath, ArticleAftermath, CommitAftermath

_JSON = "json"
_GITHUB = "github"


@click.command()
@click.option(
    "--since",
    metavar="REV|DATE",
    help="Compare with the store at that revision, or before that day or time. Default: see above.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", _JSON, _GITHUB]),
    default="text",
    help="github makes a comment in Markdown. Default: text.",
)
@as_json
@click.pass_obj
def aftermath(config_file: str | None, since: str | None, shape: str, as_json: bool) -> None:
    """Tell what became of the commits that articles cite, by article with file and line.

    Compares the commit store with an earlier state: what was reverted or fixed since, which CVEs
    there are, what was backported. That state is the last commit of the store in the repository of
    the site; where the file is just that, the one before. Without a repository it is what the last
    sync read. What is new in the store does not count, where a commit has landed neither. Drafts
    are marked.

    Exit codes: 0 nothing, 1 something, 2 the command or mkdocs.yml is wrong, or there are no two
    states to compare.

    Example: kernlog aftermath --since 2026-11-01
    """
    from kernlog_site.commits.git.client import GitFailed  # noqa: PLC0415
    from kernlog_site.commits.store.form import NewerForm  # noqa: PLC0415
    from kernlog_site.core.problems import refused  # noqa: PLC0415
    from kernlog_site.tools.aftermath import report  # noqa: PLC0415
    from kernlog_site.tools.aftermath.markdown_comment import markdown_comment  # noqa: PLC0415
    from kernlog_site.tools.aftermath.states import NoStates, states  # noqa: PLC0415
    from kernlog_site.tools.settings import read_settings  # noqa: PLC0415 - takes its time

    shape = _JSON if as_json else shape
    site = opened(read_settings, config_file)
    progress = Progress(quiet=shape == _JSON)
    try:
        progress.note("Comparing the commit store")
        found = report.aftermath(site, states(site, since))
    except (GitFailed, NewerForm, NoStates) as error:
        fail(str(error), WRONG_USAGE)
    except OSError as error:
        fail(refused(error), WRONG_USAGE)
    for warning in found.warnings:
        say(warning, err=True)
    if shape == _JSON:
        say_json(_as_json(found))
    elif shape == _GITHUB:
        say(markdown_comment(found, site.options.links).rstrip("\n"))
    else:
        for line in _lines(found):
            say(line)
    if found.articles:
        raise SystemExit(PROBLEMS)


def _lines(found: Aftermath) -> Iterator[str]:
    from kernlog_site.core.characters import on_one_line  # noqa: PLC0415
    from kernlog_site.tools.aftermath.report import line_of  # noqa: PLC0415 - takes its time

    yield f"{found.states}."
    if not found.articles:
        yield "Nothing new became of commits that articles cite."
    for article in found.articles:
        yield ""
        yield on_one_line(f"{article.headline}{' (draft)' if article.draft else ''}")
        yield article.summary
        for its in article.commits:
            yield from dict.fromkeys(on_one_line(line_of(its, place)) for place in its.places)


def _as_json(found: Aftermath) -> dict[str, Any]:
    compared = {"before": found.states.before.name, "now": found.states.now.name}
    return {"compared": compared, "articles": [_article_as_json(its) for its in found.articles]}


def _article_as_json(its: ArticleAftermath) -> dict[str, Any]:
    return {
        "headline": its.headline,
        "part": its.part,
        "path": its.path,
        "url": its.url,
        "draft": its.draft,
        "summary": its.summary,
        "commits": [_commit_as_json(commit) for commit in its.commits],
    }


def _commit_as_json(its: CommitAftermath) -> dict[str, Any]:
    return {
        "sha": its.commit.sha,
        "tree": its.commit.tree,
        "subject": its.commit.subject,
        "url": its.url,
        "weighty": its.is_weighty,
        "changes": [
            {
                "deed": change.deed.value,
                "gone": change.gone,
                "keys": change.keys,
                "versions": change.versions,
                "when": change.when.isoformat() if change.when else None,
                "text": change.text,
            }
            for change in its.changes
        ],
        "places": [
            {"line": place.line, "section": place.section, "url": place.url} for place in its.places
        ],
    }
