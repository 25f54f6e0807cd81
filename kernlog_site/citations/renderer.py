"""The citation renderer: numbers, links on words, lines of a list, and marks on broken ones.

Citations are most of what stands in an article. As elements, Markdown would walk through them once
more and escape and sort what is escaped and in order already. So they are HTML that is set aside
and put in when Markdown has written out everything else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from kernlog_site.citations import grammar
from kernlog_site.citations.commit_rows import described, facts
from kernlog_site.citations.problem_marks import add_mark, as_text, as_value, literally, mark
from kernlog_site.citations.targets import Link, Resolve, Target
from kernlog_site.commits.followups.wording import signs
from kernlog_site.commits.git.subjects import prefix_of
from kernlog_site.core.commit import Citation, Commit
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import citation_anchor

_IGNORED = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
_GROUP_HINT = 'Put spaces between hashes, and write labels as "git documentation"=hash.'
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<value>.*)", re.DOTALL)

_PLACE = re.compile(rf"{STX}kernlog-inlay:(\d+){ETX}")


class CitationRenderer:
    """The renderer of the citations of one text, which fills elements in their order.

    Appends to `citations` each commit cited, and to `problems` each problem with the citation as
    written. `section` is the heading that was passed last, `proven` whether all commits are.
    """

    def __init__(
        self,
        resolve: Resolve,
        stash: HtmlStash,
        citations: list[Citation],
        problems: list[tuple[str, Problem]],
        words: Words = ENGLISH,
    ) -> None:
        self.section = ""
        self.proven = True
        self._resolve = resolve
        self._stash = stash
        self._citations = citations
        self._problems = problems
        self._words = words
        self._seen: dict[str, int] = defaultdict(int)

    def group(self, element: Element, shortcode: grammar.Shortcode, linked: bool = True) -> None:
        """Fill a numbered group: `1, 2, documentation`. Inside another link it cannot be one."""
        items = list(shortcode.group())
        if not items:
            problem = Problem("The citation is empty.", "Write what it cites.")
            self._mark_all(element, str(shortcode), str(shortcode), problem)
            return
        if not linked:
            problem = Problem("A citation stands inside a link.", "Close the link before it.")
            self._mark_all(element, str(shortcode), f"[{shortcode}](", problem)
            return
        number = 0
        shown = []
        for item in items:
            if isinstance(item, grammar.BrokenItem):
                shown.append(self._broken(item, str(shortcode)))
                continue
            number += not item.label
            shown.append(self._item(shortcode.name, item, item.label or str(number)))
        element.text = self._stash.add(", ".join(shown))

    def _broken(self, item: grammar.BrokenItem, written: str) -> str:
        return self._mark(
            item.text, written, Problem(f"'{item.text}' cannot be read.", _GROUP_HINT)
        )

    def _item(self, name: str, item: grammar.Item, text: str) -> str:
        target: Target | None = Target(grammar.COMMIT, item.target)
        if name == grammar.LINKS:
            target = _target(item.target)
        answer: Link | Problem | None
        if item.target.endswith(","):
            comma = f"'{item.target}' ends with a comma."
            answer = Problem(comma, "Write spaces; commas are ours.")
        elif target is None:
            answer = Problem(f"'{item.target}' has no scheme.", "Write it as in lwn:373989.")
        else:
            answer = self._resolve(target)
        written = f"commit:{item.target}" if name == grammar.COMMIT else item.target
        if isinstance(answer, Problem):
            return self._mark(text if item.label else item.target, written, answer)
        link = answer or Link(item.target)
        self._add_problems_of(link, written)
        anchor, notes = self._anchor(link, as_text(text)), self._notes(link)
        return f"<span>{anchor}{notes}</span>" if notes else anchor

    def link(self, anchor: Element) -> None:
        """Turn `commit:...` and the like in an ordinary link into an address."""
        # A browser would read entities, and pass over white space in front of the scheme.
        href = _IGNORED.sub("", unescape(anchor.get("href", "").replace(AMP_SUBSTITUTE, "&")))
        target = _target(href)
        answer = self._resolve(target) if target else None
        if not href:
            hint = "Put the web address in the parentheses, or what it cites: commit:7dd65feb6c60."
            answer = Problem("A link leads nowhere.", hint)
        if isinstance(answer, Problem):
            anchor.attrib.pop("title", None)
            add_mark(anchor, answer)
            self._add_problem(href, answer)
        elif answer:
            self._add_problems_of(answer, href)
            self._point_at(anchor, answer)
            if notes := self._notes(answer):
                inner = _wrapped("span", anchor)
                inner.tail = self._stash.add(notes)

    def _point_at(self, anchor: Element, link: Link) -> None:
        """Point an element at a link. A title of its own, it keeps."""
        title = link.title
        if link.commit:
            citation = self._cite(link.commit)
            anchor.set("class", f"{anchor.get('class', '')} citation".lstrip())
            anchor.set("id", citation.anchor)
            title = described(link.commit, self._words)
        anchor.set("href", literally(link.href))
        if title and not anchor.get("title"):
            anchor.set("title", literally(title))

    def gem(self, entry: Element, gem: grammar.Gem) -> None:
        """Fill a line of a list of commits."""
        target = Target(grammar.COMMIT, gem.target, gem.subject)
        answer = self._resolve(target) or Link(str(target))
        written = " ".join(gem.line.split())
        if gem.subject is not None and not isinstance(grammar.target(gem.target), grammar.Hash):
            hint = "Write a hash and its subject, or ## and a heading."
            answer = Problem(f"'{gem.line}' is no commit.", hint)
        if isinstance(answer, Problem):
            entry.text = self._stash.add(self._mark(gem.line, written, answer))
            return
        self._add_problems_of(answer, written)
        stored = answer.commit.subject if answer.commit else ""
        given = gem.subject if gem.subject is not None else stored
        same = given == stored or given.split() == stored.split()
        digits = as_text(answer.commit.abbreviation if answer.commit else gem.target)
        anchor = self._anchor(answer, f"<code>{digits}</code>", gem=True)
        subject = f'<span class="subject">{_subject(stored if same else given)}</span>'
        entry.text = self._stash.add(f"{anchor} {subject}{self._notes(answer)}")

    def _add_problems_of(self, link: Link, written: str) -> None:
        """Take down what is wrong with a citation that leads somewhere."""
        for problem in link.problems:
            self._add_problem(written, problem)
        self.proven = self.proven and link.proven

    def _anchor(self, link: Link, html: str, *, gem: bool = False) -> str:
        """The link of a citation around what it shows."""
        kind = "hash " if gem else ""
        href, commit = as_value(link.href), link.commit
        if commit is None:
            css = ' class="hash"' if gem else ""
            title = f' title="{as_value(link.title)}"' if link.title else ""
            return f'<a{css} href="{href}"{title}>{html}</a>'
        # In a list the subject stands beside the hash.
        title = facts(commit, self._words) if gem else described(commit, self._words)
        citation = self._cite(commit, gem=gem)
        return (
            f'<a class="{kind}citation" href="{href}" id="{citation.anchor}"'
            f' title="{as_value(title)}">{html}</a>'
        )

    def _cite(self, commit: Commit, *, gem: bool = False) -> Citation:
        """Remember a citation."""
        abbreviation = commit.abbreviation
        earlier = self._seen[abbreviation]
        self._seen[abbreviation] = earlier + 1
        anchor = citation_anchor(abbreviation, earlier)
        citation = Citation(commit.id, anchor, self.section, gem)
        self._citations.append(citation)
        return citation

    def _notes(self, link: Link) -> str:
        """What stands behind a link, as no part of its name: that its commit was reverted or
        introduced a CVE, for news ages and texts do not know, and a mark for everything else that
        is wrong with it."""
        commit = link.commit
        since = signs(commit, self._words) if commit and (commit.fate or commit.cves) else ()
        texts = "".join(f'<small class="fate"> ({as_text(sign)})</small>' for sign in since)
        return texts + "".join(map(mark, link.problems))

    def _add_problem(self, written: str, problem: Problem) -> None:
        self._problems.append((written, problem))

    def _mark(self, shown: str, written: str, problem: Problem) -> str:
        self._add_problem(written, problem)
        return mark(problem, shown)

    def _mark_all(self, element: Element, shown: str, written: str, problem: Problem) -> None:
        element.text = literally(shown)
        add_mark(element, problem)
        self._add_problem(written, problem)


def _wrapped(tag: str, element: Element) -> Element:
    """Give an element another tag and one element inside: what it was."""
    inner = Element(element.tag, dict(element.attrib))
    inner.text = element.text
    inner.extend(list(element))
    for child in list(element):
        element.remove(child)
    element.tag, element.text = tag, None
    element.attrib.clear()
    element.append(inner)
    return inner


def _subject(subject: str) -> str:
    """A subject letter for letter, with its area set off."""
    prefix = prefix_of(subject)
    return (
        f"<b>{as_text(prefix)}</b>{as_text(subject[len(prefix) :])}" if prefix else as_text(subject)
    )


def _target(href: str) -> Target | None:
    match = _SCHEME.fullmatch(href)
    return Target(match["scheme"].lower(), match["value"].strip("<>")) if match else None


class HtmlStash:
    """HTML that is set aside from one text, and put in at the end."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self._html: list[str] = []

    def register(self, md: Markdown) -> None:
        """Register with Python-Markdown."""
        # Behind all others, who might take a subject for something of theirs.
        md.postprocessors.register(_PutIn(md, self), "kernlog-inlays", -10)

    def add(self, html: str) -> AtomicString:
        """Text of an element that will be this HTML."""
        self._html.append(html)
        return AtomicString(f"{STX}kernlog-inlay:{len(self._html) - 1}{ETX}")

    def put_in(self, text: str) -> str:
        """The text with the HTML in its places."""
        return _PLACE.sub(lambda place: self._html[int(place[1])], text)


class _PutIn(Postprocessor):
    def __init__(self, md: Markdown, stash: HtmlStash) -> None:
        super().__init__(md)
        self.stash = stash

    def run(self, text: str) -> str:
        return self.stash.put_in(text)
