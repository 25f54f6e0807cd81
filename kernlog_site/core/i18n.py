"""The words of the interface in the language of the site.

Messages are English and are their own ids, as gettext has it. `languages/` has a catalogue for each
other language, which is read as its translator wrote it: there is nothing to compile.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path

_ENGLISH = "en"
CATALOGUES = Path(__file__).parents[1] / "languages"
_VALUE = re.compile(r"%\((\w+)\)[sd]")
_LANGUAGE = re.compile(r"[A-Za-z]+(-[A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. They are English where it has no catalogue."""

    language: str = _ENGLISH
    catalogue: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)
    own: str = ""
    """A digest of the site's own catalogue, if it has one."""

    @property
    def fingerprint(self) -> str:
        """What tells these words from others, while the catalogues of this version are the same."""
        return f"{self.language} {self.own}"

    @property
    def are_missing(self) -> bool:
        """Whether they are English though the site is not."""
        is_english = self.language.partition("-")[0] == _ENGLISH
        return not is_english and not isinstance(self.catalogue, GNUTranslations)

    def gettext(self, message: str) -> str:
        """A message. Values may be put in with `% {"name": value}` where it has `%(name)s`."""
        return self.catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """A message about a number of things."""
        return self.catalogue.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """A message that English words alike in several places, and others do not."""
        return self.catalogue.pgettext(context, message)


ENGLISH = Words()


class BadCatalogue(ValueError):
    """A catalogue of a site's own that cannot be read; the message says why."""


@cache
def words_of(language: str) -> Words:
    """The words of a language by its name in Material, such as `de` or `pt-BR`."""
    path = CATALOGUES / f"{language.replace('-', '_')}.po"
    is_there = _LANGUAGE.fullmatch(language) and os.path.isfile(path)
    return Words(language, _read(path)) if is_there else Words(language)


def with_own_catalogue(words: Words, path: Path) -> Words:
    """Words in which a catalogue of the site's own has the say; where it has none, ours do.

    Raises `BadCatalogue`.
    """
    from babel.messages.pofile import PoFileError  # noqa: PLC0415

    try:
        own = _read(path, words.language.replace("-", "_"))
    except (OSError, ValueError, PoFileError) as error:
        raise BadCatalogue(str(error)) from error
    if problem := _wrong_value(path):
        raise BadCatalogue(problem)
    own.add_fallback(words.catalogue)
    return Words(words.language, own, sha256(path.read_bytes()).hexdigest())


def _wrong_value(path: Path) -> str:
    """The first translation that asks for other values than its message has; empty for none."""
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    for message in messages:
        names = {name for text in _texts(message.id) for name in _VALUE.findall(text)}
        for text in filter(None, _texts(message.string)):
            try:
                _ = text % dict.fromkeys(names, 1)
            except (KeyError, TypeError, ValueError):
                allowed = ", ".join(f"%({name})s" for name in sorted(names)) or "no value"
                return f"line {message.lineno}: {text!r} may have {allowed}, and %% for %"
    return ""


def _texts(text: str | Sequence[str] | None) -> Sequence[str]:
    """A text, or those for one and for several."""
    return (text,) if isinstance(text, str) else text or ()


def _read(path: Path, locale: str = "") -> GNUTranslations:
    # Sites in English, and commands that make no pages, do without.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale or path.stem, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
