"""Pagefind, the program that makes the index of the search, and the index as it is published.

This speaks to it as its own Python package does. That package waits a tenth of a second for every
answer, an hour for a large site, and ends the program while it is still writing files. The pages
go in one after the other, because their order is in the index, and the files come back by the same
way, whole.

Pagefind 1.5 writes filters, and the values of each, in another order every time. Here they are put
in order, as later versions do themselves. All else it writes depends on the pages alone.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import cbor2

from kernlog_site.outputs.search.documents import SearchDocument

# Upstream: pagefind/service/types.py (pagefind 1.5.2): questions and answers.
# Upstream: pagefind/service/__init__.py (pagefind 1.5.2): their form, one behind the other.
# The form of the files that come back is that of the program alone.
_END = b","
_AT_ONCE = 2**20

ENTRY = "pagefind-entry.json"
_OF_USE = re.compile(r"pagefind(-worker)?\.js|.*\.pf_(meta|index|filter|fragment)")
_SIGNATURE = b"pagefind_dcd"
_FILTERS = 3
"""Where an index names its filters, each with the hash in the name of its file."""


class IndexingFailed(Exception):
    """The program gave no index."""


def program() -> Path | None:
    """Where the program is, if it is anywhere: it came with its package, or is installed."""
    from pagefind.service import get_executable  # noqa: PLC0415 - asyncio takes its time to load

    found = get_executable()
    return found if found and found.exists() else None


class PagefindClient:
    """One run of the program. `add` all pages, then `finish`; it works while others do."""

    def __init__(self, language: str) -> None:
        self._asked = 0
        found = program()
        try:
            if found is None:
                raise FileNotFoundError("there is no such program")
            # Not a door to git, nor to the network: a program that reads what it is told.
            self._process = subprocess.Popen(  # noqa: S603
                [found, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise IndexingFailed(str(error)) from error
        self._ask("NewIndex", config={"force_language": language.lower()})

    def add(self, search_document: SearchDocument) -> None:
        """Have a page indexed."""
        self._ask(
            "AddFile", index_id=0, url=search_document.url, file_contents=search_document.document()
        )

    def finish(self) -> None:
        """Say that these were all pages: from now on the program makes the index."""
        self._ask("GetFiles", index_id=0)
        self._flush()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Wait for the files of the index, by path below its folder."""
        try:
            *_, last = self._answers()
        except (ValueError, KeyError) as error:
            raise IndexingFailed("it gave no answer that makes sense") from error
        finally:
            self.stop()
        for file in last["files"]:
            yield file["path"].replace("\\", "/"), base64.b64decode(file["content"])

    def stop(self) -> None:
        """End the program, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # What was still to be said to it is of no use any more.
                    stream.close()

    def _ask(self, kind: str, **payload: Any) -> None:
        self._asked += 1
        message = {"message_id": self._asked, "payload": {"type": kind, **payload}}
        try:
            self._input.write(base64.b64encode(json.dumps(message).encode()) + _END)
        except OSError as error:
            raise IndexingFailed(str(error)) from error

    def _flush(self) -> None:
        try:
            self._input.flush()
        except OSError as error:
            raise IndexingFailed(str(error)) from error

    def _answers(self) -> Iterator[dict[str, Any]]:
        """An answer to each question, in their order."""
        assert self._process.stdout is not None
        rest = bytearray()
        answered = 0
        while answered < self._asked:
            read = self._process.stdout.read1(_AT_ONCE)  # type: ignore[attr-defined]
            if not read:
                raise IndexingFailed(f"it ended with {self._process.wait()}")
            rest += read
            if _END not in read:
                continue
            *whole, rest = rest.split(_END)
            for answer in whole:
                answered += 1
                payload = json.loads(base64.b64decode(answer))["payload"]
                if payload["type"] == "Error":
                    raise IndexingFailed(str(payload["message"]))
                yield payload

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin


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
