"""The timezone of this machine by its IANA name, which dates in front matter are in."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

_LINK = Path("/etc/localtime")
_UTC = "UTC"


def local_timezone(link: Path = _LINK) -> str:
    """The name in `TZ`, else the one that `/etc/localtime` leads to, else UTC."""
    if name := os.environ.get("TZ", "").removeprefix(":"):
        return name if is_timezone(name) else _UTC
    _, _, name = os.path.realpath(link).partition("/zoneinfo/")
    # Some systems have the same zones in two more folders, with and without leap seconds.
    name = name.removeprefix("posix/").removeprefix("right/")
    return name if name and is_timezone(name) else _UTC


def is_timezone(name: str) -> bool:
    """Whether that is the name of a timezone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
