"""Front matter: YAML whose scalars stay text, with the line of every key.

python-frontmatter finds the block; PyYAML composes it. Nothing is guessed from the look of a
scalar, so `release: 6.10` stays 6.10 and an all-digit hash stays a hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml
from frontmatter.default_handlers import YAMLHandler

from kernlog_site.problems import Problem, Severity

Value = str | list["Value"] | dict[str, "Value"]

_QUOTE_HINT = (
    "A value with a colon and a space in it needs quotes, for example "
    'title: "Kernel Log: Coming in 2.6.33".'
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says about itself, its text, and where both stand.

    `lines` has the line of each key, nested ones joined by dots (`planned.0.part`).
    """

    values: Mapping[str, Value]
    lines: Mapping[str, int]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()
    found: bool = True


def split(path: str, text: str) -> FrontMatter:
    """Separate the front matter of a Markdown file from its text. Problems never lose the text."""
    handler = YAMLHandler()
    if not handler.detect(text):
        return FrontMatter({}, {}, text, 1, found=False)
    try:
        block, body = handler.split(text)
    except ValueError:
        problem = Problem(
            "The front matter is never closed.", "End it with a line of three hyphens: ---"
        )
        return FrontMatter({}, {}, text, 1, (problem.at(path, 1),))
    first_line = text[: text.index(block)].count("\n") + 1 if block.strip() else 2
    body_line = text[: len(text) - len(body)].count("\n") + 1
    values, lines, problems = parse(path, block, first_line)
    return FrontMatter(values, lines, body, body_line, problems)


def parse(
    path: str, block: str, first_line: int = 1
) -> tuple[dict[str, Value], dict[str, int], tuple[Problem, ...]]:
    """Read a YAML mapping as text: its values, their lines and its problems."""
    composing = _Composing(path, first_line)
    try:
        root = yaml.compose(block, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        return {}, {}, (_broken(error).at(path, composing.line_of(_mark(error))),)
    if root is None:
        return {}, {}, ()
    if not isinstance(root, yaml.MappingNode):
        problem = Problem("This is no list of keys.", "Write key: value, one a line.")
        return {}, {}, (problem.at(path, composing.line_of(root.start_mark)),)
    value = composing.value(root, "")
    assert isinstance(value, dict)
    return value, composing.lines, tuple(composing.problems)


@dataclass
class _Composing:
    """Turns YAML nodes into values, and notes lines and duplicate keys on the way."""

    path: str
    first_line: int
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _open: set[int] = field(default_factory=set)
    _done: dict[int, Value] = field(default_factory=dict)

    def line_of(self, mark: yaml.Mark | None) -> int:
        return self.first_line + (mark.line if mark else 0)

    def value(self, node: yaml.Node, key: str) -> Value:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if id(node) in self._open:
            problem = Problem("A YAML alias contains itself.", "Write the value out.")
            self.problems.append(problem.at(self.path, self.line_of(node.start_mark)))
            return ""
        # An alias repeats a node: made once, so that aliases of aliases cannot explode.
        if id(node) not in self._done:
            self._open.add(id(node))
            if isinstance(node, yaml.SequenceNode):
                self._done[id(node)] = self._sequence(node, key)
            else:
                assert isinstance(node, yaml.MappingNode)
                self._done[id(node)] = self._mapping(node, key)
            self._open.discard(id(node))
        return self._done[id(node)]

    def _sequence(self, node: yaml.SequenceNode, key: str) -> list[Value]:
        items = []
        for index, item in enumerate(node.value):
            name = f"{key}.{index}"
            self.lines[name] = self.line_of(item.start_mark)
            items.append(self.value(item, name))
        return items

    def _mapping(self, node: yaml.MappingNode, key: str) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for name, line, value in self._pairs(node):
            full = f"{key}.{name}" if key else name
            if name in values:
                problem = Problem(
                    f"The key '{name}' stands twice; the first is on line {self.lines[full]}.",
                    "Remove one of them.",
                )
                self.problems.append(problem.at(self.path, line))
                continue
            self.lines[full] = line
            values[name] = self.value(value, full)
        return values

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[str, int, yaml.Node]]:
        for key, value in node.value:
            line = self.line_of(key.start_mark)
            if isinstance(key, yaml.ScalarNode):
                yield str(key.value), line, value
            else:
                problem = Problem("A key is a list or a mapping.", "Write key: value.")
                self.problems.append(problem.at(self.path, line))


def _mark(error: yaml.YAMLError) -> yaml.Mark | None:
    return getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)


def _broken(error: yaml.YAMLError) -> Problem:
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    hint = _QUOTE_HINT if "mapping values" in what else "Correct the YAML on this line."
    if "\\t" in what or "tab" in what:
        hint = "Indent with spaces, not with a tab."
    return Problem(f"The YAML cannot be read: {what}.", hint, Severity.ERROR)
