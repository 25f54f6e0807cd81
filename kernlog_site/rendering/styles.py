"""Takes Material's styles apart: what pages of news need, and what its own layout does.

A page of news has none of Material's columns, drawers and footers, yet their rules are a third of
its styles, and nothing is drawn before they have come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

_LAYOUT = re.compile(
    r"(?:\.|--)md-(?:author|consent|copyright|ellipsis|feedback|footer|header|nav|pagination|path|pin|post"
    r"|progress|select|sidebar|social|source|status|tabs|tag|toc|top|version)(?![a-z])|\.giscus\b"
)
_VARIABLE = re.compile(r"--[\w-]+(?=:)")
_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=\"?(?P<name>[\w-]+)\"?\]")
_COMMA = re.compile(r",(?![^(\[]*[)\]])")


class Styles(NamedTuple):
    """Two stylesheets that together say what one did."""

    news: str
    layout: str


def apart(css: str, colours: Iterable[str]) -> Styles:
    """Take a stylesheet apart, and leave out the palettes of colours that the site does not use.

    A rule is about Material's layout if each of its selectors is, or each variable that it sets for
    all of the page.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return _apart(rules, frozenset(colours))


def _apart(rules: Iterable[Node], colours: frozenset[str]) -> Styles:
    parts = [_part(rule, colours) for rule in rules]
    return Styles("".join(p.news for p in parts), "".join(p.layout for p in parts))


def _part(rule: Node, colours: frozenset[str]) -> Styles:
    if isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports"):
        inner = tinycss2.parse_rule_list(
            rule.content or (), skip_comments=True, skip_whitespace=True
        )
        opening = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
        return Styles(*(its and f"{opening}{{{its}}}" for its in _apart(inner, colours)))
    if not isinstance(rule, QualifiedRule):
        return Styles(rule.serialize(), "")
    selectors = _COMMA.split(tinycss2.serialize(rule.prelude))
    if all(_is_of_another_colour(selector, colours) for selector in selectors):
        return Styles("", "")
    text = rule.serialize()
    about = _VARIABLE.findall(text) if selectors == [":root"] else selectors
    is_layout = all(map(_LAYOUT.search, about or selectors))
    return Styles("", text) if is_layout else Styles(text, "")


def _is_of_another_colour(selector: str, colours: frozenset[str]) -> bool:
    return any(found["name"] not in colours for found in _COLOUR.finditer(selector))
