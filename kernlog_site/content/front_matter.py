"""Front matter: YAML whose scalars stay text, with the line of every key.

python-frontmatter finds the block; PyYAML composes it. Nothing is guessed from the look of a
scalar, so `release: 6.10` stays 6.10 and an all-digit hash stays a hash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import yaml
from frontmatter.default_handlers import YAMLHandler

from kernlog_site.core.characters import printable
from kernlog_site.core.problems import Problem, Severity

Value = str | list["Value"] | dict[str, "Value"]
Parsed = tuple[Mapping[str, Value], Mapping[str, int], tuple[Problem, ...]]
"""Values, the lines of their keys, and problems."""
Parse = Callable[[str, str, int], Parsed]
"""Reads a block of YAML, given the path of its file and its first line there."""

_DEEPEST = 100
_MOST_REPEATED = 10_000
"""Values that aliases may stand for: those of other aliases multiply."""
_UNREADABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow anywhere."""
_LINE_ENDS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", "\ufffd"))
"""What ends a line in YAML and in no editor: lines would be counted that nobody sees."""
_CUT = re.compile(r"\s++(#\S+)")
_QUOTE_HINT = (
    "A value with a colon and a space in it needs quotes, for example "
    'title: "Kernel Log: Coming in 2.6.33".'
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a file and its text, and the lines on which both stand.

    `lines` has the line of each key, nested ones joined by dots (`planned.0.part`).
    """

    values: Mapping[str, Value]
    lines: Mapping[str, int]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()
    exists: bool = True


def parse(path: str, block: str, first_line: int = 1) -> Parsed:
    """Read a YAML mapping as text: its values, their lines and its problems."""
    block = block.translate(_LINE_ENDS)
    composing = _Composing(path, block.split("\n"), first_line)
    try:
        _refuse_depth(block)
        root = yaml.compose(block, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        line = first_line + _line(error, block)
        return {}, {}, (_broken(error, block).at(path, line),)
    if root is None:
        return {}, {}, ()
    if not isinstance(root, yaml.MappingNode):
        problem = Problem("This is no list of keys.", "Write key: value, one a line.")
        return {}, {}, (problem.at(path, composing.line_of(root.start_mark)),)
    try:
        value = composing.value(root, "")
        is_finite = not composing.repeats_too_much(root)
    except RecursionError:  # an alias in what an alias stands for, a thousand times
        is_finite = False
    if not is_finite:
        problem = Problem("The YAML repeats too much by aliases.", "Write the values out.")
        return {}, {}, (problem.at(path, first_line),)
    assert isinstance(value, dict)
    return value, composing.lines, tuple(composing.problems)


def split(path: str, text: str, parse: Parse = parse) -> FrontMatter:
    """Separate the front matter of a Markdown file from its text. Problems never lose the text.

    Whoever knows what `parse` gave for a block may give another one that says the same.
    """
    handler = YAMLHandler()
    if not handler.detect(text):
        return FrontMatter({}, {}, text, 1, exists=False)
    try:
        block, body = handler.split(text)
    except ValueError:
        problem = Problem(
            "The front matter is never closed.", "End it with a line of three hyphens: ---"
        )
        return FrontMatter({}, {}, text, 1, (problem.at(path, 1),))
    opening = handler.FM_BOUNDARY.match(text)
    first_line = text.count("\n", 0, opening.end()) + 1 if opening else 2
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    values, lines, problems = parse(path, block, first_line)
    return FrontMatter(values, lines, body, body_line, problems)


@dataclass
class _Composing:
    """Turns YAML nodes into values, and notes lines and duplicate keys on the way."""

    path: str
    text: list[str]
    first_line: int
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _open: set[int] = field(default_factory=set)
    _done: dict[int, Value] = field(default_factory=dict)
    _size: int = 0
    _sizes: dict[int, int] = field(default_factory=dict)
    _depths: dict[int, int] = field(default_factory=dict)
    _repeated: int = 0

    def line_of(self, mark: yaml.Mark | None) -> int:
        return self.first_line + (mark.line if mark else 0)

    def repeats_too_much(self, root: yaml.Node) -> bool:
        """Whether what aliases stand for is more than anybody who writes all values out takes."""
        return self._repeated > _MOST_REPEATED or self._depths[id(root)] > _DEEPEST

    def value(self, node: yaml.Node, key: str) -> Value:
        if isinstance(node, yaml.ScalarNode):
            self._size += 1
            self._cut_off(node)
            return printable(str(node.value))
        if id(node) in self._open:
            problem = Problem("A YAML alias contains itself.", "Write the value out.")
            self.problems.append(problem.at(self.path, self.line_of(node.start_mark)))
            return ""
        # An alias repeats a node, which is made once; others will go through it wherever it stands.
        if id(node) in self._done:
            self._size += self._sizes[id(node)]
            self._repeated += self._sizes[id(node)]
        else:
            self._make(node, key)
        return self._done[id(node)]

    def _make(self, node: yaml.Node, key: str) -> None:
        before = self._size
        self._open.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            self._done[id(node)] = self._sequence(node, key)
            inside = node.value
        else:
            assert isinstance(node, yaml.MappingNode)
            self._done[id(node)] = self._mapping(node, key)
            inside = [value for _, value in node.value]
        self._open.discard(id(node))
        self._sizes[id(node)] = self._size - before + 1
        self._depths[id(node)] = 1 + max(
            (self._depths.get(id(child), 0) for child in inside), default=0
        )

    def _cut_off(self, node: yaml.ScalarNode) -> None:
        """YAML takes everything from ` #` on for a comment: title: Bug #14739 says Bug."""
        end = node.end_mark
        if node.style:
            return
        line = self.text[end.line] if end.line < len(self.text) else ""
        if cut := _CUT.match(line, end.column):
            problem = Problem(
                f"YAML takes {cut[1]} for a comment.",
                "Put the value in quotes, or a space after the #.",
                Severity.WARNING,
            )
            self.problems.append(problem.at(self.path, self.line_of(end)))

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
                yield printable(str(key.value)), line, value
            else:
                problem = Problem("A key is a list or a mapping.", "Write key: value.")
                self.problems.append(problem.at(self.path, line))


def _refuse_depth(block: str) -> None:
    """The parser written in C does not survive values nested thousands deep."""
    if sum(map(block.count, "[{-?:")) <= _DEEPEST:  # each level takes one of these at least
        return
    depth = 0
    for event in yaml.parse(block, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise yaml.MarkedYAMLError(None, None, "values are nested too deep", event.start_mark)  # type: ignore[arg-type]


def _line(error: yaml.YAMLError, block: str) -> int:
    """The line in the block, counted from 0, on which reading failed."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line)
    unreadable = _UNREADABLE.search(block)
    return block.count("\n", 0, unreadable.start()) if unreadable else 0


def _broken(error: yaml.YAMLError, block: str) -> Problem:
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    problem = Problem(f"The YAML cannot be read: {what}.", "Correct the YAML on this line.")
    mark = getattr(error, "problem_mark", None)
    line = block.split("\n")[mark.line] if mark and mark.line <= block.count("\n") else ""
    at = line[mark.column : mark.column + 1] if mark else ""
    if "mapping values" in what:
        return replace(problem, hint=_QUOTE_HINT)
    if at == "\t" or "tab" in what:
        return replace(problem, hint="Indent with spaces, not with a tab.")
    if at in {"@", "`", "%"}:
        return replace(problem, hint=f"A value that starts with {at} needs quotes.")
    return problem
