"""A target: bytes that anybody may have written, and what has to hold for them.

Its law raises where it does not hold. Inputs are bytes, so that what is found can be kept as a
file; most laws read them as text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"
_LETTERS = st.text(max_size=6)
_BYTES = st.binary(max_size=6)
_MOST = 30


@dataclass(frozen=True, slots=True)
class Target:
    """`words` are what its inputs are made of."""

    name: str
    law: Callable[[bytes], object]
    words: Sequence[str]

    @property
    def corpus(self) -> list[Path]:
        """Inputs to begin with, among them all that were found to break the law."""
        return sorted((CORPUS / self.name.replace(" ", "-")).glob("*"))

    def inputs(self) -> st.SearchStrategy[bytes]:
        """Words and letters in any order, and what is in the corpus with some of them put in."""
        pieces = st.sampled_from([word.encode() for word in self.words])
        pieces = pieces | st.builds(str.encode, _LETTERS) | _BYTES
        made = st.lists(pieces | _repeated(pieces), max_size=_MOST).map(b"".join)
        known = [path.read_bytes() for path in self.corpus]
        return made | st.builds(
            _changed, st.sampled_from(known), made, *[st.integers(0, 1 << 12)] * 2
        )

    def keep(self, data: bytes) -> Path:
        """Put an input into the corpus that breaks the law."""
        path = CORPUS / self.name.replace(" ", "-") / f"found-{sha256(data).hexdigest()[:12]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path


def _repeated(pieces: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.builds(lambda piece, times: piece * times, pieces, st.integers(2, 40))


def _changed(data: bytes, new: bytes, start: int, length: int) -> bytes:
    """Data with something else in one place."""
    start %= len(data) + 1
    return data[:start] + new + data[start + length % (len(data) - start + 1) :]


def text_of(data: bytes) -> str:
    """The text of an input, as of a file that is not all UTF-8."""
    return data.decode("utf-8", "replace")
