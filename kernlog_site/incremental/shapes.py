"""Values read from the cache, checked against a shape; one of another shape is none."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

_T = TypeVar("_T")


def read_as(shape: TypeAdapter[_T], data: bytes | None) -> _T | None:
    """The value that some JSON is; None if it has another shape, or if there is none."""
    try:
        return shape.validate_json(data) if data is not None else None
    except ValidationError:
        return None
