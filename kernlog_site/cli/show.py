"""`kernlog show`: a commit, and who cites it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kernlog_site.cli.console import PROBLEMS, as_json, fail, opened, say, say_json
from kernlog_site.core.characters import on_one_line

if TYPE_CHECKING:
    from kernlog_site.tools.references import Account, CitingPlace

_FIRST = ("subject", "author", "authored", "committed", "first_tag", "tree")
_WIDTH = 11


@click.command()
@click.argument("commit", metavar="SHA")
@as_json
@click.pass_obj
def show(config_file: str | None, commit: str, as_json: bool) -> None:
    """Show a commit, and every article that cites it.

    SHA is any abbreviation of four digits or more, stable@SHA for another tree, or an address of
    the commit in a git web. What is known of it comes from the commit store.

    Example: kernlog show 7dd65feb6c60
    """
    from kernlog_site.core.problems import Problem  # noqa: PLC0415
    from kernlog_site.tools.references import look_up  # noqa: PLC0415 - takes its time
    from kernlog_site.tools.settings import read_settings  # noqa: PLC0415

    account = look_up(opened(read_settings, config_file), commit)
    if isinstance(account, Problem):
        fail(account.text, PROBLEMS)
    if as_json:
        articles = [asdict(place) for place in account.articles]
        addresses = {"url": account.url, "elsewhere": account.elsewhere}
        say_json({**account.line, **addresses, "articles": articles})
        return
    for line in _lines(account):
        say(line)


def _lines(account: Account) -> Iterator[str]:
    yield f"commit {account.line['sha']}"
    more = sorted(account.line.keys() - {"sha", *_FIRST})
    for key in (*_FIRST, *more):
        value = account.line.get(key)
        if key == "first_tag" and value is None:
            value = "none yet"
        if value not in (None, "", [], {}):
            yield from _entry(key.replace("_", " "), value)
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


def _entry(name: str, value: Any) -> Iterator[str]:
    """A line for a value; one for each entry of a list."""
    for index, entry in enumerate(value if isinstance(value, list) else [value]):
        yield on_one_line(f"{'' if index else name:<{_WIDTH}} {_value_text(entry)}")


def _value_text(value: Any) -> str:
    if isinstance(value, dict) and {"kind", "sha", "subject"} <= value.keys():
        landed = value.get("first_tag") or "in no release yet"
        return f"{value['kind']} by {str(value['sha'])[:12]} {value['subject']} ({landed})"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value_text(v)}" for key, v in value.items() if v is not None)
    if isinstance(value, list):
        return ", ".join(_value_text(entry) for entry in value)
    return " ".join(str(value).split("\n"))


def _place(place: CitingPlace) -> Iterator[str]:
    where = place.path if place.line is None else f"{place.path}:{place.line}"
    yield f"    {where}{f', {place.section}' if place.section else ''}"
    yield f"    {place.url}"
