"""Prints constraints that pin every dependency to the oldest version that pyproject allows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def main() -> None:
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    for requirement in project["dependencies"]:
        found = re.match(r"([\w.-]+)>=([\w.]+)", requirement)
        assert found, requirement
        print(f"{found[1]}=={found[2]}")


if __name__ == "__main__":
    main()
