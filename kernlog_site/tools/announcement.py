"""The announcement of an article: a text for social feeds, and a mail."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from textwrap import fill
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from kernlog_site.build.failures import making
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.targets import nowhere
from kernlog_site.core import clock
from kernlog_site.core.model import Article, Status
from kernlog_site.core.names import alike
from kernlog_site.core.problems import Problem
from kernlog_site.core.routes import Routes
from kernlog_site.tools.scaffold import below_content
from kernlog_site.tools.settings import BrokenProject, Settings

_SECTION = 2

LIMIT = 500
"""The characters of a post on Mastodon, which is the shortest of the common limits."""
_COLUMNS = 72
_FEWEST = 20
_ELLIPSIS = "…"


def announcement(site: Settings, text: str, unpublished: bool) -> Announcement | Problem:
    """Announce the article that someone means; `unpublished` allows what readers cannot see yet.

    Raises `BrokenProject` for a site without an address.
    """
    if not site.site_url:
        name = site.config.config_file_path
        raise BrokenProject(f"{name} has no site_url. Set it to the address of the site.")
    library, routes = site.library(), site.routes
    spellings = (text, text.removeprefix(f"{site.shown}/"), below_content(text, site))
    meant = (named(name, library.articles, routes, site.site_url) for name in spellings)
    articles = next(filter(None, meant), [])
    if not articles:
        return unknown(text, library.articles)
    if len(articles) > 1:
        paths = ", ".join(article.path for article in articles)
        return Problem(f"'{text}' may be one of {paths}.", "Write more of the path.")
    article = articles[0]
    if not unpublished and (wrong := _not_public(article)):
        return wrong
    return Announcement(
        headline=site.headlines.headline(article, library),
        summary=article.summary,
        url=urljoin(site.site_url, routes.url(article.path)),
        topics=article.topics,
        sections=tuple(_sections(article, site)),
    )


def _not_public(article: Article) -> Problem | None:
    if article.is_public(clock.now()):
        return None
    what = f"is dated {article.date}" if article.status is Status.PUBLISHED else "is a draft"
    hint = "Publish it first, or see with --draft what would go out."
    return Problem(f"{article.path} {what}, so readers cannot see it yet.", hint)


def _sections(article: Article, site: Settings) -> Iterator[str]:
    markdown = site.markdown(CitationExtension(nowhere))
    with making(f"reading page '{article.path}'"):
        markdown.convert(article.body)
    yield from _names(getattr(markdown, "toc_tokens", []))


def _names(tokens: list[Mapping[str, Any]]) -> Iterator[str]:
    for token in tokens:
        if token["level"] == _SECTION:
            yield unescape(str(token["name"]))
        else:
            yield from _names(token["children"])


@dataclass(frozen=True, slots=True)
class Announcement:
    """An article as others are told about it. `url` is absolute."""

    headline: str
    summary: str
    url: str
    topics: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def post(self) -> str:
        """The text for social feeds, 500 characters at most unless the address alone has more.

        What does not fit is shortened at a word: the standfirst first, then the headline. Hashtags
        are left out where there is no room.
        """
        tags = " ".join(dict.fromkeys(filter(None, map(hashtag, self.topics))))
        headline, summary = _one_line(self.headline), _one_line(self.summary)
        if len(_joined(headline, self.url, tags)) > LIMIT:
            tags = ""
        headline = shortened(headline, max(LIMIT - len(_joined("", self.url)) - 2, 0))
        room = LIMIT - len(_joined(headline, self.url, tags)) - 2
        if room < min(len(summary), _FEWEST):
            summary = ""
        return _joined(headline, shortened(summary, max(room, 0)), self.url, tags)

    @property
    def mail(self) -> str:
        """A plain-text mail."""
        sections = "\n".join(
            fill(_one_line(s), _COLUMNS, initial_indent="- ", subsequent_indent="  ")
            for s in self.sections
        )
        text = fill(_one_line(self.summary), _COLUMNS, break_long_words=False)
        return _joined(f"Subject: {_one_line(self.headline)}", text, self.url, sections)


def named(text: str, articles: Sequence[Article], routes: Routes, site_url: str) -> list[Article]:
    """The articles that someone may mean by a path, its end, or an address of the site."""
    wanted = text.removeprefix(site_url) if site_url else text
    wanted = unquote(urlsplit(wanted).path).strip("/").removeprefix("./")
    paths = {article.path: article for article in articles}
    if text in paths:
        return [paths[text]]
    wanted = alike(wanted)
    at_address = [a for a in articles if alike(unquote(routes.url(a.path)).strip("/")) == wanted]
    if at_address or not wanted:
        return at_address
    whole = alike(text.strip("/"))
    ends = (f"/{wanted.removesuffix('.md')}.md", f"/{whole.removesuffix('.md')}.md")
    return [article for article in articles if alike(f"/{article.path}").endswith(ends)]


def unknown(text: str, articles: Iterable[Article]) -> Problem:
    """The problem of a text that names no article, with those that come nearest."""
    paths = [article.path for article in articles]
    near = difflib.get_close_matches(text, paths, n=3, cutoff=0.5)
    stem = posixpath.splitext(posixpath.basename(text.rstrip("/")))[0]
    stems = {posixpath.splitext(posixpath.basename(path))[0]: path for path in reversed(paths)}
    near += [stems[s] for s in difflib.get_close_matches(stem, stems, n=3, cutoff=0.5)]
    shown = " or ".join(list(dict.fromkeys(near))[:3])
    hint = f"Did you mean {shown}?" if shown else "Write its path below the content folder."
    return Problem(f"There is no article '{text}'.", hint)


def hashtag(topic: str) -> str:
    """`#FileSystems` of "file systems"; nothing for a topic without a letter."""
    words = re.findall(r"[^\W_]+", topic)
    tag = "".join(word[0].upper() + word[1:] for word in words)
    return f"#{tag}" if re.search(r"[^\W\d_]", tag) else ""


def shortened(text: str, room: int) -> str:
    """Text that fits, cut at a word; inside a word that alone is too long."""
    if len(text) <= room:
        return text
    if room <= 0:
        return ""
    cut = text[: room - len(_ELLIPSIS) + 1]
    words = cut.rpartition(" ")[0] or cut[:-1]
    return words.rstrip(" ,;:.–—-") + _ELLIPSIS


def _joined(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)


def _one_line(text: str) -> str:
    return " ".join(text.split())
