"""Reads feeds as feed readers do, and holds them against their standards."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from lxml import etree

CASES = Path(__file__).parent / "cases" / "feeds"
ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def _atom_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(CASES / "atom.rng")))


def read_atom(data: bytes) -> Any:
    """What feedparser finds, without a complaint, in a feed that is valid."""
    tree = etree.fromstring(data)
    _atom_schema().assertValid(tree)
    for entry in tree.iter(f"{ATOM}entry"):
        alternates = [its for its in entry.iter(f"{ATOM}link") if its.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert entry.find(f"{ATOM}author") is not None or tree.find(f"{ATOM}author") is not None
    ids = [str(element.text) for element in tree.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def is_atom(data: bytes) -> bool:
    """Whether the schema takes it."""
    return bool(_atom_schema().validate(etree.fromstring(data)))


def texts_of(data: bytes, name: str) -> list[str]:
    """The texts of all elements of that name in a feed, as they stand there."""
    return [element.text or "" for element in etree.fromstring(data).iter(f"{ATOM}{name}")]


def read_json(data: bytes) -> dict[str, Any]:
    """A JSON feed that is valid."""
    feed: dict[str, Any] = json.loads(data)
    schema = json.loads((CASES / "json-feed.json").read_text())
    jsonschema.validate(feed, schema, format_checker=jsonschema.FormatChecker())
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    return feed
