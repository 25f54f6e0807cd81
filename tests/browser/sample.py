"""Addresses in the sample site, and the colours it comes in."""

from __future__ import annotations

from typing import Literal

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

PART_1 = "articles/2.6.33/network/"
PART_4 = "articles/2.6.33/architecture-and-virtualisation/"
SUMMARY = "articles/2.6.33/whats-new/"
TRACKING = "releases/2.6.33/"
EVERY_KIND = (
    "",
    PART_4,
    SUMMARY,
    TRACKING,
    "releases/2.6.34/",
    "releases/",
    "series/coming-in-2.6.34/",
    "series/",
    "topics/",
    "topics/networking/",
    "authors/",
    "authors/anna/",
    "archive/",
    "archive/2010/",
    "commits/?345cda2fd695",
    "handbook/citing/",
    "404.html",
)
"""A page of each kind, and two of those that differ most."""
