"""Names as people see them: two that look the same are one, however they are encoded.

macOS writes é as an e and an accent, where others have one character. Some file systems and hosts
do not tell capitals from small letters, so that two names are one file there.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import category, normalize

_BESIDE_LETTERS = re.compile(r"[\w.-]*")


def composed(name: str) -> str:
    """The one encoding of a name, NFC. It looks the same."""
    return name if name.isascii() else normalize("NFC", name)


def alike(name: str) -> str:
    """What names have in common that some system does not tell apart."""
    if name.isascii():
        return name.lower()
    return normalize("NFC", normalize("NFD", name).casefold())


def known_as(name: str, known: Collection[str]) -> str | None:
    """The known name that is meant: the same one, else one that some system takes for it."""
    if name in known:
        return name
    wanted = alike(name)
    return next((other for other in known if alike(other) == wanted), None)


def is_word(text: str) -> bool:
    """Whether it is made of letters and digits of any script, dots, hyphens and underscores, and
    begins with a letter or a digit."""
    if text.isascii():
        return text[:1].isalnum() and _BESIDE_LETTERS.fullmatch(text) is not None
    kinds = [category(character) for character in text]
    return _is_letter(kinds[0]) and all(
        _is_letter(kind) or kind[0] == "M" or character in "._-"
        for kind, character in zip(kinds, text, strict=True)
    )


def spelled(name: str, *beside: str) -> str:
    """A name for a message that names others, too: with escapes if it looks like one of those."""
    look = _look(name)
    looks_alike = any(other != name and _look(other) == look for other in beside)
    return "".join(map(_escaped, name)) if looks_alike else name


def _is_letter(kind: str) -> bool:
    return kind[0] == "L" or kind == "Nd"


def _look(name: str) -> str:
    """What is seen of a name: no marks of format, one kind of space and of hyphen."""
    if name.isascii():
        return name
    return "".join(map(_seen, normalize("NFKC", name)))


def _seen(character: str) -> str:
    kind = category(character)
    if kind == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    return {"Zs": " ", "Pd": "-"}.get(kind, character)


def _escaped(character: str) -> str:
    """A character, unless it is one that may go unseen."""
    if character.isascii() or character.isalnum():
        return character
    return character.encode("ascii", "backslashreplace").decode()
