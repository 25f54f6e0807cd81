"""What functions of others are made of."""

from __future__ import annotations

import inspect
from types import CodeType


def code_of(function: object) -> CodeType:
    code = inspect.unwrap(function).__code__  # type: ignore[arg-type]
    assert isinstance(code, CodeType)
    return code
