"""Short ways to write records in tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from site_core import SiteCore

from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.commit import Commit
from kernlog_site.core.model import Article, Source
from kernlog_site.core.versions import Version

NOON = datetime(2010, 2, 12, 12, tzinfo=UTC)


def version(text: str) -> Version:
    return LINUX.parse(text)


def commit(sha: str = "7c68af6e32c7", subject: str = "x86: do it", **fields: Any) -> Commit:
    """A commit; its hash is filled up with zeros."""
    known: dict[str, Any] = {
        "tree": "linux",
        "author": "A. Developer",
        "authored": NOON,
        "committed": NOON,
        "first_tag": "v2.6.33-rc1",
    }
    return Commit(sha=sha.ljust(40, "0"), subject=subject, **(known | fields))


def article(path: str, **fields: Any) -> Article:
    """An article without a file."""
    known: dict[str, Any] = {"title": path, "body": "", "date": NOON}
    return Article(source=Source(path), **(known | fields))


def site(**files: str) -> SiteCore:
    """The core of a site with these files, given as `articles__x="..."`."""
    return SiteCore.open({_path(name): text.encode() for name, text in files.items()})


def _path(name: str) -> str:
    return name.replace("__", "/") + ("" if "." in name else ".md")
