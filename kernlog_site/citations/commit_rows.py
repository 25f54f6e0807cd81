"""The rows of lists of commits, as HTML, and what became of commits, in words.

A site has hundreds of thousands of rows, so they are put together here, not in a template. What one
says of its commit is made once, where the commit is looked up anyway; a list then adds the places.
Every value is escaped: all of them are data.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import NamedTuple

from kernlog_site.commits.followups.wording import (
    backports_text,
    cve_text,
    followup_text,
    outcomes,
    released,
)
from kernlog_site.commits.web.link_schemes import address
from kernlog_site.commits.web.trees import Tree
from kernlog_site.core.commit import (
    FIXED,
    INTRODUCED,
    REVERTED,
    Backport,
    Commit,
    CommitId,
    Cve,
    FollowUp,
)
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.routes import is_web_address, row_anchor

CVE, CVE_FIXED, BACKPORT = "cve", "cve-fixed", "backport"
"""Kinds of outcomes besides those of follow-ups: a CVE that the commit introduced, one that it
fixed, and that it is in stable releases."""
KINDS = (REVERTED, CVE, FIXED, CVE_FIXED, BACKPORT)
"""All kinds, the weightiest first. A store that somebody wrote may have others."""
_LINK = re.compile("\0(\\d+)\0")
"""What stands in a sentence for a link, until it is HTML. No text of the store has it."""


@fingerprinted
class Outcome(NamedTuple):
    """One thing that became of a commit: in words, and as HTML with links.

    `key` is the full hash of the follow-up, or the number of the CVE; backports are told together
    and have none. `when` is the day of a follow-up, or that on which the CVE was published.
    """

    kind: str
    key: str
    when: dt.date | None
    text: str
    html: str

    @property
    def is_weighty(self) -> bool:
        """Whether it is one of the events of the commit."""
        return self.kind in (REVERTED, CVE)


class Row(NamedTuple):
    """The row of a commit in any list: HTML, and what it is found and sorted by.

    `outcomes` are what became of it, which of nearly all is nothing.
    """

    commit: CommitId
    subject: str
    first_tag: str
    outcomes: tuple[Outcome, ...]
    html: str

    @property
    def sha(self) -> str:
        """The full hash."""
        return self.commit[1]


@dataclass(frozen=True)
class Rows:
    """The renderer of rows. `day` writes dates out."""

    trees: Mapping[str, Tree]
    schemes: Mapping[str, str]
    day: Callable[[dt.date], str]
    words: Words = ENGLISH
    # The same few days, tags and trees stand in hundreds of thousands of rows.
    _days: dict[dt.date, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _landings: dict[str | None, str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def row(self, commit: Commit) -> Row:
        """The row of a commit."""
        since = commit.fate or commit.cves or commit.backports
        outcomes = tuple(self._outcomes(commit)) if since else ()
        origin = (
            f"{escape(commit.author)}, {self._when(commit.authored.date())}, "
            f"{self._landing(commit)}{self._elsewhere(commit)}"
        )
        return Row(
            commit.id,
            commit.subject,
            commit.first_tag or "",
            outcomes,
            f"{self._hash(commit)} "
            f'<span class="subject">{escape(commit.subject)}</span> '
            f'<span class="origin">{origin}</span>'
            f"{_fate(outcomes) if outcomes else ''}",
        )

    def _hash(self, commit: Commit) -> str:
        abbreviation, address = commit.abbreviation, self._addresses.get(commit.tree)
        if address is None:
            return f'<code class="hash">{abbreviation}</code>'
        url = address.replace("{sha}", commit.sha)
        return f'<a class="hash" href="{url}"><code>{abbreviation}</code></a>'

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        """Where each tree shows a commit, escaped."""
        return {name: escape(tree.commit("{sha}")) for name, tree in self.trees.items()}

    def _when(self, day: dt.date) -> str:
        when = self._days.get(day)
        if when is None:
            when = f'<time datetime="{day}">{escape(self.day(day))}</time>'
            self._days[day] = when
        return when

    def _landing(self, commit: Commit) -> str:
        tag = commit.first_tag
        text = self._landings.get(tag)
        if text is None:
            text = self._landings[tag] = escape(landing(commit, self.words))
        return text

    def _elsewhere(self, commit: Commit) -> str:
        """Where a commit was discussed, and the bugs it names."""
        if not (commit.links or commit.bugs):
            return ""
        discussion = self.words.gettext("discussion")
        links = [_link(self._address(target), discussion) for target in commit.links]
        links += [_link(self._address(target), self._name(target)) for target in commit.bugs]
        return "".join(f" · {link}" for link in links if link)

    def _address(self, target: str) -> str:
        scheme, _, value = target.partition(":")
        if scheme in self.schemes:
            return address(self.schemes[scheme], value)
        return target if is_web_address(target) else ""

    def _name(self, target: str) -> str:
        scheme, _, value = target.partition(":")
        bug = self.words.gettext("bug %(number)s")
        return bug % {"number": value} if scheme == "bug" else value

    def _outcomes(self, commit: Commit) -> Iterator[Outcome]:
        """What became of a commit, in the order of `outcomes`."""
        tree = self.trees.get(commit.tree)
        yield from (self._followup(followup, tree) for followup in commit.fate)
        yield from map(self._cve, commit.cves)
        if commit.backports:
            text = backports_text(commit.backports, self.words)
            yield Outcome(BACKPORT, "", None, text, self._backports(commit.backports))

    def _followup(self, followup: FollowUp, tree: Tree | None) -> Outcome:
        text = followup_text(followup, self.words)
        deed = escape(text)
        if tree is not None:
            href, subject = escape(tree.commit(followup.sha)), escape(followup.subject)
            deed = f'<a href="{href}" title="{subject}">{deed}</a>'
        by = escape(self.words.gettext("%(deed)s by %(author)s"))
        html = by % {"deed": deed, "author": escape(followup.author)}
        return Outcome(followup.kind, followup.sha, _day_of(followup.committed), text, html)

    def _cve(self, cve: Cve) -> Outcome:
        url = self._address(f"cve:{cve.id}")
        shown = _link(url, cve.id) or escape(cve.id)
        if cve.score is not None:
            scored = escape(self.words.gettext("%(cve)s (CVSS %(score)s)"))
            shown = scored % {"cve": shown, "score": cve.score}
        html = _with_links(cve_text(replace(cve, id=_mark(0)), self.words), [shown])
        kind = CVE if cve.role == INTRODUCED else CVE_FIXED
        return Outcome(kind, cve.id, _day_of(cve.published), cve_text(cve, self.words), html)

    def _backports(self, backports: Sequence[Backport]) -> str:
        """The text about backports as HTML, with each version linked to the commit in its tree."""
        versions = released(backports)
        links = [self._backport(version, backport) for version, backport in versions.items()]
        marked = [
            replace(backport, first_tag=_mark(number))
            for number, backport in enumerate(versions.values())
        ]
        return _with_links(backports_text(marked, self.words), links)

    def _backport(self, version: str, backport: Backport) -> str:
        tree = self.trees.get(backport.tree)
        return _link(tree.commit(backport.sha), version) if tree else escape(version)


def _fate(outcomes: Iterable[Outcome]) -> str:
    """What became of a commit, as its row has it."""
    told = [f'<span class="kl-fate--{escape(its.kind)}">{its.html}</span>' for its in outcomes]
    return f' <span class="fate">{" ".join(told)}</span>'


def _mark(number: int) -> str:
    return f"\0{number}\0"


def _with_links(text: str, links: Sequence[str]) -> str:
    """A text as HTML, with a link for each mark."""
    return _LINK.sub(lambda mark: links[int(mark[1])], escape(text))


def _day_of(time: dt.datetime | None) -> dt.date | None:
    return time.date() if time else None


def anchors(rows: Iterable[Row]) -> Iterator[str]:
    """The ids of rows in one list. Commits of two trees may begin with the same digits."""
    counts: dict[str, int] = {}
    for row in rows:
        abbreviation = row.commit[1][:12]
        earlier = counts.get(abbreviation, 0)
        counts[abbreviation] = earlier + 1
        yield row_anchor(abbreviation, earlier)


def item(row: Row, anchor: str, places: str) -> str:
    """A row in a list, with the links to the places that cite it."""
    return f'<li id="{anchor}">{row.html} <span class="places">{places}</span></li>'


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else ""


def landing(commit: Commit, words: Words) -> str:
    """The first tag of a commit, or that it has none."""
    return commit.first_tag or words.gettext("not in a release yet")


def described(commit: Commit, words: Words) -> str:
    """The tooltip of a citation: subject, author, first tag and what became of it."""
    return f"{commit.subject} ({facts(commit, words)})"


def facts(commit: Commit, words: Words) -> str:
    """The same without the subject, where that can be read already."""
    since = "".join(f"; {outcome}" for outcome in outcomes(commit, words))
    return f"{commit.author}, {landing(commit, words)}{since}"
