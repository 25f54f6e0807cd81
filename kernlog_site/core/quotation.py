"""Quotation marks by language, as CLDR gives them (common/main, delimiters)."""

from __future__ import annotations

from typing import NamedTuple


class QuotationMarks(NamedTuple):
    """What opens and closes a quotation, and one inside it."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


_NARROW = "\u202f"
_LOW_HIGH = QuotationMarks("„", "“", "‚", "‘")
_LOW_RIGHT = QuotationMarks("„", "”", "»", "«")
_RIGHT = QuotationMarks("”", "”", "’", "’")
_ANGLES = QuotationMarks("«", "»", "“", "”")
_BY_LANGUAGE = {
    "bg": _LOW_HIGH,
    "cs": _LOW_HIGH,
    "da": QuotationMarks("“", "”", "‘", "’"),
    "de": _LOW_HIGH,
    "de-CH": QuotationMarks("«", "»", "‹", "›"),
    "es": _ANGLES,
    "fi": _RIGHT,
    "fr": QuotationMarks(f"«{_NARROW}", f"{_NARROW}»", "“", "”"),
    "hu": _LOW_RIGHT,
    "is": _LOW_HIGH,
    "it": _ANGLES,
    "lt": _LOW_HIGH,
    "nb": QuotationMarks("«", "»", "‘", "’"),
    "nn": QuotationMarks("«", "»", "‘", "’"),
    "pl": _LOW_RIGHT,
    "pt": QuotationMarks("“", "”", "‘", "’"),
    "pt-PT": _ANGLES,
    "ro": QuotationMarks("„", "”", "«", "»"),
    "ru": QuotationMarks("«", "»", "„", "“"),
    "sk": _LOW_HIGH,
    "sl": _LOW_HIGH,
    "sv": _RIGHT,
    "uk": QuotationMarks("«", "»", "„", "“"),
}


def quotation_marks_of(language: str) -> QuotationMarks | None:
    """The marks of a language by its name in Material; None for English ones."""
    return _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.partition("-")[0])
