"""Links to git webs become citations: `[words](https://...)` becomes `[words](commit:...)`, and a
row of numbered links the group that it always was.

Text is searched for what looks like a link. Whether it is one is for Markdown itself to say: the
text is rendered with citations in place of all links, and where none comes out, because it is code
or HTML that Markdown leaves alone, the link stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown import Markdown

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.targets import Link, Target
from kernlog_site.commits.store.reader import CommitStore
from kernlog_site.commits.web.commit_urls import Addresses, Shown
from kernlog_site.core.commit import Commit
from kernlog_site.core.problems import Problem, Severity
from kernlog_site.tools.import_links.groups import Edit, edits
from kernlog_site.tools.import_links.hyperlinks import Form, Hyperlink, in_html, in_markdown
from kernlog_site.tools.import_links.unwrapping import unwrap

_DIGITS = 12
_SIGN = "#%040x"
"""Ends the address of a link that may come out as it is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A text in which links became citations, how many did, and what is to be told of others.

    Problems have their lines, counted in the text.
    """

    text: str
    links: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """Turns links into citations. Without a `store` nothing is known of any commit.

    `markdown` makes a processor with the extensions of the site, and the one that it is given.
    """

    addresses: Addresses
    store: CommitStore | None
    markdown: Callable[[CitationExtension], Markdown]

    def import_markdown(self, text: str, tree: str, *, html: bool = False) -> Imported:
        """Import a Markdown text without its front matter. `tree` is that of its bare hashes.

        With `html`, paragraphs in HTML that cite commits become Markdown first, where they can.
        """
        if "://" not in text:
            return Imported(text)
        if html:
            text = unwrap(text, self._anchors(text), lambda markdown: self._rendered(markdown)[0])
        links = in_markdown(text)
        read = edits(text, links, self.addresses)
        while True:
            _, seen = self._rendered(_edited(text, read, _markers(read)))
            proven = [e for e, marks in zip(read, _markers(read), strict=True) if seen >= {*marks}]
            if proven == read:
                break
            read = proven
        remedy = "" if html else ", or try --html"
        problems = self._problems_of(text, self._remaining(text, links, read), remedy)
        return self._imported(text, read, problems, tree)

    def _anchors(self, text: str) -> Iterator[int]:
        """Where the links to commits of trees start that are written in HTML."""
        for link in in_markdown(text):
            shown = self.addresses.find(link.url) if link.form is Form.ANCHOR else None
            if shown and shown.tree is not None:
                yield link.start

    def import_html(self, text: str, tree: str) -> Imported:
        """Import a file that is HTML as a whole; its links become citations in Markdown."""
        links = in_html(text)
        read = edits(text, links, self.addresses)
        return self._imported(
            text, read, self._problems_of(text, self._untouched(links, read)), tree
        )

    def _imported(
        self, text: str, read: Sequence[Edit], problems_of_links: Iterable[Problem], tree: str
    ) -> Imported:
        commits = [commit for edit in read for commit in edit.commits]
        targets = [[self._target(commit, tree) for commit in edit.commits] for edit in read]
        problems = [*self._unknown(text, read), *problems_of_links]
        return Imported(_edited(text, read, targets), len(commits), tuple(problems))

    def _rendered(self, text: str) -> tuple[str, set[str]]:
        """The HTML of a text, and the values of all commit targets that come out of it."""
        seen: set[str] = set()

        def note(target: Target) -> Link | None:
            seen.add(target.value)
            return Link("") if target.scheme == "commit" else None

        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        # What is not UTF-8 came as halves of surrogate pairs, which no parser expects.
        readable = lines.encode("utf-8", "replace").decode()
        return self.markdown(CitationExtension(note)).convert(readable), seen

    def _target(self, commit: Shown, tree: str) -> str:
        digits = self._digits(commit)
        return digits if commit.tree == tree else f"{commit.tree}@{digits}"

    def _digits(self, commit: Shown) -> str:
        """The twelve digits of a commit, if they say the same as its address did."""
        known = self._known(commit, commit.sha[:_DIGITS])
        if len(known) == 1 and known[0].sha.startswith(commit.sha):
            return known[0].abbreviation
        return commit.sha if known else commit.sha[:_DIGITS]

    def _known(self, commit: Shown, digits: str) -> tuple[Commit, ...]:
        return self.store.find(commit.tree or "", digits) if self.store else ()

    def _unknown(self, text: str, read: Sequence[Edit]) -> Iterator[Problem]:
        for edit in read if self.store else ():
            for commit in edit.commits:
                if not self._known(commit, commit.sha):
                    message = (
                        f"Unknown commit '{self._digits(commit)}' in the tree '{commit.tree}'."
                    )
                    problem = Problem(message, "Run `kernlog sync`.", Severity.NOTICE)
                    yield problem.at("", _line(text, edit.start))

    def _untouched(self, links: Iterable[Hyperlink], read: Sequence[Edit]) -> list[Hyperlink]:
        """What may be links to commits and does not change."""
        changed = {position for edit in read for position in range(edit.start, edit.end)}
        candidates = (link for link in links if self.addresses.find(link.url))
        return [link for link in candidates if link.at[0] not in changed]

    def _remaining(
        self, text: str, links: Iterable[Hyperlink], read: Sequence[Edit]
    ) -> Iterator[Hyperlink]:
        """The links to commits that a page still has: those whose sign comes out in its HTML."""
        untouched = self._untouched(links, read)
        signs = [_SIGN % number for number in range(len(untouched))]
        signing = [
            Edit(at, at, (), lambda _, sign=sign: sign)  # type: ignore[misc]
            for sign, at in zip(signs, (link.url_end for link in untouched), strict=True)
        ]
        both = sorted([*read, *signing], key=lambda edit: edit.start)
        html, _ = self._rendered(_edited(text, both, _markers(both))) if untouched else ("", set())
        shown = {href[-len(_SIGN % 0) :] for href in _links_in(html)}
        for link, sign in zip(untouched, signs, strict=True):
            if sign in shown:
                yield link

    def _problems_of(
        self, text: str, left: Iterable[Hyperlink], remedy: str = ""
    ) -> Iterator[Problem]:
        """What there is to tell of links that stay: those in HTML are told once, with a remedy."""
        within: list[tuple[Hyperlink, Shown]] = []
        for link in left:
            commit = self.addresses.find(link.url)
            assert commit
            if commit.tree is None:
                message = f"No tree of the site is at {link.url}."
                hint = "Add it to trees, or give --tree NAME=ADDRESS."
                problem = Problem(message, hint, Severity.WARNING)
                yield problem.at("", _line(text, link.start))
            else:
                within.append((link, commit))
        if within:
            link, commit = within[0]
            more = f" and {len(within) - 1} more stand" if len(within) > 1 else " stands"
            message = f"The link to {link.url}{more} in HTML that is left as it is."
            hint = f"Write [words](commit:{commit.sha[:_DIGITS]}) outside of it{remedy}."
            problem = Problem(message, hint, Severity.WARNING)
            yield problem.at("", _line(text, link.start))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _edited(text: str, read: Iterable[Edit], targets: Iterable[Sequence[str]]) -> str:
    """A text with other words in some places, given in order."""
    pieces: list[str] = []
    position = 0
    for edit, targets_of_edit in zip(read, targets, strict=True):
        pieces += text[position : edit.start], edit.write(targets_of_edit)
        position = edit.end
    return "".join([*pieces, text[position:]])


def _markers(read: Sequence[Edit]) -> list[list[str]]:
    """Targets that tell all commits apart: no hash begins with so many zeros."""
    numbers = iter(range(10**9))
    return [[f"{next(numbers):040x}" for _ in edit.commits] for edit in read]


def _links_in(html: str) -> list[str]:
    parser = _Links()
    parser.feed(html)
    parser.close()
    return parser.found


class _Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a link."""
        if tag == "a":
            self.found += (value for name, value in attrs if name == "href" and value)
