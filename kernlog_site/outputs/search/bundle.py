"""The files of an index as they are published: those that kernlog's search asks for, and so that
the same pages give the same bytes.

Pagefind 1.5 writes filters, and the values of each, in another order every time. Here they are put
in order, as later versions do themselves. All else it writes depends on the pages alone.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import cbor2

ENTRY = "pagefind-entry.json"
_OF_USE = re.compile(r"pagefind(-worker)?\.js|.*\.pf_(meta|index|filter|fragment)")
_SIGNATURE = b"pagefind_dcd"
_FILTERS = 3
"""Where an index names its filters, each with the hash in the name of its file."""


def bundle(made: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Of the files that Pagefind made, those that a reader may ask for, by path."""
    files = dict(made)
    entry = json.loads(files[ENTRY])
    languages = sorted(entry["languages"].items())
    kept = {path: data for path, data in files.items() if _OF_USE.fullmatch(path)}
    for _, language in languages:
        program = f"wasm.{language['wasm'] or 'unknown'}.pagefind"
        kept[program] = files[program]
        language["hash"] = _put_in_order(kept, language["hash"])
    kept[ENTRY] = json.dumps(entry | {"languages": dict(languages)}).encode()
    return kept


def _put_in_order(files: dict[str, bytes], name: str) -> str:
    """Put the filters of one language in order, in place; gives the new name of its index."""
    index = _read(files.pop(f"pagefind.{name}.pf_meta"))
    for entry in index[_FILTERS]:
        filter_name, values = _read(files.pop(f"filter/{entry[1]}.pf_filter"))
        data = cbor2.dumps([filter_name, sorted(values)])
        entry[1] = _named(entry[1], data)
        files[f"filter/{entry[1]}.pf_filter"] = _packed(data)
    index[_FILTERS].sort()
    data = cbor2.dumps(index)
    name = _named(name, data)
    files[f"pagefind.{name}.pf_meta"] = _packed(data)
    return name


def _named(before: str, data: bytes) -> str:
    """What a file is called after its contents, in the form of a name that it had before."""
    language, _, number = before.rpartition("_")
    return f"{language}_{blake2b(data).hexdigest()[: len(number)]}"


def _read(data: bytes) -> Any:
    return cbor2.loads(gzip.decompress(data).removeprefix(_SIGNATURE))


def _packed(data: bytes) -> bytes:
    return gzip.compress(_SIGNATURE + data, mtime=0)
