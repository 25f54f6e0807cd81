"""Trees: repositories by name, and the address under which each shows what it has."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from kernlog_site.commits.web.hosts import ALIASES, HOSTS, SHAPES
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.routes import LONGEST_NAME, is_too_long, is_web_address

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_KEYS = ("host", "url", "project", "clone", "follows", *SHAPES)


class BadTree(ValueError):
    """Raised for a tree that is configured wrongly; says what is allowed."""


@fingerprinted
@dataclass(frozen=True, slots=True)
class Tree:
    """A repository: the templates of its git web, and perhaps a local clone for the CLI.

    A stable tree `follows` the one whose commits it takes over.
    """

    name: str
    templates: Mapping[str, str]
    clone: str | None = None
    follows: str | None = None

    def commit(self, sha: str) -> str:
        """The address of a commit."""
        return self.templates["commit"].format(sha=sha)  # hexadecimal: nothing to encode

    def tag(self, tag: str) -> str | None:
        """The address of a tag; None if the tree has no template for tags."""
        return self._fill("tag", tag=tag) if "tag" in self.templates else None

    def range(self, start: str, end: str) -> str | None:
        """The address of a range; None if the tree has no template for ranges."""
        return self._fill("range", start=start, end=end) if "range" in self.templates else None

    def _fill(self, shape: str, **values: str) -> str:
        encoded = {name: quote(value, safe="/") for name, value in values.items()}
        return self.templates[shape].format(**encoded)


def tree_from(name: str, options: object) -> Tree:
    """A tree from its configuration: `{host, url, project, clone, follows}` or templates by hand.

    Raises `BadTree`.
    """
    at = f"trees.{name}"
    if not _NAME.fullmatch(name):
        raise BadTree(f"{at}: a tree is called by letters, digits, dots, hyphens and underscores.")
    if is_too_long(name):  # what a sync remembers is in a file called after the tree
        raise BadTree(f"{at}: a tree is called by at most {LONGEST_NAME} letters.")
    if not isinstance(options, Mapping):
        raise BadTree(
            f"{at} is {options!r}, but should be a mapping such as {{host: cgit, url: ...}}."
        )
    for key, value in options.items():
        if key not in _KEYS:
            hint = did_you_mean(str(key), _KEYS) or f"Allowed are {', '.join(_KEYS)}."
            raise BadTree(f"{at} has an unknown option '{key}'. {hint}")
        if not isinstance(value, str) or not value:
            raise BadTree(f"{at}.{key} is {value!r}, but should be text.")
    templates = dict(_of_host(at, options)) if "host" in options else {}
    for shape in SHAPES:
        if shape in options:
            templates[shape] = _by_hand(f"{at}.{shape}", options[shape], SHAPES[shape])
    if "commit" not in templates:
        raise BadTree(
            f"{at} has neither a host ({', '.join(HOSTS)}) nor a commit template such as "
            "https://git.example.org/c/{sha}."
        )
    return Tree(name, templates, options.get("clone"), options.get("follows"))


def check_followed(trees: Mapping[str, Tree]) -> Iterator[str]:
    """A sentence on each tree that follows itself, or one that follows it, or none there is."""
    for name, tree in trees.items():
        if tree.follows is None:
            continue
        at = f"trees.{name}.follows is '{tree.follows}'"
        others = [other for other in trees if other != name]
        way = _way_from(tree, trees)
        if tree.follows == name:
            yield f"{at}, the tree itself, but should be the one whose commits it takes over."
        elif tree.follows not in trees:
            hint = did_you_mean(tree.follows, others)
            allowed = f"Allowed are {', '.join(others)}." if others else "There is no other tree."
            yield f"{at}, which is no tree. {hint} {allowed}".replace("  ", " ")
        elif way[-1] == name:
            yield f"{at}, but trees follow each other in a circle: {' → '.join(way)}."


def _way_from(tree: Tree, trees: Mapping[str, Tree]) -> list[str]:
    """The names of the trees that follow one another from here on, up to one named before."""
    way = [tree.name]
    while (follows := trees[way[-1]].follows if way[-1] in trees else None) is not None:
        way.append(follows)
        if follows in way[:-1]:
            break
    return way


def _of_host(at: str, options: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    host = ALIASES.get(options["host"], options["host"])
    if host not in HOSTS:
        known = [*HOSTS, *ALIASES]
        hint = did_you_mean(host, known)
        allowed = f"{hint} Allowed are {', '.join(known)}.".strip()
        raise BadTree(f"{at}.host is '{host}'. {allowed}")
    url = options.get("url")
    if url is None:
        raise BadTree(f"{at}.url is missing: the address of the repository on its {host} host.")
    if not is_web_address(url):
        raise BadTree(f"{at}.url is '{url}', but should be an address with http:// or https://.")
    project = options.get("project")
    if project is None and any("{project}" in template for template in HOSTS[host].values()):
        raise BadTree(f"{at}.project is missing: the path of the repository on its {host} host.")
    base = _escape_braces(url)
    path = _escape_braces(quote(project or "", safe="/"))
    for shape, template in HOSTS[host].items():
        filled = template.replace("{url}/", f"{base.rstrip('/')}/").replace("{url}", base)
        yield shape, filled.replace("{project}", path)


def _by_hand(at: str, template: str, placeholders: frozenset[str]) -> str:
    names = " and ".join(f"{{{name}}}" for name in sorted(placeholders))
    try:
        parsed = [field for field in string.Formatter().parse(template) if field[1] is not None]
    except ValueError as error:
        raise BadTree(f"{at} is '{template}', whose braces do not match.") from error
    if {field[1:] for field in parsed} != {(name, "", None) for name in placeholders}:
        raise BadTree(f"{at} is '{template}', but its placeholders should be {names}.")
    if not is_web_address(template):
        raise BadTree(f"{at} is '{template}', but should be an address with http:// or https://.")
    return template


def _escape_braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
