"""The files of a new site agree with the handbook and with each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kernlog_site.tools import site_scaffold

TEMPLATES = Path(site_scaffold.__file__).parent / "templates"
HANDBOOK = Path(__file__).parents[2] / "content" / "handbook" / "publishing.md"
ENGLISH = TEMPLATES / "en"


def recipe(name: str) -> Any:
    """A file of the handbook in YAML, by the name in its first line."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", HANDBOOK.read_text(), re.DOTALL | re.MULTILINE)
    (code,) = [block for block in blocks if block.startswith(f"# {name}\n")]
    return yaml.safe_load(code)


@pytest.mark.parametrize(
    ("name", "path"),
    [("github.yml", ".github/workflows/publish.yml"), ("gitlab.yml", ".gitlab-ci.yml")],
)
def test_a_site_is_published_as_the_handbook_says(name: str, path: str) -> None:
    assert yaml.safe_load((TEMPLATES / "ci" / name).read_text()) == recipe(path)


@pytest.mark.parametrize("language", ["de"])
def test_every_language_has_every_text(language: str) -> None:
    english = sorted(path.name for path in ENGLISH.iterdir())
    expressions = re.compile(r"<%.*?%>|release\.\w+")
    asks = {p.name: sorted(expressions.findall(p.read_text())) for p in ENGLISH.iterdir()}

    assert sorted(path.name for path in (TEMPLATES / language).iterdir()) == english
    for path in (TEMPLATES / language).iterdir():
        assert sorted(expressions.findall(path.read_text())) == asks[path.name]


def test_a_short_readme() -> None:
    for language in ("en", "de"):
        assert len((TEMPLATES / language / "README.md").read_text().splitlines()) == 10
