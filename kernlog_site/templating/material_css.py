"""Takes Material's styles apart: what pages of news need, and what its own layout does.

A page of news has none of Material's columns, drawers and footers, and no script that makes copy
buttons or annotations. Yet their rules are half of its styles, and nothing is drawn before they
have come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

# Upstream: material/templates/base.html (mkdocs-material 9.8.2): names of its parts.
_LAYOUT = re.compile(
    r"(?:\.|--)md-(?:annotation|author|clipboard|code__[a-z]+|consent|copyright|ellipsis|feedback|footer|header|nav|pagination|path|pin|post"
    r"|progress|select|sidebar|social|source|status|tabs|tag|toc|tooltip2?|top|version)(?![a-z])|\.giscus\b"
)
_VARIABLE = re.compile(r"--[\w-]+(?=:)")
_COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=\"?(?P<name>[\w-]+)\"?\]")
_MADE_BY: dict[re.Pattern[str], set[str]] = {
    re.compile(r"(?:\.|--md-)tabbed-"): {"pymdownx.tabbed", "pymdownx.blocks.tab"},
    re.compile(r"\.keys?\b"): {"pymdownx.keys"},
    re.compile(r"\.critic\b"): {"pymdownx.critic"},
    re.compile(r"(?:\.task-|--md-task)list"): {"pymdownx.tasklist"},
    re.compile(r"\.arithmatex\b"): {"pymdownx.arithmatex"},
    re.compile(r"(?:\.|--)md-search"): set(),
}
"""What only those extensions of Markdown put on pages. The search of Material nobody does."""
_COMMA = re.compile(r",(?![^(\[]*[)\]])")


class Styles(NamedTuple):
    """The two parts of a stylesheet: for pages of news, and for Material's own layout."""

    news: str
    layout: str


@dataclass(frozen=True)
class _Used:
    """What the site uses: colours by name, and extensions of Markdown."""

    colours: frozenset[str]
    extensions: frozenset[str]

    @cached_property
    def unused(self) -> tuple[re.Pattern[str], ...]:
        """Expressions for what no extension puts on pages here."""
        return tuple(
            pattern for pattern, makers in _MADE_BY.items() if not makers & self.extensions
        )

    def by_nothing(self, selector: str) -> bool:
        """Whether no page has what a selector, or a variable, is about."""
        colours = (colour["name"] for colour in _COLOUR.finditer(selector))
        return not self.colours.issuperset(colours) or any(u.search(selector) for u in self.unused)


def apart(css: str, colours: Iterable[str], extensions: Iterable[str]) -> Styles:
    """Take a stylesheet apart, and leave out what the site does not use: palettes of other
    `colours`, and what other `extensions` of Markdown would make.

    A rule is about Material's layout if each of its selectors is, or each variable that it sets for
    all of the page.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return _apart(rules, _Used(frozenset(colours), frozenset(extensions)))


def _apart(rules: Iterable[Node], used: _Used) -> Styles:
    parts = [_part(rule, used) for rule in rules]
    return Styles("".join(p.news for p in parts), "".join(p.layout for p in parts))


def _part(rule: Node, used: _Used) -> Styles:
    if isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports"):
        inner = tinycss2.parse_rule_list(
            rule.content or (), skip_comments=True, skip_whitespace=True
        )
        opening = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
        return Styles(*(part and f"{opening}{{{part}}}" for part in _apart(inner, used)))
    text = rule.serialize()
    if not isinstance(rule, QualifiedRule):
        return Styles(text, "")
    selectors = _COMMA.split(tinycss2.serialize(rule.prelude))
    about = (selectors == [":root"] and _VARIABLE.findall(text)) or selectors
    if all(map(used.by_nothing, about)):
        return Styles("", "")
    return Styles("", text) if all(map(_is_layout, about)) else Styles(text, "")


def _is_layout(selector: str) -> bool:
    """Whether a selector is about what only Material's own layout has."""
    return bool(_LAYOUT.search(selector))
