"""What readers may not see yet, and all that would give it away."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from kernlog_site.content.content_reader import Content
from kernlog_site.core.model import Article
from kernlog_site.core.names import composed
from kernlog_site.core.routes import Routes, is_index, topic_slug


@dataclass(frozen=True, slots=True)
class Withheld:
    """Paths below the content folder at which nothing is published, in their one encoding.

    `folders` says of some folders whether they go with what is withheld. Of all others, the nearest
    one around them decides.
    """

    files: frozenset[str] = frozenset()
    folders: Mapping[str, bool] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.files)

    def covers(self, path: str) -> bool:
        """Whether a file that is, or might be, at that path is not published."""
        path = composed(path)
        if path in self.files:
            return True
        return next((self.folders[at] for at in _and_around(path) if at in self.folders), False)


NOTHING = Withheld()


def withhold(
    content: Content, pages: Iterable[str], routes: Routes, now: datetime
) -> tuple[Content, Withheld]:
    """The content that readers may see at that time, and the paths that are kept from them.

    That is drafts, articles of the future, and those of which nobody knows; what only they name:
    people, topics, series that announce nothing; and the files in their folders. `pages` are the
    paths of all Markdown files.
    """
    public = [_as_of(now, article) for article in content.articles if article.is_public(now)]
    hidden = [article for article in content.articles if not article.is_public(now)]
    visible = replace(content, articles=tuple(public))
    if not hidden:
        return visible, NOTHING
    people = _only(hidden, public, lambda article: article.authors)
    series = _only(hidden, public, lambda article: filter(None, [article.series]))
    series -= {record.id for record in content.series.values() if record.planned}
    topics = _only(hidden, public, lambda article: map(topic_slug, article.topics))
    visible = replace(
        visible,
        people={key: person for key, person in content.people.items() if key not in people},
        series={key: record for key, record in content.series.items() if key not in series},
    )
    files = {path for article in hidden for path in (article.path, routes.card(article.path))}
    files.update(map(routes.author_source, people))
    files.update(map(routes.series_source, series))
    files.update(map(routes.topic_source, topics))
    files = set(map(composed, files))
    shown = (path for path in map(composed, pages) if path not in files)
    return visible, Withheld(frozenset(files), _folders(hidden, shown, routes))


def without(nav: Any, withheld: Withheld) -> Any:
    """`nav` of `mkdocs.yml` without the pages that are not published."""
    if isinstance(nav, str):
        return None if withheld.covers(nav) else nav
    if isinstance(nav, dict):
        entries = {title: without(below, withheld) for title, below in nav.items()}
        return {title: below for title, below in entries.items() if below} or None
    if isinstance(nav, list):
        return [entry for entry in (without(entry, withheld) for entry in nav) if entry]
    return nav


def _as_of(now: datetime, article: Article) -> Article:
    """An article without updates that are still to come."""
    if all(update.date <= now for update in article.updates):
        return article
    return replace(
        article, updates=tuple(update for update in article.updates if update.date <= now)
    )


def _only(
    hidden: Iterable[Article],
    public: Iterable[Article],
    names: Callable[[Article], Iterable[str]],
) -> set[str]:
    """What hidden articles name, and no public one does."""
    hidden_names, public_names = (
        {name for article in articles for name in names(article)} for articles in (hidden, public)
    )
    return hidden_names - public_names


def _folders(hidden: Iterable[Article], shown: Iterable[str], routes: Routes) -> dict[str, bool]:
    """Folders with nothing but hidden articles, and those of an article's own, are withheld."""
    folders = {folder: True for article in hidden for folder in _homes(composed(article.path))}
    pages = list(shown)
    with_pages = {routes.articles, *map(posixpath.dirname, pages)}
    with_pages.update(folder for folder in map(_own_folder, pages) if folder in folders)
    for folder in with_pages:
        folders.update(dict.fromkeys(_and_around(folder), False))
    return folders


def _homes(path: str) -> tuple[str, str]:
    return posixpath.dirname(path), _own_folder(path)


def _own_folder(path: str) -> str:
    """The folder that has the address of a page."""
    return posixpath.dirname(path) if is_index(path) else posixpath.splitext(path)[0]


def _and_around(path: str) -> Iterator[str]:
    """A path, and the folders around it, the nearest first."""
    while path:
        yield path
        path = posixpath.dirname(path)
