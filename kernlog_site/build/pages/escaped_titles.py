"""Titles and descriptions of pages: text for programs, HTML in templates.

MkDocs hands themes and plugins the same page. Its `title` is what stands in the front matter,
letter for letter, and themes write it into their HTML as it is, Material's among them. So
templates, and nobody else, get texts of pages as HTML: `{{ page.title }}` shows them safely in any
theme, and `{{ page.title | e }}` does not escape them twice.
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

from jinja2 import Environment
from markupsafe import escape
from mkdocs.structure import StructureItem
from mkdocs.structure.pages import Page

_TEXTS = ("title", "subtitle", "description", "author")
"""Of the metadata that themes show; all else may be HTML that another plugin made."""

_Look = Callable[[Any, Any], Any]


def title_of(item: StructureItem) -> str:
    """The title of a page, a section or a link as text; empty if it has none.

    Where MkDocs takes it from a headline it is HTML without tags, and people write entities in the
    navigation. In front matter nothing stands for something else.
    """
    title = item.title
    is_written = isinstance(item, Page) and title is item.meta.get("title")
    return str(title) if is_written and title is not None else unescape(str(title or ""))


def show_titles_as_html(env: Environment) -> None:
    """Have templates get all titles, and what else they show of metadata, as HTML."""
    # Upstream: jinja2/compiler.py (jinja2 3.1.6): templates look up names with these two.
    env.getattr = _safe(env.getattr)  # type: ignore[method-assign, assignment]
    env.getitem = _safe(env.getitem)  # type: ignore[method-assign, assignment]


def _safe(look: _Look) -> _Look:
    """A look-up of a name in an object that gives HTML instead of the texts of pages."""

    def safe(item: Any, name: Any) -> Any:
        value = look(item, name)
        if name == "title" and isinstance(item, StructureItem):
            return value and escape(title_of(item))
        if name == "meta" and isinstance(item, Page):
            texts = {key: escape(value[key]) for key in _TEXTS if isinstance(value.get(key), str)}
            return {**value, **texts}
        return value

    return safe
