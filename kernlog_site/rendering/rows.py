"""The rows of lists of commits, as HTML.

A site has hundreds of thousands of them, so they are put together here, not in a template. What a
row says of its commit is made once, where the commit is looked up anyway; a list then adds the
places. Every value is escaped: all of them are data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from kernlog_site.commits.schemes import address
from kernlog_site.commits.trees import Tree
from kernlog_site.model import Commit, CommitId, Deed
from kernlog_site.rendering.deeds import landing, said
from kernlog_site.routes import is_web_address, row_anchor
from kernlog_site.words import ENGLISH, Words


class Row(NamedTuple):
    """What lists show of a commit, whoever cites it, and by what they find and sort it."""

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
    """Makes rows. `day` writes dates out."""

    trees: Mapping[str, Tree]
    schemes: Mapping[str, str]
    day: Callable[[dt.date], str]
    words: Words = ENGLISH

    def row(self, commit: Commit) -> Row:
        """What lists show of a commit."""
        tree = self.trees.get(commit.tree)
        first_tag = commit.first_tag or ""
        elsewhere = self._elsewhere(commit) if commit.links or commit.bugs else ""
        return Row(
            commit.id,
            commit.subject,
            first_tag,
            ", ".join(said(deed, self.words) for deed in commit.fate),
            f"{_hash(commit, tree)} "
            f'<span class="subject">{escape(commit.subject)}</span> '
            f'<span class="origin">{escape(commit.author)}, {self._when(commit.authored)}, '
            f"{escape(landing(commit, self.words))}{elsewhere}</span>"
            f"{self._fate(commit.fate, tree) if commit.fate else ''}",
        )

    def _when(self, authored: dt.datetime) -> str:
        return f'<time datetime="{authored.date()}">{escape(self.day(authored))}</time>'

    def _elsewhere(self, commit: Commit) -> str:
        """Where a commit was discussed, and the bugs it names."""
        discussion = self.words.gettext("discussion")
        links = [_link(self._address(its), discussion) for its in commit.links]
        links += [_link(self._address(its), self._name(its)) for its in commit.bugs]
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

    def _fate(self, deeds: Iterable[Deed], tree: Tree | None) -> str:
        """What later commits did to one."""
        by = escape(self.words.gettext("%(deed)s by %(author)s"))
        told = (
            f'<span class="kl-fate--{escape(deed.kind)}">'
            f"{by % {'deed': self._deed(deed, tree), 'author': escape(deed.author)}}</span>"
            for deed in deeds
        )
        return f' <span class="fate">{" ".join(told)}</span>'

    def _deed(self, deed: Deed, tree: Tree | None) -> str:
        done = escape(said(deed, self.words))
        if tree is None:
            return done
        return (
            f'<a href="{escape(tree.commit(deed.sha))}" title="{escape(deed.subject)}">{done}</a>'
        )


class Item(NamedTuple):
    """A row in a list, with its anchor there."""

    row: Row
    anchor: str
    html: str


def listed(rows: Iterable[tuple[Row, str]]) -> Iterator[Item]:
    """Rows, each with the links to the places that cite it, as the items of one list."""
    taken: dict[str, int] = {}
    for row, places in rows:
        abbreviation = row.sha[:12]
        earlier = taken.get(abbreviation, 0)
        taken[abbreviation] = earlier + 1
        anchor = row_anchor(abbreviation, earlier)
        html = f'<li id="{anchor}">{row.html} <span class="places">{places}</span></li>'
        yield Item(row, anchor, html)


def _hash(commit: Commit, tree: Tree | None) -> str:
    if tree is None:
        return f'<code class="hash">{commit.abbreviation}</code>'
    url = escape(tree.commit(commit.sha))
    return f'<a class="hash" href="{url}"><code>{commit.abbreviation}</code></a>'


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else ""
