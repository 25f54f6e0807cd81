"""Digests of what pages are made from, the same in every process.

Not `hash()`, which differs from run to run, and not pickle, whose bytes depend on how a value came
about.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Set
from functools import cache, partial
from hashlib import blake2b
from importlib.metadata import PathDistribution
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import kernlog_site
from kernlog_site.core.fingerprinted import contribution

DIGEST_SIZE = 16


def digest(*parts: bytes) -> bytes:
    """A digest of byte strings; where one ends and the next begins counts."""
    state = blake2b(digest_size=DIGEST_SIZE)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def digest_of(*values: object) -> bytes:
    """A digest of records, views, times and plain values, by what they declare to contribute.

    Raises `TypeError` for what is not declared, as `contribution` does.
    """
    return digest(*map(contribution, values))


def digest_of_repr(*values: object) -> bytes:
    """A digest of values that others made, by their `repr`: titles and metadata of pages.

    They may be anything that YAML or another plugin gives. One with an address in its `repr` never
    comes again.
    """
    return digest(*(repr(value).encode("utf-8", "surrogatepass") for value in values))


def written_out(value: Any) -> str:
    """Configuration as text: mappings in order, functions and objects by name.

    An object that does not tell what it is made of has its address in the text. Its digest never
    comes again, so that what depends on it is made anew: slow, but right.
    """
    if isinstance(value, Mapping):
        items = sorted((str(key), written_out(value[key])) for key in value)
        return f"{{{', '.join(f'{key!r}: {text}' for key, text in items)}}}"
    if isinstance(value, Set):
        return f"{{{', '.join(sorted(map(written_out, value)))}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(written_out, value))}]"
    return _program_written_out(value)


def _program_written_out(value: Any) -> str:
    if isinstance(value, partial):
        return written_out((value.func, value.args, value.keywords))
    if isinstance(value, type | FunctionType | BuiltinFunctionType):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, ModuleType):
        return digest(Path(str(value.__file__)).read_bytes()).hex()
    return repr(value)


def digest_of_tree(folder: Path, pattern: str = "*") -> bytes:
    """A digest of the names and the bytes of all files below a folder, if there is one."""
    paths = sorted(path for path in folder.rglob(pattern) if path.is_file())
    named = ((path.relative_to(folder).as_posix().encode(), path.read_bytes()) for path in paths)
    return digest(*(part for pair in named for part in pair))


@cache
def digest_of_programs() -> bytes:
    """A digest of kernlog's own source, its catalogues of words among it, and of the versions of
    everything installed beside it."""
    folder = Path(kernlog_site.__file__).parent
    own = digest_of_tree(folder, "*.py"), digest_of_tree(folder, "*.po")
    installed = sorted(set(_installed()))
    return digest(*own, sys.version.encode(), *(name.encode() for name in installed))


def _installed() -> Iterator[str]:
    """The names and versions of everything installed. Folders are called by both, but for what old
    tools left; to open each would take as long as to read a large site."""
    for folder in filter(Path.is_dir, map(Path, sys.path)):
        yield from (path.name for path in folder.glob("*.dist-info"))
        for distribution in map(PathDistribution, folder.glob("*.egg-info")):
            yield f"{distribution.name} {distribution.version}"
