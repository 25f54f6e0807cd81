"""`kernlog show`: a commit, and who cites it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kernlog_site.cli.console import PROBLEMS, as_json, fail, opened, say, say_json
from kernlog_site.core.characters import on_one_line

if TYPE_CHECKING:
    from kernlog_site.commits.followups.pull_messages import PullMessage
    from kernlog_site.core.commit import Commit, Cve, FollowUp
    from kernlog_site.tools.references.accounts import Account
    from kernlog_site.tools.references.citing import CitingPlace

_FIRST = ("subject", "author", "authored", "committed", "first_tag", "tree")
_LABELS = {"first_tag": "first tag", "cves": "CVEs"}
_WIDTH = 11


@click.command()
@click.argument("commit", metavar="SHA")
@as_json
@click.pass_obj
def show(config_file: str | None, commit: str, as_json: bool) -> None:
    """Show a commit, and every article that cites it.

    SHA is any abbreviation of four digits or more, stable@SHA for another tree, an address of the
    commit in a git web, or the number of a CVE: that shows the commits that introduced it and fixed
    it. What is known of them comes from the commit store; only the text of the pull that brought a
    commit comes from the clone of its tree, if that is at hand.

    Example: kernlog show 7dd65feb6c60
    """
    from kernlog_site.core.problems import Problem  # noqa: PLC0415
    from kernlog_site.tools.references.accounts import (  # noqa: PLC0415 - takes its time
        Account,
        cve_in,
        look_up,
        look_up_cve,
        pull_message,
    )
    from kernlog_site.tools.settings import read_settings  # noqa: PLC0415

    site, number = opened(read_settings, config_file), cve_in(commit)
    accounts = look_up_cve(site, number) if number else look_up(site, commit)
    if isinstance(accounts, Problem):
        fail(accounts.text, PROBLEMS)
    if isinstance(accounts, Account):
        accounts = (accounts,)
    if as_json:
        values = list(map(_as_json, accounts))
        say_json(values if number else values[0])
        return
    for line in _joined(_lines(its, pull_message(site, its.commit)) for its in accounts):
        say(line)


def _joined(blocks: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of blocks, with an empty one between two of them."""
    for number, lines in enumerate(blocks):
        if number:
            yield ""
        yield from lines


def _as_json(account: Account) -> dict[str, Any]:
    articles = [asdict(place) for place in account.articles]
    addresses = {"url": account.url, "elsewhere": account.elsewhere}
    return {**account.line, **addresses, "articles": articles}


def _lines(account: Account, pull: PullMessage | None) -> Iterator[str]:
    yield f"commit {account.line['sha']}"
    sentences = _sentences(account.commit, pull)
    more = sorted(account.line.keys() - {"sha", *_FIRST})
    for key in (*_FIRST, *more):
        value = sentences.get(key, account.line.get(key))
        if key == "first_tag" and value is None:
            value = "none yet"
        if value not in (None, "", [], {}):
            yield from _entry(_LABELS.get(key, key), value)
    yield from _entry("address", account.url or "none: its tree is not in mkdocs.yml")
    for tree, url in account.elsewhere.items():
        yield from _entry(f"in {tree}", url)
    yield ""
    yield "Cited in:" if account.articles else "No article cites it."
    headline = ""
    for place in account.articles:
        if place.headline != headline:
            yield f"  {place.headline}{' (draft)' if place.draft else ''}"
            headline = place.headline
        yield from _place(place)


def _sentences(commit: Commit, message: PullMessage | None) -> dict[str, list[str]]:
    """What became of a commit, and where it came from, by the keys of its line."""
    from kernlog_site.commits.followups.wording import backports_text, cve_text  # noqa: PLC0415
    from kernlog_site.core.i18n import ENGLISH  # noqa: PLC0415 - takes its time

    backports = commit.backports
    pull = [f"{commit.pull.sha[:12]} {commit.pull.subject}"] if commit.pull else []
    if message:
        pull += [f"asked for by {message.asked_by}"] if message.asked_by else []
        pull += message.text.splitlines()
    stable = [] if commit.stable is None else [f"meant for stable trees {commit.stable}".strip()]
    return {
        "fate": list(map(_followup, commit.fate)),
        "cves": [f"{cve_text(cve, ENGLISH)}{_in_brackets(_details(cve))}" for cve in commit.cves],
        "backports": [
            *([backports_text(backports, ENGLISH)] if backports else []),
            *(f"{its.tree}@{its.sha[:12]} ({_landing(its.first_tag)})" for its in backports),
        ],
        "pull": pull,
        "stable": stable,
    }


def _followup(followup: FollowUp) -> str:
    day = [str(followup.committed.date())] if followup.committed else []
    details = _in_brackets([_landing(followup.first_tag), *day])
    return f"{followup.kind} by {followup.sha[:12]} {followup.subject}{details}"


def _details(cve: Cve) -> Iterator[str]:
    if cve.published:
        yield f"published {cve.published.date()}"
    if cve.score is not None:
        yield f"score {cve.score}"


def _in_brackets(details: Iterable[str]) -> str:
    return f" ({text})" if (text := ", ".join(details)) else ""


def _landing(tag: str | None) -> str:
    return tag or "in no release yet"


def _entry(name: str, value: Any) -> Iterator[str]:
    """A line for a value; one for each entry of a list."""
    for index, entry in enumerate(value if isinstance(value, list) else [value]):
        yield on_one_line(f"{'' if index else name:<{_WIDTH}} {_value_text(entry)}")


def _value_text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value_text(v)}" for key, v in value.items() if v is not None)
    if isinstance(value, list):
        return ", ".join(_value_text(entry) for entry in value)
    return " ".join(str(value).split("\n"))


def _place(place: CitingPlace) -> Iterator[str]:
    where = place.path if place.line is None else f"{place.path}:{place.line}"
    yield f"    {where}{f', {place.section}' if place.section else ''}"
    yield f"    {place.url}"
