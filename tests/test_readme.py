from __future__ import annotations

import re
from pathlib import Path
from typing import Any

README = (Path(__file__).parent.parent / "README.md").read_text()


def test_the_extension_works_as_the_readme_says() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    assert len(code[1].strip().splitlines()) == 3
    names: dict[str, Any] = {}

    exec(code[1], names)

    assert 'linux.git/commit/?id=7dd65feb6c60">1</a>' in names["html"]
