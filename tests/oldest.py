"""Prints constraints that pin every dependency to the oldest version that pyproject allows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def main() -> None:
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    for requirement in project["dependencies"]:
        name, oldest = re.match(r"([\w.-]+)>=([\w.]+)", requirement).groups()
        print(f"{name}=={oldest}")


if __name__ == "__main__":
    main()
