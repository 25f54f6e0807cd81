"""Writing the files of a site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def save(path: Path, text: str) -> Path:
    """Write a file, and the folders it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def with_matter(matter: Mapping[str, Any], body: str) -> str:
    """Text below YAML front matter."""
    # JSON is YAML, and written a hundred times as fast.
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in matter.items())
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}"
