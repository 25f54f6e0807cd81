"""Checks exports against the schemas that are published beside them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

import kernlog_site

SCHEMAS = Path(kernlog_site.__file__).parent / "schemas"


def validate(name: str, data: bytes) -> Any:
    """An export that is as its schema says."""
    found = json.loads(data)
    _validator(name).validate(found)
    return found


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
