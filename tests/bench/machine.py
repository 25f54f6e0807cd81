"""The machine on which something was measured."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from bench.memory import memory_sampler


def machine() -> dict[str, str]:
    """What it is, and when."""
    way = memory_sampler()
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "processors": str(os.cpu_count()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "memory measured as": way[0] if way else "not at all",
    }


def _memory() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / 1e9:.0f} GB"


def _line(path: str, name: str) -> str:
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
