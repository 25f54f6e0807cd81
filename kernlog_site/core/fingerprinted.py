"""What a value contributes to a fingerprint, as its class declares it beside its fields.

Of a class that is `fingerprinted` all fields count but those that are `left_out`, each of which
says why. A value of any other class is refused: what counts is never a by-product of how something
is written out.
"""

from __future__ import annotations

import enum
import marshal
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from types import NoneType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

_T = TypeVar("_T")
_Parts = Callable[[Any], object]

_WHY = "left out of fingerprints"
_MARSHAL = 2
"""The last version of that format in which nothing is written as a reference to what was written
before: equal values give equal bytes, however they came about."""
_PLAIN = frozenset((str, int, float, bool, bytes, NoneType))
"""What `marshal` writes in C, so that no two values are alike: `1` is not `"1"`, nor `True`."""
_PLAIN_WORDS = {"str", "int", "float", "bool", "bytes", "None", "tuple"}
_WORD = re.compile(r"\w+")

FINGERPRINTED: dict[type, tuple[str, ...]] = {}
"""The classes that are declared, with the names of the fields that count."""


def fingerprinted(cls: type[_T]) -> type[_T]:
    """Declare a dataclass, a named tuple or an enum whose values reach fingerprints.

    Its name counts, and its fields but for those that are `left_out`; of an enum the name of the
    member. A subclass is another class, to be declared on its own.
    """
    annotations = _annotations(cls)
    FINGERPRINTED[cls] = tuple(annotations)
    _PARTS[cls] = _parts_of(f"{cls.__module__}.{cls.__qualname__}", annotations)
    return cls


def _annotations(cls: Any) -> Mapping[str, object]:
    """The fields that count, with what they are said to be."""
    if issubclass(cls, enum.Enum):
        return {"name": str.__name__}
    if issubclass(cls, tuple):
        return {name: cls.__annotations__[name] for name in cls._fields}
    return {field.name: field.type for field in fields(cls) if _WHY not in field.metadata}


def _parts_of(name: str, annotations: Mapping[str, object]) -> _Parts:
    """How to take apart values of a class by that name, with those fields."""
    plain = [field for field in annotations if _is_plain(annotations[field])]
    others = [field for field in annotations if field not in plain]
    plain_of, others_of = _values_of(plain), _values_of(others)
    if not others:
        return lambda value: (name, plain_of(value))
    return lambda value: (name, plain_of(value), _elements(others_of(value)))


def left_out(why: str) -> Mapping[str, str]:
    """The metadata of a field of a dataclass that does not count, with the reason."""
    return {_WHY: why}


def contribution(value: object) -> bytes:
    """What a value contributes to a fingerprint: the same bytes in every process that runs the same
    programs, and other bytes for any other value.

    Lists and tuples of the same are alike, mappings count in their order, times with the name of
    their zone. Raises `TypeError` for a value of a class that is not `fingerprinted`, and for one
    that is not what the annotation of its field says.
    """
    try:
        return marshal.dumps(_plain(value), _MARSHAL)
    except ValueError as error:
        message = f"A {type(value).__qualname__} has something in it that its fields do not say."
        raise TypeError(message) from error


def _plain(value: Any) -> Any:
    """A value made of plain ones: of elements a list, of anything else that has parts a tuple that
    begins with the name of its type."""
    return value if type(value) in _PLAIN else _PARTS[type(value)](value)


def _elements(values: Collection[Any]) -> list[object]:
    # As `_plain` does, without a call for each: there are hundreds of thousands.
    return [
        element if type(element) in _PLAIN else _PARTS[type(element)](element) for element in values
    ]


def _is_plain(annotation: object) -> bool:
    """Whether a field is said to have plain values, or tuples of them.

    Nobody looks at what it has then: mypy does, and `marshal` refuses any object of a class.
    """
    text = getattr(annotation, "__forward_arg__", annotation)
    return set(_WORD.findall(str(text))) <= _PLAIN_WORDS


def _values_of(names: list[str]) -> Callable[[Any], tuple[object, ...]]:
    """What gives the values of fields."""
    if not names:
        return lambda _: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


class _PartsByType(dict[type, _Parts]):
    """How to take values apart, by their exact type."""

    def __missing__(self, kind: type) -> _Parts:
        name = f"{kind.__module__}.{kind.__qualname__}"
        raise TypeError(f"{name} reaches a fingerprint and is not declared as fingerprinted.")


_ORDINARY: Mapping[type, _Parts] = {
    list: _elements,
    tuple: _elements,
    dict: lambda value: ("dict", _elements(value), _elements(value.values())),
    date: lambda value: ("date", value.toordinal()),
    datetime: lambda value: ("datetime", repr(value)),
    ZoneInfo: lambda value: ("ZoneInfo", value.key),
}
_PARTS = _PartsByType(_ORDINARY)
