"""How much kernlog has to do for a text, counted: the steps of its expressions, the lines it runs.

What Markdown, YAML and JSON do is theirs and is not counted. Neither is what C does with a string
in one go, such as `str.count` or a slice.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from markdown import Markdown

import kernlog_site
from fuzz.steps import Counter

_FOLDER = str(Path(kernlog_site.__file__).parent)


class Counting:
    """An expression that gives what Python's does, and counts what that costs."""

    def __init__(self, pattern: re.Pattern[Any], counter: Counter) -> None:
        self._pattern = pattern
        self._counter = counter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def match(self, text: Any, position: int = 0, *end: int) -> Any:
        self._counter.match(self._pattern, text, position)
        return self._pattern.match(text, position, *end)

    def fullmatch(self, text: Any, position: int = 0, *end: int) -> Any:
        self._counter.fullmatch(self._pattern, text, position)
        return self._pattern.fullmatch(text, position, *end)

    def search(self, text: Any, position: int = 0, *end: int) -> Any:
        self._counter.search(self._pattern, text, position)
        return self._pattern.search(text, position, *end)

    def finditer(self, text: Any, position: int = 0) -> Iterator[Any]:
        for found in self._pattern.finditer(text, position):
            self._counter.search(self._pattern, text, position)
            position = found.end()
            yield found
        self._counter.search(self._pattern, text, position)

    def findall(self, text: Any) -> Any:
        list(self.finditer(text))
        return self._pattern.findall(text)

    def sub(self, new: Any, text: Any, count: int = 0) -> Any:
        list(self.finditer(text))
        return self._pattern.sub(new, text, count)

    def split(self, text: Any, maxsplit: int = 0) -> Any:
        list(self.finditer(text))
        return self._pattern.split(text, maxsplit)


class _Expressions:
    """What a module that is watched has for `re`."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def __getattr__(self, name: str) -> Any:
        return getattr(re, name)

    def compile(self, pattern: Any, flags: int = 0) -> Counting:
        return Counting(re.compile(pattern, flags), self._counter)

    def sub(self, pattern: str, new: Any, text: Any) -> Any:
        return self.compile(pattern).sub(new, text)

    def findall(self, pattern: str, text: Any) -> Any:
        return self.compile(pattern).findall(text)

    def finditer(self, pattern: str, text: Any) -> Any:
        return self.compile(pattern).finditer(text)

    def fullmatch(self, pattern: str, text: Any) -> Any:
        return self.compile(pattern).fullmatch(text)

    def match(self, pattern: str, text: Any) -> Any:
        return self.compile(pattern).match(text)

    def search(self, pattern: str, text: Any) -> Any:
        return self.compile(pattern).search(text)

    def split(self, pattern: str, text: Any) -> Any:
        return self.compile(pattern).split(text)


def work(task: Callable[[], object]) -> int:
    """What kernlog has to do for a task: steps of expressions and lines of Python."""
    counter = Counter()
    lines = 0

    def count(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        if not frame.f_code.co_filename.startswith(_FOLDER):
            return None
        lines += event == "line"
        return count

    with _watched(counter):
        before = sys.gettrace()
        sys.settrace(count)
        try:
            task()
        finally:
            sys.settrace(before)
    return counter.steps + lines


def watch(markdown: Markdown) -> Markdown:
    """Let a Markdown processor that is made while a task runs count what our patterns cost."""
    processors: list[Any] = list(markdown.inlinePatterns)
    for processor in processors:
        if type(processor).__module__.startswith("kernlog_site.") and _counters:
            processor.compiled_re = _counting(processor.compiled_re, _counters[-1])
    return markdown


_counters: list[Counter] = []


@contextmanager
def _watched(counter: Counter) -> Iterator[None]:
    """All expressions of kernlog count while this lasts."""
    for module, name, value in _places():
        setattr(module, name, _Expressions(counter) if value is re else _counting(value, counter))
    _counters.append(counter)
    try:
        yield
    finally:
        _counters.pop()
        for module, name, value in _places():
            setattr(module, name, value)


@cache
def _places() -> list[tuple[ModuleType, str, Any]]:
    """Where kernlog's modules have expressions, or `re`, and what stands there."""
    none = Counter()
    return [
        (module, name, value)
        for module in _modules()
        for name, value in vars(module).items()
        if value is re or _counting(value, none) is not value
    ]


def _counting(value: Any, counter: Counter) -> Any:
    """The same value with expressions that count, where it has any."""
    if isinstance(value, re.Pattern):
        return Counting(value, counter)
    if type(value) is tuple and any(_counting(its, counter) is not its for its in value):
        return tuple(_counting(its, counter) for its in value)
    if type(value) is dict and any(isinstance(its, re.Pattern) for its in value.values()):
        return {key: _counting(its, counter) for key, its in value.items()}
    return value


@cache
def _modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(kernlog_site.__path__, "kernlog_site.")
    names = (module.name for module in found if not module.name.endswith("__main__"))
    return [importlib.import_module(name) for name in names]
