"""What became of a commit, in words: the same ones on pages, in feeds, notes and on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from kernlog_site.core.commit import (
    FIXED,
    INTRODUCED,
    REVERTED,
    Backport,
    Commit,
    Cve,
    FollowUp,
)
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.i18n import Words


@fingerprinted
class Event(NamedTuple):
    """Something weighty that became of a commit: that it was reverted, or introduced a CVE.

    `kind` is `REVERTED` or `INTRODUCED`, `key` the full hash of the commit that did it, or the
    number of the CVE. Stores that an older kernlog wrote do not know `when`.
    """

    kind: str
    key: str
    when: datetime | None
    text: str


def events(commit: Commit, words: Words) -> tuple[Event, ...]:
    """The weighty events of a commit, in the order of the store."""
    if not (commit.fate or commit.cves):  # as nearly all
        return ()
    reverts = (
        Event(REVERTED, followup.sha, followup.committed, followup_text(followup, words))
        for followup in commit.reverts
    )
    introduced = (
        Event(INTRODUCED, cve.id, cve.published, cve_text(cve, words)) for cve in commit.introduced
    )
    return (*reverts, *introduced)


def headline_of(event: Event, words: Words) -> str:
    """An event in as few words as can be."""
    if event.kind == INTRODUCED:
        return words.gettext("introduced %(cve)s") % {"cve": event.key}
    return event.text


def signs(commit: Commit, words: Words) -> Iterator[str]:
    """What a text says of a commit where it cites it, in as few words as can be."""
    yield from (followup_text(followup, words) for followup in commit.reverts)
    introduced = commit.introduced
    if len(introduced) == 1:
        yield words.gettext("introduced %(cve)s") % {"cve": introduced[0].id}
    elif introduced:
        several = words.gettext("introduced %(number)s CVEs")
        yield several % {"number": len(introduced)}


def outcomes(commit: Commit, words: Words) -> Iterator[str]:
    """All that became of a commit."""
    yield from (followup_text(followup, words) for followup in commit.fate)
    yield from (cve_text(cve, words) for cve in commit.cves)
    if commit.backports:
        yield backports_text(commit.backports, words)


def followup_text(followup: FollowUp, words: Words) -> str:
    """`reverted in 2.6.34-rc2`, or `reverted` while the commit that did it is in no release."""
    messages = {
        REVERTED: (words.gettext("reverted in %(version)s"), words.gettext("reverted")),
        FIXED: (words.gettext("fixed in %(version)s"), words.gettext("fixed")),
    }
    if followup.kind not in messages:
        return followup.kind
    in_version, alone = messages[followup.kind]
    tag = followup.first_tag
    return in_version % {"version": _version_in(tag)} if tag else alone


def cve_text(cve: Cve, words: Words) -> str:
    """`introduced CVE-2026-72014, fixed in 6.6.31 and 6.9`, or `fixed CVE-2024-26581, in 6.8`."""
    versions = enumeration(cve.fixed_in, words)
    if cve.role == FIXED:
        message = (
            words.gettext("fixed %(cve)s, in %(versions)s")
            if versions
            else words.gettext("fixed %(cve)s")
        )
    elif versions:
        message = words.gettext("introduced %(cve)s, fixed in %(versions)s")
    else:
        message = words.gettext("introduced %(cve)s, not fixed yet")
    return message % {"cve": cve.id, "versions": versions}


def backports_text(backports: Sequence[Backport], words: Words) -> str:
    """`also in 6.1.73 and 6.6.12`; of what is in no stable release yet, that it was taken over."""
    versions = released(backports)
    if not versions:
        return words.gettext("taken over into a stable tree")
    return words.gettext("also in %(versions)s") % {"versions": enumeration(versions, words)}


def released(backports: Iterable[Backport]) -> dict[str, Backport]:
    """By version, the backports that are in a release: the first, where two trees have it."""
    by_version: dict[str, Backport] = {}
    for backport in backports:
        if backport.first_tag:
            by_version.setdefault(_version_in(backport.first_tag), backport)
    return by_version


def enumeration(names: Iterable[str], words: Words) -> str:
    """`A`, `A and B`, `A, B and C`."""
    *others, last = [*names] or [""]
    if not others:
        return last
    return words.gettext("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last}


def _version_in(tag: str) -> str:
    return tag.removeprefix("v")
