"""Search documents: the words of a page, what they weigh, and what a result tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from kernlog_site.build.pages.escaped_titles import title_of
from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_kinds import PAGE_KINDS
from kernlog_site.build.stages.loaded import Loaded
from kernlog_site.citations.problem_marks import without_marks
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Article
from kernlog_site.views.taxonomies import authors_of, topics_of

_NO_ARTICLE = 0.3
"""What a word weighs on a page that is no article."""

LEAD = 2.0
"""What a word of the lead weighs beside one of the text, before it is squared."""
COMMITS = 0.5
"""What one in the list of commits of an article weighs."""
_META = '<meta data-pagefind-{kind}="{name}[content]" content="{value}">'
# Each begins with letters that are seldom, which is what makes them quick: an article is 40 KB.
# What is never closed is not looked for beyond the next of its kind.
_CITATIONS = re.compile(
    r'<span class="citations">((?:(?!<span class="citations">|</span>).)*+)</span>'
)
_NUMBER = re.compile(r"<a [^<>]*+>[0-9]++</a>(?:, )?")
_SIGNED = re.compile(
    r'<span>(<a class="citation"[^<>]*+>[^<]*+</a>)'
    r'((?:<small class="fate">[^<]*+</small>)++)</span>'
)
_SIGN = re.compile(r'<small class="fate"> \(([^<]*)\)</small>')
_MARK = re.compile(r'<a class="(?:hash citation|headerlink)"[^<>]*+>(?:(?!</?a\b).)*+</a>')
_LINK = re.compile(r"<a [^<>]*+>|</a>")
_NO_WORDS = "\0"
_EMPTY = (f" ({_NO_WORDS})", f"\n({_NO_WORDS})", f"({_NO_WORDS})", _NO_WORDS)
_LIST = '<div class="commits"'
_CVE = re.compile(r"\bCVE-[0-9]{4}-[0-9]{4,}\b")
"""The number of a CVE, as the titles of citations have it: signs in the text name only some."""


def is_indexed(page: KernlogPage) -> bool:
    """Whether the search knows a page: lists of other pages it leaves out."""
    is_known = PAGE_KINDS[page.source.kind].search is not None
    return is_known and page.file.inclusion.is_included()


def search_document(page: KernlogPage, site: Loaded, html: str) -> SearchDocument:
    """A page as the search knows it. With no HTML it is all that it depends on besides its text."""
    subject, entry = page.source.subject, PAGE_KINDS[page.source.kind].search
    assert entry is not None
    if isinstance(subject, Article):
        return _article(subject, page.url, site, html)
    title = title_of(page)
    shown = {entry.title_field: title}
    if entry.label:
        shown["kind"] = entry.label(site.settings.words)
    lead = f"{title}. {entry.lead(subject)}" if entry.lead else title
    return SearchDocument(page.url, html, lead, shown, weight=_NO_ARTICLE)


def _article(article: Article, url: str, site: Loaded, html: str) -> SearchDocument:
    library, settings = site.library, site.settings
    gettext, routes = settings.words.gettext, settings.routes
    release = library.release_of(article)
    series = library.series[article.series].title if article.series else ""
    people = [author.name for author in authors_of(article, library, routes)]
    topics = [topic.name for topic in topics_of(article, library, routes)]
    part = gettext("Part %(number)s") % {"number": article.part} if article.part else ""
    shown = {
        "title": article.title,
        # In one, so that who asks for both finds the one that has both.
        "series": " · ".join(filter(None, (series, part))),
        "release": str(release or ""),
        "date": settings.day(article.date) if article.date else "",
        "authors": ", ".join(people),
        "draft": "" if article.is_public(settings.now) else gettext("Draft"),
    }
    filters = {
        "release": [str(release)] if release else [],
        "series": [series] if series else [],
        "topic": topics,
        "author": people,
    }
    return SearchDocument(url, html, article.summary, shown, filters)


@fingerprinted
@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A page to be found: its address below the root of the site, and its text as HTML.

    `shown` is what a result shows besides, `filters` are the values that narrow a search.
    """

    url: str
    html: str
    lead: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    weight: float = 1.0

    def document(self) -> str:
        """The page as Pagefind reads it.

        Numbers of citations, hashes, permanent links and marks are no words of it. Those of CVEs
        are found, but are not among the words that a result shows.
        """
        shown = {**self.shown, "cves": " ".join(dict.fromkeys(_CVE.findall(self.html)))}
        head = [_meta("meta", name, value) for name, value in shown.items() if value]
        for name, values in self.filters.items():
            head += (_meta("filter", name, value) for value in values)
        # Headings keep a weight of their own only where nothing around them has one.
        body = "<body>" if self.weight == 1 else f'<body data-pagefind-weight="{self.weight}">'
        lead = f'<p data-pagefind-weight="{LEAD * self.weight}">{escape(self.lead)}</p>'
        html = _SIGNED.sub(_with_signs, without_marks(self.html))
        words = _LINK.sub("", _MARK.sub("", _CITATIONS.sub(_without_numbers, html)))
        for empty in _EMPTY:
            words = words.replace(empty, "")
        words = words.replace(_LIST, f'{_LIST} data-pagefind-weight="{COMMITS * self.weight}"')
        return f"<html><head>{''.join(head)}</head>{body}{lead}{words}</body></html>"


def _meta(kind: str, name: str, value: str) -> str:
    return _META.format(kind=kind, name=name, value=escape(value))


def _with_signs(citation: re.Match[str]) -> str:
    """A citation and what became of its commit; of a number that alone."""
    link, signs = citation.groups()
    return ", ".join(_SIGN.findall(signs)) if _NUMBER.fullmatch(link) else f"{link}{signs}"


def _without_numbers(citations: re.Match[str]) -> str:
    return _NUMBER.sub("", citations[1]).removesuffix(", ") or _NO_WORDS
