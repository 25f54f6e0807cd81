"""The aftermath as a comment in Markdown, for a pull request on GitHub or GitLab.

Subjects stand in code spans, which show them letter for letter and make no mention or reference of
anything in them. In headings and sentences every sign that may mean something is written as a
number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote

from kernlog_site.commits.web.link_schemes import address
from kernlog_site.core.characters import on_one_line
from kernlog_site.core.routes import is_web_address
from kernlog_site.tools.aftermath.report import (
    Aftermath,
    ArticleAftermath,
    CommitAftermath,
    summed_up,
)

_LONGEST = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_MOST = 100
"""Commits of one article in a list."""
_HEADING = "## What became of the commits that we cite"
_MARKS = re.compile(r"[^\w\s,.;'-]|_", re.ASCII)
_ACTIVE = re.compile(r"([@#!$%&~:]|\bGH-|\bwww)(?=\S)", re.IGNORECASE)
"""What begins a mention, a reference or an address, where something stands right behind it."""
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_SAFE = "%/:?#[]@!$&'*+,;=~"
"""What stays as it is in the address of a link."""


def markdown_comment(aftermath: Aftermath, schemes: Mapping[str, str]) -> str:
    """The comment; `schemes` has the template of addresses of CVEs, if they have any.

    Articles for which there is no room are counted at its end.
    """
    states = aftermath.states
    compared = f"{_code(states.now.name)}, compared with {_text(states.before.name)}."
    if not aftermath.articles:
        return f"{_HEADING}\n\n{compared}\n\nNothing new.\n"
    comment = f"{_HEADING}\n\n{compared}\n"
    for number, article in enumerate(aftermath.articles):
        block = "\n".join(_article(article, schemes.get("cve", "")))
        if len(comment) + len(block) > _LONGEST:
            left = len(aftermath.articles) - number
            noun = "article" if left == 1 else "articles"
            return f"{comment}\nThere is more about {left} {noun}: run `kernlog aftermath`.\n"
        comment += f"\n{block}\n"
    return comment


def _article(its: ArticleAftermath, cve: str) -> Iterator[str]:
    mark = " (draft)" if its.draft else ""
    yield f"### {_link(_text(its.headline), its.url)}{mark}"
    yield ""
    yield f"{_text(its.summary)}, in {_code(its.path)}"
    weighty = [commit for commit in its.commits if commit.is_weighty]
    others = [commit for commit in its.commits if not commit.is_weighty]
    if weighty:
        yield ""
        yield from _items(weighty, cve)
    if others:
        yield ""
        yield f"<details><summary>{escape(summed_up(others))}</summary>"
        yield ""
        yield from _items(others, cve)
        yield ""
        yield "</details>"


def _items(commits: Sequence[CommitAftermath], cve: str) -> Iterator[str]:
    for its in commits[:_MOST]:
        yield f"- {_commit(its)}: {_sentences(its, cve)} ({_places(its)})"
    if len(commits) > _MOST:
        yield f"- and {len(commits) - _MOST} more"


def _commit(its: CommitAftermath) -> str:
    abbreviation = f"`{its.commit.abbreviation}`"
    return f"{_link(abbreviation, its.url or '')} {_code(its.commit.subject)}"


def _sentences(its: CommitAftermath, cve: str) -> str:
    return "; ".join(_with_links(change.text, cve) for change in its.changes)


def _with_links(text: str, template: str) -> str:
    """A sentence whose CVEs are links."""
    parts, end = [], 0
    for found in _CVE.finditer(text) if template else ():
        parts += [_text(text[end : found.start()]), _link(found[0], address(template, found[0]))]
        end = found.end()
    return "".join([*parts, _text(text[end:])])


def _places(its: CommitAftermath) -> str:
    """Where an article cites a commit: lines that lead to the places on its page."""
    return ", ".join(
        _link("a line" if place.line is None else f"line {place.line}", place.url)
        for place in its.places
    )


def _link(text: str, url: str) -> str:
    """A link with a text that is Markdown; the text alone where there is no address."""
    if not is_web_address(url):
        return text
    return f"[{text}](<{quote(url, safe=_SAFE)}>)"


def _text(text: str) -> str:
    """Text of any origin, shown as it is. Behind what might call somebody or lead somewhere stands
    a space without width."""
    text = _ACTIVE.sub("\\1\u200b", on_one_line(text))
    return _MARKS.sub(_as_number, text)


def _as_number(found: re.Match[str]) -> str:
    sign = found[0]
    return sign if not sign.isascii() else f"&#{ord(sign)};"


def _code(text: str) -> str:
    """Text of any origin as a code span."""
    text = on_one_line(text)
    if not text.strip():
        return ""
    longest = max(_runs_of_backticks(text), default=0)
    fence = "`" * (longest + 1)
    around = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{around}{text}{around}{fence}"


def _runs_of_backticks(text: str) -> Iterable[int]:
    return (len(run) for run in re.findall("`+", text))
