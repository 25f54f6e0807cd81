"""Anything over and over: twice of it is at most two and a half times the work."""

from __future__ import annotations

from functools import partial

from fuzz.target import Target, text_of
from fuzz.tasks import QUICK, TASKS, grows

_LONGEST = 12


def growth(data: bytes) -> None:
    """What comes before the first NUL and behind the second stands once, what is between often."""
    begin, piece, end = (*text_of(data).split("\0"), "", "")[:3]
    if piece.strip() and len(piece) <= _LONGEST:
        for name in QUICK:
            text = partial(_text, begin[:_LONGEST], piece, end[:_LONGEST])
            grown = grows(text, TASKS[name][0])
            assert not grown, (name, grown)


def _text(begin: str, piece: str, end: str, times: int) -> str:
    return f"{begin}{piece * times}{end}"


TARGETS = (
    Target(
        "growth",
        growth,
        (
            *"\0\n\t <>[](){}`~\"'=:.,*-@/\\&#;!|",
            *(
                "<code>",
                "<!--",
                "-->",
                ":commit[",
                "](",
                "```",
                "Fixes: ",
                "reverts ",
                "7c68af6",
                "Link:",
            ),
            *('<a href="', "</a>", "<mark ", "https://", "F:\t", "N:\t", "[1]"),
        ),
    ),
)
