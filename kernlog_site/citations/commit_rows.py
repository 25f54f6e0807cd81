"""The rows of lists of commits, as HTML, and what became of commits, in words.

A site has hundreds of thousands of rows, so they are put together here, not in a template. What one
says of its commit is made once, where the commit is looked up anyway; a list then adds the places.
Every value is escaped: all of them are data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import NamedTuple

from kernlog_site.commits.followups.wording import followup_text, outcomes
from kernlog_site.commits.web.link_schemes import address
from kernlog_site.commits.web.trees import Tree
from kernlog_site.core.commit import Commit, CommitId, FollowUp
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.routes import is_web_address, row_anchor


class Row(NamedTuple):
    """The row of a commit in any list: HTML, and what it is found and sorted by."""

    commit: CommitId
    subject: str
    first_tag: str
    undone: str
    """How it was reverted or fixed since, in words, if it was."""
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
        fate = commit.fate
        origin = (
            f"{escape(commit.author)}, {self._when(commit.authored.date())}, "
            f"{self._landing(commit)}{self._elsewhere(commit)}"
        )
        return Row(
            commit.id,
            commit.subject,
            commit.first_tag or "",
            ", ".join([followup_text(followup, self.words) for followup in fate]) if fate else "",
            f"{self._hash(commit)} "
            f'<span class="subject">{escape(commit.subject)}</span> '
            f'<span class="origin">{origin}</span>'
            f"{self._fate(commit) if fate else ''}",
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

    def _fate(self, commit: Commit) -> str:
        """The follow-ups of a commit, as HTML."""
        tree = self.trees.get(commit.tree)
        by = escape(self.words.gettext("%(deed)s by %(author)s"))
        followups = (
            f'<span class="kl-fate--{escape(followup.kind)}">'
            f"{by % {'deed': self._linked(followup, tree), 'author': escape(followup.author)}}"
            "</span>"
            for followup in commit.fate
        )
        return f' <span class="fate">{" ".join(followups)}</span>'

    def _linked(self, followup: FollowUp, tree: Tree | None) -> str:
        done = escape(followup_text(followup, self.words))
        if tree is None:
            return done
        href, subject = escape(tree.commit(followup.sha)), escape(followup.subject)
        return f'<a href="{href}" title="{subject}">{done}</a>'


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
