"""The elements of citations: numbers, links on words, lines of a list, and marks on broken ones."""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AMP_SUBSTITUTE, AtomicString

from kernlog_site.commits.areas import prefix_of
from kernlog_site.model import Citation
from kernlog_site.problems import Problem
from kernlog_site.reading import citing
from kernlog_site.reading.sources import printable
from kernlog_site.rendering.deeds import described, facts, said
from kernlog_site.rendering.links import Link, Resolve, Target
from kernlog_site.routes import citation_anchor
from kernlog_site.words import ENGLISH, Words

_IGNORED = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
_GROUP_HINT = 'Put spaces between hashes, and write labels as "git documentation"=hash.'
_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"
_MESSAGE = re.compile(r'<span class="problem-message">[^<]*</span>')
_MARK = re.compile(r'<mark\b[^>]*\bclass="problem"[^>]*>(.*?)</mark>', re.DOTALL)
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<value>.*)", re.DOTALL)


def literally(text: str) -> AtomicString:
    """Text that Markdown shows letter for letter; control characters become U+FFFD."""
    return AtomicString(printable(text).replace("&", _AMPERSAND))


class Filling:
    """Fills the elements of one text, in the order of the text.

    Appends to `citations` each commit cited, and to `problems` each problem with the citation as
    written. `section` is the heading that was passed last, `proven` whether all commits are.
    """

    def __init__(
        self,
        resolve: Resolve,
        citations: list[Citation],
        problems: list[tuple[str, Problem]],
        words: Words = ENGLISH,
    ) -> None:
        self.section = ""
        self.proven = True
        self._resolve = resolve
        self._citations = citations
        self._problems = problems
        self._words = words
        self._seen: dict[str, int] = defaultdict(int)

    def group(self, element: Element, shortcode: citing.Shortcode, linked: bool = True) -> None:
        """Fill a numbered group: `1, 2, documentation`. Inside another link it cannot be one."""
        items = list(shortcode.group())
        if not items:
            problem = Problem("The citation is empty.", "Write what it cites.")
            self._mark(element, str(shortcode), str(shortcode), problem)
            return
        if not linked:
            problem = Problem("A citation stands inside a link.", "Close the link before it.")
            self._mark(element, str(shortcode), f"[{shortcode}](", problem)
            return
        number = 0
        for item in items:
            if len(element):
                element[-1].tail = AtomicString(", ")
            if isinstance(item, citing.BrokenItem):
                problem = Problem(f"'{item.text}' cannot be read.", _GROUP_HINT)
                self._mark(SubElement(element, "span"), item.text, str(shortcode), problem)
                continue
            number += not item.label
            self._item(SubElement(element, "a"), shortcode.name, item, item.label or str(number))

    def _item(self, anchor: Element, name: str, item: citing.Item, text: str) -> None:
        target: Target | None = Target(citing.COMMIT, item.target)
        if name == citing.LINKS:
            target = _target(item.target)
        answer: Link | Problem | None
        if item.target.endswith(","):
            comma = f"'{item.target}' ends with a comma."
            answer = Problem(comma, "Write spaces; commas are ours.")
        elif target is None:
            answer = Problem(f"'{item.target}' has no scheme.", "Write it as in lwn:373989.")
        else:
            answer = self._resolve(target)
        written = f"commit:{item.target}" if name == citing.COMMIT else item.target
        if isinstance(answer, Problem):
            self._mark(anchor, text if item.label else item.target, written, answer)
            return
        anchor.text = literally(text)
        answer = answer or Link(item.target)
        self._lead(anchor, answer, written)
        self._annotate(anchor, answer)

    def link(self, anchor: Element) -> None:
        """Turn `commit:...` and the like in an ordinary link into an address."""
        # A browser would read entities, and pass over white space in front of the scheme.
        href = _IGNORED.sub("", unescape(anchor.get("href", "").replace(AMP_SUBSTITUTE, "&")))
        target = _target(href)
        answer = self._resolve(target) if target else None
        if not href:
            answer = Problem("A link leads nowhere.", "Write [words](commit:7dd65feb6c60).")
        if isinstance(answer, Problem):
            anchor.attrib.pop("title", None)
            add_mark(anchor, answer)
            self._problems.append((href, answer))
        elif answer:
            own_title = anchor.get("title")
            self._lead(anchor, answer, href)
            if own_title:
                anchor.set("title", own_title)
            self._annotate(anchor, answer)

    def gem(self, entry: Element, gem: citing.Gem) -> None:
        """Fill a line of a list of commits."""
        target = Target(citing.COMMIT, gem.target, gem.subject)
        answer = self._resolve(target) or Link(str(target))
        written = " ".join(gem.line.split())
        if gem.subject is not None and not isinstance(citing.target(gem.target), citing.Hash):
            hint = "Write a hash and its subject, or ## and a heading."
            answer = Problem(f"'{gem.line}' is no commit.", hint)
        if isinstance(answer, Problem):
            self._mark(SubElement(entry, "span"), gem.line, written, answer)
            return
        anchor = SubElement(entry, "a", {"class": "hash"})
        self._lead(anchor, answer, written, gem=True)
        code = SubElement(anchor, "code")
        code.text = literally(answer.commit.abbreviation if answer.commit else gem.target)
        anchor.tail = AtomicString(" ")
        known = answer.commit.subject if answer.commit else ""
        given = gem.subject if gem.subject is not None else known
        same = given == known or given.split() == known.split()
        _set_subject(SubElement(entry, "span", {"class": "subject"}), known if same else given)
        self._add_fate(entry, answer)
        _add_marks(entry, answer)

    def _lead(self, anchor: Element, link: Link, written: str, gem: bool = False) -> None:
        """Point an anchor at its link, and remember the citation."""
        anchor.set("href", literally(link.href))
        for problem in link.problems:
            self._problems.append((written, problem))
        self.proven = self.proven and link.proven
        if link.commit is None:
            if link.title:
                anchor.set("title", literally(link.title))
            return
        commit = link.commit
        earlier = self._seen[commit.abbreviation]
        self._seen[commit.abbreviation] += 1
        citation = Citation(
            commit.id, citation_anchor(commit.abbreviation, earlier), self.section, gem
        )
        self._citations.append(citation)
        anchor.set("class", f"{anchor.get('class', '')} citation".lstrip())
        anchor.set("id", citation.anchor)
        # In a list the subject stands beside the hash.
        title = facts(commit, self._words) if gem else described(commit, self._words)
        anchor.set("title", literally(title))

    def _annotate(self, anchor: Element, link: Link) -> None:
        """Put what is to be said of a link behind it, where it is no part of the link's name."""
        if not (link.problems or (link.commit and link.commit.fate and link.commit.reverts)):
            return
        inner = Element("a", dict(anchor.attrib))
        inner.text = anchor.text
        inner.extend(list(anchor))
        for child in list(anchor):
            anchor.remove(child)
        anchor.tag, anchor.text = "span", None
        anchor.attrib.clear()
        anchor.append(inner)
        self._add_fate(anchor, link)
        _add_marks(anchor, link)

    def _add_fate(self, element: Element, link: Link) -> None:
        """Say beside a citation that its commit was reverted: news ages, and texts do not know."""
        for deed in link.commit.reverts if link.commit else ():
            note = SubElement(element, "small", {"class": "fate"})
            note.text = literally(f" ({said(deed, self._words)})")

    def _mark(self, element: Element, shown: str, written: str, problem: Problem) -> None:
        element.text = literally(shown)
        add_mark(element, problem)
        self._problems.append((written, problem))


def _set_subject(element: Element, subject: str) -> None:
    """Show a subject letter for letter, with its area set off."""
    prefix = prefix_of(subject)
    if prefix:
        SubElement(element, "b").text = literally(prefix)
        element[-1].tail = literally(subject[len(prefix) :])
    else:
        element.text = literally(subject)


def _target(href: str) -> Target | None:
    found = _SCHEME.fullmatch(href)
    return Target(found["scheme"].lower(), found["value"].strip("<>")) if found else None


def add_mark(element: Element, problem: Problem) -> None:
    """Make the element a visible mark with the message behind its text."""
    element.tag = "mark"
    element.attrib.pop("href", None)
    element.set("class", "problem")
    message = SubElement(element, "span", {"class": "problem-message"})
    message.text = literally(f" {problem.text}")


def without_marks(html: str) -> str:
    """The HTML of a text without its marks: what they are around stays."""
    if 'class="problem' not in html:
        return html
    return _MARK.sub(r"\1", _MESSAGE.sub("", html))


def _add_marks(element: Element, link: Link) -> None:
    """Add a mark for everything that is wrong with a citation though it leads somewhere."""
    for problem in link.problems:
        add_mark(SubElement(element, "span"), problem)
