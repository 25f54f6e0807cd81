"""Pagefind, the program that makes the index of the search, at work beside a build.

This speaks to it as its own Python package does. That package waits a tenth of a second for every
answer, an hour for a large site, and ends the program while it is still writing files. The pages
go in one after the other, because their order is in the index, and the files come back by the same
way, whole.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from kernlog_site.outputs.search.leaves import Leaf

_END = b","
_AT_ONCE = 2**20


class IndexingFailed(Exception):
    """The program gave no index."""


def program() -> Path | None:
    """Where the program is, if it is anywhere: it came with its package, or is installed."""
    from pagefind.service import get_executable  # noqa: PLC0415 - asyncio takes its time to load

    found = get_executable()
    return found if found and found.exists() else None


class Indexer:
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

    def add(self, leaf: Leaf) -> None:
        """Have a page indexed."""
        self._ask("AddFile", index_id=0, url=leaf.url, file_contents=leaf.document())

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
