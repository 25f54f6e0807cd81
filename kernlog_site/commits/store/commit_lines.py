"""Commits read from the lines of the store, and written as such lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from kernlog_site.commits.hashes import is_full
from kernlog_site.core.characters import on_one_line
from kernlog_site.core.commit import FIXED, INTRODUCED, Backport, Commit, Cve, FollowUp, Pull

MALFORMED = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading a record raises that is not as it should be."""

_PLAIN = TypeAdapter(Commit)
"""Reads a line in a third of the time, if all its text can be shown as it is."""
_UNPLAIN = re.compile(rb'[^ -~\n]|\\[^"\\/]')

NEEDED = ("sha", "tree", "subject", "author", "authored", "committed")
"""The keys without which a line is about no commit."""
_LAST = ("fate", "backports", "cves", "pull", "stable")
"""The last keys of a line, of which only the first stands there always."""
_LEFT_OUT = {"committed", "published", "score"}
"""What entries of lists leave out where they do not know it."""
_HIGHEST_SCORE = 10


def parsed(line: bytes) -> Commit:
    """The commit of a line that was checked when the store was read."""
    if is_plain(line):
        return _PLAIN.validate_json(line)
    commit = commit_of(json.loads(line.decode()))
    assert commit is not None, line
    return commit


def is_plain(line: bytes) -> bool:
    """Whether all its text can be shown as it is; most lines tell that in no time."""
    if b"\\" not in line:
        # No line of a store has control characters, but that of deletion, which JSON allows.
        is_simple = line.isascii() and b"\x7f" not in line
        return is_simple or line[:-1].decode().isprintable()
    return _UNPLAIN.search(line) is None


def line_of(commit: Commit) -> bytes:
    """The line of a commit in the form of sync, with what a build needs to know."""
    values = asdict(commit)
    last = {name: values.pop(name) for name in _LAST}
    values |= {n: value for n, value in last.items() if n == "fate" or value not in (None, ())}
    text = json.dumps(_without_nothing(values), default=datetime.isoformat, ensure_ascii=False)
    return text.encode() + b"\n"


def _without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a line without what its entries leave out where they do not know it."""
    for entries in (values["fate"], values.get("cves", ())):
        for entry in entries:
            for name in _LEFT_OUT & entry.keys():
                if entry[name] is None:
                    del entry[name]
    return values


def commit_of(record: Mapping[str, Any]) -> Commit | None:
    """The commit that a line of the store is about; None if it lacks what the store needs."""
    try:
        commit = Commit(
            sha=text_of(record["sha"]),
            tree=text_of(record["tree"]),
            subject=text_of(record["subject"]),
            author=text_of(record["author"]),
            authored=time_of(record["authored"]),
            committed=time_of(record["committed"]),
            first_tag=text_or_none(record.get("first_tag")),
            fate=tuple(_followup(entry) for entry in record.get("fate", ())),
            links=tuple(text_of(link) for link in record.get("links", ())),
            bugs=tuple(text_of(bug) for bug in record.get("bugs", ())),
            backports=tuple(_backport(entry) for entry in record.get("backports", ())),
            cves=tuple(_cve(entry) for entry in record.get("cves", ())),
            pull=_pull(record.get("pull")),
            stable=text_or_none(record.get("stable")),
        )
    except MALFORMED:
        return None
    return commit if is_full(commit.sha) else None


def _followup(record: Mapping[str, Any]) -> FollowUp:
    return FollowUp(
        kind=text_of(record["kind"]),
        sha=text_of(record["sha"]),
        subject=text_of(record["subject"]),
        author=text_of(record["author"]),
        first_tag=text_or_none(record["first_tag"]),
        committed=_time_or_none(record.get("committed")),
    )


def _backport(record: Mapping[str, Any]) -> Backport:
    first_tag = text_or_none(record["first_tag"])
    return Backport(text_of(record["tree"]), text_of(record["sha"]), first_tag)


def _cve(record: Mapping[str, Any]) -> Cve:
    score, fixed_in = record.get("score"), record["fixed_in"]
    if score is not None and (score is True or not 0 <= score <= _HIGHEST_SCORE):
        raise ValueError(score)
    if not isinstance(fixed_in, list):  # the letters of a text would be versions
        raise TypeError(fixed_in)
    return Cve(
        id=text_of(record["id"]),
        role={role: role for role in (INTRODUCED, FIXED)}[record["role"]],
        fixed_in=tuple(text_of(version) for version in fixed_in),
        published=_time_or_none(record.get("published")),
        score=None if score is None else round(float(score), 1),
    )


def _pull(record: Mapping[str, Any] | None) -> Pull | None:
    return None if record is None else Pull(text_of(record["sha"]), text_of(record["subject"]))


def text_or_none(value: object) -> str | None:
    """Such text, where there is any."""
    return None if value is None else text_of(value)


def text_of(value: object) -> str:
    """Text that can be shown on one line. JSON may contain halves of surrogate pairs, too."""
    if not isinstance(value, str):
        raise TypeError(value)
    return on_one_line(value if value.isascii() else value.encode("utf-8", "replace").decode())


def time_of(value: object) -> datetime:
    """A time whose offset is in whole minutes, as everybody can read it."""
    when = datetime.fromisoformat(text_of(value))
    offset = when.utcoffset()
    if offset is None or offset % timedelta(minutes=1):
        raise ValueError(value)
    return when


def _time_or_none(value: object) -> datetime | None:
    return None if value is None else time_of(value)
