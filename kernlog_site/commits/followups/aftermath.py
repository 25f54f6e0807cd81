"""The aftermath: what became of commits between two states of the commit store."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from kernlog_site.commits.followups.wording import (
    backports_text,
    cve_text,
    enumeration,
    followup_text,
)
from kernlog_site.core.commit import FIXED, INTRODUCED, REVERTED, Backport, Commit, Cve, FollowUp
from kernlog_site.core.i18n import ENGLISH

_T = TypeVar("_T")


class Deed(enum.Enum):
    """What became of a commit. The weightiest comes first; the values are those of exports."""

    REVERTED = "reverted"
    INTRODUCED_CVE = "introduced_cve"
    FIXED = "fixed"
    FIXED_CVE = "fixed_cve"
    CVE_FIXED_IN = "cve_fixed_in"
    BACKPORTED = "backported"

    @property
    def is_weighty(self) -> bool:
        """Whether it takes something back that an article says."""
        return self in (Deed.REVERTED, Deed.INTRODUCED_CVE)


DEEDS = tuple(Deed)


class Change(NamedTuple):
    """Something that became of a commit, or that the earlier state knew and is `gone`.

    `keys` are the full hashes of the commits that did it, or the number of a CVE; `versions` are
    those that it is about, `when` it happened, as far as the store knows.
    """

    deed: Deed
    gone: bool
    keys: tuple[str, ...]
    versions: tuple[str, ...]
    when: datetime | None
    text: str

    @property
    def is_weighty(self) -> bool:
        """Whether readers of an article would want to know it."""
        return self.deed.is_weighty and not self.gone


def changes(before: Commit, now: Commit) -> tuple[Change, ...]:
    """What is new about a commit, the weightiest first. Where it has landed is no such thing."""
    found = (*_followups(before, now), *_cves(before, now), *_backports(before, now))
    return tuple(sorted(found, key=lambda change: (change.gone, DEEDS.index(change.deed))))


def _followups(before: Commit, now: Commit) -> Iterator[Change]:
    deeds = {REVERTED: Deed.REVERTED, FIXED: Deed.FIXED}
    for gone, followup in _differing(
        {(followup.kind, followup.sha): followup for followup in before.fate},
        {(followup.kind, followup.sha): followup for followup in now.fate},
    ):
        if deed := deeds.get(followup.kind):
            text = _gone_followup(followup) if gone else followup_text(followup, ENGLISH)
            versions = _known(followup.first_tag)
            yield Change(deed, gone, (followup.sha,), versions, followup.committed, text)


def _gone_followup(followup: FollowUp) -> str:
    return f"no longer {followup.kind} by {followup.sha[:12]}"


def _cves(before: Commit, now: Commit) -> Iterator[Change]:
    known, current = ({(cve.id, cve.role): cve for cve in its.cves} for its in (before, now))
    for gone, cve in _differing(known, current):
        deed = Deed.INTRODUCED_CVE if cve.role == INTRODUCED else Deed.FIXED_CVE
        text = f"{cve.id} withdrawn or reassigned" if gone else cve_text(cve, ENGLISH)
        yield Change(deed, gone, (cve.id,), cve.fixed_in, cve.published, text)
    for key, cve in current.items():
        if key in known:
            yield from _fixes(known[key], cve)


def _fixes(before: Cve, now: Cve) -> Iterator[Change]:
    """In which further releases a CVE has been fixed, and in which it turned out not to be."""
    further = tuple(version for version in now.fixed_in if version not in before.fixed_in)
    fewer = tuple(version for version in before.fixed_in if version not in now.fixed_in)
    for gone, versions in ((False, further), (True, fewer)):
        if versions:
            how = "no longer fixed in" if gone else "now fixed in"
            text = f"{now.id} {how} {enumeration(versions, ENGLISH)}"
            yield Change(Deed.CVE_FIXED_IN, gone, (now.id,), versions, None, text)


def _backports(before: Commit, now: Commit) -> Iterator[Change]:
    found = list(
        _differing(
            {(backport.tree, backport.sha): backport for backport in before.backports},
            {(backport.tree, backport.sha): backport for backport in now.backports},
        )
    )
    for gone in (False, True):
        if backports := [backport for was, backport in found if was is gone]:
            text = _gone_backports(backports) if gone else backports_text(backports, ENGLISH)
            tags = tuple(tag for its in backports for tag in _known(its.first_tag))
            keys = tuple(backport.sha for backport in backports)
            yield Change(Deed.BACKPORTED, gone, keys, tags, None, text)


def _gone_backports(backports: Sequence[Backport]) -> str:
    named = dict.fromkeys(
        its.first_tag.removeprefix("v") if its.first_tag else its.sha[:12] for its in backports
    )
    return f"backport in {enumeration(named, ENGLISH)} taken back"


def _differing(
    before: dict[tuple[str, str], _T], now: dict[tuple[str, str], _T]
) -> Iterator[tuple[bool, _T]]:
    """What the earlier state lacks, then what the later one does, in order; whether it is gone."""
    yield from ((False, entry) for key, entry in now.items() if key not in before)
    yield from ((True, entry) for key, entry in before.items() if key not in now)


def _known(tag: str | None) -> tuple[str, ...]:
    return (tag.removeprefix("v"),) if tag else ()
