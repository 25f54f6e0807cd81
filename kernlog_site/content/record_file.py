"""What all records have in common: a Markdown file with front matter of some schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from kernlog_site.content import front_matter
from kernlog_site.content.fields import Conventions
from kernlog_site.content.front_matter_keys import Matter, validate
from kernlog_site.core.model import Source
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import decode

_M = TypeVar("_M", bound=Matter)


@dataclass(frozen=True, slots=True)
class Opened(Generic[_M]):
    """A file with typed front matter. `mistyped` are the problems that typing found."""

    front: front_matter.FrontMatter
    source: Source
    matter: _M
    mistyped: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def opened(
    path: str,
    data: bytes,
    schema: type[_M],
    conventions: Conventions,
    parse: front_matter.Parse = front_matter.parse,
) -> Opened[_M]:
    """Read a file by a schema all of whose keys may be absent."""
    text, undecodable = decode(path, data)
    front = front_matter.split(path, text, parse)
    source = Source(path, front.lines, front.body_line)
    matter, mistyped, source = validate(schema, front.values, source, conventions)
    problems = undecodable + front.problems + mistyped
    return Opened(front, source, matter or schema(), mistyped, problems)
