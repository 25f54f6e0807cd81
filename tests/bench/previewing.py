"""The preview: from the moment an article is saved to the moment its new page is served."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.generators import Generator, PageSource
from bench.processes import Failed, end_of, environment

_HOST = "127.0.0.1"
_BETWEEN_LOOKS = 0.02
_BETWEEN_SAVES = 2.0
"""A writer reads the page before saving again, and what is left to do is done meanwhile."""
_TO_END = 10


def save_to_page(
    generator: Generator,
    python: Path,
    folder: Path,
    edits: Sequence[tuple[PageSource, str]],
    longest: float,
) -> tuple[float, ...]:
    """The seconds from the save of each manuscript with a new word to its page. Raises `Failed`.

    When it takes longer than `longest` altogether, the rest is not saved.
    """
    port = _free_port()
    command = generator.serve(python, port)
    assert command is not None
    log = folder.with_suffix(".log")
    with _serving(command, folder, log) as process:
        client = _PreviewClient(process, port, log, time.monotonic() + longest)
        taken: list[float] = []
        for page_source, word in edits:
            client.wait_for(page_source.page, "<h1")
            time.sleep(_BETWEEN_SAVES)
            page_source.revise(word)
            begun = time.perf_counter()
            client.wait_for(page_source.page, word)
            taken.append(time.perf_counter() - begun)
            if client.is_late:
                break
        return tuple(taken)


class _PreviewClient:
    """Looks at pages of a preview."""

    def __init__(
        self, process: subprocess.Popen[bytes], port: int, log: Path, latest: float
    ) -> None:
        self._process = process
        self._port = port
        self._log = log
        self._latest = latest

    @property
    def is_late(self) -> bool:
        """Whether it is time to go home."""
        return time.monotonic() > self._latest

    def wait_for(self, page: str, words: str) -> None:
        """Look at a page until it has these words."""
        address = "/" + page.removesuffix("index.html")
        sought = words.encode()
        while sought not in self._read(address):
            if self._process.poll() is not None:
                raise Failed(f"the preview ended: {end_of(self._log)}")
            if self.is_late:
                raise Failed(f"{address} did not come in time")
            time.sleep(_BETWEEN_LOOKS)

    def _read(self, address: str) -> bytes:
        connection = http.client.HTTPConnection(_HOST, self._port, timeout=60)
        try:
            connection.request("GET", address)
            return connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return b""  # It does not listen yet, or is busy.
        finally:
            connection.close()


@contextmanager
def _serving(command: Sequence[str], folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for stop in (signal.SIGINT, signal.SIGKILL):
        process.send_signal(stop)
        try:
            process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            continue
        return


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind((_HOST, 0))
        port: int = listening.getsockname()[1]
        return port
