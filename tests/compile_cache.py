"""A cache of compiled themes for all builds of this process.

Most of what a build of a small site costs is Jinja reading Material's templates, and kernlog taking
Material's styles apart. Both depend on what is read alone, and that is the same in hundreds of
builds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from types import CodeType
from typing import Any
from unittest.mock import patch

from jinja2 import Environment

from kernlog_site.outputs import stylesheet
from kernlog_site.templating.environment import Once
from kernlog_site.templating.material_css import Styles, apart

_compile: Any = Environment.compile


@contextmanager
def compile_cache() -> Iterator[None]:
    """While this lasts, a template is compiled once, and so are Material's styles."""
    python: dict[Hashable, str] = {}
    code: dict[tuple[str, str], CodeType] = {}
    blocks = count()

    def compiled(
        env: Environment,
        source: str,
        name: str | None = None,
        filename: str | None = None,
        **options: Any,
    ) -> Any:
        once = env.extensions.get(Once.identifier)
        if not isinstance(once, Once) or filename is None or options:
            return _compile(env, source, name, filename, **options)
        # Templates of several builds come together: no two blocks may have one number.
        once._blocks = blocks
        key = (env.preprocess(source, name, filename), name, *_compiler(env))
        if key not in python:
            python[key] = _compile(env, source, name, filename, raw=True)
        named = (python[key], filename)
        if named not in code:
            code[named] = compile(*named, "exec")
        return code[named]

    with patch.object(Environment, "compile", compiled), patch.object(stylesheet, "apart", _apart):
        yield


def _compiler(env: Environment) -> Iterator[Hashable]:
    """All that a template is compiled by: constants go through filters already then."""
    yield tuple(sorted(env.extensions))
    yield tuple(
        sorted((name, its.__module__, its.__qualname__) for name, its in env.filters.items())
    )
    yield tuple(sorted(env.tests))
    yield tuple(sorted((name, str(its)) for name, its in env.policies.items()))
    yield env.trim_blocks, env.lstrip_blocks, env.autoescape, env.optimized, env.undefined
    yield env.words.language  # type: ignore[attr-defined]


@cache
def _taken_apart(css: str, colours: tuple[str, ...], extensions: tuple[str, ...]) -> Styles:
    return apart(css, colours, extensions)


def _apart(css: str, colours: Iterable[str], extensions: Iterable[str]) -> Styles:
    return _taken_apart(css, tuple(colours), tuple(extensions))
