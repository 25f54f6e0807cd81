"""What the theme's scripts may do with what readers type or have in an address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

THEME = Path(__file__).parent.parent.parent / "theme"
SCRIPTED = sorted([*THEME.rglob("*.js"), *THEME.rglob("*.html")])
MAKES_MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTML\w*|srcdoc|document\.write(?:ln)?"
    r"|createContextualFragment|eval\(|new Function)"
)


@pytest.mark.parametrize("path", SCRIPTED, ids=lambda path: path.name)
def test_no_script_makes_markup_or_code_of_text(path: Path) -> None:
    found = MAKES_MARKUP.search(path.read_text())

    assert found is None, found
